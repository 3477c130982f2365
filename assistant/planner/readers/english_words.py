"""English words of time, and the small readers that need nothing but tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from assistant.planner.readers.calendar import plausible
from assistant.planner.readers.numerals import english_numeral
from assistant.planner.text import Token, text_at
from tools.definitions import Period, Unit

Phrases = dict[str, tuple[tuple[str, ...], ...]]
"""Phrases by their first word, the longest first."""


@lru_cache(maxsize=256)
def phrases(listed: str) -> Phrases:
    """Phrases as the words they are made of, from "up to | to"."""
    found: Phrases = {}
    for phrase in sorted((tuple(phrase.split()) for phrase in listed.split(" | ")), key=len, reverse=True):
        found[phrase[0]] = (*found.get(phrase[0], ()), phrase)
    return found


def _numbered(rows: str, first: int = 1) -> dict[str, int]:
    """One number per line, for every word in it."""
    return {name: number for number, row in enumerate(rows.strip().splitlines(), first) for name in row.split()}


MONTHS = _numbered("""
january jan
february feb febr
march mar
april apr
may
june jun
july jul
august aug
september sept sep
october oct
november nov
december dec
""")
WEEKDAYS = _numbered("""
monday mon mondays
tuesday tue tues tuesdays
wednesday wed weds wednesdays
thursday thu thur thurs thursdays
friday fri fridays
saturday sat saturdays
sunday sun sundays
""")
UNITS: dict[str, Unit] = {
    "day": "day",
    "d": "day",
    "week": "week",
    "wk": "week",
    "w": "week",
    "month": "month",
    "mo": "month",
    "mth": "month",
    "mnth": "month",
    "m": "month",
    "quarter": "quarter",
    "qtr": "quarter",
    "year": "year",
    "yr": "year",
    "y": "year",
}
LONGER: dict[str, tuple[int, Unit]] = {"fortnight": (2, "week"), "semester": (6, "month"), "decade": (10, "year")}
"""Names of stretches that are several units long."""
SEASONS = {
    "spring": "spring",
    "springtime": "spring",
    "summer": "summer",
    "summertime": "summer",
    "autumn": "autumn",
    "fall": "autumn",
    "winter": "winter",
    "wintertime": "winter",
}
ORDINALS = {
    **_numbered("first 1st opening\nsecond 2nd\nthird 3rd\nfourth 4th\nfifth 5th"),
    "last": -1,
    "final": -1,
    "closing": -1,
}
TO_DATE: dict[str, Unit] = {"ytd": "year", "mtd": "month", "qtd": "quarter", "wtd": "week"}
JOINTS = phrases(
    "up to and including | all the way to | right through to | through to | up to | up until | up till | and until | "
    "to | thru | through | until | till | til | - | ~ | .. | ..."
)
"""What stands between the first and the last day of a stretch."""


class Point(NamedTuple):
    """A point or stretch of time that starts at some token."""

    length: int
    """In tokens."""
    period: Period
    year_given: bool = True
    """Whether it named its year."""
    edge: Period | None = None
    """What it is as the first or last of a longer stretch, where that differs: until mid-June is until 15 June."""

    @property
    def bound(self) -> Period:
        """What it is as the first or last of a longer stretch."""
        return self.edge or self.period


def rolling(count: int, unit: Unit) -> Period:
    """The last `count` units; a year is written as twelve months."""
    return (
        Period(kind="rolling", unit="month", count=12)
        if (count, unit) == (1, "year")
        else Period(kind="rolling", unit=unit, count=count)
    )


def texts(tokens: Sequence[Token], i: int, count: int) -> list[str]:
    """The next `count` words, fewer at the end."""
    return [t.text for t in tokens[i : i + count]]


def starts_with(tokens: Sequence[Token], i: int, known: Phrases) -> int:
    """Length of the longest of these phrases that stands at `i`; 0 when none does."""
    for phrase in known.get(text_at(tokens, i), ()):
        if tuple(texts(tokens, i, len(phrase))) == phrase:
            return len(phrase)
    return 0


def unit_at(tokens: Sequence[Token], i: int) -> tuple[int, Unit] | None:
    """The unit named at `i`, in how many units: weeks is (1, week), fortnights (2, week)."""
    word = stem_unit(text_at(tokens, i))
    return (1, UNITS[word]) if word in UNITS else LONGER.get(word)


def duration(tokens: Sequence[Token], i: int) -> tuple[int, int, Unit] | None:
    """ "90 days", "a year", "half a year", "a year and a half", "1.5 years" as (tokens, count, unit)."""
    words = texts(tokens, i, 5)
    for half, whole in ((["half", "a"], 3), (["half"], 2)):
        if words[: len(half)] == half and words[len(half) : whole] == ["year"]:
            return whole, 6, "month"
    if (
        words[:1] in (["a"], ["an"], ["one"])
        and len(words) > 1
        and len(words[1]) > 1
        and (unit := unit_at(tokens, i + 1))
    ):
        if unit[1] == "year" and words[2:5] == ["and", "a", "half"]:
            return 5, 18, "month"
        return 2, *unit
    number = english_numeral(tokens, i)
    if number is None or number[1] <= 0:
        return None
    after = i + number[0]
    after += text_at(tokens, after) in ("-", "+")
    unit = unit_at(tokens, after)
    if unit is None or (text_at(tokens, after) == "w" and text_at(tokens, after + 1) == "/"):
        return None  # the 5 w/ most orders: with
    count, name = number[1] * unit[0], unit[1]
    if name == "year" and count * 12 == int(count * 12) != count * 12 // 12 * 12:
        count, name = count * 12, "month"
    return (after + 1 - i, int(count), name) if count == int(count) and plausible(count, name) else None


def stem_unit(word: str) -> str:
    """days → day, months → month."""
    return word[:-1] if word.endswith("s") and len(word) > 2 else word


_BEFORE_DATES = frozenset((
    "in", "since", "of", "by", "until", "till", "from", "to", "between", "before", "after", "during", "and", "through",
    "thru", "last", "this", "for", "on", "vs", "v", "than", "-", "versus", "or", "early", "late", "mid", "over", "per",
    "each", "every", "around", "til", "/", "(", "+", "&", "~", "against", "throughout", "past", "previous", "next",
    "yoy", "mom", "ending", "commencing", "starting", "beginning", "through",
))  # fmt: skip
_AFTER_DATES = frozenset((
    "-", "to", "through", "thru", "and", "vs", "v", "versus", "against", "last", "this", "/", "+", "&", "ytd", "ly",
    "til", "till", "until",
))  # fmt: skip


def dated(tokens: Sequence[Token], i: int) -> bool:
    """Whether "may", "march" or a season stands where a date does: after a preposition or before a year or day."""
    before = text_at(tokens, i - 1) if i else ""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if before in _BEFORE_DATES or before in MONTHS:
        return True
    return bool(
        (after and (year_number(tokens, i + 1) or after.kind == "number" or after.text in _AFTER_DATES))
        or (i == 0 and tokens[i].text != "may")
        or tokens[i].text == "march"
    )


def is_of(tokens: Sequence[Token], i: int) -> bool:
    """Whether the year, or whatever a half is of, follows."""
    return text_at(tokens, i) in ("of", "this", "last", "in") or year_number(tokens, i) is not None


_DAYS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "tenth": 10, "fifteenth": 15, "twentieth": 20}


def day_number(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    """1st, 2nd, 15, 15th, the first of May as (day, tokens); (0, 0) when there is none."""
    if text_at(tokens, i) in _DAYS and text_at(tokens, i + 1) == "of" and text_at(tokens, i + 2) in MONTHS:
        return _DAYS[text_at(tokens, i)], 1
    if i >= len(tokens) or tokens[i].kind != "number" or not re.fullmatch(r"0?[1-9]|[12]\d|3[01]", tokens[i].text):
        return 0, 0
    return int(tokens[i].text), 2 if suffixed(tokens, i) else 1


def suffixed(tokens: Sequence[Token], i: int) -> bool:
    """Whether the number at `i` is an ordinal: 1st, 22nd, 15th."""
    return text_at(tokens, i + 1) in ("st", "nd", "rd", "th") and tokens[i + 1].start == tokens[i].end


def ordinal_at(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    """first, 2nd, final as (which, tokens), the last being -1; (0, 0) when there is none."""
    if i < len(tokens) and tokens[i].kind == "number" and suffixed(tokens, i):
        return int(tokens[i].text) if tokens[i].text.isdigit() else 0, 2
    number = ORDINALS.get(text_at(tokens, i), 0)
    return number, 1 if number else 0


def weekday_before(tokens: Sequence[Token], i: int) -> int:
    """Tokens of the weekday that stands before a date: mon 19 oct, Monday, the 3rd of August."""
    if text_at(tokens, i) not in WEEKDAYS:
        return 0
    return 2 if text_at(tokens, i + 1) in (",", "the") else 1


def year_number(tokens: Sequence[Token], i: int) -> int | None:
    """A year written in full; '25 counts as such."""
    if i < len(tokens) and tokens[i].kind == "number" and re.fullmatch(r"(19[89]\d|20[0-4]\d)", tokens[i].text):
        return int(tokens[i].text)
    return None


def date_of(year: int, month: int, day: int) -> date | None:
    """That day, or None when the calendar has no such day; two-digit years are of this century."""
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
