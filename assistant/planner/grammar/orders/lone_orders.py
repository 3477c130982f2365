"""Orders told of by themselves: bought only once, and that was on sale; buyers with 2+ fragrance orders."""

from __future__ import annotations

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.slots import Slots


def tells_of_it(slots: Slots, clause: Clause, index: int) -> bool:
    """Whether a pronoun behind "once" means that order, and says what it was like."""
    once = any(r.unit == "times" and (r.op, r.low.value) == ("eq", 1) for r in clause.ranges)
    at = index + 1
    while slots.has(at, "filler") and not slots.has(at, "filter"):
        at += 1
    return clause.verb == "buy" and once and slots.has(index - 1, "and", "break", "but") and slots.has(at, "filter")


def of_orders_behind(slots: Slots, index: int) -> bool:
    """fragrance buyers with 2+ fragrance orders: the number is one of orders, which tell a purchase of their own."""
    if not slots.has(index, "range", "number") or slots.has(index, "period") or not slots.has(index + 1, "group"):
        return False
    noun = slots.next(index + 1)
    return slots.value(noun, "verb") == "buy" and slots.value(noun, "field") == "orders" and not slots.used(noun)
