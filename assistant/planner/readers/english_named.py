"""English stretches with names: holidays and the days around them, seasons, weekends, today, last Friday."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from assistant.planner.readers.calendar import Anchor, fixed
from assistant.planner.readers.english_points import with_year
from assistant.planner.readers.english_words import (
    MONTHS,
    SEASONS,
    WEEKDAYS,
    Point,
    dated,
    phrases,
    starts_with,
    stem_unit,
    text_at,
    texts,
    year_number,
)
from assistant.planner.text import Token, keys_of
from tools.definitions import Period
from tools.periods import floor_to

_SEASON_WORDS = (
    "period",
    "season",
    "sale",
    "time",
    "trading",
    "run",
    "stretch",
    "holiday",
    "holidays",
    "promo",
    "event",
)
_TODAY = ("today", "2day", "tday")
_YESTERDAY = ("yesterday", "yday", "ystd", "ystday")


def named_points(anchor: Anchor, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[Point]:
    """All named stretches that start at `i`; `year` stands in where a holiday or season names none."""
    yield from _holiday(anchor, tokens, i, year)
    yield from _season(anchor, tokens, i, year)
    yield from _named_day(anchor, tokens, i)
    yield from _weekend(anchor, tokens, i)


def holiday_forms(anchor: Anchor) -> dict[tuple[str, ...], str]:
    """Every holiday's English names, by their keys."""
    known: dict[tuple[str, ...], str] | None = anchor.__dict__.get("english_holidays")
    if known is None:
        known = {keys_of(form): name for name, entry in anchor.holidays.items() for form in entry.get("en", [])}
        anchor.__dict__["english_holidays"] = known
    return known


def _holiday(anchor: Anchor, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[Point]:
    start = i + (text_at(tokens, i) in ("last", "this", "the"))
    forms = holiday_forms(anchor)
    for length in (4, 3, 2, 1):
        stretch = tokens[start : start + length]
        name = forms.get(tuple(t.key for t in stretch))
        if name is None or len(stretch) < length or (stretch[0].text.isdigit() and not dated(tokens, i)):
            continue
        end = start + length
        word = text_at(tokens, end)
        around = stem_unit(word) if stem_unit(word) in ("week", "weekend") else ""
        season = word in _SEASON_WORDS

        def build(y: int | None, name: str = name, around: str = around, season: bool = season) -> Period | None:
            return anchor.around_holiday(name, around, y) if around else anchor.holiday(name, y, season=season)

        if text_at(tokens, i) == "last" and year is None:
            period = _before_today(anchor, build)
            if period:
                yield Point(end + bool(around or season) - i, period)
            continue
        yield from with_year(anchor, tokens, end + bool(around or season), i, year, build)
        for point in with_year(anchor, tokens, end, i, year, lambda y, name=name: anchor.holiday(name, y)):  # type: ignore[misc]
            if around or season:
                yield point
            behind = stem_unit(text_at(tokens, i + point.length))
            if point.year_given and behind in ("week", "weekend") and point.period.start:
                yield Point(
                    point.length + 1, anchor.around_holiday(name, behind, point.period.start.year) or point.period
                )


def _before_today(anchor: Anchor, build) -> Period | None:  # type: ignore[no-untyped-def]
    """The latest of its kind that is over."""
    for year in (anchor.today.year, anchor.today.year - 1, anchor.today.year - 2):
        period: Period | None = build(year)
        if period and period.end and period.end < anchor.today:
            return period
    return None


def _season(anchor: Anchor, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[Point]:
    start = i + (text_at(tokens, i) in ("last", "this", "the", "past"))
    season = SEASONS.get(text_at(tokens, start))
    if not season or not (start > i or dated(tokens, i)):
        return
    end = start + 1 + (text_at(tokens, start + 1) in ("season", "months", "quarter", "period"))
    if text_at(tokens, i) in ("last", "past"):
        period = _before_today(anchor, lambda y: anchor.season(season, y))
        if period:
            yield Point(end - i, period)
        return
    yield from with_year(anchor, tokens, end, i, year, lambda y: anchor.season(season, y))


def _named_day(anchor: Anchor, tokens: Sequence[Token], i: int) -> Iterator[Point]:
    text = text_at(tokens, i)
    if text in _TODAY:
        yield Point(1, Period(kind="calendar", unit="day"))
    if text in _YESTERDAY:
        yield Point(1, Period(kind="calendar", unit="day", offset=-1))
    lead = starts_with(tokens, i, phrases("the day before yesterday | day before yesterday"))
    if lead:
        yield Point(lead, Period(kind="calendar", unit="day", offset=-2))
    if text in ("last", "this", "on", "past", "previous") and i + 1 < len(tokens):
        after = i + 1 + (text_at(tokens, i + 1) == "past")
        weekday = WEEKDAYS.get(text_at(tokens, after))
        listed = text == "on" and text_at(tokens, after + 1) in _JOINTS and text_at(tokens, after + 2) in WEEKDAYS
        if weekday and not listed and not text_at(tokens, after).endswith("days"):
            yield Point(after + 1 - i, anchor.weekday(weekday))
        month = MONTHS.get(text_at(tokens, i + 1))
        if month and text in ("last", "past", "previous"):
            period = _before_today(anchor, lambda y: anchor.month(month, y))
            if period and year_number(tokens, i + 2) is None:
                yield Point(2, period)
        elif month and text == "this":
            yield Point(2, anchor.month(month))
    yield from _day_of_week(anchor, tokens, i)


_JOINTS = ("and", "or", ",", "&", "/", "vs", "versus")
"""on Saturday or Sunday: days of every week, as Saturdays or Sundays are."""


def _day_of_week(anchor: Anchor, tokens: Sequence[Token], i: int) -> Iterator[Point]:
    """monday last week, friday of this week, last week monday."""
    weekday = WEEKDAYS.get(text_at(tokens, i))
    which = i + 1 + (text_at(tokens, i + 1) in ("of", "in"))
    day = weekday
    used = which + 2 - i
    if not weekday:
        day, which, used = WEEKDAYS.get(text_at(tokens, i + 2)), i, 3
    if day and text_at(tokens, which) in ("last", "this", "previous") and text_at(tokens, which + 1) in ("week", "wk"):
        monday = floor_to("week", anchor.today) - timedelta(days=0 if text_at(tokens, which) == "this" else 7)
        moment = monday + timedelta(days=day - 1)
        yield Point(used, fixed(moment, moment))


def _weekend(anchor: Anchor, tokens: Sequence[Token], i: int) -> Iterator[Point]:
    """last weekend, the weekend, this past weekend: a Saturday and Sunday; before last: the one before."""
    lead = starts_with(
        tokens, i, phrases("the last | the past | this past | last | past | this | over the | at the | previous")
    )
    if not lead or text_at(tokens, i + lead) not in ("weekend", "wkend", "wknd"):
        return
    ended = anchor.today - timedelta(days=anchor.today.isoweekday() % 7 or 7)
    if text_at(tokens, i) == "this" and lead == 1:
        saturday = anchor.today - timedelta(days=anchor.today.weekday() - 5)
        if saturday <= anchor.today:
            yield Point(2, fixed(saturday, min(saturday + timedelta(days=1), anchor.today)))
        return
    yield Point(lead + 1, fixed(ended - timedelta(days=1), ended))
    if texts(tokens, i + lead + 1, 2) == ["before", "last"]:
        yield Point(lead + 3, fixed(ended - timedelta(days=8), ended - timedelta(days=7)))
