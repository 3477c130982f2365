"""每个品类的商品平均价格, 各渠道平均每单买几件商品: the goods say only what the figure of each row is of."""

from __future__ import annotations

from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_GOODS = ("商品", "产品", "货品", "单品", "货", "东西", "的商品", "的产品")
_RANKS = (
    "top", "bottom", "best_selling", "worst_selling", "most_done", "least_done", "which", "list", "rank_verb",
)  # fmt: skip


def settle_goods_of_rows(slots: Slots) -> None:
    """Set the word for goods aside where something else is what every row is of, and a figure is named."""
    if slots.find(*_RANKS, free=False) is not None or slots.find("measure", "extreme", "average", "median") is None:
        return
    rows = [i for i in range(len(slots)) if dimension_at(slots, i) not in (None, "product") and _each(slots, i)]
    for index in range(len(slots)) if rows else ():
        said = slots[index].text in _GOODS and dimension_at(slots, index) == "product"
        counted = slots.has(index - 1, "how_many") or slots.has(index + 1, "how_many")
        if said and not counted and not _each(slots, index):
            slots.retag(index, Sense("filler"))


def _each(slots: Slots, index: int) -> bool:
    """每个品类, 按渠道, category 维度."""
    led = (
        slots.has(index - 1, "by") or slots[index].text[:1] in "每各按分逐" or slots[index - 1].text in ("不同", "所有")
    )
    return led or slots[index + 1].text.startswith("维度") or slots.has(index - 1, "every")
