"""English statements: clauses by their subjects, and the words that nothing cited has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from tools.copy_rules.statements.material import Material, frames, listed
from tools.copy_rules.text import is_chinese

Subject = Literal["goods", "shop", "reader", "call", "other", "aside", "question"]
"""A call asks the reader to do something; an aside says when, where or with what."""

_WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ']*(?:-[A-Za-zÀ-ÿ']+)*")
_CLAUSE = re.compile(  # a clause ends before "and" with a subject of its own
    r"[.!?;:\n()“”\"]+|,\s|\s-\s"
    r"|,?\s(?=(?:and|but|so|because|yet|while|which)\s+(?:it|they|we|you|the|this|our|your|there|that)\b)"
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+(?!\s|$)[^.!?\n]*)*[.!?]*")
_NO_PROSE = re.compile(r"\{\{[^}]*\}\}|https?://\S+|#\w+|@\w+|\]\([^)]*\)")
_NAME = re.compile("Qq*")
"""What stands for a product's name, as long as the name."""
_ENDINGS = (
    "iness", "ingly", "ness", "ings", "able", "ing", "ied", "ies", "ier", "est", "ers", "ed", "es", "er", "ly", "s",
    "y", "e",
)  # fmt: skip
_ALIKE = 5
"""Words that begin alike for so many letters are one word: resharpened and resharpening."""
_ENOUGH = 12
"""So many words must be cited where facts are Chinese: those in another language cannot tell."""
_NEARLY = 0.6
"""So many of the words of a shape must be cited for the facts to say the same."""
_CONTRACTED = r"(?:n't|'\w*)$"
_OF_GOODS = re.compile(r"\b(?:it|them|these|this|our|ours|us|we)\b|Qq+", re.IGNORECASE)
_OUTCOME = re.compile(
    r"\byou(?:'ll| will| won't| never| can| could| get| keep| save| stay| own)\b"
    r"|\byours? (?:[a-z]+ )?(?:will|won't|stays?|never|keeps?|[a-z]+s)\b",
    re.IGNORECASE,
)
"""What becomes of readers, and of what is theirs."""
_NARRATOR = re.compile(r"\b(?:I|I'[a-z]+|my|me|mine)\b")
_THING = re.compile(r"\W*(?:and|or|then)\s+(?:the|an?|every|each)\b", re.IGNORECASE)
"""What follows a call and has a subject of its own: "Use it daily and the edge …"."""
_LIKENED = re.compile(r"\b(?:like|as if|as though) (?:a|an|the|your|my|that|it|they|you)\b[^,.!?]*", re.IGNORECASE)
_PARTS = {
    "half": 50, "third": 33, "three": 33, "quarter": 25, "four": 25, "fifth": 20, "five": 20, "tenth": 10, "ten": 10,
}  # fmt: skip


@dataclass(frozen=True)
class Clause:
    """A stretch of the text and what it speaks of."""

    start: int
    end: int
    subject: Subject
    follows: bool = False
    """Stands behind another clause of its sentence, joined by "and" or the like, with a thing as its subject."""


@cache
def stem(word: str) -> str:
    """A word without its ending."""
    plain = re.sub(_CONTRACTED, "", word.lower())
    ending = next((one for one in _ENDINGS if plain.endswith(one) and len(plain) - len(one) >= 3), "")
    plain = plain.removesuffix(ending)
    return plain[:-1] if len(plain) > 3 and plain[-1] == plain[-2] else plain


@cache
def _plain_words(kind: str) -> frozenset[str]:
    return frozenset(listed("en", kind))


@cache
def stems(*kinds: str) -> frozenset[str]:
    """The words of these lists, by stem."""
    return frozenset(stem(word) for kind in kinds for word in listed("en", kind))


class Known:
    """The words of a text, by stem and beginning."""

    def __init__(self, text: str) -> None:
        words = [one.lower() for one in re.findall(r"[A-Za-zÀ-ÿ]{2,}", text)]
        self.many = len(words)
        self.stems = frozenset(map(stem, words))
        self.beginnings = frozenset(word[:_ALIKE] for word in words if len(word) >= _ALIKE)

    def __contains__(self, word: object) -> bool:
        text = str(word).lower()
        return stem(text) in self.stems or (len(text) >= _ALIKE and text[:_ALIKE] in self.beginnings)


@lru_cache(maxsize=64)
def _known(told: str) -> Known:
    return Known(told)


def _says_something(word: str) -> bool:
    """Is it more than a word of grammar or a name?"""
    lowered = word.lower()
    plain = re.sub(_CONTRACTED, "", lowered)
    return not (
        len(plain) < 3 or _NAME.match(word) or lowered in _plain_words("function") or plain in _plain_words("function")
    )


def _is_open(word: str, known: Known) -> bool:
    """Is it a word of weight that neither the facts nor the harmless vocabulary have? Superlatives have other rules."""
    if not _says_something(word) or word in known or word.endswith("est"):
        return False
    if stem(word) in stems("appeal", "everyday"):
        return False
    return any(_is_open(part, known) for part in word.split("-")) if "-" in word else True


def prose(text: str, names: tuple[str, ...]) -> str:
    """The text with what is no prose blanked and names put as one word each; places stay."""
    plain = _NO_PROSE.sub(lambda match: " " * len(match[0]), text.replace("’", "'"))
    for name in names:
        plain = re.sub(re.escape(name), lambda match: "Q" + "q" * (len(match[0]) - 1), plain, flags=re.IGNORECASE)
    return plain


def clauses(plain: str, heads: frozenset[str]) -> Iterator[Clause]:
    """The clauses of prose; one without a subject of its own has that of the clause before it in the sentence."""
    for sentence in _SENTENCE.finditer(plain):
        carried: Subject | Literal[""] = ""
        start = sentence.start()
        asked = sentence[0].rstrip().endswith("?")
        ends = [match.span() for match in _CLAUSE.finditer(plain, sentence.start(), sentence.end())]
        for end, following in [*ends, (sentence.end(), sentence.end())]:
            if plain[start:end].strip():
                subject = _subject(plain, start, end, heads, first=start == sentence.start()) or carried or "other"
                if subject == carried == "call" and _THING.match(plain, start, end):
                    subject = "other"
                carried = carried if subject == "aside" else subject
                follows = bool(_THING.match(plain, max(start - 1, 0), end))
                yield Clause(start, end, "question" if asked else subject, follows)
            start = following


def _subject(plain: str, start: int, end: int, heads: frozenset[str], *, first: bool) -> Subject | Literal[""]:
    words = [match[0] for match in _WORD.finditer(plain, start, end)]
    while words and words[0].lower() in _plain_words("leading"):
        words.pop(0)
    if not words:
        return ""
    bare = re.sub(r"'\w*$", "", words[0].lower())
    if _NAME.fullmatch(words[0]):
        return "goods"
    kinds: tuple[tuple[str, Subject], ...] = (
        ("preposition", "aside"), ("reader", "reader"), ("shop", "shop"), ("goods", "goods"),
    )  # fmt: skip
    for kind, subject in kinds:
        if bare in _plain_words(kind):
            return subject
    for place, word in enumerate(words[:4]):
        if stem(word) in heads:
            return "goods"
        if place and word.lower() in _plain_words("function") and word.lower() not in ("of", "and"):
            break
    if first:
        return "call" if stem(words[0]) in stems("imperative") else "other"
    return ""


def heads_of(material: Material) -> frozenset[str]:
    """The words the products are called by, by stem."""
    return frozenset(stem(word) for fact in material.products for word in fact.words)


def subjects_of(text: str, names: tuple[str, ...]) -> list[str]:
    """What each clause speaks of, where no products are known."""
    return [one.subject for one in clauses(prose(text, names), frozenset())]


def unsourced(text: str, material: Material) -> Iterator[tuple[int, int]]:
    """Spans of what the text states without a source, at most one a clause."""
    known = _known(material.told)
    if known.many < _ENOUGH and is_chinese(material.told):
        return
    plain = prose(text, material.names)
    for clause in clauses(plain, heads_of(material)):
        if clause.subject == "question":
            continue
        span = _shaped(plain, clause, known, material)
        if span is None:
            spans = [one for one in (_somebody(plain, clause, known), _worded(plain, clause, known)) if one]
            span = (min(start for start, _ in spans), max(end for _, end in spans)) if spans else None
        if span:
            yield span


def _shaped(plain: str, clause: Clause, known: Known, material: Material) -> tuple[int, int] | None:
    """A claim by its shape: a share of the price that is not the offer's, an extra, a comparison, an outcome."""
    percent = material.offer.percent_off if material.offer else None
    for shape in frames("en", "shares"):
        for match in shape.finditer(plain, clause.start, clause.end):
            part = next(word for word in match.groupdict().values() if word)
            if percent is None or int(percent) != _PARTS[part.lower()]:
                return match.span()
    shapes = list(frames("en", "hard")) + ([] if material.gives else list(frames("en", "gifts")))
    if clause.subject in ("goods", "other"):
        shapes += frames("en", "outcome")
    for shape in shapes:
        for match in shape.finditer(plain, clause.start, clause.end):
            said = [word for word in _WORD.findall(match[0]) if _says_something(word)]
            grammar_alone = not said and shape in frames("en", "outcome")
            told = sum(word in known for word in said) >= max(1, _NEARLY * len(said))
            if not grammar_alone and not told:
                return match.span()
    return None


def _somebody(plain: str, clause: Clause, known: Known) -> tuple[int, int] | None:
    """People who make, use or praise the goods, where no fact names them; "for your mother" is the reader's own."""
    for match in _WORD.finditer(plain, clause.start, clause.end):
        word = re.sub(r"'s?$", "", match[0].lower())
        own = re.search(r"\b(?:your|my|for) $", plain[clause.start : match.start()])
        if word in _plain_words("people") and word not in known and not own:
            return match.start(), _last_said(plain, clause)
    return None


def _worded(plain: str, clause: Clause, known: Known) -> tuple[int, int] | None:
    """From the first word that nothing has to the last that says something, where goods or shop are spoken of."""
    part = plain[clause.start : clause.end]
    words = list(_WORD.finditer(plain, clause.start, clause.end))
    likened = [match.span() for match in _LIKENED.finditer(plain, clause.start, clause.end)]
    first = next(
        (
            one.start()
            for one in words
            if _is_open(one[0], known) and not any(start <= one.start() < end for start, end in likened)
        ),
        None,
    )
    if first is None:
        return None
    if clause.subject in ("reader", "call"):
        stated = bool(_OUTCOME.search(part))
    elif clause.subject in ("goods", "shop"):
        stated = True
    else:
        of_goods = clause.subject == "other" and _OF_GOODS.search(part)
        stated = not _NARRATOR.search(part) and bool(
            of_goods or clause.follows or any(one.search(part) for one in frames("en", "soft"))
        )
    return (first, _last_said(plain, clause)) if stated else None


def _last_said(plain: str, clause: Clause) -> int:
    """Where the last word of a clause that is more than grammar ends."""
    words = _WORD.finditer(plain, clause.start, clause.end)
    return [one.end() for one in words if _says_something(one[0])][-1]
