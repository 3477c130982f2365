"""What only another product has, said of the one that is spoken of: the hinges of another frame."""

import re
from collections.abc import Iterator
from itertools import pairwise

from tools.copy_rules.checks.patterns import covered, name_spans
from tools.copy_rules.context import Fact, Hit, Reading
from tools.copy_rules.denials import negated
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.scope import about, outright
from tools.copy_rules.statements import chinese, english
from tools.copy_rules.statements.material import listed
from tools.copy_rules.text import HAN, fold, sentences, term

_WORD, _PART = r"[a-z]{3,}(?:-[a-z]+)*", r"[a-z]{3,}"
_JOINING = frozenset(["and", "with", "the", "for", "from", "included", "comes"])
_DESCRIBED = ("description", "materials", "ingredients")
_LEAST = 3
"""So many Chinese characters in a row of another product are its own."""


def other_goods(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Phrases of a product that the text does not name, where it names others."""
    cited = reading.context.cited(reading.cites)
    for name, text in reading.fields.items():
        folded = fold(text)
        names = name_spans(reading, folded.text)
        called = "\n".join(fold(one).text for fact in cited if fact.kind == "P" for one in fact.names)
        for start, end in sentences(folded.text):
            own, others = _parted(folded.text[start:end], reading, cited)
            for first, last in _phrases(folded.text[start:end], own, others, called) if others else ():
                span = (start + first, start + last)
                if not covered(span, names) and not negated(folded.text, *span):
                    written = folded.written(*span)
                    yield Hit(name, text[slice(*written)], *written)


def _parted(sentence: str, reading: Reading, cited: list[Fact]) -> tuple[str, list[str]]:
    """The texts of what the sentence, or else the draft, speaks of; and what is told of the other products."""
    spoken, facts = sentence, about(sentence, cited)
    whole = facts == cited
    if whole:
        spoken, facts = reading.whole, about(reading.whole, cited)
    pieces = reading.context.channel.name == "google_ad"
    if (whole and pieces) or not outright(spoken, cited):
        return "", []
    others = [fact for fact in cited if fact.kind == "P" and fact not in facts]
    if whole:
        others = [fact for fact in others if not _priced(fact, spoken)]
    return "\n".join(fact.folded for fact in facts), ["\n".join(_described(fact)) for fact in others]


def _priced(fact: Fact, text: str) -> bool:
    """Does the text tell the product's price, and so speak of it without its name?"""
    price = re.search(r"\d[\d.,]*", fact.values.get("price", ""))
    return price is not None and price[0].removesuffix(".00") in text


def _described(fact: Fact) -> list[str]:
    return [fold(value).text for label, value in fact.values.items() if label.startswith(_DESCRIBED)]


def _phrases(sentence: str, own: str, others: list[str], called: str) -> Iterator[tuple[int, int]]:
    if HAN.search(sentence):
        known = chinese.Known(own)
        for run in re.finditer("[\u4e00-\u9fff]+", sentence):
            for start, end in known.gaps(run[0]):
                stretch = run[0][start:end]
                pieces = (stretch[at : at + _LEAST] for at in range(len(stretch) - _LEAST + 1))
                if any(piece in other for piece in pieces for other in others):
                    yield run.start() + start, run.start() + end
        return
    known_words = english.Known(own)
    pairs = (pair for kind in (_WORD, _PART) for pair in pairwise(term(kind).finditer(sentence)))
    for one, two in pairs:
        near = sentence[one.end() : two.start()] in (" ", "-")
        if (
            near
            and not {one[0].lower(), two[0].lower()} & _JOINING
            and (_own_word(one[0], known_words) or _own_word(two[0], known_words))
        ):
            phrase = rf"\b{re.escape(one[0])}[ -]{re.escape(two[0].removesuffix('s'))}(?:e?s)?\b"
            if any(term(phrase).search(other) for other in others) and not term(phrase).search(called):
                yield one.start(), two.end()


def _own_word(word: str, known: english.Known) -> bool:
    """Is it a word of weight that the facts spoken of do not have?"""
    return len(word) > _LEAST and word not in known and not _plain(word.lower())


def _plain(word: str) -> bool:
    return word in listed("en", "function") or english.stem(word) in english.stems("appeal")
