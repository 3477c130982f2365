"""A condition for every one of several periods: in every quarter of 2026, each month this year, 今年每个月都下过单."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from tools.definitions import Period, Unit
from tools.periods import floor_to, step

_UNITS: tuple[Unit, ...] = ("day", "week", "month", "quarter", "year")
_ALL = ("every", "each", "all", "每", "各", "逐")
_ACTS = ("buy", "open", "click", "receive", "view", "cart", "rebuy", "spend")
_BETWEEN = ("filler", "nth", "every", "anaphor", "place", "for")
MOST = 53
"""More periods than the weeks of a year make no sensible condition."""


def reduce_every(slots: Slots, today: date) -> None:
    """Join "every quarter of 2026" into one item with its periods, where people are picked by it."""
    index = 0
    while index < len(slots):
        found = _english(slots, index, today) or _chinese(slots, index, today)
        if found:
            start, end, periods = found
            slots.merge(start, end, Sense("periods", periods))
        elif _without_end(slots, index):
            raise _name_the_span(slots, index)
        index += 1


def units_of(period: Period, unit: Unit, today: date, first: int | None = None) -> tuple[Period, ...]:
    """The units a period is made of, up to the one of today; with `first` only so many of them."""
    start, end = bounds(period, today)
    if start is None:
        return ()
    end = min(end or today, today)
    at, found = floor_to(unit, start), list[Period]()
    while at <= end and len(found) < (first or MOST + 1):
        after = step(unit, at, 1)
        found.append(fixed(at, after - timedelta(days=1)))
        at = after
    return tuple(found)


def _unit(slots: Slots, index: int) -> Unit | None:
    name = slots.value(index, "field")
    return name if name in _UNITS and not slots.has(index, "period") else None


def _english(slots: Slots, index: int, today: date) -> tuple[int, int, tuple[Period, ...]] | None:
    """every single one of the first three quarters of 2026; each month this year."""
    if slots.chinese(index) or slots.used(index):
        return None
    own = _unit(slots, index)
    said = slots[index].text.casefold()
    if not (slots.has(index, "every") or said == "all" or (own and said.startswith(_ALL))):
        return None
    if not _picks(slots, index):
        return None
    at, first = index + (own is None), None
    while own is None and at < len(slots) and at - index < 8:
        own = _unit(slots, at)
        if own is not None:
            break
        if slots.has(at, "number") and not slots.has(at, "duration", "period"):
            first = int(slots.value(at, "number"))
        elif slots.has(at, "duration") and slots[at].text.isascii():
            first, own = slots.value(at, "duration")
            break
        elif slots.has(at, "period") and (unit := _named_unit(slots, at) or slots.value(at, "by_unit")):
            return index, at + 1, _made(slots, index, slots.value(at, "period"), unit, None, today)
        elif not slots.has(at, *_BETWEEN) and slots[at].text.casefold() not in ("single", "one"):
            return None
        at += 1
    if own is None:
        return None
    place = at + 1
    while (
        slots.has(place, "filler", "place", "for") or (place < len(slots) and slots[place].text.casefold() == "over")
    ) and not slots.has(place, "period"):
        place += 1
    if not slots.has(place, "period"):
        return None
    return index, place + 1, _made(slots, index, slots.value(place, "period"), own, first, today)


def _named_unit(slots: Slots, index: int) -> Unit | None:
    """the first three quarters of 2026: a stretch that is named by what it is made of."""
    words = slots[index].text.casefold().split()
    return next((unit for unit in _UNITS if unit in words or f"{unit}s" in words), None)


def _made(slots: Slots, index: int, period: Period, unit: Unit, first: int | None, today: date) -> tuple[Period, ...]:
    periods = units_of(period, unit, today, first)
    if period.kind == "rolling" and period.unit == unit and period.count and period.count <= MOST and first is None:
        return _windows(period.count, unit, today)
    if len(periods) > MOST or not periods or period.kind == "rolling":
        raise _name_the_span(slots, index)
    return periods


def _name_the_span(slots: Slots, index: int) -> Unclear:
    return Unclear(
        "Please name the calendar span in which it must hold for every one, such as “in every month of 2026”.",
        "请说明在哪个自然时间段内逐期都要满足，例如“2026年每个月都”。",
        [("customers who ordered in every month of Q3 2026", "2026年第三季度每个月都下过单的客户")],
        slots.origin(index),
        firm=True,
    )


def _without_end(slots: Slots, index: int) -> bool:
    """customers who order every month, 每个月都下单的客户: of what stretch, nobody says."""
    said = slots[index].text.casefold()
    if _unit(slots, index) is None or not said.startswith(_ALL) or slots.find("period", "periods", "range") is not None:
        return False
    if slots.chinese(index):
        deed = index + 1 + (slots[index + 1].text == "都")
        people = next((i for i in range(deed + 1, len(slots)) if not slots.has(i, "filler")), len(slots))
        return slots[index + 1].text == "都" and slots.value(deed, "verb") in _ACTS and slots.has(people, "people")
    told = slots.value(index - 1, "verb") in _ACTS and slots.has(index - 2, "who") and slots.has(index - 3, "people")
    return told and slots.find("how_much", "average", "sum", "trend") is None


def _windows(count: int, unit: Unit, today: date) -> tuple[Period, ...]:
    """each of the last 3 months: the stretches of that length that end today, the earliest first."""
    edges = [step(unit, today, -back) for back in range(count, -1, -1)]
    return tuple(fixed(a + timedelta(days=1), b) for a, b in pairwise(edges))


def _picks(slots: Slots, index: int) -> bool:
    """Whether people are picked by it, not figures split by it: who ordered in every month, not orders by month."""
    acted = any(slots.value(i, "verb") in _ACTS and not _third_person(slots[i].text) for i in range(index))
    acted = acted or (_an_order(slots, index) and slots.find("how_much", "average", "sum", "trend") is None)
    said = slots[index].text.casefold()
    strict = said.startswith(("in every", "in each", "every single", "each and every", "in all")) or (
        slots[index - 1].text.casefold() == "in" if index else False
    )
    asked = any(
        slots.has(i, "how_many", "how_much", "average", "sum", "share", "trend", "top", "bottom") for i in range(index)
    )
    measured = any(
        slots.has(i, "measure") and not slots.has(i, "people", "verb", "agent") for i in range(len(slots)) if i != index
    )
    people = any(slots.has(i, "people", "agent", "who") for i in range(index))
    return acted and not measured and (not asked or (strict and people))


def _third_person(text: str) -> bool:
    """orders, opens: nouns as well – purchased from us is a verb."""
    words = [word for word in text.casefold().split() if word not in ("has", "us", "is", "was")]
    return bool(words) and words[0].endswith("s")


def _an_order(slots: Slots, index: int) -> bool:
    """with an order in every quarter: one somebody placed."""
    before = slots.before(index, lambda item: item.has("filler", "place") and not item.has("field", "verb"))
    led = any(slots.has(i, "with", "not") or slots[i].text.casefold() in ("had", "an", "a") for i in range(before))
    return before > 0 and led and slots[before].text.casefold() in ("order", "purchase")


def _chinese(slots: Slots, index: int, today: date) -> tuple[int, int, tuple[Period, ...]] | None:
    """今年每个月都下过单, 2026年前三个季度每季度都买过."""
    if slots.used(index) or not slots.has(index, "period"):
        return None
    if not (slots.chinese(index) or (_listed_unit(slots[index].text) and slots.chinese(index + 1))):
        return None  # Q1、Q2、Q3都
    at, first = index + 1, None
    while slots.has(at, "filler", "duration", "number", "break") and _every_unit(slots, at) is None and at - index < 5:
        if slots.has(at, "duration") and slots[at - 1].text == "前":
            first = int(slots.value(at, "duration")[0])
        at += 1
    unit = _every_unit(slots, at)
    if unit is None and (unit := _listed_unit(slots[index].text)):
        at = index
    if unit is None:
        return None
    end = at + 1 + (at > index and slots.has(at, "every", "by") and _unit(slots, at) is None)
    every = end
    while slots.has(every, "filler") and slots[every].text != "都":
        every += 1
    if every >= len(slots) or slots[every].text not in ("都", "均"):
        return None
    return index, every + 1, _made(slots, index, slots.value(index, "period"), unit, first, today)


_LISTED = re.compile(
    r"[0-9一二三四五六七八九十月季度年]\s*[、和与及跟,，]\s*(?:[0-9一二三四五六七八九十]|Q[1-4])", re.IGNORECASE
)


def _listed_unit(said: str) -> Unit | None:
    """7月、8月和9月都, 7、8、9三个月都: what the list is made of."""
    if not _LISTED.search(said):
        return None
    if "月" in said:
        return "month"
    return "quarter" if "季" in said or "q" in said.casefold() else "year" if "年" in said else None


def _every_unit(slots: Slots, index: int) -> Unit | None:
    if index >= len(slots):
        return None
    own = _unit(slots, index)
    if own and slots[index].text.startswith(_ALL):
        return own
    return _unit(slots, index + 1) if slots.has(index, "every", "by") else None
