"""Each of somebody's orders above a sum: 每单都过百, 每笔都在500以上."""

from __future__ import annotations

from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Bought, Filter, Group, Period

_OPPOSITE = {"gt": "le", "ge": "lt", "lt": "ge", "le": "gt"}


def reduce_every_order(slots: Slots) -> None:
    """Turn such a bound into a condition: bought, and never an order that does not meet it."""
    for index in range(len(slots) - 1, -1, -1):
        if slots.used(index) or not (_always_english(slots, index) or _always_chinese(slots, index)):
            continue
        at = index + 1
        while slots.has(at, "filler", "place", "field") and not slots.has(at, "range", "measure", "group"):
            at += 1
        found = slots.value(at, "range")
        if isinstance(found, Range) and found.unit in ("number", "money") and found.op in _OPPOSITE:
            other = Filter(field="order_value", op=_OPPOSITE[found.op], values=[found.low.value])
            when = _when(slots)
            condition = Group(all=[Bought(period=when)], none=[Bought(where=[other], period=when)])
            for near in _nouns(slots, index):
                slots.retag(near, Sense("filler"))
            slots.merge(index, at + 1, Sense("condition", condition))


def _when(slots: Slots) -> Period | None:
    """今年买过两次以上但每次都不超过100元: of the orders of the days that the question is about."""
    found = [index for index in slots.all("period", free=False) if not slots.has(index, "group", "condition")]
    if len(found) != 1:
        return None
    if slots.find("verb", "agent") is None:
        slots.use(found[0], "period")
    when: Period | None = slots.value(found[0], "period")
    return when


def _always_chinese(slots: Slots, index: int) -> bool:
    return slots.has(index, "always") and slots.chinese(index)


def _always_english(slots: Slots, index: int) -> bool:
    """whose orders are all above 100, every order over 50: of orders, and followed by the bound."""
    said = slots[index].text.casefold()
    if said in ("every order", "each order", "every single order", "all their orders", "all of their orders"):
        return True
    if said not in ("all", "always", "each", "every", "every single"):
        return False
    return bool(_nouns(slots, index))


def _nouns(slots: Slots, index: int) -> list[int]:
    """whose orders are all …: the word for orders beside it."""
    near = (index - 2, index - 1, index + 1)
    return [i for i in near if slots.value(i, "field") == "orders" and not slots.used(i)][:1]
