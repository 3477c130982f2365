"""Each of somebody's orders above a sum: 每单都过百, 每笔都在500以上."""

from __future__ import annotations

from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Bought, Filter, Group

_OPPOSITE = {"gt": "le", "ge": "lt", "lt": "ge", "le": "gt"}


def reduce_every_order(slots: Slots) -> None:
    """Turn such a bound into a condition: bought, and never an order that does not meet it."""
    for index in range(len(slots) - 1, -1, -1):
        if not slots.has(index, "always") or not slots.chinese(index) or slots.used(index):
            continue
        at = index + 1
        while slots.has(at, "filler", "place", "field") and not slots.has(at, "range", "measure", "group"):
            at += 1
        found = slots.value(at, "range")
        if isinstance(found, Range) and found.unit in ("number", "money") and found.op in _OPPOSITE:
            other = Filter(field="order_value", op=_OPPOSITE[found.op], values=[found.low.value])
            condition = Group(all=[Bought()], none=[Bought(where=[other])])
            slots.merge(index, at + 1, Sense("condition", condition))
