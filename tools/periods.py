"""Periods as dates: what "last 90 days", "this month" or "2026-01-01 to 2026-03-31" mean on a given day."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple, get_args

from tools.contract import BadRequest
from tools.definitions import Period, Unit

DAY = timedelta(days=1)
MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Span(NamedTuple):
    """Days from `start` up to but not including `end`; None leaves that side open."""

    start: date | None
    end: date | None

    @property
    def last(self) -> date | None:
        """The last day that belongs to it."""
        return self.end - DAY if self.end else None


class Shift(NamedTuple):
    """How far a comparison lies back, in whole months and days; a row moved forward by it meets its counterpart."""

    months: int
    days: int


NO_SHIFT = Shift(0, 0)


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), or the month's last day where that one does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def floor_to(unit: Unit, day: date) -> date:
    """First day of the calendar unit `day` lies in; weeks start on Monday."""
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return date(day.year, 1, 1)


def step(unit: Unit, day: date, count: int) -> date:
    """`day` moved by `count` units."""
    if unit in MONTHS:
        return add_months(day, MONTHS[unit] * count)
    return day + timedelta(days=count * (7 if unit == "week" else 1))


def resolve(period: Period, today: date) -> Span:
    """The days `period` means on `today`.

    rolling: from today minus count units to today, both included. calendar: a whole unit, or up to today for the
    current one. fixed: as given, both days included.
    """
    try:
        if period.kind == "rolling":
            assert period.unit and period.count
            return Span(step(period.unit, today, -period.count), today + DAY)
        if period.kind == "calendar":
            assert period.unit
            start = step(period.unit, floor_to(period.unit, today), period.offset)
            return Span(start, today + DAY if period.offset == 0 else step(period.unit, start, 1))
    except (ValueError, OverflowError) as error:
        raise BadRequest(f"The period reaches back before the calendar begins: {period.compact()}.") from error
    return Span(period.start, period.end + DAY if period.end else None)


def running(span: Span, today: date) -> bool:
    """Whether `span` has begun and ends after today."""
    return span.start is not None and span.end is not None and span.start <= today < span.end - DAY


def previous(period: Period, today: date) -> Span:
    """The span just before: as many days, or the calendar unit before; for a unit to date, its same first days.

    A fixed period of whole months is preceded by as many whole months; one that is not over, by its same first days.
    Raises BadRequest for one without a start.
    """
    span = resolve(period, today)
    if span.start is None:
        raise BadRequest("A period without a start has none before it: give a start date.")
    end = span.end or today + DAY
    if period.kind == "fixed" and running(span, today):
        months, days = _whole_months(span.start, end), end - span.start
        start = add_months(span.start, -months) if months else span.start - days
        return Span(start, min(start + (today + DAY - span.start), span.start))
    if period.kind == "calendar":
        assert period.unit
        start = step(period.unit, span.start, -1)
        return Span(start, min(start + (end - span.start), span.start) if period.offset == 0 else span.start)
    months = _whole_months(span.start, end)
    if period.kind == "fixed" and months:
        return Span(add_months(span.start, -months), span.start)
    return Span(span.start - (end - span.start), span.start)


def year_before(period: Period, today: date) -> Span:
    """The same days a year earlier, up to today of a period that is not over; of a calendar week, 52 weeks earlier."""
    span = resolve(period, today)
    if running(span, today):
        span = Span(span.start, today + DAY)
    if period.kind == "calendar" and period.unit == "week":
        return Span(*(day and day - timedelta(days=364) for day in span))
    start = span.start and add_months(span.start, -12)
    end = span.end or today + DAY
    # the last day included is what moves: the end of 28 February must not become 27 February after a leap year
    return Span(start, add_months(end, -12) if end.day == 1 else add_months(end - DAY, -12) + DAY)


def units_in(span: Span, unit: Unit, first: date | None, today: date) -> float:
    """How many days, weeks, months … of the data lie in the span, to divide a sum by; at least a part of one.

    Whole calendar months count as such; other stretches as days over a unit's mean length.
    """
    start = max((day for day in (span.start, first) if day), default=today)
    end = min(span.end or today + DAY, today + DAY)
    days = max((end - start).days, 1)
    if unit in MONTHS:
        whole = _whole_months(start, end)
        return (whole or days / (365.2425 / 12)) / MONTHS[unit]
    return days / (7 if unit == "week" else 1)


def shift_between(earlier: Span, later: Span) -> Shift:
    """How far `earlier` lies before `later`: in months where both start on the same day of a month."""
    if earlier.start is None or later.start is None:
        return NO_SHIFT
    months = (later.start.year - earlier.start.year) * 12 + later.start.month - earlier.start.month
    if add_months(earlier.start, months) == later.start:
        return Shift(months, 0)
    return Shift(0, (later.start - earlier.start).days)


def row_unit(dimensions: Sequence[str]) -> Unit:
    """The unit of time that rows are of; raises BadRequest where they are of none, or of several."""
    units: list[Unit] = [unit for unit in get_args(Unit) if unit in dimensions]
    if len(units) != 1:
        raise BadRequest(
            "Each row against the one before needs rows of time: split by one of day, week, month, quarter, year.",
            zh="逐行对比上一行需要按时间分行：请按日、周、月、季度或年之一拆分。",
        )
    return units[0]


def unit_before(unit: Unit, span: Span, today: date) -> Span:
    """The same span one unit earlier, so that each row of that unit meets the one before it; up to today."""
    if span.start is None:
        raise BadRequest("A period without a start has no row before the first: give a start date.")
    end = min(span.end or today + DAY, today + DAY)
    return Span(step(unit, span.start, -1), step(unit, end, -1))


def unit_shift(unit: Unit) -> Shift:
    """How far the row before lies back."""
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit, 0)
    return Shift(months, {"day": 1, "week": 7}.get(unit, 0))


def _whole_months(start: date, end: date) -> int:
    if start.day != 1 or end.day != 1:
        return 0
    return (end.year - start.year) * 12 + end.month - start.month
