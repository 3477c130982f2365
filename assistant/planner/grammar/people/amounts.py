"""The number that a fact is compared with, in the unit that its column counts in: 6到12个月 of 宝宝月龄 is 6 to 12."""

from __future__ import annotations

from assistant.planner.grammar.slots import Amount, Range
from assistant.planner.readers.calendar import days_in
from tools.definitions import Filter

_UNITS = {
    "month": ("月龄", "月数", "个月", "months"),
    "year": ("年限", "年数", "工龄", "年龄", "岁", "岁数", "years"),
    "week": ("周数", "周龄", "孕周", "weeks"),
}
"""How the names of columns end whose numbers are months, years or weeks; other lengths of time are days."""


def comparison(field: str, found: Range, _relative: bool = False) -> Filter:
    """A filter from a range."""
    unit = next((unit for unit, ends in _UNITS.items() if field.casefold().endswith(ends)), "day")
    values: list[bool | int | float | str] = [number_in(found.low, unit)]
    if found.op == "between" and found.high:
        values.append(number_in(found.high, unit))
    op = {"eq": "is", "ne": "is_not"}.get(found.op, found.op)
    return Filter(field=field, op=op, values=values)


def number_in(amount: Amount, unit: str) -> int | float:
    """The bare number, a length of time in `unit`."""
    same = amount.unit != "duration" or amount.detail == unit
    value = amount.value if same else days_in(amount.value, amount.detail) / days_in(1, unit)
    return int(value) if value == int(value) else value
