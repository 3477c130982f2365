"""What orders hold: median basket size in pieces, 订单的件数中位数, orders by number of items.

An average of pieces has a measure of its own; any other summing up is one of the field.
"""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_FIELD = "order_units"
_ORDERS = (
    "订单", "订单的", "每单", "单均", "一单", "per order", "basket", "order size", "basket size", "orders",
)  # fmt: skip


def settle_order_pieces(slots: Slots) -> None:
    """Make the field of a figure of pieces an order holds, where its median is asked for or it splits orders."""
    _split_by_pieces(slots)
    middle = [i for i in range(len(slots)) if slots.has(i, "median") or slots.value(i, "norm") == "median"]
    people = slots.find("people", "agent", "per_person", free=False) is not None
    if not middle or people or _FIELD not in slots.vocabulary.dictionary.fields:
        return
    words = [slots[i].text.casefold() for i in range(len(slots))]
    of_orders = any(word in _ORDERS for word in words)
    for index, word in enumerate(words):
        named = slots.value(index, "measure") == "units_per_order" or ("件数" in word and "单" in word)
        if named or (of_orders and slots.value(index, "field") == "units"):
            slots.retag(index, Sense("field", _FIELD))
            break
    else:
        return
    for at in range(len(slots)):
        if slots.value(at, "measure") == "orders" or words[at] in _ORDERS:
            slots.retag(at, Sense("filler"))


_EACH = f"band({_FIELD}, 1/2/3/4/5)"
"""None left after returns, one piece, two, three, four, and five or more."""
_HELD = {"units": _EACH, "units_per_order": _EACH, "average_order_value": "band(order_value)"}


def _split_by_pieces(slots: Slots) -> None:
    """orders by number of items, by basket size: how many orders held so much, and no second figure."""
    for by in range(1, len(slots) - 1):
        held = _HELD.get(slots.value(by + 1, "measure") or "")
        if not held or not slots.has(by, "by") or _FIELD not in slots.vocabulary.dictionary.fields:
            continue
        counted = slots.before(by)
        if slots.value(counted, "measure") == "orders" and slots.find("top", "bottom", "which", free=False) is None:
            slots.retag(by + 1, Sense("rows_of", held))
            slots.use(by, "split by")
            for behind in range(by + 2, len(slots)):
                if slots[behind].text.casefold() in ("per order", "in the order", "in an order", "each order"):
                    slots.retag(behind, Sense("filler"))
