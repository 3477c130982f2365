"""One number for scores that are listed: score 5 on recency, frequency and monetary, R, F and M all 5."""

from __future__ import annotations

from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.grammar.values.rfm_scores import LETTERS, points_each
from assistant.planner.lexicon import Sense
from tools.definitions import Group

_NAMES = {"recency": "recency_score", "frequency": "frequency_score", "monetary": "monetary_score"}
_JOINTS = (",", "and", "&", "/", "+", "the", "in", "on", "value", "score", "scores")
_BETWEEN = (
    "in all of",
    "in all",
    "across",
    "on",
    "in",
    "for",
    "of",
    "both",
    "all",
    "all of",
    "each of",
    "each",
    "the",
    "three",
    "all three",
    "at",
    "out of 5",
)
_AFTER = (
    "all",
    "both",
    "each",
    "at",
    "of",
    "is",
    "are",
    "score",
    "scores",
    "being",
    "=",
    "equal to",
    "value",
    "a",
    "set to",
)
_SCORING = ("score", "scores", "scored", "scoring", "rated", "get", "got", "have", "has", "with", "having")
_WHOLE = (
    "together",
    "all",
    "altogether",
    "alike",
    "at once",
    "combined",
    "value",
    "score",
    "scores",
    "each",
    "at the same time",
)


def reduce_listed_scores(slots: Slots) -> None:
    """Make one condition of the list and its number, whichever stands first."""
    for start in range(len(slots)):
        end, fields = _listed(slots, start)
        if not fields:
            continue
        led, found = _number_before(slots, start, len(fields))
        last = end
        if found is None:
            found, last = _number_after(slots, end)
        elif led < start:
            last = _past(slots, end, _WHOLE)
        if found is None or (len(fields) == 1 and led == start):
            continue
        parts = points_each(found, fields)
        slots.merge(led, last, Sense("condition", parts[0] if len(parts) == 1 else Group(all=parts)))
        return


def _listed(slots: Slots, start: int) -> tuple[int, list[str]]:
    """Where a list of the names of scores that starts here ends, and the scores; letters only where all are named."""
    fields: list[str] = []
    said = {part for item in slots.items[start:] for part in _parts(item.text)}
    names = _NAMES | (LETTERS if {"r", "f", "m"} <= said else {})
    at = end = start
    while at < len(slots) and not slots.used(at):
        named = [names.get(part, "") for part in _parts(slots[at].text)]
        if all(named) and not set(named) & set(fields):
            fields += named
            end = at + 1
        elif not fields or slots[at].text.casefold() not in _JOINTS:
            break
        at += 1
    return end, fields


def _parts(text: str) -> list[str]:
    """F and M scores: the names in one item."""
    bare = text.casefold().removesuffix("s").removesuffix(" score")
    return bare.split(" and ")


def _number_before(slots: Slots, start: int, named: int) -> tuple[int, Range | None]:
    """score 5 on …, 4 or more in both …: from where the number is told of, and the number."""
    at = start - 1
    while at >= 0 and slots[at].text.casefold() in _BETWEEN:
        at -= 1
    found = _points(slots, at) if 0 <= at < start - 1 else None
    if found is None:
        return start, None
    lead = at - 1 if at and slots[at - 1].text.casefold() in _SCORING else at
    return (lead, found) if named > 1 or lead < at else (start, None)


def _number_after(slots: Slots, end: int) -> tuple[Range | None, int]:
    """… all 5, … scores of 5: the number and where it ends."""
    at = _past(slots, end, _AFTER)
    found = _points(slots, at) if at < len(slots) else None
    return found, at + 1


def _past(slots: Slots, at: int, words: tuple[str, ...]) -> int:
    while at < len(slots) and slots[at].text.casefold() in words:
        at += 1
    return at


def _points(slots: Slots, index: int) -> Range | None:
    """From one to five points."""
    found = slots.value(index, "range")
    if not isinstance(found, Range):
        amount = amount_of(slots[index])
        found = Range("eq", amount) if amount is not None else None
    fits = found is not None and found.unit == "number" and found.low.value in (1, 2, 3, 4, 5)
    return found if fits else None
