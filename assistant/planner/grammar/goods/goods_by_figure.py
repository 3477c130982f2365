"""Goods by a figure: skincare products by revenue, 护肤商品按销售额排 – each of them, and not their sum."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from tools.definitions import Sort

_GOODS = ("products", "items", "articles", "skus", "goods", "商品", "产品", "单品", "货品")


def goods_words(slots: Slots) -> tuple[str, ...]:
    """What goods are called, with the shop's own word for them: Portuguese wines, in a wine shop."""
    own = slots.vocabulary.dictionary.own_words.get("product", {}).get("en", ())
    return (*_GOODS, *(f"{noun.removesuffix('s')}s" for noun in own))


def goods_by_figure(slots: Slots, figures: Figures) -> bool:
    """Make rows of goods that some fact picks, where a figure is named behind "by" and none before it."""
    if figures.share or figures.part or figures.per or not figures.measures:
        return False
    if not any(slots.level(item.field) in PRODUCT_LEVELS for item in figures.where):
        return False
    for index in slots.all("rank_by", "by", free=False):
        figured = slots.role(slots.next(index)).startswith(("measure:", "aggregate:"))
        told = any(slots.role(i).startswith(("measure:", "aggregate:")) for i in range(index))
        if figured and not told and any(slots[i].text.casefold().endswith(goods_words(slots)) for i in range(index)):
            figures.dimensions, figures.sort = ["product"], Sort(by=figures.measures[0])
            return True
    return False
