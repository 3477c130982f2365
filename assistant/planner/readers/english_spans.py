"""English stretches between two points, and several said together: from A to B, jul/aug/sep, spring (Mar–May)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from assistant.planner.readers.calendar import bounds, fixed
from assistant.planner.readers.english_parts import EnglishPoints
from assistant.planner.readers.english_words import (
    JOINTS,
    MONTHS,
    WEEKDAYS,
    Point,
    day_number,
    phrases,
    starts_with,
    text_at,
    texts,
    weekday_before,
)
from tools.definitions import Period, Unit
from tools.periods import step

_NOW = phrases("now | today | date | the present | present | this day | present day | yesterday")
_LEADS = phrases("starting from | running from | all the way from | between | from | starting | betw")
_AT_THE_END = phrases("inclusive | incl | included | both included | both inclusive")


_QUARTER = re.compile(r"[qh][1-4]")
"""Q1 Q2 Q3 2026: quarters with nothing between them."""


def spans_at(points: EnglishPoints, i: int, year: int | None = None) -> Iterator[Point]:
    """Every stretch with a first and a last day that starts at `i`."""
    lead = starts_with(points.tokens, i, _LEADS)
    start = i + lead
    between = text_at(points.tokens, i) in ("between", "betw")
    for found in (
        *_days_of_month(points, start, between, year),
        *_from_to(points, start, between, year),
        *_weekdays(points, start, between),
    ):
        yield found._replace(length=found.length + lead)


def _joint(points: EnglishPoints, i: int, between: bool) -> int:
    """Tokens of the word between a first and a last day; 0 when there is none."""
    used = starts_with(points.tokens, i, JOINTS)
    return used or int(between and text_at(points.tokens, i) in ("and", "&", "+"))


def _from_to(points: EnglishPoints, start: int, between: bool, year: int | None) -> Iterator[Point]:
    """A to B; a year named once counts for both."""
    for first in points.at(start, year):
        joint = start + first.length
        joint += text_at(points.tokens, joint) == "," and starts_with(points.tokens, joint + 1, JOINTS) > 0
        used = _joint(points, joint, between)
        if not used:
            continue
        at = joint + used
        for second in points.at(at, year):
            period = _span(points, start, at, first, second)
            if period:
                end = at + second.length
                end += _inclusive(points, end)
                yield Point(end - start, period, first.year_given or second.year_given)
        open_end = starts_with(points.tokens, at, _NOW)
        begun = bounds(first.bound, points.anchor.today)[0]
        if open_end and begun and begun <= points.anchor.today:
            last = points.anchor.today - timedelta(days=text_at(points.tokens, at) == "yesterday")
            yield Point(at + open_end - start, fixed(begun, max(begun, last)))


def _inclusive(points: EnglishPoints, i: int) -> int:
    """Tokens of "inclusive", in brackets or not: days are always included."""
    bracket = text_at(points.tokens, i) in ("(", ",")
    used = starts_with(points.tokens, i + bracket, _AT_THE_END)
    if not used:
        return 0
    return bracket + used + (text_at(points.tokens, i) == "(" and text_at(points.tokens, i + 1 + used) == ")")


def _span(points: EnglishPoints, start: int, at: int, first: Point, second: Point) -> Period | None:
    today = points.anchor.today
    begin, end = bounds(first.bound, today)[0], bounds(second.bound, today)[1]
    if second.period.kind == "calendar" and second.period.offset == 0 and second.period.unit == "day":
        end = today
    if begin is None or end is None:
        return None
    if not first.year_given:
        for again in points.at(start, end.year):
            if again.length == first.length:
                begin = bounds(again.bound, today)[0] or begin
        if begin > end:
            begin = step("year", begin, -1)
    elif not second.year_given:
        for again in points.at(at, begin.year):
            if again.length == second.length:
                end = bounds(again.bound, today)[1] or end
        if begin > end:
            end = step("year", end, 1)
    return fixed(begin, end) if begin <= end else None


def _days_of_month(points: EnglishPoints, start: int, between: bool, year: int | None) -> Iterator[Point]:
    """8 to 14 nov 2025, the 1st to the 15th of March, nov 8-14, 2025: days that share their month."""
    tokens = points.tokens
    at = start + weekday_before(tokens, start)
    at += text_at(tokens, at) == "the"
    day, used = day_number(tokens, at)
    joint = at + used
    if day and (length := _joint(points, joint, between)):
        for second in points.at(joint + length, year):
            begin, end = bounds(second.period, points.anchor.today)
            days_end = joint + length + second.length
            named = any(t.text in MONTHS for t in tokens[joint + length : days_end])
            if begin and begin == end and named and day < begin.day and _starts_with_day(points, joint + length):
                days_end += _inclusive(points, days_end)
                yield Point(days_end - start, fixed(begin.replace(day=day), end), second.year_given)
    yield from _month_days(points, start, between, year)


def _starts_with_day(points: EnglishPoints, i: int) -> bool:
    at = i + weekday_before(points.tokens, i)
    at += text_at(points.tokens, at) == "the"
    return day_number(points.tokens, at)[0] > 0


def _month_days(points: EnglishPoints, start: int, between: bool, year: int | None) -> Iterator[Point]:
    """nov 8-14, 2025: the month first, then the days, then perhaps the year."""
    tokens = points.tokens
    at = start + weekday_before(tokens, start)
    month = MONTHS.get(text_at(tokens, at))
    first, used = day_number(tokens, at + 1)
    joint = at + 1 + used
    length = _joint(points, joint, between) if month and first else 0
    last, more = day_number(tokens, joint + length) if length else (0, 0)
    if not last or last <= first or text_at(tokens, joint + length + more) in MONTHS:
        return
    from assistant.planner.readers.english_points import year_after

    end = joint + length + more
    begin, until = points.anchor.day(month, first, year), points.anchor.day(month, last, year)  # type: ignore[arg-type]
    if begin and until and begin.start and until.end and begin.start <= until.end:
        yield Point(end - start, fixed(begin.start, until.end), year is not None)
    skip = text_at(tokens, end) in (",", "of", "in")
    given, words = year_after(points.anchor, tokens, end + skip)
    if given:
        begin, until = points.anchor.day(month, first, given), points.anchor.day(month, last, given)  # type: ignore[arg-type]
        if begin and until:
            yield Point(end + skip + words - start, fixed(begin.start, until.end))


def _weekdays(points: EnglishPoints, start: int, between: bool) -> Iterator[Point]:
    """fri to sun, monday to thursday last week: the latest such days that are over, or those of the week named."""
    found = weekday_run(points, start, between)
    if found is None:
        return
    length, first, last = found
    days = (last - first) % 7
    after = start + length
    skip = text_at(points.tokens, after) in ("of", "in")
    today = points.anchor.today
    for week in points.plain(after + skip):
        begin, end = bounds(week.period, today)
        if begin and end and week.period.kind == "calendar" and week.period.unit == "week":
            moment = begin + timedelta(days=first - 1)
            yield Point(length + skip + week.length, fixed(moment, moment + timedelta(days=days)))
    if text_at(points.tokens, start - 1) in ("from", "last", "past", "between", "on", "over"):
        ended = today - timedelta(days=(today.isoweekday() - last) % 7)
        yield Point(length, fixed(ended - timedelta(days=days), ended), False)


def weekday_run(points: EnglishPoints, i: int, between: bool = False) -> tuple[int, int, int] | None:
    """fri to sun, Fri–Sun: (tokens, first weekday, last weekday)."""
    first = WEEKDAYS.get(text_at(points.tokens, i))
    used = _joint(points, i + 1, between) if first else 0
    last = WEEKDAYS.get(text_at(points.tokens, i + 1 + used)) if used else None
    after = text_at(points.tokens, i + 2 + used)
    if not first or not last or after.isdigit() or after in ("the", *MONTHS):
        return None
    return 2 + used, first, last


def listed_at(points: EnglishPoints, i: int, year: int | None = None) -> Iterator[tuple[Point, Unit | None]]:
    """jul/aug/sep this yr, Q1+Q2 2026, july, august and september: neighbours said one by one, and their unit.

    With a plus between them they are one sum, and no unit is told.
    """
    for given in (year, *sorted({p.period.start.year for p in _last_of_list(points, i) if p.period.start})):
        found = _chain(points, i, given)
        if found and (given == year or found[0].year_given):
            yield found


def _last_of_list(points: EnglishPoints, i: int) -> list[Point]:
    """The points that could end a list and name the year for all of it."""
    at, found = i, []
    for _ in range(12):
        options = points.plain(at)
        if not options:
            break
        found += [p for p in options if p.year_given]
        at = at + min(p.length for p in options)
        used = _comma(points, at)
        if not used and not _QUARTER.fullmatch(text_at(points.tokens, at)):
            break
        at += used
    return found


def _chain(points: EnglishPoints, i: int, year: int | None) -> tuple[Point, Unit | None] | None:
    """The stretch of months or quarters next to each other, and which of them they are."""
    begin: date | None = None
    end: date | None = None
    marks: list[str] = []
    at, length, count, named = i, 0, 0, False
    while options := points.plain(at, year):
        point = max(options, key=lambda p: (p.year_given, p.length))
        first, last = bounds(point.period, points.anchor.today)
        if not _months_long(first, last) or (end and first != end + timedelta(days=1)):
            break
        begin, end, count, named = begin or first, last, count + 1, named or (point.year_given and year is None)
        length = at + point.length - i
        used = _comma(points, length + i)
        if not used and not _QUARTER.fullmatch(text_at(points.tokens, length + i)):
            break
        marks.append(" ".join(texts(points.tokens, length + i, used)))
        at = length + i + used
    between = set(marks[: count - 1])
    if count < 2 or begin is None or end is None or not (between <= {"/", "+"} or count > 2):
        return None
    unit: Unit = "quarter" if (end - begin).days > 31 * count + 5 else "month"
    return Point(length, fixed(begin, end), year is not None or named), None if between == {"+"} else unit


def _comma(points: EnglishPoints, i: int) -> int:
    return starts_with(points.tokens, i, phrases(", and | / | + | & | , | and"))


def _months_long(first: date | None, last: date | None) -> bool:
    """Whether this is a whole month or quarter."""
    return bool(first and last and first.day == 1 and (last + timedelta(days=1)).day == 1 and (last - first).days < 100)
