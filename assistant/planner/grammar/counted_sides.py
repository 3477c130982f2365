"""Two groups of buyers set side by side and counted: one-time vs repeat buyers, 1 order versus 2+, how many of each."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_ONE = ("one-time", "onetime", "one time", "one-off", "one-order", "single-order", "single-purchase", "once-only")
_JOINTS = ("versus", "or", "and", "than")
_COUNTING = ("count", "counts", "number", "numbers", "head count", "headcount", "heads", "each")
_ORDERS = ("buy", "rebuy")


def settle_counted_sides(slots: Slots) -> None:
    """Make the sides two counts, joined by "and": how often they bought is all that tells them apart."""
    counted = slots.find("how_many", "respectively", free=False) is not None or any(
        slots[i].text.casefold() in _COUNTING for i in range(len(slots))
    )
    if not counted or slots.find("by", "average", "top", "bottom") is not None:
        return
    _one_timers(slots)
    joint = next(
        (i for i in slots.all("versus") if _often(slots, range(i)) and _often(slots, range(i, len(slots)))), None
    )
    if joint is None:
        return
    slots.retag(joint, Sense("and"))
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


def _often(slots: Slots, part: range) -> bool:
    """Whether a side says how often they bought: repeat buyers, 1 order, two or more."""
    return any(
        slots.value(i, "agent") in ("repeat", "one_time")
        or (slots.value(i, "verb") in _ORDERS and slots.find("range", "number", "times", "only") is not None)
        or slots.has(i, "range", "times")
        for i in part
    )
