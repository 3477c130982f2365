"""How long ago a date lies: last order more than 90 days ago, 60 to 120 days before today, over a year since."""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.slots import Range
from assistant.planner.readers.calendar import UNIT_DAYS, fixed
from tools.definitions import Filter, Period
from tools.periods import step

DAYS_SINCE = {
    "last_order_date": "days_since_last_order",
    "first_order_date": "days_since_first_order",
    "signup_date": "days_since_signup",
}


def so_long_since(field: str, bound: Range, today: date) -> Filter:
    """A date so long before today: more than 90 days, or between 60 and 120."""
    if bound.high is None:
        return since(field, bound.op, int(bound.low.value), bound.low.detail, today)
    first, last = (step(bound.low.detail, today, -int(edge.value)) for edge in (bound.high, bound.low))
    return Filter(field=field, op="during", period=fixed(first, last))


def since(field: str, op: str, count: int, unit: str, today: date) -> Filter:
    """More (or less) than `count` units before today, on days since, or on the date for months and years."""
    if unit in ("day", "week"):
        return Filter(field=DAYS_SINCE.get(field, field), op=op, values=[count * UNIT_DAYS[unit]])
    edge = step(unit, today, -count)  # type: ignore[arg-type]
    if op in ("gt", "ge"):
        return Filter(field=field, op="during", period=fixed(None, step("day", edge, -1) if op == "gt" else edge))
    return Filter(field=field, op="during", period=Period(kind="rolling", unit=unit, count=count))
