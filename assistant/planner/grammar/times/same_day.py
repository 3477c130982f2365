"""上周同一天, 去年同日, same day last week: the days spoken of, so much earlier."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from assistant.planner.spans import Span
from tools.criteria import Period
from tools.periods import add_months, step

UNITS = ("day", "week", "month", "quarter", "year")
_BACK = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_SAME_ZH = ("同", "同一", "同样的")


def same_day(spans: list[Span], today: date) -> list[Span]:
    """昨天的订单数跟上周同一天比: the other day counts from the one that is named before it."""
    place = next((i for i in range(1, len(spans)) if same_unit(spans, i)), None)
    if place is None:
        return spans
    named = [span.value("period") for span in spans[: place - 1] if isinstance(span.value("period"), Period)]
    first, last = bounds(named[-1], today) if named else (None, None)
    return so_much_earlier(spans, place, first, last) if first and last else spans


def of_days_before(spans: list[Span], first: date | None, last: date | None) -> list[Span]:
    """上周同一天呢, after yesterday's orders: counted from the days spoken of."""
    place = next((i for i in range(1, len(spans)) if same_unit(spans, i)), None)
    return so_much_earlier(spans, place, first, last) if place is not None and first and last else spans


def same_unit(spans: list[Span], index: int) -> str:
    """The unit that stands behind 同 and a time that is over: the day of 上周同一天; "" where it is no such words."""
    period = spans[index - 1].value("period") if index else None
    if spans[index].text not in _SAME_ZH or not isinstance(period, Period) or index + 1 >= len(spans):
        return ""
    unit = str(spans[index + 1].value("field") or (spans[index + 1].value("duration") or (0, ""))[1])
    once = (spans[index + 1].value("duration") or (1, ""))[0] == 1
    over = period.kind == "calendar" and period.offset < 0 and period.unit != unit
    return unit if unit in UNITS and over and once else ""


def so_much_earlier(spans: list[Span], place: int, first: date, last: date) -> list[Span]:
    """The spans with the time before `place` as those days so much earlier."""
    made = list(spans)
    for gone in (place, place + 1):
        made[gone] = replace(made[gone], senses=(Sense("filler"),))
    days = earlier(spans[place - 1].value("period"), first, last)
    made[place - 1] = replace(made[place - 1], senses=(Sense("period", days),))
    return made


def earlier(by: Period, first: date, last: date, *, weekly: bool = False) -> Period:
    """These days earlier by so many units of the past as `by` says; `weekly` keeps the days of the week."""
    if by.unit in _BACK:
        days = by.offset * _BACK[by.unit]
        return fixed(step("day", first, days), step("day", last, days))
    months = _MONTHS[str(by.unit)] * by.offset
    weeks = weekly and by.unit == "year"
    ends = [step("day", d, 364 * by.offset) if weeks else add_months(d, months) for d in (first, last)]
    return fixed(*ends)
