"""English stretches of time of which a part is left to the one before: this summer than last, 2026 (first half)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from assistant.planner.readers.english_parts import EnglishPoints
from assistant.planner.readers.english_words import (
    WEEKDAYS,
    Point,
    day_number,
    phrases,
    starts_with,
    suffixed,
    text_at,
    year_number,
)
from assistant.planner.text import Token
from tools.definitions import Period
from tools.periods import step

Found = list[tuple[int, int, Sense]]
"""Stretches of tokens with what each may mean."""
_JOINED = frozenset((
    "vs", "v", "versus", "than", "and", "or", "against", "to", "with", "over", "on", "from", "/", ",", "in", "&", "-",
))  # fmt: skip
_BETWEEN_YEARS = frozenset((",", "and", "vs", "v", "versus", "/", "&", "+"))
_SAME_DAY = phrases(
    "same day last week | same day a week ago | same day the week before | same weekday last week | "
    "same weekday the week before | same day of last week | same day previous week | same day one week earlier | "
    "same day a week earlier | same weekday a week earlier"
)
_ENDS = frozenset((
    "by", "per", "for", "in", "of", "please", "pls", "and", "did", "do", "split", "only", "across", "each",
    "with", "on",
))  # fmt: skip


def years_in_a_row(tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, int]]:
    """2024 2025 2026: (end, first, last) of years that follow each other with nothing between."""
    first = last = year_number(tokens, i)
    end, parted = i + 1, False
    while first and last:
        at = end
        while text_at(tokens, at) in _BETWEEN_YEARS:
            at += 1
        if year_number(tokens, at) != last + 1:
            break
        parted, last, end = parted or at > end, last + 1, at + 1
    if first and last and last - first > int(parted) and year_number(tokens, i - 1) is None:
        yield end, first, last


def bare_last(tokens: Sequence[Token], found: Found) -> Iterator[tuple[int, int, Sense]]:
    """this summer than last, this month vs last: the one before, of what was said to be this one."""
    for i in range(2, len(tokens)):
        if tokens[i].text not in ("last", "previous") or not _alone(tokens, i):
            continue
        start = i - (tokens[i - 1].text == "the")
        if tokens[start - 1].text not in _JOINED:
            continue
        earlier = [item for item in found if item[2].kind == "period" and item[1] < i and _this(tokens, *item[:2])]
        if earlier:
            before = _one_before(max(earlier, key=lambda item: (item[1], -item[0])))
            if before is not None:
                yield start, i + 1 + (text_at(tokens, i + 1) in ("one", "time")), Sense("period", before)


def same_day(tokens: Sequence[Token], found: Found) -> Iterator[tuple[int, int, Sense]]:
    """yesterday vs the same day last week: seven days before the day that was named."""
    for i in range(2, len(tokens)):
        used = starts_with(tokens, i, _SAME_DAY)
        days = [item for item in found if item[2].kind == "period" and item[1] <= i and _one_day(item[2].value)]
        if used and days:
            period: Period = max(days, key=lambda item: item[1])[2].value
            start = i - (tokens[i - 1].text == "the")
            if period.kind == "calendar":
                yield start, i + used, Sense("period", period.model_copy(update={"offset": period.offset - 7}))
            elif period.start:
                day = period.start - timedelta(days=7)
                yield start, i + used, Sense("period", fixed(day, day))


def weekday_before(tokens: Sequence[Token], found: Found) -> Iterator[tuple[int, int, Sense]]:
    """last tuesday vs the tuesday before: seven days before the day that was named."""
    for i in range(2, len(tokens) - 1):
        if tokens[i].text not in WEEKDAYS or tokens[i + 1].text != "before":
            continue
        at = i + 2 + (text_at(tokens, i + 2) in ("that", "it"))
        last = at >= len(tokens) or tokens[at].kind == "break" or tokens[at].text in _ENDS
        days = [item for item in found if item[2].kind == "period" and item[1] <= i and _one_day(item[2].value)]
        if last and days:
            named: Period = max(days, key=lambda item: item[1])[2].value
            if named.start and named.start.isoweekday() == WEEKDAYS[tokens[i].text]:
                day = named.start - timedelta(days=7)
                yield i - (tokens[i - 1].text == "the"), at, Sense("period", fixed(day, day))


def _one_day(period: Period) -> bool:
    return (period.kind == "calendar" and period.unit == "day") or (
        period.kind == "fixed" and period.start is not None and period.start == period.end
    )


def _alone(tokens: Sequence[Token], i: int) -> bool:
    """Whether nothing follows that "last" would be the last of."""
    at = i + 1 + (text_at(tokens, i + 1) in ("one", "time"))
    return at >= len(tokens) or tokens[at].kind in ("break", "symbol") or tokens[at].text in _ENDS


def _this(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a stretch is said to be this one: this summer, 1-7 Oct this year."""
    return any(token.text in ("this", "current") for token in tokens[start:end])


def _one_before(item: tuple[int, int, Sense]) -> Period | None:
    period: Period = item[2].value
    if period.kind == "calendar":
        return period.model_copy(update={"offset": period.offset - 1})
    return _year_before(period)


def _year_before(period: Period) -> Period | None:
    if period.kind != "fixed" or not period.start or not period.end or (period.end - period.start).days > 366:
        return None
    return fixed(step("year", period.start, -1), step("year", period.end, -1))


def last_beside_this(tokens: Sequence[Token], found: Found) -> Found:
    """this summer compared with last summer: where both would be the same days, the last one is a year before."""
    these = {_days(item) for item in found if item[2].kind == "period" and tokens[item[0]].text == "this"}
    made: Found = []
    for start, end, sense in found:
        same = sense.kind == "period" and tokens[start].text == "last" and _days((start, end, sense)) in these
        before = _year_before(sense.value) if same else None
        made.append((start, end, sense._replace(value=before) if before else sense))
    return made


def _days(item: tuple[int, int, Sense]) -> tuple[date | None, date | None] | None:
    period: Period = item[2].value
    return (period.start, period.end) if period.kind == "fixed" else None


def part_said(points: EnglishPoints, i: int, stretches: list[Point]) -> Iterator[tuple[int, Period]]:
    """2026, first three quarters; September 2026 (first week); black friday 2025 (the 28th): (end, days)."""
    tokens = points.tokens
    for point in stretches:
        after = i + point.length
        bracket = text_at(tokens, after) in ("(", "[")
        at = after + (text_at(tokens, after) in ("(", "[", ",", "-", ";"))
        begin, last = bounds(point.period, points.anchor.today)
        if begin is None or last is None or at == after:
            continue
        if point.period.kind == "calendar" and point.period.unit and point.period.offset == 0:
            last = step(point.period.unit, begin, 1) - timedelta(days=1)
        for end, days in (*points.part_of(at, begin, last), *_day_of(tokens, at, begin, last)):
            closed = bracket and text_at(tokens, end) in (")", "]")
            if closed or not bracket:
                yield end + closed, fixed(*days)


def _day_of(tokens: Sequence[Token], i: int, begin: date, last: date) -> Iterator[tuple[int, tuple[date, date]]]:
    """the 28th, of a day that was named: the same day again."""
    start = i + (text_at(tokens, i) == "the")
    day, used = day_number(tokens, start)
    if used == 2 and suffixed(tokens, start) and begin == last and begin.day == day:
        yield start + used, (begin, last)
