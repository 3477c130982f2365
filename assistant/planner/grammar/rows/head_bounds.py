"""Rows by how many customers or pieces they have: 哪些城市的客户少于50人, cities with over 100 platinum customers."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.rows.rows_asked import rows_asked
from assistant.planner.grammar.slots import Range, Slots, is_light
from assistant.planner.spans import Span
from tools.definitions import Having


def head_bounds(slots: Slots, figures: Figures) -> None:
    """A number of heads beside the people of each row, or of pieces sold, bounds the rows."""
    rows = [i for i in range(len(slots)) if dimension_at(slots, i) and not slots.has(i, "group", "condition", "people")]
    if not rows:
        return
    for index in slots.all("range"):
        found = slots.value(index, "range")
        if not isinstance(found, Range):
            continue
        sold = slots.before(index)
        if (
            slots.value(sold, "verb") == "sell"
            and found.unit in ("pieces", "number", "times")
            and (rows_asked(slots) or _rows_lead(slots, rows, index))
        ):
            _bound(slots, figures, index, "units")
            slots.use(sold, "measure: units")
            continue
        people = _people_of(slots, index, found)
        if people is None or not _rows_lead(slots, rows, index) or slots.find("verb", "agent", free=False) is not None:
            continue
        _bound(slots, figures, index, "customers")
        if not slots.has(people, "group"):
            slots.use(people, "measure: customers")


def _bound(slots: Slots, figures: Figures, index: int, measure: str) -> None:
    found: Range = slots.value(index, "range")
    figures.having.append(Having(measure=measure, op=found.op, value=found.low.value, upper=found.upper))
    figures.measures += [measure] if measure not in figures.measures else []
    slots.use(index, "bound")


def _rows_lead(slots: Slots, rows: list[int], bound: int) -> bool:
    """which cities, by city, every city – or the rows are the first that is named: cities with more than 100 …"""
    asked = ("which", "by", "list", "every")
    led = any(slots.has(slots.before(i, _number), *asked) or slots.has(i, "which") for i in rows)
    first = all(slots.has(i, "filler", "list", "which", "by") for i in range(rows[0]))
    return led or (first and rows[0] < bound)


def _number(item: Span) -> bool:
    """which five products: between the word that asks and the rows."""
    return is_light(item) or item.has("number")


def _people_of(slots: Slots, index: int, found: Range) -> int | None:
    """Where the people stand that are counted: 客户少于50人, 白金会员超过50人, more than 100 platinum customers."""
    before = slots.before(index)
    if found.unit == "heads":
        counted = slots.has(before, "people") or slots.value(before, "measure") == "customers" or _kind(slots, before)
        return before if counted else None
    if found.unit != "number" or slots.chinese(index):
        return None
    at = slots.next(index)
    while _kind(slots, at) and slots.has(slots.next(at), "people", "group"):
        at = slots.next(at)
    return at if slots.has(at, "people") or _kind(slots, at) else None


def _kind(slots: Slots, index: int) -> bool:
    """platinum, 白金会员: people by what they are."""
    group = slots.value(index, "group") if index >= 0 else None
    return group is not None and slots.level(group.field) == "customer"
