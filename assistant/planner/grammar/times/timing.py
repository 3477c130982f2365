"""Periods said more than once: a holiday with its dates, months in a row, the same days of two years."""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.planner.grammar.deeds.arguments import opens_deed
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import Anchor, bounds, fixed
from assistant.planner.readers.english_dates import EnglishDates
from assistant.planner.text import fold, normalise
from assistant.planner.words import forms_of, word_file
from tools.definitions import Period
from tools.periods import step

UNITS = {"month": 31, "quarter": 92, "year": 366}
_ANY_DAY = ("一天里", "一天中", "一天内", "一天当中", "一天之中", "一天", "一周里", "一周中")
_PARTS_OF_YEAR = {("quarter", 4), ("month", 12)}


def settle_periods(slots: Slots, today: date) -> None:
    """Make one period of those that say the same or follow each other; whatever is left is compared or asked about."""
    _one_before(slots)
    _each_of(slots)
    _the_same_days(slots)
    _short_years(slots, today)
    for index in slots.all("period"):
        if slots[index].text in _ANY_DAY and len(periods_of(slots)) > 1:
            slots.retag(index, Sense("filler"))  # 今年一天里各时段
    _said_twice(slots, today)
    _days_told(slots, today)
    _in_a_row(slots, today)
    _parts_of_a_year(slots)
    _same_days_of_years(slots, today)


def _one_before(slots: Slots) -> None:
    """this quarter against last, this year vs the previous one: the unit is that of the period before."""
    for index in slots.all("last_one"):
        period = slots.value(slots.before(slots.before(index)), "period")
        compared = slots.has(slots.before(index), "versus", "than", "compare")
        alone = slots.has(slots.next(index), "break", "by") or slots.next(index) >= len(slots)
        if compared and alone and isinstance(period, Period) and period.kind == "calendar":
            before = period.model_copy(update={"offset": period.offset - 1})
            slots.retag(index, Sense("period", before))


def _each_of(slots: Slots) -> None:
    """carts in each of the last six weeks: by week, where a figure is asked for and nobody is picked."""
    if slots.find("measure", "how_much") is None or slots.find("people", "agent", "who") is not None:
        return
    for index in slots.all("every", "by"):
        period = slots.value(slots.next(index), "period")
        run = isinstance(period, Period) and period.kind == "rolling" and (period.count or 0) > 1
        if run and slots[index].text.casefold().split()[-1] in ("each", "every", "of", "per") and period.unit:
            slots.retag(index, Sense("field", period.unit), Sense("each_unit", period.unit))


_MONTH_AND_NUMBER = re.compile(r"^(?:in )?([a-z]{3,9})\.? '?(\d\d)$")


def _short_years(slots: Slots, today: date) -> None:
    """oct 26 vs oct 25: one month of two years, not two days on end."""
    found = [(i, m) for i in periods_of(slots) if (m := _MONTH_AND_NUMBER.match(slots[i].text.casefold()))]
    years = [2000 + int(m.group(2)) for _, m in found]
    recent = all(today.year - 4 <= year <= today.year for year in years)
    if len(found) != 2 or len({m.group(1)[:3] for _, m in found}) != 1 or len(set(years)) != 2 or not recent:
        return
    for (index, _), year in zip(found, years, strict=True):
        start = bounds(slots.value(index, "period"), today)[0]
        if start is not None:
            first = start.replace(year=year, day=1)
            slots.retag(index, Sense("period", fixed(first, step("month", first, 1) - timedelta(days=1))))


def _the_same_days(slots: Slots) -> None:
    """compared with the same months of 2025: what they are the same as is the period before."""
    if len(slots.all("period", free=False)) < 2 and slots.find("versus", "compare", free=False) is None:
        return  # two orders in the same week
    for index in range(len(slots) - 1):
        said = slots[index].text.casefold() in ("the same", "same")
        unit = slots.value(index + 1, "field") in (*UNITS, "day", "week") or slots.has(index + 1, "duration")
        if said and unit and not slots.has(index + 1, "period", "group", "range"):
            slots.retag(index, Sense("filler"))
            slots.retag(index + 1, Sense("filler"))


def periods_of(slots: Slots) -> list[int]:
    return [i for i in slots.all("period") if not slots.has(i, "group")]


def apart(slots: Slots, first: int, second: int, *kinds: str) -> bool:
    """Whether only these kinds of words, or brackets and fillers, stand between two slots."""
    return all(
        slots.has(i, "break", *kinds)
        or (slots.has(i, "filler", "place") and not slots.has(i, "and", "or", "versus", "compare"))
        for i in range(first + 1, second)
    )


def _said_twice(slots: Slots, today: date) -> None:
    """cyber week 24-30 nov 2025, spring 2026 (mar-may), 1-24 dec last year: the narrower of the two, in that year."""
    at = 0
    while at + 1 < len(found := periods_of(slots)):
        first, second = found[at], found[at + 1]
        one, other = slots.value(first, "period"), slots.value(second, "period")
        soon = slots[first].text.casefold().startswith("within")  # within 7 days, in 2026
        if not soon and apart(slots, first, second) and (kept := _narrower(slots, first, second, one, other, today)):
            slots.merge(first, second + 1, Sense("period", kept))
        else:
            at += 1


def _days_told(slots: Slots, today: date) -> None:
    """国庆7天: how many days the holiday has says nothing more."""
    for index in slots.all("duration"):
        before = slots.before(index)
        period = slots.value(before, "period") if before >= 0 and not slots.has(index, "period", "range") else None
        if period is None or slots.value(index, "duration")[1] != "day":
            continue
        start, end = bounds(period, today)
        if start and end and (end - start).days + 1 == slots.value(index, "duration")[0]:
            slots.retag(index, Sense("filler"))


def _narrower(slots: Slots, first: int, second: int, one: Period, other: Period, today: date) -> Period | None:
    listed = any(slots[i].text in "/、," for i in range(first + 1, second)) and second == first + 2
    explained = slots[first + 1].text in "(（" and names_days(slots, first) and not names_days(slots, second)
    if explained and _near(one, other, today):
        return other  # 双十一（11月1号到11号）: the days say which ones are meant
    if within(one, other, today) and not (listed and unit_of(one, today) == unit_of(other, today)):
        return one
    if within(other, one, today):
        return other
    if names_days(slots, first) and not names_days(slots, second) and _near(one, other, today):
        return other  # xmas trading 1-24 dec: the dates say what is meant by the name
    year = _year_of(other, today)
    return in_year(slots[first].text, one, year, today) if year and not listed else None


def names_days(slots: Slots, index: int) -> bool:
    """christmas, 双十一: days that go by a name."""
    said = fold(slots[index].text)
    forms = (fold(form) for known in word_file("holidays").values() for form in forms_of(known))
    return any(form in said for form in forms)


def _near(one: Period, other: Period, today: date) -> bool:
    (a, b), (c, d) = bounds(one, today), bounds(other, today)
    return None not in (a, b, c, d) and (a - d).days < 32 and (c - b).days < 32  # type: ignore[operator]


def within(inner: Period, outer: Period, today: date) -> bool:
    """Whether all days of the one are days of the other."""
    (a, b), (c, d) = bounds(inner, today), bounds(outer, today)
    return None not in (a, b, c, d) and c <= a and b <= d  # type: ignore[operator]


def _year_of(period: Period, today: date) -> int | None:
    """The year a period is, if it is a whole one (or this one so far)."""
    start, end = bounds(period, today)
    whole = start and (start.month, start.day) == (1, 1) and end and (end == date(start.year, 12, 31) or end == today)
    return start.year if whole and start else None


def in_year(said: str, period: Period, year: int, today: date) -> Period | None:
    """The same holiday or the same days of another year; None when the words do not say which days that would be."""
    tokens = normalise(f"{said} {year}").tokens
    english = EnglishDates(Anchor(today, 1, word_file("holidays")))
    for start, end, sense in english.read(tokens):
        if start == 0 and end == len(tokens) and sense.kind == "period":
            return sense.value
    start_day, end_day = bounds(period, today)
    movable = not any(character.isdigit() for character in said)
    if start_day is None or end_day is None or start_day.year != end_day.year or (movable and start_day == end_day):
        return None
    try:
        return fixed(start_day.replace(year=year), end_day.replace(year=year))
    except ValueError:
        return None


def unit_of(period: Period, today: date) -> str | None:
    """Whole month, quarter or year."""
    start, end = bounds(period, today)
    if start is None or end is None or start.day != 1:
        return None
    days = (end - start).days + 1
    if end != today and (end + timedelta(days=1)).day != 1:
        return None
    return next(
        (unit for unit, most in UNITS.items() if most - 4 <= days <= most or (end == today and days <= most)), None
    )


def _in_a_row(slots: Slots, today: date) -> None:
    """jul/aug/sep, 2024 and 2025: one stretch, shown unit by unit."""
    if slots.find("versus", "compare", "difference", "or", free=False) is not None:
        return
    at = 0
    while at + 1 < len(found := periods_of(slots)):
        first, second = found[at], found[at + 1]
        one, other = slots.value(first, "period"), slots.value(second, "period")
        unit = slots.value(first, "by_unit") or unit_of(one, today)
        again = any(slots[i].text.casefold() in _EACH for i in range(first + 1, second))
        joined = not again and any(
            slots.has(i, "and") or slots[i].text in ("/", "、", ",") for i in range(first + 1, second)
        )
        joined = joined and not opens_deed(slots, second)
        if unit and joined and apart(slots, first, second, "and") and follows(one, other, today):
            whole = fixed(bounds(one, today)[0], bounds(other, today)[1])
            slots.merge(first, second + 1, Sense("period", whole), Sense("by_unit", unit))
        else:
            at += 1


_EACH = ("again", "then", "again in", "also", "again during")
"""bought in Q2 and again in Q3: in the one and in the other."""


def follows(one: Period, other: Period, today: date) -> bool:
    end, start = bounds(one, today)[1], bounds(other, today)[0]
    return end is not None and start is not None and start == end + timedelta(days=1)


def _parts_of_a_year(slots: Slots) -> None:
    """去年四个季度, the 12 months of 2025: split by them."""
    for index in slots.all("duration"):
        count, unit = slots.value(index, "duration")
        beside = [i for i in (slots.before(index), slots.next(index)) if slots.has(i, "period")]
        if (unit, count) in _PARTS_OF_YEAR and beside and not slots.has(index, "period", "range"):
            slots.retag(index, Sense("field", unit), Sense("each_unit", unit))


def _same_days_of_years(slots: Slots, today: date) -> None:
    """singles day, 2025 compared with 2024: that day in the one year against that day in the other."""
    found = periods_of(slots)
    years = [i for i in found if _year_of(slots.value(i, "period"), today)]
    others = [i for i in found if i not in years]
    if slots.find("versus", "compare", free=False) is None:
        return
    if len(years) == len(others) == 1 and any(slots.value(i, "compare") == "previous_year" for i in range(len(slots))):
        day = slots.value(others[0], "period")
        year = _year_of(slots.value(years[0], "period"), today)
        if year and (same := in_year(slots[others[0]].text, day, year, today)):  # 618当天营收，今年对比去年
            slots.use(years[0], "period")
            slots.retag(years[0], Sense("filler"))
            slots.retag(others[0], Sense("period", same))
            return
    if len(years) == len(others) == 1 and slots.find("versus", free=False) is not None:
        _against_year(slots, others[0], years[0], today)
    if len(years) != 2 or len(others) != 1:
        return
    day = slots.value(others[0], "period")
    placed = [in_year(slots[others[0]].text, day, _year_of(slots.value(i, "period"), today) or 0, today) for i in years]
    if all(placed):
        slots.use(others[0], "period")
        for index, period in zip(years, placed, strict=True):
            slots.retag(index, Sense("period", period))


def _against_year(slots: Slots, days: int, year: int, today: date) -> None:
    """1-24 dec 2025 over 2024: against the same days of that year, not against all of it."""
    said, whole = slots.value(days, "period"), slots.value(year, "period")
    named = _year_of(whole, today)
    if named and not within(said, whole, today) and (same := in_year(slots[days].text, said, named, today)):
        slots.retag(year, Sense("period", same))
