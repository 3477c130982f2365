"""Goods that sold so many pieces: products with more than 500 units sold, which brands shifted over 1,000 items."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Having

_ROWS = ("product", "brand", "category", "subcategory")
_UNITS = ("units", "units_sold")


def settle_sold_goods(slots: Slots) -> None:
    """Make rows of the goods and a bound of the number, where nobody buys them."""
    if slots.find("people", "agent", "how_many") is not None:
        return
    for index in range(len(slots)):
        found = slots.value(index, "range")
        if not isinstance(found, Range) or found.unit not in ("pieces", "number") or slots.used(index):
            continue
        after = slots.next(index)
        named = slots.value(after, "measure") in _UNITS or slots.value(after, "field") == "units"
        row = next((i for i in range(index) if _row(slots, i)), None)
        sold = any(slots.value(i, "verb") == "sell" or "sold" in slots[i].text.casefold() for i in range(len(slots)))
        if row is None or not (named or (found.unit == "pieces") or sold):
            continue
        name = _row(slots, row)
        slots.retag(row, Sense("field", name), Sense("rows_of", name))
        slots.retag(index, Sense("sold_bound", found))
        for at in range(len(slots)):
            spoken = slots.value(at, "verb") == "sell" or (at == after and named)
            if spoken and at not in (row, index):
                slots.use(at, "units sold")
                slots.retag(at, Sense("filler"))
        return


def bound_goods(slots: Slots, figures: Figures) -> None:
    """The bound on the rows, as it was settled."""
    for index in slots.all("sold_bound"):
        found: Range = slots.value(index, "sold_bound")
        figures.measures.append("units")
        figures.having.append(Having(measure="units", op=found.op, value=found.low.value, upper=found.upper))
        slots.use(index, "bound")


def bound_people(slots: Slots, figures: Figures) -> None:
    """cities by revenue per customer, at least 50 customers each: rows with so many people."""
    rows = any(dimension_at(slots, i) and not slots.has(i, "group", "people", "period") for i in range(len(slots)))
    for index in slots.all("range"):
        found: Range = slots.value(index, "range")
        after = slots.next(index)
        people = slots.has(after, "people") or slots.value(after, "measure") in ("customers", "buyers")
        end = slots.next(after, lambda item: item.has("place", "filler") and not item.has("each_row", "by", "period"))
        ends = end >= len(slots) or slots.has(end, "each_row", "respectively", "by", "break", "period")
        led = slots.has(index - 1, "break", "with", "and") or slots.has(index - 2, "break")
        led = led or slots[index - 1].text.casefold() in _HAD
        alone = figures.measures in ([], ["customers"]) and slots.find("measure", "period") in (None, after)
        whoever = slots.has(after, "people") or slots.value(after, "measure") == "customers"
        name = "customers" if alone and whoever else "buyers"
        if found.unit in ("number", "heads") and rows and people and ends and led:
            figures.having.append(Having(measure=name, op=found.op, value=found.low.value, upper=found.upper))
            figures.bounded.append(name)
            for at in (index, after, *([after + 1] if slots.has(after + 1, "each_row", "respectively", "by") else [])):
                slots.use(at, "bound")
            return


def _row(slots: Slots, index: int) -> str:
    if slots.has(index, "group", "period"):
        return ""
    if slots.has(index, "product_cue") or slots.value(index, "measure") == "products_sold":
        return "product"
    names = [s.value for s in slots[index].senses if s.kind == "field" and s.value in _ROWS]
    return str(names[0]) if names and dimension_at(slots, index) is not None else ""


_HAD = ("had", "have", "has", "with", "where")


def _had(slots: Slots, index: int) -> bool:
    return slots.has(index, "with") or (index < len(slots) and slots[index].text.casefold() in _HAD)


def bounded_rows(slots: Slots) -> bool:
    """countries with fewer than 500 buyers: rows with so many people, and nobody picked."""
    start = next(
        (i for i in range(len(slots)) if not slots.has(i, "filler", "list", "which", "greeting", "break")), None
    )
    if (
        start is None
        or not dimension_at(slots, start)
        or slots.has(start, "group", "people", "agent", "measure", "verb")
    ):
        return False
    bound = slots.next(start + 1, lambda item: item.has("filler")) if _had(slots, start + 1) else start
    counted = slots.next(bound)
    kind = getattr(slots.value(counted, "group"), "field", "")  # with at least 50 women over 60
    people = slots.has(counted, "people", "agent") or slots.level(kind) == "customer"
    return bound > start and slots.has(bound, "range") and people
