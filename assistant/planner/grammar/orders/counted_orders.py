"""Orders counted by their turn: how many repeat orders, 上个月首单有多少 – orders, not the people who placed them."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_ORDERS = ("orders", "purchases")
_ORDERS_ZH = ("订单", "首单", "单", "订单数", "单数")
_ASKED_ZH = ("数", "数量", "量")


def reduce_counted_orders(slots: Slots) -> None:
    """Make the number that is asked for one of orders, where nobody is spoken of before them."""
    for index in range(1, len(slots)):
        status = slots.value(index - 1, "value")
        if status and status[0] == "order_status" and slots[index].text == "单":
            slots.retag(index, Sense("measure", "orders"))  # 退款单最多的平台
    if slots.find("measure", "by", "versus", "compare", "share") is not None:
        return
    for index in range(len(slots)):
        value = slots.value(index, "value")
        if not value or value[0] != "first_or_repeat" or any(slots.has(i, *_SOMEBODY) for i in range(index)):
            continue
        said, before, after = slots[index].text.casefold(), slots.before(index), slots.next(index)
        if said.rpartition(" ")[2] in _ORDERS:
            if slots.has(before, "how_many"):
                slots.retag(before, Sense("measure", "orders"))
            elif all(slots.has(i, "filler", "list", "greeting", "break", "period", "place") for i in range(index)):
                _split(slots, index)
        elif said.endswith(_ORDERS_ZH):
            for place in (before, after, index + 1):
                if slots.has(place, "how_many") or slots[place].text in _ASKED_ZH:
                    slots.retag(index, *(s for s in slots[index].senses if s.kind == "value"))
                    slots.retag(place, Sense("measure", "orders"))
                    return


_SOMEBODY = ("people", "who", "anaphor", "agent")


def _split(slots: Slots, index: int) -> None:
    """repeat | orders: the orders are what is counted."""
    item = slots[index]
    first, _, last = item.text.rpartition(" ")
    slots.items[index : index + 1] = [
        Span(item.start, item.end - 1, first, tuple(s for s in item.senses if s.kind == "value")),
        Span(item.end - 1, item.end, last, (Sense("measure", "orders"),)),
    ]
