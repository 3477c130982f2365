"""English words of time, and the small readers that need nothing but tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from assistant.planner.readers.calendar import plausible
from assistant.planner.readers.numerals import english_numeral
from assistant.planner.text import Token
from tools.definitions import Period, Unit

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
UNITS: dict[str, Unit] = {
    "day": "day",
    "d": "day",
    "week": "week",
    "wk": "week",
    "w": "week",
    "month": "month",
    "mo": "month",
    "mth": "month",
    "m": "month",
    "quarter": "quarter",
    "qtr": "quarter",
    "year": "year",
    "yr": "year",
    "y": "year",
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        ),
        start=1,
    )
    for name in names.split()
}
SEASONS = {"spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn", "winter": "winter"}
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1}
TO_DATE: dict[str, Unit] = {"ytd": "year", "mtd": "month", "qtd": "quarter", "wtd": "week"}


class Point(NamedTuple):
    """A point or stretch of time that starts at some token: its length in tokens, and whether it named its year."""

    length: int
    period: Period
    year_given: bool = True


def rolling(count: int, unit: Unit) -> Period:
    """The last `count` units; a year is written as twelve months."""
    return (
        Period(kind="rolling", unit="month", count=12)
        if (count, unit) == (1, "year")
        else Period(kind="rolling", unit=unit, count=count)
    )


def duration(tokens: Sequence[Token], i: int) -> tuple[int, int, Unit] | None:
    """ "90 days", "a year", "half a year" as (tokens, count, unit)."""
    words = [t.text for t in tokens[i : i + 3]]
    if words[:3] == ["half", "a", "year"]:
        return 3, 6, "month"
    if words[:1] in (["a"], ["an"], ["one"]) and len(words) > 1 and words[1] in UNITS and len(words[1]) > 1:
        return 2, 1, UNITS[words[1]]
    number = english_numeral(tokens, i)
    if number is None or number[1] != int(number[1]):
        return None
    after = i + number[0]
    after += after < len(tokens) and tokens[after].text in ("-", "+")
    unit = UNITS.get(stem_unit(tokens[after].text)) if after < len(tokens) else None
    return (after + 1 - i, int(number[1]), unit) if unit and plausible(number[1], unit) else None


def stem_unit(word: str) -> str:
    """days → day, months → month."""
    return word[:-1] if word.endswith("s") and len(word) > 2 else word


def dated(tokens: Sequence[Token], i: int) -> bool:
    """Whether "may", "march" or a season stands where a date does: after a preposition or before a year or day."""
    before = tokens[i - 1].text if i else ""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if before in (
        "in",
        "since",
        "of",
        "by",
        "until",
        "till",
        "from",
        "to",
        "between",
        "before",
        "after",
        "during",
        "and",
        "through",
        "last",
        "this",
        "for",
        "on",
        "vs",
        "than",
        "-",
        "versus",
        "or",
        "early",
        "late",
    ):
        return True
    return bool(
        (
            after
            and (
                year_number(tokens, i + 1)
                or after.kind == "number"
                or after.text in ("-", "to", "through", "and", "vs")
                or after.text in ("last", "this")
            )
        )
        or (i == 0 and tokens[i].text != "may")
        or (before and before in MONTHS)
        or tokens[i].text == "march"
    )


def is_of(tokens: Sequence[Token], i: int) -> bool:
    return i < len(tokens) and (tokens[i].text in ("of", "this", "last") or year_number(tokens, i) is not None)


def day_number(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    """1st, 2nd, 15, 15th as (day, tokens); (0, 0) when there is none."""
    if (
        i >= len(tokens)
        or tokens[i].kind != "number"
        or not tokens[i].text.isdigit()
        or not 1 <= int(tokens[i].text) <= 31
    ):
        return 0, 0
    suffixed = (
        i + 1 < len(tokens) and tokens[i + 1].text in ("st", "nd", "rd", "th") and tokens[i + 1].start == tokens[i].end
    )
    return int(tokens[i].text), 2 if suffixed else 1


def year_number(tokens: Sequence[Token], i: int) -> int | None:
    if i < len(tokens) and tokens[i].kind == "number" and re.fullmatch(r"(19[89]\d|20[0-4]\d)", tokens[i].text):
        return int(tokens[i].text)
    return None


def date_of(year: int, month: int, day: int) -> date | None:
    """That day, or None when the calendar has no such day; two-digit years are of this century."""
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
