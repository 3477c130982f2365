"""A customer told by a bare number: customer 318, client no. 12, 客户318, 318号会员; the id may have letters too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.planner.lexicon import Sense
from assistant.planner.text import Token
from assistant.planner.vocabulary import Vocabulary
from assistant.planner.words import listed

_RANGED = ("-", "~", "to", "到", "至")


def numbered(tokens: Sequence[Token], vocabulary: Vocabulary) -> Iterator[tuple[int, int, Sense]]:
    """The number, with the mark in front of it, as the customer whose id ends in it; a marked one is always an id."""
    for at, token in enumerate(tokens):
        if token.kind != "number" or not token.text.isdigit():
            continue
        found = _before(tokens, at) or _behind(tokens, at)
        if found is None:
            continue
        start, end, marked = found
        known = vocabulary.customer_id(token.text) or vocabulary.customer_numbered(token.text)
        if known or marked:
            yield start, end, Sense("customer_id", known or token.text)


def _before(tokens: Sequence[Token], at: int) -> tuple[int, int, bool] | None:
    """customer 318, customer no. 318, 客户编号318: (start, end, whether a mark says that it numbers somebody)."""
    start = at
    while start > 0 and tokens[start - 1].text in listed("persons", "mark"):
        start -= 1
    noun = _noun_before(tokens, start)
    apart = start > 0 and tokens[start].start - tokens[start - 1].end > 1  # words between them were set aside
    if noun is None or apart or (start == at and not _may_be_id(tokens, noun, at)):
        return None
    return start, at + 1, start < at


def _behind(tokens: Sequence[Token], at: int) -> tuple[int, int, bool] | None:
    """318号客户."""
    if at + 3 > len(tokens) or tokens[at + 1].text != "号":
        return None
    after = "".join(token.text for token in tokens[at + 2 : at + 4])
    return (at, at + 2, True) if after in listed("persons", "noun") else None


def _noun_before(tokens: Sequence[Token], end: int) -> int | None:
    """Where the word for one customer begins that ends before `end`."""
    for length in (1, 2):
        if end >= length and "".join(t.text for t in tokens[end - length : end]) in listed("persons", "noun"):
            return end - length
    return None


def _may_be_id(tokens: Sequence[Token], noun: int, at: int) -> bool:
    """spend per customer 2025, new customer 30 days, 客户25岁以上: other numbers beside a customer."""
    after = "".join(token.text for token in tokens[at + 1 : at + 3])
    ranged = at + 2 < len(tokens) and tokens[at + 1].text in _RANGED and tokens[at + 2].kind == "number"
    counted = any(after.startswith(unit) for unit in listed("persons", "unit"))
    ahead = counted or ranged or (at + 1 < len(tokens) and tokens[at + 1].kind == "number")
    led = noun > 0 and (tokens[noun - 1].text in listed("persons", "any") or tokens[noun - 1].kind == "number")
    year = len(tokens[at].text) == 4 and tokens[at].text.startswith(("19", "20"))
    return not (ahead or led or year)
