"""Stretches of time as people type them; today is Saturday 2026-10-31."""

from datetime import date

import pytest

from assistant.planner.readers.calendar import Anchor, bounds
from assistant.planner.readers.english_dates import EnglishDates
from assistant.planner.text import normalise
from assistant.planner.words import word_file

TODAY = date(2026, 10, 31)
PHRASES = """
week of mon 19 oct | 2026-10-19 | 2026-10-25
black friday weekend last year, fri to sun | 2025-11-28 | 2025-11-30
between 24 and 30 nov 2025 (black friday week) | 2025-11-24 | 2025-11-30
jul/aug/sep this yr | 2026-07-01 | 2026-09-30
Q1 25 until Q3 26 | 2025-01-01 | 2026-09-30
from monday 3 august thru sunday 27 september this year | 2026-08-03 | 2026-09-27
mar-may | 2026-03-01 | 2026-05-31
spring 2025 (mar-may) | 2025-03-01 | 2025-05-31
8 to 14 nov 2025 | 2025-11-08 | 2025-11-14
the fortnight before Easter | 2026-03-22 | 2026-04-04
the day before yesterday | 2026-10-29 | 2026-10-29
since the 1st | 2026-10-01 |
until end of September | | 2026-09-30
since mid-June | 2026-06-15 |
mid-June | 2026-06-11 | 2026-06-20
cyber week 24-30 nov 2025 | 2025-11-24 | 2025-11-30
2026 so far | 2026-01-01 | 2026-10-31
on or after 1 july 2025 | 2025-07-01 |
60 to 90 days ago | 2026-08-02 | 2026-09-01
nov 24-30, 2025 | 2025-11-24 | 2025-11-30
the first three quarters of 2026 | 2026-01-01 | 2026-09-30
last 3 full months | 2026-07-01 | 2026-09-30
the month before last | 2026-08-01 | 2026-08-31
w/c 19 oct | 2026-10-19 | 2026-10-25
week ending 25 oct | 2026-10-19 | 2026-10-25
wk43 2025 | 2025-10-20 | 2025-10-26
sept '25 | 2025-09-01 | 2025-09-30
3Q25 | 2025-07-01 | 2025-09-30
the second half of september | 2026-09-16 | 2026-09-30
last two weeks of august | 2026-08-18 | 2026-08-31
late september | 2026-09-21 | 2026-09-30
ytd last year | 2025-01-01 | 2025-10-31
last october | 2025-10-01 | 2025-10-31
easter weekend | 2026-04-03 | 2026-04-06
monday to thursday last week | 2026-10-19 | 2026-10-22
between the 1st and the 15th of september | 2026-09-01 | 2026-09-15
dec 20 through jan 5 | 2025-12-20 | 2026-01-05
24.11.2025 | 2025-11-24 | 2025-11-24
past year and a half | 2025-04-30 | 2026-10-31
Q1+Q2 2026 | 2026-01-01 | 2026-06-30
july, august and september 2025 | 2025-07-01 | 2025-09-30
the 10 days up to 24 dec 2025 | 2025-12-15 | 2025-12-24
Black Friday 2024 weekend | 2024-11-29 | 2024-12-01
q4 of last year | 2025-10-01 | 2025-12-31
friday 28 november | 2025-11-28 | 2025-11-28
last quarter (jul - sep 2026) | 2026-07-01 | 2026-09-30
pre-2024 | | 2023-12-31
28/11-1/12/2025 | 2025-11-28 | 2025-12-01
the weekend before christmas 2025 | 2025-12-20 | 2025-12-21
12 months to september 2026 | 2025-10-01 | 2026-09-30
"""


def read(phrase: str, fiscal_month: int = 1, day_first: bool = False) -> list[str]:
    """First and last day of the longest stretch found, which must be all of the phrase."""
    anchor = Anchor(TODAY, fiscal_month, word_file("holidays"), date(2026, 10, 10), day_first)
    tokens = normalise(phrase).tokens
    found = sorted(EnglishDates(anchor).read(tokens), key=lambda item: (item[0] - item[1], item[0]))
    assert found and found[0][:2] == (0, len(tokens)), (phrase, found[:1])
    return [day.isoformat() if day else "" for day in bounds(found[0][2].value, TODAY)]


@pytest.mark.parametrize("line", PHRASES.strip().splitlines())
def test_phrase(line: str) -> None:
    phrase, start, end = (part.strip() for part in line.split("|"))
    assert read(phrase) == [start, end]


def test_fiscal_years_are_named_by_the_year_they_end_in() -> None:
    assert read("FY25") == ["2025-01-01", "2025-12-31"]
    assert read("FY25", 4) == ["2024-04-01", "2025-03-31"]
    assert read("fiscal year 2025/26", 4) == ["2025-04-01", "2026-03-31"]
    assert read("FQ1 2026", 4) == ["2025-04-01", "2025-06-30"]


def test_days_and_months_stand_as_in_the_shops_country_unless_one_date_tells() -> None:
    assert read("3/4/2026") == ["2026-03-04", "2026-03-04"]
    assert read("3/4/2026", day_first=True) == ["2026-04-03", "2026-04-03"]
    assert read("1/5/2026 - 31/5/2026") == ["2026-05-01", "2026-05-31"]


def test_a_stretch_counted_from_the_one_before_it() -> None:
    tokens = normalise("ordered in the last 30 days, no order in the 180 days before that").tokens
    found = {
        " ".join(t.text for t in tokens[start:end]): sense.value
        for start, end, sense in EnglishDates(Anchor(TODAY, holidays=word_file("holidays"))).read(tokens)
    }
    assert bounds(found["the 180 days before that"], TODAY) == (date(2026, 4, 4), date(2026, 9, 30))
    assert bounds(found["before that"], TODAY) == (None, date(2026, 9, 30))
