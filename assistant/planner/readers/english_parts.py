"""Parts of English stretches of time: mid-June, first week of March, week of 19 October, week 43, all of 2025."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.planner.readers.calendar import Anchor, bounds, fixed, third_of, weekend_of
from assistant.planner.readers.english_counted import counted_points
from assistant.planner.readers.english_named import named_points
from assistant.planner.readers.english_points import calendar_points, year_after
from assistant.planner.readers.english_words import (
    MONTHS,
    UNITS,
    WEEKDAYS,
    Point,
    ordinal_at,
    phrases,
    starts_with,
    text_at,
    unit_at,
)
from assistant.planner.readers.numerals import english_numeral
from assistant.planner.text import Token
from tools.definitions import Period, Unit
from tools.periods import step

_THIRDS = {
    "early": 0, "beginning": 0, "start": 0, "top": 0, "mid": 1, "middle": 1, "midway": 1,
    "late": 2, "end": 2, "close": 2, "ending": 2,
}  # fmt: skip
_ADJECTIVES = ("early", "mid", "late")
_DRESSED = phrases(
    "the whole of | the whole | all of | all through | the entire | the full | the month of | month of | "
    "the course of | the year of | the period | the period of | full | whole | entire | the"
)
_BEHIND = phrases("as a whole | as whole | itself | inclusive | incl | in full")
_SO_FAR = phrases("so far | to date | till now | until now | up to now | ytd")
_WEEK_OF = phrases("week of | wk of | week containing | week around | week with | week including")
_WEEK_FROM = phrases(
    "w / c | wc | week commencing | wk commencing | week starting on | week starting from | week starting | "
    "week beginning on | week beginning | week from | wk starting | wk beginning | w / b | wb"
)
_WEEK_TO = phrases("w / e | week ending on | week ending | wk ending | week to")
_NUMBERED = re.compile(r"(?:wk|w|cw|kw|week)(\d{1,2})")


class EnglishPoints:
    """Finds points and stretches of time at a token of one question; remembers what it has found."""

    def __init__(self, anchor: Anchor, tokens: Sequence[Token]) -> None:
        self.anchor = replace(anchor, day_first=_day_first(tokens, anchor.day_first))
        self.tokens = tokens
        self._known: dict[tuple[int, int | None], list[Point]] = {}
        self._plain: dict[tuple[int, int | None], list[Point]] = {}

    def at(self, i: int, year: int | None = None) -> list[Point]:
        """All that start at `i`, parts of others included; `year` stands in where a month or holiday names none."""
        if not 0 <= i < len(self.tokens):
            return []
        if (i, year) not in self._known:
            self._known[(i, year)] = [*self.plain(i, year), *self._parts(i, year)]
        return self._known[(i, year)]

    def plain(self, i: int, year: int | None = None) -> list[Point]:
        """Those that are no part of another."""
        if not 0 <= i < len(self.tokens):
            return []
        if (i, year) not in self._plain:
            self._plain[(i, year)] = [
                *calendar_points(self.anchor, self.tokens, i, year),
                *named_points(self.anchor, self.tokens, i, year),
                *counted_points(self.anchor, self.tokens, i),
            ]
        return self._plain[(i, year)]

    def _parts(self, i: int, year: int | None) -> Iterator[Point]:
        for reader in (self._thirds, self._nth, self._week_of, self._numbered_week, self._weekday_of, self._dressed):
            yield from reader(i, year)

    def _thirds(self, i: int, year: int | None) -> Iterator[Point]:
        """early March, mid-2026, end of September, the start of the year; as a bound, the first, middle or last day."""
        tokens = self.tokens
        start = i + (text_at(tokens, i) == "the") + (text_at(tokens, i + (text_at(tokens, i) == "the")) == "very")
        word = text_at(tokens, start)
        if word not in _THIRDS:
            return
        at = start + 1 + (text_at(tokens, start + 1) in ("-", "of", "in", "part", "or"))
        at += text_at(tokens, at) in ("of", "part")
        if word not in _ADJECTIVES and at == start + 1:
            return
        which = _THIRDS[word]
        targets = [(point.length, point.period, point.year_given) for point in self.plain(at, year)]
        named = at + (text_at(tokens, at) == "the")
        if named > at and (unit := UNITS.get(text_at(tokens, named))) and len(text_at(tokens, named)) > 1:
            targets.append((2, self._whole(unit), True))
        for length, period, given in targets:
            first, last = bounds(period, self.anchor.today)
            if first is None or last is None or (last - first).days < 4:
                continue
            if period.kind == "calendar" and period.unit and period.offset == 0:
                last = step(period.unit, first, 1) - timedelta(days=1)
            begin, end = third_of(first, last, which)
            middle = begin + timedelta(days=4) if (last - first).days < 31 else begin
            edge = (first, middle, last)[which]
            if word == "early":
                edge_period = fixed(first, end)
            elif word == "late":
                edge_period = fixed(begin, last)
            else:
                edge_period = fixed(edge, edge)
            yield Point(at + length - i, fixed(begin, end), given, edge_period)

    def _whole(self, unit: Unit) -> Period:
        return Period(kind="calendar", unit=unit)

    def _nth(self, i: int, year: int | None) -> Iterator[Point]:
        """first week of March, last 10 days of October, first three quarters of 2026, second half of August."""
        counted = self._counted_part(i)
        after = counted[0] if counted else i
        if counted is None or text_at(self.tokens, after) not in ("of", "in", "'s"):
            return
        after += 1
        for point in self._targets(after, year):
            first, last = self._bounds(point.period)
            if first is None or last is None:
                continue
            part = _counted_in(first, last, counted)
            if part and (part[0], part[1]) != (first, last):
                yield Point(after + point.length - i, fixed(*part), point.year_given)

    def part_of(self, i: int, first: date, last: date) -> Iterator[tuple[int, tuple[date, date]]]:
        """first three quarters, second half, last week, said beside the stretch it is a part of: (end, days)."""
        counted = self._counted_part(i)
        part = _counted_in(first, last, counted) if counted else None
        if counted and part and part != (first, last):
            yield counted[0], part

    def _counted_part(self, i: int) -> _Counted | None:
        """(end, which, count, times, unit) of first week, last 10 days, second half; a half has no unit."""
        tokens = self.tokens
        start = i + (text_at(tokens, i) == "the")
        which, used = ordinal_at(tokens, start)
        at = start + used
        number = english_numeral(tokens, at) if which and at < len(tokens) else None
        count = int(number[1]) if number and number[1] == int(number[1]) else 1
        at += number[0] if number else 0
        half = text_at(tokens, at) == "half"
        unit = unit_at(tokens, at)
        if not which or not (unit or half) or abs(which) > 31 or not 1 <= count <= 366:
            return None
        return at + 1, which, count, *((1, None) if half or unit is None else unit)

    def _targets(self, i: int, year: int | None) -> Iterator[Point]:
        """What a part can be of: a point, or "the year", "the month"."""
        yield from self.plain(i, year)
        lead = i + (text_at(self.tokens, i) in ("the", "a"))
        unit = UNITS.get(text_at(self.tokens, lead))
        if lead > i and unit and len(text_at(self.tokens, lead)) > 1:
            yield Point(2, self._whole(unit))

    def _bounds(self, period: Period) -> tuple[date | None, date | None]:
        """First and last day; of a current unit the last it will have."""
        first, last = bounds(period, self.anchor.today)
        if period.kind == "calendar" and period.unit and period.offset == 0 and first:
            last = step(period.unit, first, 1) - timedelta(days=1)
        return first, last

    def _week_of(self, i: int, year: int | None) -> Iterator[Point]:
        """week of mon 19 oct, w/c 19 oct, week ending 25 oct, the weekend of 10 October, black friday's week."""
        start = i + (text_at(self.tokens, i) in ("the", "that", "this"))
        for known, kind in (
            (_WEEK_FROM, "from"),
            (_WEEK_TO, "to"),
            (_WEEK_OF, "of"),
            (phrases("weekend of"), "weekend"),
            (phrases("fortnight starting | fortnight from | fortnight beginning | two weeks from"), "fortnight"),
        ):
            used = starts_with(self.tokens, start, known)
            for point in self.plain(start + used, year) if used else ():
                day, last = bounds(point.period, self.anchor.today)
                if day is None or day != last:
                    continue
                monday = day - timedelta(days=day.weekday())
                period = {
                    "from": fixed(day, day + timedelta(days=6)),
                    "fortnight": fixed(day, day + timedelta(days=13)),
                    "to": fixed(day - timedelta(days=6), day),
                    "of": fixed(monday, monday + timedelta(days=6)),
                    "weekend": weekend_of(day),
                }[kind]
                yield Point(start + used + point.length - i, period, point.year_given)

    def _numbered_week(self, i: int, year: int | None) -> Iterator[Point]:
        """week 43, wk 43 2025, CW43: by ISO 8601."""
        tokens = self.tokens
        compact = _NUMBERED.fullmatch(text_at(tokens, i))
        lead = starts_with(
            tokens,
            i,
            phrases(
                "calendar week | iso week | cal week | calendar wk | iso wk | week no | week number | week | wk | cw"
            ),
        )
        if compact:
            week, after = int(compact[1]), i + 1
        elif lead and re.fullmatch(r"[1-9]|[1-4]\d|5[0-3]", text_at(tokens, i + lead)):
            week, after = int(text_at(tokens, i + lead)), i + lead + 1
        else:
            return
        if text_at(tokens, after) in MONTHS or (
            text_at(tokens, after) in ("-", "to") and text_at(tokens, after + 1).isdigit()
        ):
            return  # Cyber Week 24-30 Nov: the number begins a date
        period = self.anchor.iso_week(week, year)
        if period:
            yield Point(after - i, period, year is not None)
        skip = text_at(tokens, after) in ("of", "in", ",", "/", "-")
        given, used = year_after(self.anchor, tokens, after + skip)
        if given and (period := self.anchor.iso_week(week, given)):
            yield Point(after + skip + used - i, period)

    def _weekday_of(self, i: int, year: int | None) -> Iterator[Point]:
        """the friday of black friday week, monday of week 43."""
        start = i + (text_at(self.tokens, i) == "the")
        weekday = WEEKDAYS.get(text_at(self.tokens, start))
        if not weekday or text_at(self.tokens, start + 1) not in ("of", "in"):
            return
        for point in self.plain(start + 2, year):
            first, last = bounds(point.period, self.anchor.today)
            if first and last and (last - first).days == 6:
                moment = first + timedelta(days=(weekday - first.isoweekday()) % 7)
                yield Point(start + 2 + point.length - i, fixed(moment, moment), point.year_given)

    def _dressed(self, i: int, year: int | None) -> Iterator[Point]:
        """all of 2025, the month of May, 2025 as a whole, black friday itself: the same stretch."""
        lead = starts_with(self.tokens, i, _DRESSED)
        if text_at(self.tokens, i - 1) in ("each", "every", "per", "by", "which", "what", "any"):
            lead = 0  # each month of 2026: its months, not all of it
        for point in self.plain(i + lead, year):
            end = i + lead + point.length
            behind = starts_with(self.tokens, end, _BEHIND)
            begun, last = bounds(point.period, self.anchor.today)
            so_far = starts_with(self.tokens, end, _SO_FAR)
            if so_far and begun and last and begun <= self.anchor.today <= last:
                yield point._replace(length=point.length + lead + so_far, period=fixed(begun, self.anchor.today))
            if lead:
                yield point._replace(length=point.length + lead)
            if behind:
                yield point._replace(length=point.length + lead + behind)


def _day_first(tokens: Sequence[Token], usual: bool) -> bool:
    """Whether 3/4 is the third of April: one date of the question that can only be read one way settles the others."""
    for place, token in enumerate(tokens[:-2]):
        first, second = token.text, tokens[place + 2].text
        if tokens[place + 1].text == "/" and first.isdigit() and second.isdigit():
            if 12 < int(first) <= 31 and 1 <= int(second) <= 12:
                return True
            if 12 < int(second) <= 31 and 1 <= int(first) <= 12:
                return False
    return usual


_Counted = tuple[int, int, int, int, Unit | None]


def _counted_in(first: date, last: date, counted: _Counted) -> tuple[date, date] | None:
    """That part of a stretch of days."""
    _, which, count, times, unit = counted
    return _half_of(first, last, which) if unit is None else _part_of(first, last, which, count, times, unit)


def _half_of(first: date, last: date, which: int) -> tuple[date, date] | None:
    """The first or second half of a month, quarter or year."""
    if which not in (1, 2, -1):
        return None
    days = (last - first).days + 1
    if 28 <= days <= 31:
        middle = first + timedelta(days=14)
    elif days > 300:
        middle = step("month", first, 6) - timedelta(days=1)
    else:
        middle = first + timedelta(days=days // 2 - 1)
    return (first, middle) if which == 1 else (middle + timedelta(days=1), last)


def _part_of(first: date, last: date, which: int, count: int, times: int, unit: Unit) -> tuple[date, date] | None:
    """The first (or nth, or last) so many units of a stretch; None when it is not that long."""
    length = count * times
    if which < 0:
        start, end = step(unit, last + timedelta(days=1), -length), last
    else:
        start = step(unit, first, (which - 1) * times)
        end = step(unit, start, length) - timedelta(days=1)
    if start < first or end > last:
        return None
    return (start, end)
