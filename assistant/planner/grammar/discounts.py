"""With a discount, at full price: what was paid for an order, as one filter."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Filter

DISCOUNTED = Filter(field="order_discount", op="gt", values=[0])
FULL_PRICE = Filter(field="order_discount", op="le", values=[0])


def reduce_discounts(slots: Slots) -> None:
    """Turn the words into filters, where the shop keeps discounts of orders."""
    if "order_discount" not in slots.vocabulary.dictionary.fields or slots.find("copy_verb", free=False) is not None:
        return
    for index in range(len(slots)):
        if slots.has(index, "measure", "group", "verb"):
            continue
        if slots.has(index, "discounted"):
            slots.retag(index, Sense("filter", DISCOUNTED))
        elif slots.has(index, "full_price"):
            slots.retag(index, Sense("filter", FULL_PRICE))
