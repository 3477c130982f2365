"""Clicked in the last 30 days, no order in the last 90; last year but not this one: the unit is that of the first."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Period

_LAST = ("last", "the last", "past", "the past", "previous", "the previous", "prior")
_ENDS = ("break", "and", "but", "or", "who")
_THIS = ("this one", "this", "the current one", "the present one")
_JOINTS = ("not", "and", "or", "except", "never")


def reduce_elided_units(slots: Slots) -> None:
    """Give a number behind "the last" the unit of the rolling stretch before it."""
    unit, told = None, None
    index = 0
    while index < len(slots):
        period = slots.value(index, "period")
        if isinstance(period, Period):
            unit = period.unit if period.kind == "rolling" else unit
            told = period if period.kind == "calendar" else None
        elif told is not None and (beside := _beside(slots, index, told)) is not None:
            slots.retag(index, Sense("period", beside))
        elif (hours := _hours(slots, index)) is not None:
            end = index + 2 if slots[index + 1].text.casefold().endswith(_HOURS) else index + 3
            slots.merge(index, end, Sense("period", Period(kind="rolling", unit="day", count=hours)))
        elif unit is not None and slots[index].text.casefold() in _LAST and slots.has(index + 1, "number"):
            count = slots.value(index + 1, "number")
            ends = index + 2 >= len(slots) or slots.has(index + 2, *_ENDS)
            if ends and count == int(count) and not slots.has(index + 1, "period", "duration"):
                slots.merge(index, index + 2, Sense("period", Period(kind="rolling", unit=unit, count=int(count))))
        index += 1


def _beside(slots: Slots, index: int, told: Period) -> Period | None:
    """last year but not this one, this month and not the one before: another of the unit just named."""
    ends = index + 1 >= len(slots) or slots.has(index + 1, *_ENDS)
    if not ends or not slots.has(slots.before(index), *_JOINTS):
        return None
    if slots[index].text.casefold() in _THIS and told.offset:
        return told.model_copy(update={"offset": 0})
    return told.model_copy(update={"offset": told.offset - 1}) if slots.has(index, "last_one") else None


_HOURS = ("hours", "hrs", "h")


def _hours(slots: Slots, index: int) -> int | None:
    """the last 24 hours, the past 48h: in days; the data know no hours back from now."""
    if slots[index].text.casefold() not in _LAST or index + 1 >= len(slots):
        return None
    said = slots[index + 1].text.casefold()
    after = slots[index + 2].text.casefold() if index + 2 < len(slots) else ""
    whole = said if said.endswith(_HOURS) else f"{said} {after}" if after in _HOURS else ""
    count = int(whole.split()[0]) if whole and whole.split()[0].isdigit() else 0
    return count // 24 if count and count % 24 == 0 else None
