"""Numbers of a clause as they stand in definitions."""

from __future__ import annotations

from assistant.planner.grammar.slots import Range
from tools.definitions import Filter


def order_value(found: Range) -> Filter:
    values = [found.low.value] + ([found.high.value] if found.high else [])
    op = {"eq": "is", "ne": "is_not"}.get(found.op, found.op)
    return Filter.model_validate({"field": "order_value", "op": op, "values": [whole(v) for v in values]})


def whole(value: float) -> int | float:
    """5 rather than 5.0."""
    return int(value) if value == int(value) else value


def compared(found: Range) -> dict[str, object]:
    return {
        "op": found.op,
        "value": whole(found.low.value),
        **({"upper": whole(found.upper)} if found.upper is not None else {}),
    }


def attribute_of(field: str, found: Range) -> dict[str, object]:
    op = {"eq": "is", "ne": "is_not"}.get(found.op, found.op)
    values = [whole(found.low.value)] + ([whole(found.upper)] if found.upper is not None else [])
    return {"field": field, "op": op, "values": values}
