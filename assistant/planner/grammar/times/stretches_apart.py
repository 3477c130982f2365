"""Stretches of time that are rows: each of the last weeks, July and August, month by month from a date."""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots
from assistant.planner.readers.calendar import bounds, fixed
from tools.definitions import Period
from tools.periods import floor_to


def each_of(slots: Slots, index: int) -> str | None:
    """each of the last 5 weeks: one row for each."""
    period: Period = slots.value(index, "period")
    before = slots.before(index, lambda item: item.has("filler", "place", "for") and not item.has("by"))
    each = (
        before >= 0
        and slots.has(before, "by")
        and slots[before].text.casefold().startswith(("each", "every", "for each"))
    )
    return period.unit if each and period.kind == "rolling" and (period.count or 1) > 1 else None


def from_then_on(slots: Slots, index: int, figures: Figures) -> Period | None:
    """month by month from January 2025: up to today, as one month has no course."""
    led = index > 0 and slots[index - 1].text.casefold() in ("from", "starting from", "starting")
    timed = any(d in ("day", "week", "month", "quarter", "year") for d in figures.dimensions)
    begun = bounds(slots.value(index, "period"), slots.today)[0]
    return fixed(begun, None) if led and timed and begun and begun <= slots.today else None


def by_unit(figures: Figures, unit: str) -> None:
    """July, August and September: one row for each."""
    if not set(figures.dimensions) & {"day", "week", "month", "quarter", "year"}:
        figures.dimensions.insert(0, unit)


_SETS_APART = (
    "对比",
    "比较",
    "请对比",
    "比一下",
    "比比",
    "比一比",
    "对比一下",
    "比较一下",
    "compare",
    "做个对比",
    "pk",
)


def leads_comparison(slots: Slots, versus: int, period: int, figures: Figures) -> bool:
    """请对比近一年白金与金卡会员, 男女客单价对比，今年: sides are compared, and the one period is that of both."""
    if not slots[versus].text.casefold().startswith(_SETS_APART) or not figures.dimensions:
        return False
    opening = all(slots.has(i, "filler", "break", "list") for i in range(versus))
    return opening or any(slots.has(i, "break") for i in range(versus + 1, period))


def sides_before(slots: Slots, versus: int, period: int) -> bool:
    """伦敦跟巴黎比，今年哪边卖得多: two values are set against each other, and the period behind is of both."""
    between = [slots.has(i, "break") for i in range(versus + 1, period)]
    group = slots.value(slots.before(versus), "group")
    return any(between) and group is not None and len(group.values) > 1


def to_date(period: Period | None, other: Period | None, today: date) -> Period | None:
    """本季度到今天为止和上季度比: a unit up to today is that unit, set against the same first days of the other."""
    if period is None or other is None or other.kind != "calendar" or other.unit is None or period.kind != "fixed":
        return period
    start, end = bounds(period, today)
    whole = start is not None and start == floor_to(other.unit, today) and end == today
    return Period(kind="calendar", unit=other.unit) if whole else period


def same_days_before(slots: Slots, figures: Figures) -> bool:
    """本季度和上季度同期比: the same first days of the unit before, and not the whole of it."""
    one, other = figures.period, figures.compare_period
    said = any(slots[i].text.startswith("同期") for i in range(len(slots)))
    if not said or one is None or other is None or one.kind != "calendar" or other.kind != "calendar":
        return False
    return one.unit == other.unit and (one.offset, other.offset) == (0, -1)
