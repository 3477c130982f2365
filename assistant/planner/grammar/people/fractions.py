"""Shares of people in words: the top quarter of customers, upper quartile by spend, best third, top decile."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_NAMED = {
    "quartile": 0.25, "decile": 0.1, "quintile": 0.2, "tercile": 1 / 3, "tertile": 1 / 3, "percentile": 0.01,
    "half": 0.5, "third": 1 / 3, "fourth": 0.25, "fifth": 0.2, "tenth": 0.1, "twentieth": 0.05, "quarter": 0.25,
    "1/4": 0.25, "1/3": 1 / 3, "1/2": 0.5, "1/5": 0.2, "1/10": 0.1, "one third": 1 / 3, "one quarter": 0.25,
    "one fifth": 0.2, "one tenth": 0.1,
}  # fmt: skip
_OF = ("of", "of all", "of our", "of the", "of these", "of all our", "in")
_ENDS = {"upper": "top", "highest": "top", "lower": "bottom"}


def reduce_fractions(slots: Slots) -> None:
    """Turn the words into a percentage, behind a rank word and where people are its whole."""
    index = 0
    while index < len(slots) - 1:
        end = _ENDS.get(slots[index].text.casefold())
        if slots.has(index, "top", "bottom") or (end and _share(slots, index + 1, named=True)):
            share = _share(slots, index + 1)
            if share is not None and _of_people(slots, index + 1 + share[1]):
                if not slots.has(index, "top", "bottom"):
                    slots.retag(index, Sense(str(end)))
                slots.merge(index + 1, index + 1 + share[1], Sense("percent", share[0]))
        _ranked_behind(slots, index)
        index += 1


def _ranked_behind(slots: Slots, index: int) -> None:
    """the half of our customers who spend least: the rank word comes last, and is put before the share."""
    share = _share(slots, index)
    if share is None or share[1] != 1 or slots[index + 1].text.casefold() not in _OF:
        return
    who = slots.next(index + 1, lambda item: item.has("people") or item.filler)
    rank = next((i for i in range(who, min(who + 4, len(slots))) if slots.has(i, "top", "bottom")), None)
    if rank is None or not slots.has(who, "who") or not slots.has(slots.next(index + 1), "people"):
        return
    slots.retag(index, Sense("bottom" if slots.has(rank, "bottom") else "top"))
    slots.retag(index + 1, Sense("percent", share[0]))
    slots.retag(rank, Sense("filler"))


def _share(slots: Slots, at: int, named: bool = False) -> tuple[float, int] | None:
    """(share, how many items it takes): quartile, a third, one fifth, 1/4."""
    for length in (4, 3, 2, 1):
        if at + length > len(slots):
            continue
        said = slots.text.typed(
            slots.text.tokens[slots[at].start].start, slots.text.tokens[slots[at + length - 1].end - 1].end
        ).casefold()
        said = said.replace(" / ", "/").removeprefix("a ")
        if said in _NAMED and (not named or said.endswith("ile")):
            return _NAMED[said], length
    return None


def _of_people(slots: Slots, at: int) -> bool:
    """What follows names people, or by what they are ranked; a calendar quarter has figures."""
    named = slots.text.normal.casefold()
    share = slots[at - 1].text.casefold()
    if share.endswith("ile") or share in ("third", "fifth", "tenth", "half", "1/4", "1/3"):
        return True
    before = any(slots.has(i, "people", "agent", "who", "contact") for i in range(len(slots)))
    while at < len(slots) and (slots[at].text.casefold() in _OF or slots.has(at, "filler", "group")):
        if slots[at].text.casefold().startswith("of") or slots.has(at, "people"):
            before = before or "customer" in named
        at += 1
    return before or slots.has(at, "people", "agent", "scored", "score_name")
