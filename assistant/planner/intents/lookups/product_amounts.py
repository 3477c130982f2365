"""Amounts of goods: fewer than 20 in stock, 50块以下的商品, 最便宜的三款口红."""

from __future__ import annotations

from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.people.amounts import comparison
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.lexicon import Sense


def product_amounts(slots: Slots) -> None:
    """fewer than 20 in stock, 50块以下的商品: what an amount beside goods is of."""
    fields = slots.vocabulary.dictionary.fields
    index = 0
    while index < len(slots):
        low = slots.value(index, "stock_state") == "low" and "stock" in fields
        amount = amount_of(slots[index + 1]) if low and index + 1 < len(slots) else None
        if amount is not None and amount.unit in ("pieces", "number"):  # 库存不足20件
            slots.merge(index, index + 2, Sense("filter", comparison("stock", Range("lt", amount))))
        found = slots.value(index, "range")
        if isinstance(found, Range) and found.unit in ("money", "number", "pieces") and not slots.has(index, "filter"):
            stocked = next(
                (i for i in (index + 1, index - 1, slots.next(index), slots.before(index)) if _stocked(slots, i)), None
            )
            if stocked is not None and "stock" not in fields:
                slots.retag(stocked, Sense("absent_field", "stock"))
            elif stocked is not None and found.unit != "money":
                start, end = min(index, stocked), max(index, stocked)
                slots.merge(start, end + 1, Sense("filter", comparison("stock", found)))
                index = start
            elif found.unit != "money" and "stock" in fields and _of_the_stock(slots):
                slots.retag(index, Sense("filter", comparison("stock", found)))
            elif found.unit == "money" or (found.unit == "number" and _beside_goods(slots, index)):
                slots.retag(index, Sense("filter", comparison("price", found)))
        index += 1


def _stocked(slots: Slots, index: int) -> bool:
    if not 0 <= index < len(slots) or slots.has(index, "group", "filter"):
        return False
    return slots.value(index, "product_fact") == "stock" or slots.value(index, "field") == "stock"


def _of_the_stock(slots: Slots) -> bool:
    """stock of trainers under 20 pieces: the goods stand between the two, and no price is spoken of."""
    priced = any(slots.value(i, "field") == "price" for i in range(len(slots)))
    return not priced and any(_stocked(slots, i) for i in range(len(slots)))


def _beside_goods(slots: Slots, index: int) -> bool:
    return goods_at(slots, slots.before(index)) or goods_at(slots, slots.next(index))


def goods_at(slots: Slots, index: int) -> bool:
    """Whether goods of the shop are named here."""
    group = slots.value(index, "group")
    return group is not None and not group.absent and slots.level(group.field) == "product"


def ranked_by_price(slots: Slots, extreme: int | None) -> bool:
    """最便宜的三款口红: goods in the order of their price, and nobody buys them."""
    busy = any(not slots.has(i, "list") for i in slots.all("verb", "period", "people", "agent"))
    if extreme is None or busy or any(_figure(slots, i) for i in slots.all("by", "measure")):
        return False
    return slots.find("number", "pieces", "list", "which", "product_cue") is not None


def _figure(slots: Slots, index: int) -> bool:
    """A split, or a figure other than what goods are called by: items are units as well."""
    goods = any((s.kind, s.value) in (("field", "product"), ("field", "price")) for s in slots[index].senses)
    return not (goods or slots.has(index, "filler", "group"))


def top_by_price(slots: Slots) -> None:
    """top 5 fragrances by price: the most expensive ones."""
    rank = slots.find("top", "bottom")
    by = next((i for i in slots.all("rank_by", "by") if slots.value(slots.next(i), "field") == "price"), None)
    if rank is None or by is None or slots.find("average", "median", "sum") is not None:
        return
    slots.retag(rank, Sense("expensive" if slots.has(rank, "top") else "cheap"))
    for index in (by, slots.next(by)):
        slots.retag(index, Sense("filler"))
