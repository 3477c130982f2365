"""How many rows are asked for, said apart from the rank: which 3 email campaigns had the best open rate."""

from __future__ import annotations

from assistant.planner.grammar.dimensions import dimension_at
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots


def which_count(slots: Slots) -> tuple[int | None, int | None]:
    """which 3 email campaigns, which 5 skincare products: the number stands behind which, what narrows it between."""
    for index in slots.all("which", free=False):
        at = index + 1
        value = slots.value(at, "number")
        if not value or value != int(value) or slots.used(at) or slots.has(at, "period", "range"):
            continue
        row = slots.next(at, lambda item: item.has("filler", "group", "contact_noun") and not item.has("field"))
        if goods_at(slots, at + 1) or dimension_at(slots, row):
            return int(value), at
    return None, None


def goods_at(slots: Slots, index: int) -> bool:
    """skincare products, shoes items: goods by the name of their kind."""
    group = slots.value(index, "group")
    named = slots[index].text.casefold().endswith(("products", "items", "articles", "skus")) if group else False
    return named and slots.level(group.field) in PRODUCT_LEVELS


def further_count(slots: Slots, index: int, row: int | None) -> tuple[int | None, int | None]:
    """which five products sold most, 最受欢迎的前5个品牌: the number stands beside the row, or a second rank word."""
    places = [row - 1, slots.before(row)] if row is not None else []
    for other in (i for i in slots.all("top", "bottom") if i != index):
        slots.use(other, "rank")
        places += [other + 1, slots.next(other)]
    for at in places:
        if 0 <= at < len(slots) and not slots.used(at) and not slots.has(at, "period", "range"):
            value = slots.value(at, "number") or slots.value(at, "pieces")
            if value and value == int(value):
                return int(value), at
    return None, None
