"""The most expensive and the cheapest products."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.people.sizes import count_at
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.rows.rankings import DEFAULT_TOP
from assistant.planner.grammar.slots import Slots
from tools.definitions import Sort


def ranked_by_price(slots: Slots, figures: Figures) -> None:
    """the most expensive product: ranked by list price."""
    for kind, descending in (("expensive", True), ("cheap", False)):
        for index in slots.all(kind):
            slots.use(index, "rank by price")
            row = next((i for i in range(len(slots)) if dimension_at(slots, i) and not slots.has(i, "group")), None)
            if row is not None:
                slots.use(row, "split by it")
                figures.dimensions = [dimension_at(slots, row) or "product"]
            figures.measures = ["max(price)" if descending else "min(price)"]
            figures.dimensions = [d for d in figures.dimensions if d != "price"] or ["product"]
            figures.sort = Sort(by=figures.measures[0], descending=descending)
            figures.limit = figures.limit or _how_many(slots, index) or DEFAULT_TOP


def _how_many(slots: Slots, index: int) -> int | None:
    """最贵的10个商品, 10 most expensive products: so many, said right beside the rank."""
    for at in (slots.before(index), slots.next(index), index + 1, index - 1):
        count = count_at(slots, at) if 0 <= at < len(slots) and not slots.used(at) else None
        if count is not None and slots.has(at, "number", "pieces") and not slots.has(at, "range", "period"):
            slots.use(at, "how many")
            return count
    return None
