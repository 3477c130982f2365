"""The dearest and the cheapest of each kind: cheapest product per category, 每个品牌最贵的商品."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.goods.asking import row_kind, size, spoken
from assistant.planner.intents.goods.describing import Goods, in_stock
from tools.definitions import Metric, Sort


def dearest(slots: Slots, goods: Goods) -> Metric | None:
    """The price by kind, with the product that has it where each kind is asked for; None where no kind is named."""
    rank = slots.find("expensive", "cheap")
    kind = row_kind(slots)
    if rank is None or kind is None or "price" not in slots.vocabulary.dictionary.fields:
        return None
    row, name = kind
    cheap = slots.has(rank, "cheap")
    slots.use(rank, "rank by price")
    slots.use(row, "split by it")
    each = slots.all("by", "every", "each_row")
    for index in each:
        slots.use(index, "split by it")
    count = size(slots)
    in_stock(goods, slots)
    spoken(slots)
    measure = "min(price)" if cheap else "max(price)"
    sort = Sort(by=measure, descending=not cheap)
    if not each:
        return Metric(measures=[measure], dimensions=[name], where=goods.where, sort=sort, limit=count or 1)
    return Metric(
        measures=[measure], dimensions=[name, "product"], where=goods.where, sort=sort, limit=count or 1,
        limit_within=name,
    )  # fmt: skip
