"""How a question is put to the library: its wording, its concepts, and one score out of meaning and exact words.

score = w · cosine + (1 - w) · (words + CONCEPTS · share · concepts), where words and concepts are BM25 shares over the
text and over the glossary's concepts, and share is how much of the question the glossary knows. The weight w is smaller
where exact words carry the question. The constants were chosen on benchmarks/retrieval.py, which prints other mixes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tools.data.glossary import Glossary
from tools.data.lexical import normalise
from tools.data.passages import chinese_share

CHINESE_SHARE = 0.2
"""Share of Chinese characters beyond which a text is read as Chinese."""
MEANING, MEANING_EXACT, MEANING_CHINESE = 0.6, 0.3, 0.2
CONCEPTS = 0.5
TELLING_LENGTH = 60
"""English of fewer characters (a brand, a category) does not tell what a thing described in Chinese is."""
OTHER_LANGUAGE = 0.7
"""What the score of a passage that exists only in the other language counts for."""
ENOUGH_WORDS, MOST_WORDS = 0.33, 0.8
"""Share of a question's words, weighted by rarity, that make a passage relevant: by themselves only where nothing is
known of its meaning or nearly all words are there; else ASSENT of the floor of meaning is asked for as well."""
ASSENT = 2 / 3

_IDENTIFIER = re.compile(r"[a-z][a-z.&-]*\d|\d[\d.-]*[a-z]|\d{3}")


@dataclass(frozen=True)
class Question:
    """One query as it is searched."""

    text: str
    """Normalised, without filler."""
    concepts: tuple[str, ...]
    """Concepts of the glossary it names."""
    known_share: float
    """Share of its letters that the concepts account for."""
    english: str
    """The text, or for a Chinese question English keywords; empty where the glossary knows none of its words."""
    chinese: bool

    def for_meaning(self, english_only: bool) -> str:
        """What to embed; empty when the embedder could make nothing of it."""
        return self.english if english_only else self.text

    def weight_of_meaning(self, english_only: bool) -> float:
        """Weight of the cosine: least where it comes by way of keywords, little where a model number is asked for."""
        if not self.for_meaning(english_only).strip():
            return 0.0
        if english_only and self.chinese:
            return MEANING_CHINESE
        return MEANING_EXACT if _IDENTIFIER.search(self.text) else MEANING


def read_question(query: str, glossary: Glossary) -> Question:
    """`query` as it is searched."""
    whole = normalise(query)
    text = glossary.without_filler(whole)
    chinese = chinese_share(whole) > CHINESE_SHARE
    mentions = glossary.mentions(whole)
    share = sum(mention.length for mention in mentions) / (len(re.findall(r"\w", text)) or 1)
    english = glossary.rendering([mention.concept for mention in mentions], "en") if chinese else query
    return Question(text, concept_terms(whole, glossary), min(1.0, share), english, chinese)


def relevant(covered: float, cosine: float | None, floor: float) -> bool:
    """Whether a passage has to do with the question at all. `floor`: what off-topic questions reach in this library."""
    if cosine is None:
        return covered >= ENOUGH_WORDS
    return cosine >= floor or covered >= MOST_WORDS or (covered >= ENOUGH_WORDS and cosine >= ASSENT * floor)


def concept_terms(text: str, glossary: Glossary) -> tuple[str, ...]:
    """Concepts that a normalised text names, as terms to count."""
    return tuple(str(mention.concept) for mention in glossary.mentions(text))


def english_for_embedding(text: str, chinese_text: str, glossary: Glossary) -> str:
    """What an English-only embedder is given of a passage: its English, with keywords for its Chinese where that is
    all there is or nearly so."""
    if chinese_share(text) > CHINESE_SHARE:
        text, chinese_text = "", f"{text} {chinese_text}"
    if len(text) >= TELLING_LENGTH or not chinese_text:
        return text
    mentions = glossary.mentions(normalise(chinese_text))
    keywords = glossary.rendering([mention.concept for mention in mentions], "en")
    return f"{text} {keywords}".strip() or chinese_text
