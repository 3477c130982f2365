"""What periods mean in dates, bounds included."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.contract import BadRequest
from tools.definitions import Period
from tools.periods import Shift, Span, add_months, previous, resolve, shift_between, year_before

TODAY = date(2026, 10, 31)  # a Saturday


def rolling(count, unit="day"):
    return Period(kind="rolling", count=count, unit=unit)


def calendar(unit, offset=0):
    return Period(kind="calendar", unit=unit, offset=offset)


def fixed(start=None, end=None):
    return Period(kind="fixed", start=start, end=end)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (rolling(90), "2026-08-02", "2026-10-31"),
        (rolling(1), "2026-10-30", "2026-10-31"),
        (rolling(2, "week"), "2026-10-17", "2026-10-31"),
        (rolling(1, "month"), "2026-09-30", "2026-10-31"),
        (rolling(12, "month"), "2025-10-31", "2026-10-31"),
        (rolling(2, "quarter"), "2026-04-30", "2026-10-31"),
        (calendar("day"), "2026-10-31", "2026-10-31"),
        (calendar("day", -1), "2026-10-30", "2026-10-30"),
        (calendar("week"), "2026-10-26", "2026-10-31"),
        (calendar("week", -1), "2026-10-19", "2026-10-25"),
        (calendar("month"), "2026-10-01", "2026-10-31"),
        (calendar("month", -1), "2026-09-01", "2026-09-30"),
        (calendar("quarter", -1), "2026-07-01", "2026-09-30"),
        (calendar("year"), "2026-01-01", "2026-10-31"),
        (calendar("year", -1), "2025-01-01", "2025-12-31"),
        (fixed("2026-01-05", "2026-01-05"), "2026-01-05", "2026-01-05"),
    ],
)
def test_a_period_in_dates(period, first, last):
    span = resolve(period, TODAY)
    assert (span.start.isoformat(), span.last.isoformat()) == (first, last)


def test_open_sides_stay_open():
    assert resolve(fixed(start="2026-01-05"), TODAY) == Span(date(2026, 1, 5), None)
    assert resolve(fixed(end="2026-01-05"), TODAY) == Span(None, date(2026, 1, 6))


@pytest.mark.parametrize(
    ("period", "today", "first", "last"),
    [
        (calendar("month", -1), "2026-10-31", "2026-08-01", "2026-08-31"),
        (calendar("month"), "2026-10-15", "2026-09-01", "2026-09-15"),
        (calendar("month"), "2026-03-31", "2026-02-01", "2026-02-28"),
        (calendar("year"), "2026-03-31", "2025-01-01", "2025-03-31"),
        (calendar("week"), "2026-10-28", "2026-10-19", "2026-10-21"),
        (rolling(7), "2026-10-31", "2026-10-16", "2026-10-23"),
        (fixed("2026-09-01", "2026-09-30"), "2026-10-31", "2026-08-01", "2026-08-31"),
        (fixed("2026-09-02", "2026-09-11"), "2026-10-31", "2026-08-23", "2026-09-01"),
    ],
)
def test_the_period_before(period, today, first, last):
    span = previous(period, date.fromisoformat(today))
    assert (span.start.isoformat(), span.last.isoformat()) == (first, last)


def test_before_an_open_start_there_is_nothing():
    with pytest.raises(BadRequest, match="give a start date"):
        previous(fixed(end="2026-01-05"), TODAY)


def test_a_period_before_the_calendar_begins_is_refused():
    with pytest.raises(BadRequest, match="before the calendar begins"):
        resolve(rolling(9_999, "year"), TODAY)


@pytest.mark.parametrize(
    ("period", "today", "first", "last"),
    [
        (calendar("month"), "2026-10-15", "2025-10-01", "2025-10-15"),
        (fixed("2024-02-01", "2024-02-29"), "2026-10-31", "2023-02-01", "2023-02-28"),
        (fixed("2025-02-01", "2025-02-28"), "2026-10-31", "2024-02-01", "2024-02-29"),
        (calendar("week", -1), "2026-10-31", "2025-10-20", "2025-10-26"),
    ],
)
def test_a_year_before(period, today, first, last):
    span = year_before(period, date.fromisoformat(today))
    assert (span.start.isoformat(), span.last.isoformat()) == (first, last)


def test_shift_is_in_months_where_days_of_the_month_agree():
    assert shift_between(Span(date(2025, 10, 1), None), Span(date(2026, 10, 1), None)) == Shift(12, 0)
    assert shift_between(Span(date(2026, 8, 2), None), Span(date(2026, 8, 5), None)) == Shift(0, 3)


days = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@given(days, st.integers(-500, 500))
def test_adding_months_lands_in_the_right_month(day, months):
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


@given(days, st.sampled_from(["day", "week", "month", "quarter", "year"]), st.integers(-40, -1))
def test_whole_units_follow_each_other_without_gap(today, unit, offset):
    earlier, later = resolve(calendar(unit, offset - 1), today), resolve(calendar(unit, offset), today)
    assert earlier.end == later.start
    assert previous(calendar(unit, offset), today) == earlier


@given(days, st.sampled_from(["day", "week", "month", "quarter", "year"]), st.integers(1, 60))
def test_the_period_before_ends_where_the_period_starts(today, unit, count):
    period = rolling(count, unit)
    span, before = resolve(period, today), previous(period, today)
    assert before.end == span.start
    assert before.end - before.start == span.end - span.start
