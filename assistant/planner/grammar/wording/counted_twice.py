"""at least twice, i.e. in 2+ different orders; 至少两次，也就是两个订单: so often, said again as so many orders."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_LIGHT = ("filler", "break", "place", "distinct", "difference")


def reduce_counted_twice(slots: Slots) -> None:
    """Make the orders filler, where as many purchases stand right before them."""
    for index in range(len(slots)):
        often = _number(slots, index, "times")
        if often is None:
            continue
        again = slots.next(index, lambda item: item.has(*_LIGHT) and not item.has("range", "number"))
        many = _number(slots, again, "number") if again < len(slots) else None
        parted = any(slots.has(i, "break") for i in range(index + 1, min(again, len(slots))))
        if many is None or not parted or many[1] != often[1] or many[0] not in (often[0], ""):
            continue
        noun = slots.next(again, lambda item: item.has(*_LIGHT) and not item.has("break", "field"))
        if noun < len(slots) and slots.value(noun, "field") == "orders":
            for place in range(index + 1, noun + 1):
                if not slots.has(place, "break"):
                    slots.retag(place, Sense("filler"))


def _number(slots: Slots, index: int, unit: str) -> tuple[str, float] | None:
    """(comparison, number) of at least twice, two times, 2+, two."""
    found = slots.value(index, "range")
    if found is not None and found.unit == unit and found.low is not None and found.high is None:
        return found.op, float(found.low.value)
    count = slots.value(index, unit)
    return ("", float(count)) if count and not slots.has(index, "period", "range") else None
