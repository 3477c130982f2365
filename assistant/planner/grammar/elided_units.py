"""Clicked in the last 30 days, no order in the last 90: the second stretch is told in the unit of the first."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Period

_LAST = ("last", "the last", "past", "the past", "previous", "the previous", "prior")
_ENDS = ("break", "and", "but", "or", "who")


def reduce_elided_units(slots: Slots) -> None:
    """Give a number behind "the last" the unit of the rolling stretch before it."""
    unit = None
    index = 0
    while index < len(slots):
        period = slots.value(index, "period")
        if isinstance(period, Period):
            unit = period.unit if period.kind == "rolling" else unit
        elif unit is not None and slots[index].text.casefold() in _LAST and slots.has(index + 1, "number"):
            count = slots.value(index + 1, "number")
            ends = index + 2 >= len(slots) or slots.has(index + 2, *_ENDS)
            if ends and count == int(count) and not slots.has(index + 1, "period", "duration"):
                slots.merge(index, index + 2, Sense("period", Period(kind="rolling", unit=unit, count=int(count))))
        index += 1
