"""Calendar arithmetic the date readers share: months, quarters, seasons and holidays, anchored on one day."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tools.definitions import Period, Unit
from tools.periods import floor_to, step

SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 14)}
"""Meteorological seasons of the northern hemisphere as first and last month; winter runs into the next year."""


@dataclass(frozen=True)
class Anchor:
    """Where dates are counted from: today, the month a fiscal year starts in, and the holidays known by name."""

    today: date
    fiscal_month: int = 1
    holidays: dict[str, dict[str, Any]] = field(default_factory=dict, compare=False)
    last_campaign: date | None = None
    day_first: bool = False
    """Whether 3/4 is the third of April, as in most countries, rather than March 4th."""

    def month(self, month: int, year: int | None = None) -> Period:
        """That month of `year`, or the latest that has begun."""
        year = year or self._latest(lambda y: date(y, month, 1))
        return fixed(date(year, month, 1), month_end(year, month))

    def day(self, month: int, day: int, year: int | None = None) -> Period | None:
        """That day of `year`, or the latest that has come; None when the calendar has no such day."""
        try:
            if year is None:
                year = self.today.year if date(self.today.year, month, day) <= self.today else self.today.year - 1
            moment = date(year, month, day)
        except ValueError:
            return None
        return fixed(moment, moment)

    def quarter(self, quarter: int, year: int | None = None) -> Period:
        """Calendar quarter 1 to 4 of `year`, or the latest that has begun."""
        month = 3 * quarter - 2
        year = year or self._latest(lambda y: date(y, month, 1))
        return fixed(date(year, month, 1), month_end(year, month + 2))

    def half(self, half: int, year: int | None = None) -> Period:
        """First or second half of `year`, or the latest that has begun."""
        month = 6 * half - 5
        year = year or self._latest(lambda y: date(y, month, 1))
        return fixed(date(year, month, 1), month_end(year, month + 5))

    def year(self, year: int) -> Period:
        """A calendar year."""
        return fixed(date(year, 1, 1), date(year, 12, 31))

    def fiscal_year(self, offset: int = 0) -> Period:
        """The fiscal year `offset` years from the current one; named here by where it begins."""
        begun = self.today.year if self.today >= date(self.today.year, self.fiscal_month, 1) else self.today.year - 1
        start = date(begun + offset, self.fiscal_month, 1)
        end = date(begun + offset + 1, self.fiscal_month, 1) - timedelta(days=1)
        return fixed(start, min(end, self.today) if offset == 0 else end)

    def fiscal_named(self, year: int) -> Period:
        """FY2025: the fiscal year that ends in 2025 – begins in it, where fiscal years are calendar years."""
        current = self.fiscal_year().start
        assert current
        return self.fiscal_year(year - (self.fiscal_month > 1) - current.year)

    def fiscal_part(self, number: int, months: int, year: int | None = None) -> Period:
        """The `number`th stretch of so many months of a fiscal year, or of the latest in which it has begun."""
        current = self.fiscal_year().start
        assert current
        first = self.fiscal_named(year).start if year else current
        assert first
        start = step("month", first, months * (number - 1))
        if year is None and start > self.today:
            start = step("year", start, -1)
        return fixed(start, step("month", start, months) - timedelta(days=1))

    def day_of_month(self, day: int) -> Period | None:
        """The latest day of a month with this number: of this month, or of the one before."""
        for back in (0, 1, 2):
            month = step("month", self.today.replace(day=1), -back)
            if day <= calendar.monthrange(month.year, month.month)[1] and month.replace(day=day) <= self.today:
                return fixed(month.replace(day=day), month.replace(day=day))
        return None

    def iso_week(self, week: int, year: int | None = None) -> Period | None:
        """A week by its number (ISO 8601), of `year` or the latest that has begun."""
        try:
            monday = date.fromisocalendar(year or self.today.year, week, 1)
            if year is None and monday > self.today:
                monday = date.fromisocalendar(self.today.year - 1, week, 1)
        except ValueError:
            return None
        return fixed(monday, monday + timedelta(days=6))

    def season(self, name: str, year: int | None = None) -> Period:
        """A season of `year`, or the latest that has begun."""
        first, last = SEASONS[name]
        year = year or self._latest(lambda y: date(y, first, 1))
        end_year, end_month = (year + 1, last - 12) if last > 12 else (year, last)
        return fixed(date(year, first, 1), month_end(end_year, end_month))

    def holiday(self, name: str, year: int | None = None, *, season: bool = False) -> Period | None:
        """A holiday of `year`, or the latest that has begun; with `season`, the shopping days around it."""
        known = self.holidays[name]
        years = [year] if year else [self.today.year, self.today.year - 1, self.today.year - 2]
        for candidate in years:
            days = _holiday_days(known, candidate, season)
            if days and (year or days[0] <= self.today):
                return fixed(*days)
        return None

    def around_holiday(self, name: str, stretch: str, year: int | None = None) -> Period | None:
        """The "week" (Monday to Sunday) or "weekend" that a holiday lies in; of weekends, the one nearest to it."""
        day = self.holiday(name, year)
        if day is None or day.start is None:
            return None
        if stretch == "week":
            monday = day.start - timedelta(days=day.start.weekday())
            return fixed(monday, monday + timedelta(days=6))
        first, last = self.holidays[name].get("weekend", (None, None))
        if first is None:
            return weekend_of(day.start, long=True)
        return fixed(day.start + timedelta(days=first), day.start + timedelta(days=last))

    def weekday(self, weekday: int, *, previous_week: bool = False) -> Period:
        """The latest such weekday before today (Monday is 1); with `previous_week` the one of last week."""
        back = (self.today.isoweekday() - weekday) % 7
        moment = self.today - timedelta(days=back or 7)
        if previous_week:
            monday = self.today - timedelta(days=self.today.weekday() + 7)
            moment = monday + timedelta(days=weekday - 1)
        return fixed(moment, moment)

    def ago(self, count: int, unit: Unit) -> Period:
        """The unit that was current `count` units ago: a day for days, the whole week, month or year otherwise."""
        if unit == "day":
            moment = self.today - timedelta(days=count)
            return fixed(moment, moment)
        return Period(kind="calendar", unit=unit, offset=-count)

    def _latest(self, start: Any) -> int:
        return self.today.year if start(self.today.year) <= self.today else self.today.year - 1


def weekend_of(day: date, *, long: bool = False) -> Period:
    """The Saturday and Sunday nearest to a day; `long`: with the Thursday, Friday or Monday it lies on."""
    ahead = 5 - day.weekday()
    saturday = day + timedelta(days=ahead if ahead <= 3 else ahead - 7)
    sunday = saturday + timedelta(days=1)
    if long and day.weekday() in (0, 3, 4):
        return fixed(min(day, saturday), max(day, sunday))
    return fixed(saturday, sunday)


def third_of(start: date, end: date, which: int) -> tuple[date, date]:
    """The first, middle or last third (0, 1, 2) of a month in days, of a quarter or a year in months."""
    days = (end - start).days + 1
    if days <= 31:
        return start + timedelta(days=10 * which), end if which == 2 else start + timedelta(days=10 * which + 9)
    months = max(1, round(days / 30.4) // 3)
    return step("month", start, months * which), (
        end if which == 2 else step("month", start, months * (which + 1)) - timedelta(days=1)
    )


def fixed(start: date | None, end: date | None) -> Period:
    """A fixed period, both days included."""
    return Period(kind="fixed", start=start, end=end)


def month_end(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def bounds(period: Period, today: date) -> tuple[date | None, date | None]:
    """First and last day of a period, both included; None where it is open."""
    if period.kind == "fixed":
        return period.start, period.end
    if period.kind == "rolling":
        assert period.count and period.unit
        return step(period.unit, today, -period.count), today
    assert period.unit
    start = step(period.unit, floor_to(period.unit, today), period.offset)
    end = today if period.offset == 0 else step(period.unit, start, 1) - timedelta(days=1)
    return start, end


def _holiday_days(known: dict[str, Any], year: int, season: bool) -> tuple[date, date] | None:
    if season and "season" in known:
        first, last = known["season"]
        return _month_day(year, first), _month_day(year, last)
    if "nth_weekday" in known:
        month, which, weekday, after = known["nth_weekday"]
        first_day = date(year, month, 1)
        start = first_day + timedelta(days=(weekday - first_day.isoweekday()) % 7 + 7 * (which - 1) + after)
        last = known.get("season_days", 1) if season else known.get("days", 1)
        return start, start + timedelta(days=max(last, known.get("days", 1)) - 1)
    if "dates" in known:
        for text in known["dates"]:
            if text.startswith(str(year)):
                start = date.fromisoformat(text)
                return start, start + timedelta(days=known.get("days", 1) - 1)
        return None
    start = _month_day(year, known["date"])
    return start, _month_day(year, known["last"]) if "last" in known else start


def _month_day(year: int, text: str) -> date:
    month, day = text.split("-")
    return date(year, int(month), int(day))


UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}


def days_in(count: float, unit: str) -> int:
    """Days in so many units; twelve months are a year."""
    if unit == "month" and count % 12 == 0:
        count, unit = count / 12, "year"
    return int(count * UNIT_DAYS[unit])


"""Days a unit is counted as where days are what a definition holds."""
_MOST = {"day": 10_000, "week": 1_400, "month": 1_200, "quarter": 400, "year": 100}


def plausible(count: float, unit: str) -> bool:
    """Whether a stretch of so many units may be meant: a whole number, no longer than a century."""
    return count == int(count) and 1 <= count <= _MOST[unit]
