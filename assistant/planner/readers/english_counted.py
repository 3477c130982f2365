"""English stretches counted back from today: last week, past 90 days, L12M, year to date, two weeks ago."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from assistant.planner.readers.calendar import Anchor, fixed, plausible
from assistant.planner.readers.english_words import (
    LONGER,
    TO_DATE,
    UNITS,
    Point,
    duration,
    phrases,
    rolling,
    starts_with,
    stem_unit,
    text_at,
    texts,
    unit_at,
    year_number,
)
from assistant.planner.readers.numerals import english_numeral
from assistant.planner.text import Token
from tools.definitions import Period, Unit
from tools.periods import floor_to, step

_COMPACT = re.compile(
    r"^(?:l|t|p|r|last|past|prev|trailing|rolling)(\d+)(d|w|wk|wks|m|mo|mth|q|y|yr|days|months|weeks)?$"
)
_TRAILING_YEAR = ("ttm", "ltm", "l12m", "t12m", "r12m", "mat")
_WHOLE = ("full", "whole", "calendar", "complete", "entire", "completed")
_NOT_OWNED = frozenset((
    "ago", "and", "as", "at", "back", "before", "but", "by", "did", "do", "does", "each", "for", "from", "had", "has",
    "have", "how", "in", "is", "on", "or", "per", "please", "pls", "so", "split", "than", "that", "to", "until",
    "versus", "vs", "was", "we", "were", "what", "when", "which", "who", "with", "worth", "of",
))  # fmt: skip
"""What follows a stretch of time that owns nothing: the last months by country."""
_LAST = ("last", "previous", "prior", "preceding", "prev", "lst")
_ROLLING = frozenset((
    "last", "past", "previous", "recent", "trailing", "prior", "latest", "rolling", "preceding", "prev", "lst",
))  # fmt: skip


def counted_points(anchor: Anchor, tokens: Sequence[Token], i: int) -> Iterator[Point]:
    """All stretches that start at `i` and are counted from today."""
    for reader in (_relative, _rolling, _to_date, _ago):
        yield from reader(anchor, tokens, i)


def _relative(anchor: Anchor, tokens: Sequence[Token], i: int) -> Iterator[Point]:
    """this month, last full week, the previous quarter, the month before last, this fiscal year."""
    lead = i + (text_at(tokens, i) == "the")
    which = text_at(tokens, lead)
    at = lead + 1 + (text_at(tokens, lead + 1) in _WHOLE)
    word = text_at(tokens, at)
    unit = UNITS.get(stem_unit(word)) if len(word) > 1 and not word.endswith("s") else None
    if texts(tokens, lead + 1, 2) == ["before", "last"] and (single := UNITS.get(which)) and len(which) > 1:
        yield Point(lead + 3 - i, Period(kind="calendar", unit=single, offset=-2))
    if which in ("this", "last", "current", "previous") and word in ("fiscal", "financial", "fy"):
        end = at + (1 if word == "fy" else 2)
        name = "year" if word == "fy" else text_at(tokens, at + 1)
        back = which in ("last", "previous")
        if name in ("year", "yr"):
            yield Point(end - i, anchor.fiscal_year(-1 if back else 0))
        if name in ("quarter", "qtr") and anchor.fiscal_month % 3 == 1:
            yield Point(end - i, Period(kind="calendar", unit="quarter", offset=-1 if back else 0))
    if which in ("fiscal", "financial") and text_at(tokens, lead + 1) in ("year", "yr"):
        yield Point(lead + 2 - i, anchor.fiscal_year())
    if unit is None and lead == i:
        unit = _owning(tokens, at)
    if unit is None:
        longer = LONGER.get(word)
        if longer and (which in _LAST or which == "past"):
            yield Point(at + 1 - i, rolling(*longer))
        return
    if which in ("this", "current"):
        yield Point(at + 1 - i, Period(kind="calendar", unit=unit))
    elif which in _LAST and unit != "day":
        yield Point(at + 1 - i, Period(kind="calendar", unit=unit, offset=-1))
    elif which == "past" and at == lead + 1:
        yield Point(at + 1 - i, rolling(1, unit))


def _owning(tokens: Sequence[Token], at: int) -> Unit | None:
    """last years revenue, this months orders: the unit of a possessive typed without its apostrophe."""
    word, following = text_at(tokens, at), tokens[at + 1] if at + 1 < len(tokens) else None
    if not word.endswith("s") or len(word) < 4 or text_at(tokens, at - 2) in ("the", "these", "those"):
        return None
    owned = following is not None and following.kind == "word" and following.text not in _NOT_OWNED
    set_against = text_at(tokens, at - 2) in ("vs", "v", "versus", "against", "than", "on", "over", "to", "with")
    return UNITS.get(stem_unit(word)) if owned or set_against else None


def _rolling(anchor: Anchor, tokens: Sequence[Token], i: int) -> Iterator[Point]:
    """last 30 days, L12M, trailing twelve months, past half year, last 3 full months, past year and a half."""
    compact = _COMPACT.match(text_at(tokens, i))
    if compact:
        named = compact[2] or text_at(tokens, i + 1)
        unit = {"q": "quarter"}.get(named) or UNITS.get(stem_unit(named))
        if unit and plausible(int(compact[1]), unit):
            yield Point(1 if compact[2] else 2, rolling(int(compact[1]), unit))  # type: ignore[arg-type]
    if text_at(tokens, i) in _TRAILING_YEAR:
        yield Point(1, rolling(12, "month"))
    start = i + starts_with(tokens, i, phrases("the most | the | most"))
    if text_at(tokens, start) not in _ROLLING:
        return
    found = duration(tokens, start + 1) if start + 1 < len(tokens) else None
    if found:
        yield Point(start + 1 + found[0] - i, rolling(found[1], found[2]))
    if text_at(tokens, start) in ("trailing", "rolling") and text_at(tokens, start + 1) in ("year", "yr"):
        yield Point(start + 2 - i, rolling(12, "month"))
    if text_at(tokens, start) in ("trailing", "rolling") and texts(tokens, start + 1, 1) == ["12"]:
        yield Point(start + 2 - i, rolling(12, "month"))
    if text_at(tokens, start + 1) in ("year", "yr") and texts(tokens, start + 2, 3) == ["and", "a", "half"]:
        yield Point(start + 5 - i, rolling(18, "month"))
    yield from _whole_units(anchor, tokens, i, start)


def _whole_units(anchor: Anchor, tokens: Sequence[Token], i: int, start: int) -> Iterator[Point]:
    """last 3 full months: whole calendar units, without the current one."""
    number = english_numeral(tokens, start + 1) if start + 1 < len(tokens) else None
    after = start + 1 + (number[0] if number else 0)
    if number and text_at(tokens, after) == "of":
        after += 1
    unit = unit_at(tokens, after + 1) if text_at(tokens, after) in _WHOLE else None
    if number and unit and number[1] == int(number[1]) and 1 <= number[1] <= 1000:
        first = floor_to(unit[1], anchor.today)
        yield Point(after + 2 - i, fixed(step(unit[1], first, -int(number[1]) * unit[0]), first - timedelta(days=1)))


def _to_date(anchor: Anchor, tokens: Sequence[Token], i: int) -> Iterator[Point]:
    """ytd, year to date, this year so far, so far this month, 2026 so far, YTD 2025, YTD last year."""
    words = texts(tokens, i, 4)
    lead = starts_with(tokens, i, phrases("so far in | so far this | so far"))
    if lead and words[2:3] == ["this"] and words[3:4] and (unit := UNITS.get(words[3])):
        yield Point(4, Period(kind="calendar", unit=unit))
    if lead and (year := year_number(tokens, i + lead)) == anchor.today.year:
        yield Point(lead + 1, fixed(date(year, 1, 1), anchor.today))
    used, unit = _unit_to_date(tokens, i)
    if used:
        yield Point(used, Period(kind="calendar", unit=unit))
        back = _years_back(anchor, tokens, i + used)
        if back and back[1]:
            yield Point(used + back[0], _same_days(anchor, unit, back[1]))
    if words[:1] in (["lytd"], ["pytd"]):
        yield Point(1, _same_days(anchor, "year", 1))
    back = _years_back(anchor, tokens, i)
    used, unit = _unit_to_date(tokens, i + back[0]) if back else (0, "year")
    if back and used:
        yield Point(back[0] + used, _same_days(anchor, unit, back[1]))
    if words[:1] == ["ly"]:
        yield Point(1, Period(kind="calendar", unit="year", offset=-1))
    if words[:1] == ["ty"] and text_at(tokens, i + 1) in (
        "vs", "v", "versus", "-", "compared", "against", "/", "and", "&", "+", "than", "over", "v.",
    ):  # fmt: skip
        yield Point(1, Period(kind="calendar", unit="year"))


def _unit_to_date(tokens: Sequence[Token], i: int) -> tuple[int, Unit]:
    """(tokens, unit) of ytd, year to date, this month so far; (0, …) when there is none."""
    word = text_at(tokens, i)
    if word in TO_DATE:
        return 1, TO_DATE[word]
    start = i + (word in ("this", "the", "current"))
    named = UNITS.get(text_at(tokens, start))
    tail = starts_with(tokens, start + 1, phrases("to date | so far | until now | till now | to today"))
    if named and len(text_at(tokens, start)) > 1 and tail:
        return start + 1 + tail - i, named
    return 0, "year"


def _years_back(anchor: Anchor, tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """(tokens, how many years ago) of last year, LY, 2024; None when no year is named."""
    year = year_number(tokens, i)
    if year:
        return (1, anchor.today.year - year) if year <= anchor.today.year else None
    if text_at(tokens, i) in ("ly", "py"):
        return 1, 1
    used = starts_with(tokens, i, phrases("last year | last yr | previous year | prior year"))
    return (used, 1) if used else None


def _same_days(anchor: Anchor, unit: Unit, years: int) -> Period:
    """The current unit up to today, so many years ago."""
    if years == 0:
        return Period(kind="calendar", unit=unit)
    return fixed(step("year", floor_to(unit, anchor.today), -years), step("year", anchor.today, -years))


def _ago(anchor: Anchor, tokens: Sequence[Token], i: int) -> Iterator[Point]:
    found = duration(tokens, i)
    if found and text_at(tokens, i + found[0]) in ("ago", "back", "earlier"):
        yield Point(found[0] + 1, anchor.ago(found[1], found[2]))
