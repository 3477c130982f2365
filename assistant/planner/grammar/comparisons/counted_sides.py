"""Two groups of buyers set side by side and counted: one-time vs repeat buyers, 1 order versus 2+, how many of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_ONE = ("one-time", "onetime", "one time", "one-off", "one-order", "single-order", "single-purchase", "once-only")
_JOINTS = ("versus", "or", "and", "than")
_COUNTING = ("count", "counts", "number", "numbers", "head count", "headcount", "heads", "each")
_ORDERS = ("buy", "rebuy")


def settle_counted_sides(slots: Slots) -> None:
    """Make the sides two counts, joined by "and": how often they bought is all that tells them apart."""
    _split_into_those(slots)
    counted = slots.find("how_many", "respectively", free=False) is not None or any(
        slots[i].text.casefold() in _COUNTING for i in range(len(slots))
    )
    split = [i for i in slots.all("by") if slots[i].text.casefold() not in ("each", "of each", "each of", "split")]
    if not counted or split or slots.find("average", "top", "bottom") is not None:
        return
    _one_timers(slots)
    joint = next(
        (i for i in slots.all("versus") if _often(slots, range(i)) and _often(slots, range(i, len(slots)))), None
    )
    if joint is None:
        return
    slots.retag(joint, Sense("and"))
    _times(slots, joint)
    for index in slots.all("measure"):
        if slots.value(index, "measure") in ("customers", "buyers"):
            slots.retag(index, Sense("how_many"), Sense("people"))
    if slots.find("how_many") is None:
        at = next(i for i in range(len(slots)) if slots[i].text.casefold() in _COUNTING)
        slots.retag(at, Sense("how_many"), Sense("filler"))


def _one_timers(slots: Slots) -> None:
    """one-time vs repeat buyers: the noun is said once, behind both."""
    for index in range(len(slots) - 2):
        joint = slots.has(index + 1, *_JOINTS)
        if slots[index].text.casefold() in _ONE and joint and slots.value(index + 2, "agent") == "repeat":
            slots.retag(index, Sense("agent", "one_time"))


def _split_into_those(slots: Slots) -> None:
    """split our buyers into those with one order and those with two or more: two groups to be counted."""
    those = [i for i in range(len(slots)) if slots[i].text.casefold() in ("those", "the ones", "people", "customers")]
    split = next((i for i in slots.all("share", "by") if slots[i].text.casefold() in ("split", "divide")), None)
    if split is None or len(those) < 2 or those[0] < split:
        return
    joint = next((i for i in slots.all("and") if those[0] < i < those[1]), None)
    if joint is None or not _often(slots, range(split, joint)) or not _often(slots, range(joint, len(slots))):
        return
    for index in range(split, joint):
        if index in (split, those[0]) or slots[index].text.casefold() in ("into", "in") or slots.has(index, "agent"):
            slots.retag(index, Sense("filler"))
    slots.retag(those[1], Sense("filler"))
    for index in slots.all("single"):
        slots.retag(index, Sense("number", 1.0))
    slots.retag(split, Sense("how_many"), Sense("people"))
    _times(slots, joint)


def _times(slots: Slots, joint: int) -> None:
    """1 order versus number with 2+: so many orders again, where no noun says what."""
    if any(slots.value(i, "verb") in _ORDERS or slots.has(i, "agent") for i in range(joint, len(slots))):
        return
    for index in range(joint, len(slots)):
        found = slots.value(index, "range")
        if isinstance(found, Range) and found.unit == "number":
            slots.retag(index, Sense("range", replace(found, low=replace(found.low, unit="times"))))


def _often(slots: Slots, part: range) -> bool:
    """Whether a side says how often they bought: repeat buyers, 1 order, two or more."""
    return any(
        slots.value(i, "agent") in ("repeat", "one_time")
        or (slots.value(i, "verb") in _ORDERS and slots.find("range", "number", "times", "only") is not None)
        or slots.has(i, "range", "times")
        for i in part
    )


def parted(spans: Sequence[Span]) -> bool:
    """split our buyers into those with one order and those with more: what is split is no share of anything."""
    words = [span.text.casefold() for span in spans]
    split = next((i for i, word in enumerate(words) if word in ("split", "divide")), None)
    return split is not None and "into" in words[split:] and words.count("those") > 1
