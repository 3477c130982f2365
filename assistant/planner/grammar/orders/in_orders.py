"""bought Moorlight on two or more orders, had it in 3 separate orders: how often, said as a number of orders."""

from __future__ import annotations

from assistant.planner.grammar.slots import Amount, Range, Slots
from assistant.planner.lexicon import Sense

_IN = ("on", "in", "across", "over", "within", "through", "with", "during", "in at least", "spread over")
_BETWEEN = ("filler", "place", "group", "with", "for", "distinct", "value", "anaphor")


def reduce_in_orders(slots: Slots) -> None:
    """Make so many orders behind a purchase the number of times somebody bought."""
    for index in range(len(slots)):
        at = slots.before(index, lambda item: item.has("filler", "distinct") and not item.has("range", "number"))
        if slots.value(index, "field") != "orders" or at < 1 or not slots.has(at, "range", "number"):
            continue
        if slots.has(at, "period", "top", "group") or slots.used(at) or not _of_a_purchase(slots, at):
            continue
        found = slots.value(at, "range")
        if isinstance(found, Range) and found.unit == "number":
            high = Amount(found.high.value, "times") if found.high else None
            slots.retag(at, Sense("range", Range(found.op, Amount(found.low.value, "times"), high)))
        elif not slots.has(at, "range"):
            slots.retag(at, Sense("times", float(slots.value(at, "number"))))
        else:
            continue
        slots.retag(index, Sense("filler"))


def _of_a_purchase(slots: Slots, at: int) -> bool:
    """Whether a deed and what was bought stand before: bought candles on two orders, not bought candles, two orders."""
    if slots[at - 1].text.casefold() not in _IN:
        return False
    before, bought = at - 2, False
    while before >= 0 and slots.has(before, *_BETWEEN) and not slots.has(before, "verb", "break", "and", "or"):
        bought = bought or slots.has(before, "group", "anaphor")
        before -= 1
    return bought and slots.value(before, "verb") == "buy" and not slots[before].has("measure")
