"""Periods listed or bounded by each other: Q2和Q3都下过单, 今年截至9月底, 7、8、9月, 618期间比去年618."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.distances import DAYS_SINCE
from assistant.planner.grammar.times.timing import apart, names_days, periods_of, within
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import UNIT_DAYS, bounds, fixed
from tools.definitions import Attribute


def settle_listed_periods(slots: Slots) -> None:
    """Before periods in a row become one: those of which each is meant, and those that bound each other."""
    _each_of_them(slots)
    _also_in(slots)
    _months_listed(slots)


def reduce_up_to(slots: Slots) -> None:
    """今年截至9月底: from the first day of the one up to the end of the other."""
    today = slots.today
    for first, second in pairwise(periods_of(slots)):
        one, other = bounds(slots.value(first, "period"), today), bounds(slots.value(second, "period"), today)
        open_ended = slots.chinese(second) and other[0] is None and other[1] is not None
        if open_ended and one[0] is not None and one[0] < other[1] and apart(slots, first, second):  # type: ignore[operator]
            slots.merge(first, second + 1, Sense("period", fixed(one[0], min(other[1], today))))  # type: ignore[type-var]
            return


def reduce_ago_ranges(slots: Slots) -> None:
    """上次下单在30到60天之前: so many days ago at the least and at the most."""
    index = 0
    while index < len(slots):
        field = DAYS_SINCE.get(str(slots.value(index, "field")))
        at = slots.next(index, lambda item: item.has("filler", "place") and not item.has("number"))
        end = at + 2
        joined = slots.has(at, "number") and slots.has(at + 1, "range_join", "break") and slots.has(end, "ago")
        if field in slots.vocabulary.dictionary.fields and joined:
            count, unit, _ = slots.value(end, "ago")
            values = [int(slots.value(at, "number") * UNIT_DAYS[unit]), int(count * UNIT_DAYS[unit])]
            condition = Attribute(field=str(field), op="between", values=[*values])
            slots.merge(index, end + 1, Sense("condition", condition))
        index += 1


_ALL = ("都", "均", "全都", "也都", "都有", "全", "各", "都各", "都在", "都会", "均有")
_DEEDS = ("buy", "open", "click", "receive", "view", "cart", "return_goods", "spend", "discount", "rebuy")


def _each_of_them(slots: Slots) -> None:
    """Q2和Q3都下过单的: in the one and in the other."""
    for index in periods_of(slots):
        end, periods = index, [slots.value(index, "period")]
        while slots.has(end + 2, "period") and (slots.has(end + 1, "and") or slots[end + 1].text in "、,，/"):
            end += 2
            periods.append(slots.value(end, "period"))
        at = slots.next(end, lambda item: item.has("filler", "place", "group") and item.text not in _ALL)
        if len(periods) < 2 or at >= len(slots) or slots[at].text not in _ALL:
            continue
        deed = slots.next(at, lambda item: item.has("filler", "place", "group"))
        if slots.value(deed, "verb") in _DEEDS and not slots.has(deed, "measure", "how_many", "how_much"):
            slots.retag(at, Sense("filler"))
            slots.merge(index, end + 1, Sense("periods", tuple(periods)))
            return


_ALSO = ("and also in", "and also", "and again in", "and again", "and then in", "and then again in", "as well as in")


def _also_in(slots: Slots) -> None:
    """ordered in September and also in October: in the one and in the other."""
    for index in range(1, len(slots) - 1):
        figures = any(
            slots.has(i, "measure") and not slots.has(i, "people", "agent", "verb") for i in range(len(slots))
        )
        if slots[index].text.casefold() not in _ALSO or figures:
            continue
        if slots.has(index - 1, "period") and slots.has(index + 1, "period"):
            periods = slots.value(index - 1, "period"), slots.value(index + 1, "period")
            slots.merge(index - 1, index + 2, Sense("periods", periods))
            return


_QUARTERS = re.compile(r"q1\s*[-–—~～到至]\s*q4|q[1-4]\s*[、,，/]\s*q[1-4]\s*[、,，/和及与]\s*q[1-4]")
_LISTED = re.compile(r"\d\s*月?\s*[、,，/]\s*\d+\s*月")


def _months_listed(slots: Slots) -> None:
    """今年7、8、9月的退货率: a row of each, where figures are asked for."""
    if slots.find("versus", "compare", "people", "agent", free=False) is None:
        for index in slots.all("period"):
            if _LISTED.search(slots[index].text) and not slots.has(index, "by_unit"):
                slots.retag(index, *slots[index].senses, Sense("by_unit", "month"))
            if _QUARTERS.search(slots[index].text.casefold()) and not slots.has(index, "by_unit"):
                slots.retag(index, *slots[index].senses, Sense("by_unit", "quarter"))


_WHOLE = re.compile(r"全年|整年|whole|entire|full|all of")


def _days_of_year(slots: Slots, found: list[int], today: date) -> None:
    """去年双十一 with 前年: the same days of it; with 今年, before this year's, there is nothing to compare."""
    for day, year in (found, found[::-1]):
        start, end = bounds(slots.value(day, "period"), today)
        whole = slots.value(year, "period")
        first, _ = bounds(whole, today)
        if None in (start, end, first) or not names_days(slots, day):
            continue
        if (whole.kind, whole.unit) != ("calendar", "year") or first.year == start.year:  # type: ignore[union-attr]
            continue
        again = _in_year(start, end, first.year)  # type: ignore[arg-type, union-attr]
        if again is None or _WHOLE.search(slots[year].text):
            continue
        if again[1] <= today:
            slots.retag(year, Sense("period", fixed(*again)))
        elif again[0] > today:
            raise Unclear(
                f"Those days of {again[0].year} have not come yet: the data ends on {today}. An earlier year can be "
                "compared.",
                f"{again[0].year}年的这几天还没到：数据截至 {today}。可以和更早的年份比。",
                firm=True,
            )


def _in_year(start: date, end: date, year: int) -> tuple[date, date] | None:
    """The same days of another year; none for 29 February, which hardly any other has."""
    if (2, 29) in ((start.month, start.day), (end.month, end.day)):
        return None
    return start.replace(year=year), end.replace(year=year)


def settle_same_holiday(slots: Slots, today: date) -> None:
    """618期间的收入比去年618: as many days of the one as of the other."""
    found = periods_of(slots)
    if len(found) != 2 or slots.find("versus", "than", "compare", "difference", free=False) is None:
        return
    _days_of_year(slots, found, today)
    (a, b), (c, d) = (bounds(slots.value(i, "period"), today) for i in found)
    if None in (a, b, c, d) or a.year == c.year or not all(names_days(slots, i) for i in found):  # type: ignore[union-attr]
        return
    for index, (start, end), year in ((found[1], (a, b), c.year), (found[0], (c, d), a.year)):  # type: ignore[union-attr]
        one, days = slots.value(index, "period"), _in_year(start, end, year)  # type: ignore[arg-type]
        other = fixed(*days) if days is not None else one
        if one != other and within(one, other, today) and start != end:
            slots.retag(index, Sense("period", other))
            return
