"""Orders that hold one thing and another: orders with both skincare and makeup, baskets with serum and toner."""

from __future__ import annotations

from itertools import pairwise

from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from tools.definitions import Filter

_BOTH = ("both", "together", "as well as", "mixing", "combining", "mixed", "combined", "alongside", "together with",
         "along with", "plus", "combined with", "each of", "at the same time")  # fmt: skip
_HOLDING = ("with", "containing", "contain", "contains", "contained", "include", "included", "including", "includes",
            "holding", "hold", "having", "had", "that had", "mixing", "combining", "featuring")  # fmt: skip


_AT_ONCE = (
    "同时",
    "同时有",
    "同时含",
    "同时包含",
    "既有",
    "both",
    "both a",
    "with both",
    "included both",
    "containing both",
)


def orders_of_both(slots: Slots, figures: Figures) -> None:
    """Of a list of goods in one order, the first narrows the orders and the others must be in them too.

    Of what such orders are worth, all their lines count: each of the goods must but be in them.
    """
    worth = len(figures.measures) == 1 and figures.measures[0] in _OF_WHOLE_ORDERS
    split_by_goods = any(slots.level(name) in PRODUCT_LEVELS for name in figures.dimensions)
    if not (worth or figures.measures == ["orders"]) or split_by_goods:
        return
    for index in range(len(slots)):
        group = slots.value(index, "group")
        listed = group is not None and len(group.values) > 1 and group.joiner == "and" and not slots.used(index)
        if not listed or slots.level(group.field) not in PRODUCT_LEVELS or not _in_one(slots, index):
            continue
        if (worth or figures.dimensions) and not _of_orders(slots, index):
            continue
        first, *others = (Filter(field=group.field, values=[value]) for value in group.values)
        (figures.together if worth else figures.where).append(first)
        figures.together += others
        slots.use(index, f"in one order: {group.field}")
        for at in slots.all("same_order"):
            slots.use(at, "in one order")
        return
    if not worth and not figures.dimensions:
        _apart(slots, figures)


def _of_orders(slots: Slots, index: int) -> bool:
    """revenue of orders with both: the orders stand right before what they hold, and both are in one."""
    at = index - 1
    while at > 0 and slots.has(at, "filler", "with", "who") and not slots.has(at, "break", "period"):
        if _word(slots, at).endswith(_ORDERS):
            break
        at -= 1
    said = any(_word(slots, i) in _BOTH for i in range(len(slots))) or slots.find("same_order") is not None
    said = said or any(word in _BOTH for word in _phrases(slots, index))
    return said and _word(slots, at).endswith(_ORDERS)


_ORDERS = ("orders", "baskets")


_OF_WHOLE_ORDERS = ("net_revenue", "gross_revenue", "average_order_value", "units", "units_per_order", "buyers")


def _apart(slots: Slots, figures: Figures) -> None:
    """skincare … together with makeup: two lists of one."""
    goods = [i for i in slots.all("group") if slots.level(slots.value(i, "group").field) in PRODUCT_LEVELS]
    if len(goods) != 2:
        return
    between = range(goods[0], goods[1])
    listed = any(slots.has(i, "and") for i in between) and any(_word(slots, i) in _AT_ONCE for i in range(goods[0]))
    if not listed and not any(_word(slots, i) in _BOTH for i in between):
        return
    figures.where.append(filters_of(slots.value(goods[0], "group")))
    figures.together.append(filters_of(slots.value(goods[1], "group")))
    for at in (*goods, *slots.all("same_order")):
        slots.use(at, "in one order")


def _in_one(slots: Slots, index: int) -> bool:
    said = any(_word(slots, i) in _BOTH for i in range(len(slots))) or slots.find("same_order") is not None
    inside = any(word in _BOTH for word in _phrases(slots, index))
    return (
        said
        or inside
        or _word(slots, slots.before(index, lambda item: item.has("filler") and not item.has("with"))) in _HOLDING
    )


def _phrases(slots: Slots, index: int) -> list[str]:
    words = slots[index].text.casefold().split()
    return [
        *words,
        *(" ".join(pair) for pair in pairwise(words)),
        *(" ".join(words[i : i + 3]) for i in range(len(words))),
    ]


def _word(slots: Slots, index: int) -> str:
    return slots[index].text.casefold() if 0 <= index < len(slots) else ""
