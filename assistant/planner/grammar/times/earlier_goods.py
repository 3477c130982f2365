"""The goods of a purchase that another one follows: after buying jeans, within 30 days of a candle purchase."""

from __future__ import annotations

from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from tools.definitions import Filter

_NOUNS = ("order", "orders", "purchase", "purchases", "product", "products", "item", "items", "one")


def goods_bought(slots: Slots, at: int) -> tuple[int, list[Filter]] | None:
    """buying jeans, a candle purchase, 买了牛仔裤: where it ends, and what it was of; none of it for any purchase."""
    verb = slots.value(at, "verb") == "buy" and not slots.has(at, "group")
    index = at + verb
    while slots.has(index, "filler", "place") and not slots.has(index, "and", "or", "but", "break", "group"):
        index += 1
    where: list[Filter] = []
    while _goods(slots, index) and not any(f.field == slots.value(index, "group").field for f in where):
        group = slots.value(index, "group")
        if group.joiner == "and" and len(group.values) > 1:
            return None
        where.append(filters_of(group))
        index += 1
    noun = slots[index].text.casefold() in _NOUNS and bool(where)
    if not (verb or noun):
        return None
    return (index + noun, where) if where else (at + 1, [])


def _goods(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    known = group is not None and group.op in ("is", "contains") and not group.absent
    return known and (slots.level(group.field) in PRODUCT_LEVELS or group.field == "order_channel")
