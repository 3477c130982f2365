"""Rows by how many customers they have: 哪些城市的客户少于50人, 客户数超过一千的国家."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.rows.rows_asked import rows_asked
from assistant.planner.grammar.slots import Range, Slots
from tools.definitions import Having


def head_bounds(slots: Slots, figures: Figures) -> None:
    """A number of heads beside the people of each row bounds the rows."""
    rows = [i for i in range(len(slots)) if dimension_at(slots, i) and not slots.has(i, "group", "condition", "people")]
    asked = [i for i in rows if slots.has(slots.before(i), "which", "by", "list", "every") or slots.has(i, "which")]
    for index in slots.all("range"):
        found = slots.value(index, "range")
        sold = slots.value(slots.before(index), "verb") == "sell" and isinstance(found, Range)
        if sold and found.unit in ("pieces", "number") and rows and rows_asked(slots):
            figures.having.append(Having(measure="units", op=found.op, value=found.low.value, upper=found.upper))
            figures.measures += ["units"] if "units" not in figures.measures else []
            slots.use(index, "bound")
            slots.use(slots.before(index), "measure: units")
            continue
        before = slots.before(index)
        headed = slots.has(before, "people") or slots.value(before, "measure") == "customers"
        unit = isinstance(found, Range) and found.unit == "heads"
        if not (headed and asked and unit) or slots.find("verb", "agent", free=False) is not None:
            continue
        figures.having.append(Having(measure="customers", op=found.op, value=found.low.value, upper=found.upper))
        figures.measures += ["customers"] if "customers" not in figures.measures else []
        slots.use(index, "bound")
        slots.use(before, "measure: customers")
