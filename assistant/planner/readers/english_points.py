"""English points in time: days, months, quarters, holidays, "last week", "90 days ago", "year to date"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.planner.readers.calendar import Anchor, fixed
from assistant.planner.readers.english_words import (
    MONTHS,
    ORDINALS,
    SEASONS,
    TO_DATE,
    UNITS,
    WEEKDAYS,
    Point,
    date_of,
    dated,
    day_number,
    duration,
    is_of,
    rolling,
    stem_unit,
    year_number,
)
from assistant.planner.readers.numerals import english_numeral
from assistant.planner.text import Token, keys_of
from tools.definitions import Period

_COMPACT = re.compile(r"^(?:l|t|p|last|past)(\d+)$")


class EnglishPoints:
    """Finds points in time at a token; `year` stands in where a month or holiday names none."""

    def __init__(self, anchor: Anchor) -> None:
        self.anchor = anchor
        self._holidays = {
            keys_of(form): name for name, known in anchor.holidays.items() for form in known.get("en", [])
        }

    def at(self, tokens: Sequence[Token], position: int, year: int | None = None) -> Iterator[Point]:
        """All points that start at `position`."""
        readers = (
            self._numeric,
            self._month,
            self._day_month,
            self._quarter,
            self._year,
            self._holiday,
            self._season,
            self._named_day,
            self._relative,
            self._rolling,
            self._to_date,
            self._ago,
        )
        for reader in readers:
            yield from reader(tokens, position, year)

    def _numeric(self, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[Point]:
        words = [t.text for t in tokens[i : i + 5]]
        if len(words) < 3 or tokens[i].kind != "number" or words[1] not in "-/.":
            return
        numbers = [int(w) if w.isdigit() else None for w in words]
        if len(words) == 5 and words[3] == words[1] and None not in (numbers[0], numbers[2], numbers[4]):
            a, b, c = numbers[0] or 0, numbers[2] or 0, numbers[4] or 0
            day = date_of(a, b, c) if a > 31 else date_of(c, a, b) or date_of(c, b, a)
            if day:
                yield Point(5, fixed(day, day))
        elif words[1] == "/" and numbers[0] and numbers[2]:
            period = self.anchor.day(numbers[0], numbers[2], year) or self.anchor.day(numbers[2], numbers[0], year)
            if period:
                yield Point(3, period, False)
        elif words[1] == "-" and numbers[0] and numbers[2] and numbers[0] > 1900 and numbers[2] <= 12:
            yield Point(3, self.anchor.month(numbers[2], numbers[0]))

    def _month(self, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[Point]:
        month = MONTHS.get(tokens[i].text)
        if month is None or (tokens[i].text in ("may", "mar", "sun", "march") and not dated(tokens, i)):
            return
        yield from self._with_year(tokens, i + 1, i, year, lambda y: self.anchor.month(month, y))
        day, used = day_number(tokens, i + 1)
        if day:
            yield from self._with_year(tokens, i + 1 + used, i, year, lambda y: self.anchor.day(month, day, y))

    def _day_month(self, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[Point]:
        start = i + (tokens[i].text == "the")
        day, used = day_number(tokens, start)
        after = start + used
        if day and after < len(tokens) and tokens[after].text == "of":
            after += 1
        if day and after < len(tokens) and tokens[after].text in MONTHS:
            month = MONTHS[tokens[after].text]
            yield from self._with_year(tokens, after + 1, i, year, lambda y: self.anchor.day(month, day, y))

    def _quarter(self, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[Point]:
        compact = re.fullmatch(r"([qh])([1-4])", tokens[i].text)
        number, kind, used = 0, "", 0
        if compact and not (compact[1] == "h" and int(compact[2]) > 2):
            number, kind, used = int(compact[2]), compact[1], 1
        elif tokens[i].text in ORDINALS and i + 1 < len(tokens) and tokens[i + 1].text in ("quarter", "half"):
            number, kind, used = ORDINALS[tokens[i].text], tokens[i + 1].text[0], 2
        elif tokens[i].text == "quarter" and i + 1 < len(tokens) and tokens[i + 1].text in "1234":
            number, kind, used = int(tokens[i + 1].text), "q", 2
        if number > 0 and not (used == 2 and kind == "h" and not is_of(tokens, i + 2)):
            build = self.anchor.quarter if kind == "q" else self.anchor.half
            yield from self._with_year(tokens, i + used, i, year, lambda y: build(number, y))

    def _year(self, tokens: Sequence[Token], i: int, _year: int | None) -> Iterator[Point]:
        value = year_number(tokens, i)
        if value:
            if i + 1 < len(tokens) and re.fullmatch(r"q[1-4]", tokens[i + 1].text):
                yield Point(2, self.anchor.quarter(int(tokens[i + 1].text[1]), value))
            yield Point(1, self.anchor.year(value))
        fiscal = re.fullmatch(r"fy(\d{2}|\d{4})", tokens[i].text)
        if fiscal:
            begun = int(fiscal[1]) + (2000 if len(fiscal[1]) == 2 else 0) - (self.anchor.fiscal_month > 1)
            current = self.anchor.fiscal_year().start
            assert current
            yield Point(1, self.anchor.fiscal_year(begun - current.year))

    def _holiday(self, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[Point]:
        start = i + (tokens[i].text in ("last", "this", "the"))
        for length in (4, 3, 2, 1):
            name = self._holidays.get(tuple(t.key for t in tokens[start : start + length]))
            if (
                name
                and len(tokens[start : start + length]) == length
                and not (tokens[start].text.isdigit() and not dated(tokens, i))
            ):
                season = start + length < len(tokens) and tokens[start + length].key in (
                    "period",
                    "season",
                    "week",
                    "weekend",
                    "sale",
                )
                yield from self._with_year(
                    tokens,
                    start + length + season,
                    i,
                    year,
                    lambda y, n=name, s=season: self.anchor.holiday(n, y, season=s),
                )

    def _season(self, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[Point]:
        start = i + (tokens[i].text in ("last", "this", "the"))
        season = SEASONS.get(tokens[start].text) if start < len(tokens) else None
        if not season or not (start > i or dated(tokens, i)):
            return
        if tokens[i].text == "last":
            current = self.anchor.season(season)
            assert current.start and current.end
            ongoing = current.end >= self.anchor.today
            yield Point(2, self.anchor.season(season, current.start.year - 1) if ongoing else current)
            return
        yield from self._with_year(tokens, start + 1, i, year, lambda y: self.anchor.season(season, y))

    def _named_day(self, tokens: Sequence[Token], i: int, _year: int | None) -> Iterator[Point]:
        text = tokens[i].text
        if text == "today":
            yield Point(1, Period(kind="calendar", unit="day"))
        if text == "yesterday":
            yield Point(1, Period(kind="calendar", unit="day", offset=-1))
        if [t.text for t in tokens[i : i + 4]] == ["the", "day", "before", "yesterday"]:
            yield Point(4, Period(kind="calendar", unit="day", offset=-2))
        if text in ("last", "this", "on", "past") and i + 1 < len(tokens):
            weekday = WEEKDAYS.get(tokens[i + 1].text)
            if weekday:
                yield Point(2, self.anchor.weekday(weekday))
            month = MONTHS.get(tokens[i + 1].text)
            if month and text in ("last", "this"):
                yield Point(2, self.anchor.month(month))
        if text == "last" and i + 1 < len(tokens) and tokens[i + 1].text == "weekend":
            saturday = self.anchor.weekday(6).start
            sunday = self.anchor.weekday(7).start
            assert saturday and sunday
            yield Point(
                2,
                fixed(min(saturday, sunday), max(saturday, sunday))
                if saturday < sunday
                else fixed(saturday, date.fromordinal(saturday.toordinal() + 1)),
            )

    def _relative(self, tokens: Sequence[Token], i: int, _year: int | None) -> Iterator[Point]:
        words = [t.text for t in tokens[i : i + 4]]
        used = 1 if words[0] == "the" else 0
        if len(words) <= used + 1:
            return
        unit = UNITS.get(stem_unit(words[used + 1]))
        which = words[used]
        if which in ("fiscal", "financial") and words[used + 1] == "year":
            yield Point(used + 2, self.anchor.fiscal_year())
        if words[used] in ("this", "last") and words[used + 1 : used + 3] in (
            ["fiscal", "year"],
            ["financial", "year"],
        ):
            yield Point(used + 3, self.anchor.fiscal_year(-1 if which == "last" else 0))
        if unit is None or len(words[used + 1]) == 1:
            return
        if which in ("this", "current"):
            yield Point(used + 2, Period(kind="calendar", unit=unit))
        elif which in ("last", "previous", "prior", "preceding") and unit != "day":
            yield Point(used + 2, Period(kind="calendar", unit=unit, offset=-1))
        elif which == "past":
            yield Point(used + 2, rolling(1, unit))

    def _rolling(self, tokens: Sequence[Token], i: int, _year: int | None) -> Iterator[Point]:
        compact = _COMPACT.match(tokens[i].text)
        if compact and i + 1 < len(tokens) and tokens[i + 1].text in ("d", "w", "m", "q", "y"):
            yield Point(2, rolling(int(compact[1]), UNITS.get(tokens[i + 1].text, "quarter")))
        start = i + (tokens[i].text in ("the", "most"))
        if start >= len(tokens) or tokens[start].text not in (
            "last",
            "past",
            "previous",
            "recent",
            "trailing",
            "prior",
            "latest",
            "rolling",
        ):
            return
        number = english_numeral(tokens, start + 1) if start + 1 < len(tokens) else None
        if number is None and [t.text for t in tokens[start + 1 : start + 4]] == ["half", "a", "year"]:
            yield Point(start - i + 4, rolling(6, "month"))
        if number is None and [t.text for t in tokens[start + 1 : start + 3]] == ["half", "year"]:
            yield Point(start - i + 3, rolling(6, "month"))
        if number:
            after = start + 1 + number[0]
            after += after < len(tokens) and tokens[after].text in ("calendar", "full", "-", "of")
            unit = UNITS.get(stem_unit(tokens[after].text)) if after < len(tokens) else None
            if unit and number[1] == int(number[1]) and 1 <= number[1] <= 10_000:
                yield Point(after + 1 - i, rolling(int(number[1]), unit))

    def _to_date(self, tokens: Sequence[Token], i: int, _year: int | None) -> Iterator[Point]:
        words = [t.text for t in tokens[i : i + 4]]
        if words[0] in TO_DATE:
            yield Point(1, Period(kind="calendar", unit=TO_DATE[words[0]]))
        if len(words) >= 3 and words[1:3] == ["to", "date"] and words[0] in ("year", "month", "quarter", "week"):
            yield Point(3, Period(kind="calendar", unit=UNITS[words[0]]))
        if words[:3] == ["so", "far", "this"] and len(words) == 4 and words[3] in UNITS:
            yield Point(4, Period(kind="calendar", unit=UNITS[words[3]]))
        if (
            words[0] == "this"
            and len(words) == 4
            and words[1] in UNITS
            and words[2:] in (["to", "date"], ["so", "far"])
        ):
            yield Point(4, Period(kind="calendar", unit=UNITS[words[1]]))
        if words[0] == "ly":
            yield Point(1, Period(kind="calendar", unit="year", offset=-1))

    def _ago(self, tokens: Sequence[Token], i: int, _year: int | None) -> Iterator[Point]:
        found = duration(tokens, i)
        if found and i + found[0] < len(tokens) and tokens[i + found[0]].text in ("ago", "back", "earlier"):
            yield Point(found[0] + 1, self.anchor.ago(found[1], found[2]))

    def _with_year(self, tokens: Sequence[Token], after: int, start: int, year: int | None, build) -> Iterator[Point]:  # type: ignore[no-untyped-def]
        """The point without a year, and with one that follows: 2025, of 2025, last year."""
        bare = build(year)
        if bare:
            yield Point(after - start, bare, year is not None)
        skip = 1 if after < len(tokens) and tokens[after].text in ("of", ",", "in") else 0
        given = year_number(tokens, after + skip)
        used = 1
        words = [t.text for t in tokens[after + skip : after + skip + 2]]
        if words in (["last", "year"], ["this", "year"], ["previous", "year"]):
            given, used = self.anchor.today.year - (words[0] != "this"), 2
        elif words[:1] == ["ly"]:
            given = self.anchor.today.year - 1
        if given:
            dated = build(given)
            if dated:
                yield Point(after + skip + used - start, dated)
