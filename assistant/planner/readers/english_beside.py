"""English stretches that lean on others: the week before Easter, spring (Mar–May), the 30 days before that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from assistant.planner.readers.english_named import holiday_forms
from assistant.planner.readers.english_parts import EnglishPoints
from assistant.planner.readers.english_spans import listed_at, spans_at, weekday_run
from assistant.planner.readers.english_words import Point, duration, phrases, starts_with, texts, unit_at
from assistant.planner.text import text_at
from tools.definitions import Period, Unit
from tools.periods import step

_SIDES = {"before": "before", "preceding": "before", "after": "after", "following": "after", "ahead": "before"}
_BEFORE_IT = phrases("leading up to | running up to | prior to | leading into | ahead of | in the run up to")
_UP_TO = phrases("up to and including | up to | ending on | ending in | ending | to the end of | to")
_THAT = frozenset(("that", "then", "this", "it", "those"))
_PRIOR = ("previous", "prior", "preceding")
_COMPARING = frozenset(("vs", "v", "versus", "than", "against", "with", "to", "over", "on"))
_I_E = phrases("i.e | ie | that is | so | meaning | from | =")


def stretches_at(points: EnglishPoints, i: int, year: int | None = None) -> Iterator[Point]:
    """Every point and stretch of time that starts at `i`."""
    yield from points.at(i, year)
    yield from spans_at(points, i, year)
    yield from (point for point, _ in listed_at(points, i, year))
    yield from beside(points, i)


def beside(points: EnglishPoints, i: int) -> Iterator[Point]:
    """the week before Christmas, two weeks after Black Friday, the 10 days up to 24 December, 12 months to June."""
    tokens = points.tokens
    at = i + (text_at(tokens, i) == "the")
    counted = _counted(points, at)
    weekend = text_at(tokens, at) in ("weekend", "wkend")
    if not counted and not weekend:
        return
    after = at + (counted[0] if counted else 1)
    side = _SIDES.get(text_at(tokens, after), "")
    used = starts_with(tokens, after, _BEFORE_IT)
    for point in points.at(after + (used or 1)) if side or used else ():
        start, end = bounds(point.period, points.anchor.today)
        if start and end and point.period.kind == "fixed":
            way = "before" if used else side
            period = _aside(start, end, counted[1], counted[2], way) if counted else _weekend_beside(start, end, way)
            yield Point(after + (used or 1) + point.length - i, period, point.year_given)
    to = starts_with(tokens, after, _UP_TO)
    for point in points.at(after + to) if to and counted else ():
        end = bounds(point.period, points.anchor.today)[1]
        if end and text_at(tokens, after + to + point.length - 1) not in ("ago", "back"):
            first = step(counted[2], end + timedelta(days=1), -counted[1])  # type: ignore[index]
            yield Point(after + to + point.length - i, fixed(first, end), point.year_given)


def _counted(points: EnglishPoints, i: int) -> tuple[int, int, Unit] | None:
    """30 days, a fortnight, week: (tokens, count, unit) of what is counted off."""
    found = duration(points.tokens, i) if i < len(points.tokens) else None
    unit = unit_at(points.tokens, i)
    if found is None and unit and len(text_at(points.tokens, i)) > 1:
        return 1, *unit
    return found


def before_that(points: EnglishPoints, i: int, found: list[tuple[int, int, Sense]]) -> Iterator[tuple[int, int, Sense]]:
    """the 180 days before that, the prior 30 days: counted from the stretch that was named before."""
    tokens = points.tokens
    at = i + (text_at(tokens, i) == "the")
    prior = text_at(tokens, at) in _PRIOR and (
        text_at(tokens, at) != "previous" or bool(_COMPARING.intersection(texts(tokens, max(0, i - 2), min(i, 2))))
    )
    span = _counted(points, at + prior)
    side = "before" if prior else _SIDES.get(text_at(tokens, at + (span[0] if span else 0)), "")
    earlier = [(end, start, sense.value) for start, end, sense in found if sense.kind == "period" and end <= i]
    if not side or not earlier:
        return
    _, _, named = max(earlier, key=lambda item: (item[0], -item[1]))
    begin, last = bounds(named, points.anchor.today)
    if begin is None or last is None:
        return
    if span is None:
        if not prior and text_at(tokens, at + 1) in _THAT - {"those"}:
            days = fixed(None, begin - timedelta(days=1)) if side == "before" else fixed(last + timedelta(days=1), None)
            yield i, at + 2, Sense("period", days)
        return
    stop = at + span[0] + 1
    if not prior:
        referred = text_at(tokens, stop) in _THAT
        if not (referred or stop >= len(tokens) or tokens[stop].kind == "break"):
            return
        stop += referred
    yield i, stop, Sense("period", _aside(begin, last, span[1], span[2], side))


def said_twice(points: EnglishPoints, i: int, stretches: list[Point]) -> Iterator[tuple[int, Period]]:
    """spring 2026 (mar-may), Black Friday weekend, fri to sun: the same said twice, the narrower counts."""
    tokens = points.tokens
    for point in stretches:
        after = i + point.length
        bracket = text_at(tokens, after) in ("(", "[")
        at = after + (text_at(tokens, after) in ("(", "[", ",", ":", "-", ";"))
        begin, end = bounds(point.period, points.anchor.today)
        if at >= len(tokens) or begin is None or end is None or (at == after and tokens[at].kind == "break"):
            continue
        at += starts_with(tokens, at, _I_E)
        run = weekday_run(points, at)
        if run and (end - begin).days < 14 and (days := _run_in(begin, end, run[1], run[2])):
            close = text_at(tokens, at + run[0]) in (")", "]")
            yield at + run[0] + (bracket and close), fixed(*days)
        for other in stretches_at(points, at, begin.year if begin.year == end.year else None):
            stop = at + other.length
            closed = bracket and text_at(tokens, stop) in (")", "]")
            if bracket and not closed:
                continue
            told = bounds(other.period, points.anchor.today)
            meant = bracket and _days_meant(points, i, after, begin, end, *told)
            period = other.period if meant else _narrower(begin, end, *told, near=bracket)
            if period and (bracket or at > after or other.length > 1):
                yield stop + closed, period


def _aside(start: date, end: date, count: int, unit: Unit, side: str) -> Period:
    if side == "before":
        return fixed(step(unit, start, -count), start - timedelta(days=1))
    return fixed(end + timedelta(days=1), step(unit, end, count))


def _days_meant(
    points: EnglishPoints, i: int, end: int, begin: date, until: date, first: date | None, last: date | None
) -> bool:
    """Black Friday weekend (27 to 30 November), Christmas (December 2025): the bracket says which days are meant.

    Of an occasion without a season of its own a month only says when it was: Black Friday (November 2025).
    """
    name = _occasion(points, i, end)
    if not name or first is None or last is None or not (first <= begin and until <= last):
        return False
    whole_months = first.day == 1 and (last + timedelta(days=1)).day == 1
    season = points.anchor.holidays[name].get("season")
    return (last - first).days <= MONTHS_NAMED and (not whole_months or season is not None)


def _occasion(points: EnglishPoints, i: int, end: int) -> str:
    """The name of the holiday that stands among these tokens; "" for none."""
    forms = holiday_forms(points.anchor)
    keys = [token.key for token in points.tokens[i:end]]
    found = (forms.get(tuple(keys[a:b])) for a in range(len(keys)) for b in range(len(keys), a, -1))
    return next((name for name in found if name), "")


MONTHS_NAMED = 45
"""Brackets that hold more days name several months, and say what a season is; one month only says when it was."""


def _narrower(begin: date, end: date, first: date | None, last: date | None, *, near: bool) -> Period | None:
    """Of two stretches said side by side the one inside the other; in brackets, what stands in them when it is near."""
    if first is None or last is None:
        return None
    if begin <= first and last <= end:
        return fixed(first, last)
    if near and first <= begin and end <= last and (last - first).days > MONTHS_NAMED:
        return fixed(first, last)  # xmas season (nov+dec): what is meant by it
    if first <= begin and end <= last:
        return fixed(begin, end)
    if near and first <= end + timedelta(days=14) and last >= begin - timedelta(days=14):
        return fixed(first, last)
    return None


def _run_in(begin: date, end: date, first: int, last: int) -> tuple[date, date] | None:
    """fri to sun within a stretch of days: the first such run in it."""
    start = begin + timedelta(days=(first - begin.isoweekday()) % 7)
    stop = start + timedelta(days=(last - first) % 7)
    return (start, stop) if start <= end else None


def _weekend_beside(start: date, end: date, side: str) -> Period:
    """The last Saturday and Sunday before a stretch, or the first after it."""
    if side == "before":
        sunday = start - timedelta(days=start.isoweekday() % 7 or 7)
        return fixed(sunday - timedelta(days=1), sunday)
    saturday = end + timedelta(days=(5 - end.weekday() - 1) % 7 + 1)
    return fixed(saturday, saturday + timedelta(days=1))
