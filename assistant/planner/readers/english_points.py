"""English dates of the calendar: days, months, quarters, halves, years and fiscal years, written any way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.planner.readers.calendar import Anchor, fixed
from assistant.planner.readers.english_words import (
    MONTHS,
    WEEKDAYS,
    Point,
    date_of,
    dated,
    day_number,
    duration,
    is_of,
    ordinal_at,
    phrases,
    starts_with,
    suffixed,
    text_at,
    texts,
    weekday_before,
    year_number,
)
from assistant.planner.readers.numerals import english_numeral
from assistant.planner.text import Token
from tools.definitions import Period

_ALIKE = re.compile(r"([qh])([1-4])(?:(?:fy)?(\d{2}|20\d{2}))?")
_YEARS_AGO = {"ly": 1, "ty": 0}
_NEAR_YEARS = phrases(
    "last year | last yr | this year | this yr | previous year | prior year | previous yr | prior yr | "
    "the previous year | the prior year | current year | the current year | the last year"
)
_AFTER_SHORT_YEAR = frozenset((
    "to", "until", "till", "til", "thru", "through", "vs", "v", "versus", "and", "or", "-", "~", "against", "compared",
    "by", "for", "in", "of", "per", "with", "than", "on", "at", "from", "only", "who", "please", "pls",
))  # fmt: skip
_ORDINAL_LEADS = frozenset((
    "since", "from", "until", "till", "on", "by", "before", "after", "to", "through", "thru", "between", "-", "and",
))  # fmt: skip


def calendar_points(anchor: Anchor, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[Point]:
    """All dates of the calendar that start at `i`; `year` stands in where none is named."""
    lead = weekday_before(tokens, i)
    for reader in _READERS:
        yield from reader(anchor, tokens, i, year)
        for point in reader(anchor, tokens, i + lead, year) if lead and i + lead < len(tokens) else ():
            yield from _of_weekday(anchor, tokens, i, lead, point, reader)


def _is_day(point: Point) -> bool:
    return point.period.kind == "fixed" and point.period.start == point.period.end


def _of_weekday(
    anchor: Anchor, tokens: Sequence[Token], i: int, lead: int, point: Point, reader: Reader
) -> Iterator[Point]:
    """mon 19 oct: a weekday that fits the date says nothing more; without a year, it tells which year."""
    weekday = WEEKDAYS[tokens[i].text]
    moment = point.period.start
    if moment is None or not _is_day(point):
        return
    if moment.isoweekday() == weekday:
        yield point._replace(length=point.length + lead)
    elif not point.year_given:
        for earlier in range(moment.year - 1, moment.year - 7, -1):
            for again in reader(anchor, tokens, i + lead, earlier):
                start = again.period.start
                if again.length == point.length and start and start.isoweekday() == weekday:
                    yield again._replace(length=again.length + lead)
                    return


def _numeric(anchor: Anchor, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[Point]:
    """2025-11-24, 24/11/2025, 24.11.2025, 11/24, 2026-09, 09/2026."""
    if i >= len(tokens) or tokens[i].kind != "number":
        return
    dotted = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", tokens[i].text)
    if dotted and text_at(tokens, i + 1) == "." and year_number(tokens, i + 2):
        day = date_of(int(tokens[i + 2].text), int(dotted[2]), int(dotted[1]))
        if day:
            yield Point(3, fixed(day, day))
    words = texts(tokens, i, 5)
    if len(words) < 3 or words[1] not in "-/." or not (words[0].isdigit() and words[2].isdigit()):
        return
    a, b = int(words[0]), int(words[2])
    if len(words) == 5 and words[3] == words[1] and words[4].isdigit():
        c = int(words[4])
        first, second = (b, a) if anchor.day_first or words[1] == "." else (a, b)
        day = date_of(a, b, c) if a > 31 else date_of(c, first, second) or date_of(c, second, first)
        if day:
            yield Point(5, fixed(day, day))
    elif words[1] == "/" and a <= 31 and b <= 31 and text_at(tokens, i + 3) != "of":
        first, second = (b, a) if anchor.day_first else (a, b)
        period = anchor.day(first, second, year) or anchor.day(second, first, year)
        if period:
            yield Point(3, period, False)
    elif words[1] in "-/" and a > 1900 and 1 <= b <= 12:
        yield Point(3, anchor.month(b, a))
    elif words[1] == "/" and 1 <= a <= 12 and 1990 < b < 2050:
        yield Point(3, anchor.month(a, b))


def _month(anchor: Anchor, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[Point]:
    """march, march 2025, march 3rd, nov 24, 2025."""
    month = MONTHS.get(text_at(tokens, i))
    if month is None or (tokens[i].text in ("may", "mar", "march") and not dated(tokens, i)):
        return
    yield from with_year(anchor, tokens, i + 1, i, year, lambda y: anchor.month(month, y))
    start = i + 1 + (text_at(tokens, i + 1) == "the")
    day, used = day_number(tokens, start)
    if day and _short_year(anchor, tokens, i):
        yield Point(2, anchor.month(month, 2000 + day))
    if day:
        yield from with_year(anchor, tokens, start + used, i, year, lambda y: anchor.day(month, day, y))


_DAY_LEADS = (
    "on", "to", "until", "till", "since", "before", "after", "from", "by", "between", "-", "/", "and", "through",
    "than", "over", "the", *WEEKDAYS,
)  # fmt: skip
_DAY_ENDS = ("-", "/", "to", "until", "till", "and", "through", "th", "st", "nd", "rd", "onwards", "+", ":")


def _short_year(anchor: Anchor, tokens: Sequence[Token], i: int) -> bool:
    """revenue by channel, oct 26, in 2026: a month of a year rather than a day, where it is this year or the last."""
    number = text_at(tokens, i + 1)
    if not number.isdigit() or len(number) != 2 or anchor.today.year - 2000 - int(number) not in (0, 1):
        return False
    following = tokens[i + 2] if i + 2 < len(tokens) else None
    more = following is not None and (following.text in _DAY_ENDS or following.kind == "number")
    named = year_number(tokens, i + 2) or (text_at(tokens, i + 2) == "," and year_number(tokens, i + 3))
    return not more and not named and text_at(tokens, i - 1) not in _DAY_LEADS


def _day_month(anchor: Anchor, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[Point]:
    """19 oct, the 19th of october, 19-oct-2025."""
    start = i + (text_at(tokens, i) == "the")
    day, used = day_number(tokens, start)
    after = start + used
    after += text_at(tokens, after) in ("of", "-")
    if day and text_at(tokens, after) in MONTHS:
        month = MONTHS[tokens[after].text]
        dash = text_at(tokens, after + 1) == "-" and text_at(tokens, after - 1) == "-"
        yield from with_year(anchor, tokens, after + 1 + dash, i, year, lambda y: anchor.day(month, day, y))


def _day_alone(anchor: Anchor, tokens: Sequence[Token], i: int, _year: int | None) -> Iterator[Point]:
    """since the 1st, on the 15th: that day of this month, or of the last where it is still to come."""
    start = i + (text_at(tokens, i) == "the")
    if not (start < len(tokens) and text_at(tokens, i - 1) in _ORDINAL_LEADS):
        return
    day, used = day_number(tokens, start)
    following = tokens[start + used] if start + used < len(tokens) else None
    names_more = following is not None and following.kind == "word" and following.text not in _AFTER_SHORT_YEAR
    if day and suffixed(tokens, start) and not names_more:
        period = anchor.day_of_month(day)
        if period:
            yield Point(start + used - i, period, False)


def _quarter(anchor: Anchor, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[Point]:
    """q3, Q3 26, 3Q25, third quarter of 2025, H1, first half of last year, FQ2."""
    start = i + (text_at(tokens, i) == "the")
    word = text_at(tokens, start)
    compact = _ALIKE.fullmatch(word.removeprefix("f") if word.startswith("fq") else word)
    number, kind, used, short = 0, "", 0, None
    if compact:
        number, kind, used, short = int(compact[2]), compact[1], 1, compact[3]
    elif (
        word in "1234"
        and word
        and (led := re.fullmatch(r"([qh])(?:(?:fy)?(\d{2}|20\d{2}))?", text_at(tokens, start + 1)))
    ):
        number, kind, used, short = int(word), led[1], 2, led[2]
    elif word in ("quarter", "qtr", "half"):
        found = english_numeral(tokens, start + 1) if start + 1 < len(tokens) else None
        if found and found[1] in (1, 2, 3, 4):
            number, kind, used = int(found[1]), word[0], 1 + found[0]
    else:
        which, words = ordinal_at(tokens, start)
        if which > 0 and text_at(tokens, start + words) in ("quarter", "qtr", "half"):
            number, kind, used = which, text_at(tokens, start + words)[0], words + 1
            if kind == "h" and not is_of(tokens, start + used):
                return
    if not 1 <= number <= (2 if kind == "h" else 4):
        return
    end = start + used
    fiscal = word.startswith("fq") or text_at(tokens, start - 1) in ("fiscal", "financial") or "fy" in word
    months = 6 if kind == "h" else 3
    whole = anchor.half if kind == "h" else anchor.quarter

    def build(which: int, of: int | None) -> Period:
        return anchor.fiscal_part(which, months, of) if fiscal else whole(which, of)

    if short:
        yield Point(end - i, build(number, int(short) + (2000 if len(short) == 2 else 0)))
        return
    named = re.fullmatch(r"fy(\d{2}|20\d{2})", text_at(tokens, end))
    if named:
        yield Point(end + 1 - i, anchor.fiscal_part(number, months, int(named[1][-2:]) + 2000))
    two = text_at(tokens, end + (text_at(tokens, end) in ("/", "-")))
    after = end + 1 + (text_at(tokens, end) in ("/", "-"))
    near = two.isdigit() and anchor.today.year - 2000 - int(two) in (0, 1) and text_at(tokens, start) != "half"
    if re.fullmatch(r"[12]\d|3[0-5]", two) and (near or _ends_there(tokens, after)):
        yield Point(after - i, build(number, 2000 + int(two)))
    yield from with_year(anchor, tokens, end, i, year, lambda y: build(number, y))


def _ends_there(tokens: Sequence[Token], i: int) -> bool:
    """Q1 25 until …, Q1 25?: nothing follows that 25 could count."""
    return i >= len(tokens) or tokens[i].kind in ("break", "symbol") or tokens[i].text in _AFTER_SHORT_YEAR


def _year(anchor: Anchor, tokens: Sequence[Token], i: int, _year: int | None) -> Iterator[Point]:
    """2025, 2025 Q3, Q3's year first; CY25, calendar year 2025, year 2025."""
    lead = starts_with(tokens, i, phrases("the calendar year | calendar year | calendar | the year | year"))
    value = year_number(tokens, i + lead)
    compact = re.fullmatch(r"cy(\d{2}|20\d{2})", text_at(tokens, i))
    if compact:
        yield Point(1, anchor.year(int(compact[1][-2:]) + 2000))
    if value is None:
        return
    yield Point(lead + 1, anchor.year(value))
    after = i + lead + 1
    after += text_at(tokens, after) in ("/", "-", ",", "s")
    part = re.fullmatch(r"([qh])([1-4])", text_at(tokens, after))
    if part and year_number(tokens, after + 1) is None and not (part[1] == "h" and int(part[2]) > 2):
        build = anchor.quarter if part[1] == "q" else anchor.half
        yield Point(after + 1 - i, build(int(part[2]), value))


def _fiscal(anchor: Anchor, tokens: Sequence[Token], i: int, _year: int | None) -> Iterator[Point]:
    """FY25, FY2025/26, fiscal year 2025, financial 2025/26; named by the year it ends in, or by both."""
    compact = re.fullmatch(r"fy(\d{2}|20\d{2})", text_at(tokens, i))
    lead = starts_with(
        tokens, i, phrases("fiscal year | financial year | fiscal yr | financial yr | fiscal | financial | fy")
    )
    if compact:
        value, after = int(compact[1][-2:]) + 2000, i + 1
    else:
        named = text_at(tokens, i + lead)
        if not lead or not re.fullmatch(r"20\d\d|[12]\d", named):
            return
        value, after = int(named[-2:]) + 2000, i + lead + 1
    both = text_at(tokens, after) in ("/", "-") and re.fullmatch(r"(20)?\d\d", text_at(tokens, after + 1))
    if both and int(text_at(tokens, after + 1)[-2:]) == (value + 1) % 100:
        yield Point(after + 2 - i, anchor.fiscal_named(value + (anchor.fiscal_month > 1)))
    else:
        yield Point(after - i, anchor.fiscal_named(value))


def with_year(
    anchor: Anchor,
    tokens: Sequence[Token],
    after: int,
    start: int,
    year: int | None,
    build: Callable[[int | None], Period | None],
) -> Iterator[Point]:
    """The point without a year, and with one that follows: 2025, of 2025, last year, two years ago."""
    bare = build(year)
    if bare:
        yield Point(after - start, bare, year is not None)
    skip = 1 if text_at(tokens, after) in ("of", ",", "in", "/") else 0
    given, used = year_after(anchor, tokens, after + skip)
    if given:
        whole = build(given)
        if whole:
            yield Point(after + skip + used - start, whole)


def year_after(anchor: Anchor, tokens: Sequence[Token], i: int) -> tuple[int | None, int]:
    """The year named at `i`, however, and its length in tokens."""
    value = year_number(tokens, i)
    if value:
        return value, 1
    if text_at(tokens, i) in _YEARS_AGO:
        return anchor.today.year - _YEARS_AGO[tokens[i].text], 1
    used = starts_with(tokens, i, _NEAR_YEARS)
    if used:
        now = "this" in texts(tokens, i, used) or "current" in texts(tokens, i, used)
        return anchor.today.year - (not now), used
    if texts(tokens, i, 4) == ["the", "year", "before", "last"]:
        return anchor.today.year - 2, 4
    found = duration(tokens, i) if i < len(tokens) else None
    if found and found[2] == "year" and text_at(tokens, i + found[0]) in ("ago", "back"):
        return anchor.today.year - found[1], found[0] + 1
    return None, 0


Reader = Callable[[Anchor, Sequence[Token], int, int | None], Iterator[Point]]
_READERS: tuple[Reader, ...] = (_numeric, _month, _day_month, _day_alone, _quarter, _year, _fiscal)
