"""A question without what is this shop's and this asker's: the wording, with a gap for each thing that is named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from assistant.planner.frame import Frame
from assistant.planner.spans import Span

GAPS = ("goods", "value", "period", "customer", "percent", "money", "number", "measure", "field")
"""What a gap may stand for: goods by name or kind, other values, and so on."""
_GAP = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[a-z']+")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|es|s)$")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBER = re.compile(rf"{_DIGITS.pattern}|[一二两三四五六七八九十百千万]+")
_ONE_CHARACTER = 0.5
"""A Chinese character says less than a pair of them."""


class Named(NamedTuple):
    """One thing that a question names: which gap it fills, how it was typed, and what it means in a definition."""

    gap: str
    typed: str
    meant: str


class Outline(NamedTuple):
    """The wording with gaps, what was named in their order, and what kinds of words stand between."""

    wording: str
    named: tuple[Named, ...]
    kinds: tuple[str, ...]

    @property
    def features(self) -> dict[str, float]:
        """What it is compared by."""
        return features_of(self.wording, self.kinds)


def outline_of(frame: Frame) -> Outline:
    """The outline of a question."""
    typed = frame.text.original
    wording, done = "", 0
    named: list[Named] = []
    kinds: set[str] = set()
    for span in frame.spans:
        gap = _gap(span, frame)
        if gap is None or gap == "number":
            kinds |= set() if span.has("filler", "break") else {sense.kind for sense in span.senses}
        for start, end in _places(span, gap, frame):
            if start >= done:
                wording += f"{typed[done:start]}{{{gap or 'number'}}}"
                named.append(Named(gap or "number", typed[start:end], _meant(span, gap)))
                done = end
    return Outline(wording + typed[done:], tuple(named), tuple(sorted(kinds - {"number"})))


def _places(span: Span, gap: str | None, frame: Frame) -> list[tuple[int, int]]:
    """Where in the question as typed the gaps of a span are: all of it, or only the numbers in it."""
    tokens, origins = frame.text.tokens, frame.text.origins
    start, end = origins[tokens[span.start].start], origins[tokens[span.end - 1].end - 1] + 1
    if gap is not None and gap != "number":
        return [(start, end)]
    numbers = _NUMBER if gap else _DIGITS
    found = [(start + one.start(), start + one.end()) for one in numbers.finditer(frame.text.original[start:end])]
    return found or ([(start, end)] if gap else [])


def _gap(span: Span, frame: Frame) -> str | None:
    """What kind of thing a span names, None for a word of the question itself."""
    if span.has("products"):
        return "goods"
    for gap, names in (("period", ("period", "horizon")), ("customer", ("customer_id",)), ("percent", ("percent",)),
                       ("money", ("money",))):  # fmt: skip
        if span.has(*names):
            return gap
    if span.has("people", "filler"):
        return None
    if span.has("value") and not span.has("copy_channel"):
        return "goods" if frame.vocabulary.level(span.value("value")[0]) == "product" else "value"
    if span.has("number"):
        return "number"
    if span.has("verb", "agent"):
        return None
    return next((gap for gap in ("measure", "field") if span.has(gap)), None)


def _meant(span: Span, gap: str | None) -> str:
    """How a definition writes it: a value, a measure or a field; "" for what it works out first."""
    if gap in ("measure", "field"):
        return str(span.value(gap))
    if span.has("value"):
        return str(span.value("value")[1])
    return ""


def gaps_in(wording: str) -> list[str]:
    """The gaps of a wording, in order."""
    return _GAP.findall(wording)


def filled(wording: str, named: Iterable[Named]) -> tuple[str, list[Named]]:
    """The wording with what was named in its gaps, each in its turn, and what found no gap.

    A gap for which nothing is left stays; `gaps_in` tells.
    """
    left = list(named)

    def fill(gap: re.Match[str]) -> str:
        place = next((place for place, one in enumerate(left) if one.gap == gap[1]), None)
        return gap[0] if place is None else left.pop(place).typed

    return _GAP.sub(fill, wording), left


def features_of(wording: str, kinds: Iterable[str]) -> dict[str, float]:
    """Words by their stems, Chinese characters and pairs of them, gaps, and the kinds of words, with how often."""
    found: Counter[str] = Counter(f"kind {kind}" for kind in kinds)
    found.update(f"gap {gap}" for gap in gaps_in(wording))
    bare = _GAP.sub(" ", wording.lower())
    found.update(_ENDING.sub("", word) for word in _WORD.findall(bare))
    features: dict[str, float] = dict(found)
    for run in _HAN.findall(bare):
        for character in run:
            features[character] = features.get(character, 0) + _ONE_CHARACTER
        for pair in pairwise(run):
            features["".join(pair)] = features.get("".join(pair), 0) + 1
    return features
