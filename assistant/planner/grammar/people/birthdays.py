"""Birthdays: known by month; a week or the next 14 days is said to be too fine."""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from tools.definitions import Filter, Period
from tools.periods import step

GENERATIONS = {
    "gen_alpha": (2013, 2025), "gen_z": (1997, 2012), "millennials": (1981, 1996), "gen_x": (1965, 1980),
    "boomers": (1946, 1964),
}  # fmt: skip


def born(slots: Slots, start: int, end: int, period: Period, today: date) -> Filter | None:
    """A birthday in one or more whole months; born after 2000 is about the year, and needs the whole date."""
    first, last = bounds(period, today)
    if any(slots[i].text.casefold() in ("born", "出生") for i in range(start, end)) and _years(first, last, today):
        known = "birth_date" in slots.vocabulary.dictionary.fields
        return Filter(field="birth_date", op="during", period=period) if known else None
    if first is None or last is None or (last - first).days > 366:
        return None
    months = _months(first, last)
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        return Filter(field="birth_month", values=list(months))
    slots.merge(start, end, Sense("unsayable", ("birthday", months)))
    return None


def ahead(slots: Slots, start: int, end: int, horizon: tuple[int, str], today: date) -> Filter | None:
    """a birthday in the next 2 weeks: the months it reaches into can be asked for."""
    count, unit = horizon
    first, last = today + timedelta(days=1), step(unit, today, count)  # type: ignore[arg-type]
    months = _months(first, last)
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        return Filter(field="birth_month", values=list(months))
    slots.merge(start, end, Sense("unsayable", ("birthday", months)))
    return None


def generation(slots: Slots, index: int) -> Filter | None:
    """gen z, 80s with "born" before it: years of birth; what they are taken to be is said."""
    if "birth_date" not in slots.vocabulary.dictionary.fields:
        return None
    name = slots.value(index, "generation")
    if name in GENERATIONS:
        first, last = GENERATIONS[name]
        typed = slots[index].text
        slots.said.append((f"I took “{typed}” as born {first} to {last}.", f"“{typed}”按{first}至{last}年出生计算。"))
    elif slots.has(index, "age_range") and slots[slots.before(index)].text.casefold() in ("born", "出生"):
        decade = slots.value(index, "age_range")[0]
        first, last = 1900 + decade, 1909 + decade
        slots.retag(slots.before(index), Sense("filler"))
    else:
        return None
    return Filter(field="birth_date", op="during", period=fixed(date(first, 1, 1), date(last, 12, 31)))


def _years(first: date | None, last: date | None, today: date) -> bool:
    """Whether a period is about the year of birth rather than about days of any year."""
    return first is None or last is None or (last - first).days >= 364 or last.year < today.year - 5


def _months(first: date, last: date) -> tuple[int, ...]:
    months: list[int] = []
    day = first
    while day <= last and len(months) < 12:
        if day.month not in months:
            months.append(day.month)
        day += timedelta(days=1)
    return tuple(months)


_BIRTHDAY = re.compile(r"生日|出生日期|出生年月|纪念日|birthday|birth_?date|anniversary", re.I)
_YEAR = re.compile(r"\d{4}|年|year", re.I)


def needs_year(slots: Slots, field: str, beside: int) -> None:
    """宠物生日在12月: a birthday in a column of the shop's own comes every year, and is known by its whole date."""
    label = slots.vocabulary.dictionary.fields[field].label
    if field == "birth_month" or not _BIRTHDAY.search(field) or _YEAR.search(slots[beside].text):
        return
    typed = slots[beside].text
    raise Unclear(
        f"“{label.en}” is kept as a whole date, so I can tell a year (born in 2020, between two days), not the same "
        f"“{typed}” of every year. Which year is meant?",
        f"“{label.zh}”按完整日期记录：可以按年份或起止日期筛选（例如2020年出生），不能筛选每年的“{typed}”。请说明年份。",
        firm=True,
    )


_EXPIRY = re.compile(r"到期|截止|有效期|失效|续费|下次|预产期|expir|valid_?(?:until|to)|due|renew|next_", re.I)


def to_come(slots: Slots, field: str, beside: int) -> Period:
    """到期日期在12月: of a day that lies ahead the next such month is meant, and the answer says which."""
    period: Period = slots.value(beside, "period")
    first, last = bounds(period, slots.today)
    if not _EXPIRY.search(field) or _YEAR.search(slots[beside].text) or period.kind != "fixed":
        return period
    if first is None or last is None or last >= slots.today or first.day > 28 or (first.month, first.day) == (2, 29):
        return period
    ahead_of = fixed(first.replace(year=first.year + 1), step("year", last, 1))
    slots.said.append(
        (f"Of “{field}” I took the next “{slots[beside].text}”: {ahead_of.start} to {ahead_of.end}.",
         f"“{field}”取接下来的“{slots[beside].text}”：{ahead_of.start}至{ahead_of.end}。")
    )  # fmt: skip
    return ahead_of
