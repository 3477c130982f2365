"""Orders by what is in them: with at least one skincare item, containing a serum, that had a candle in them."""

from __future__ import annotations

from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.orders.only_held import settle_only_held
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Range, Slots
from assistant.planner.lexicon import Sense

_HOLDING = ("with", "containing", "contain", "contains", "contained", "include", "included", "including", "includes",
            "holding", "hold", "having", "had", "have", "has")  # fmt: skip
_ITEMS = ("item", "items", "product", "products", "piece", "unit", "article")
_REACH = 6


def settle_orders_holding(slots: Slots) -> None:
    """Make one filter of such words, whoever placed the orders."""
    settle_only_held(slots)
    if slots.find("people", "agent") is not None:
        return
    for index in range(len(slots)):
        if slots.value(index, "measure") != "orders" or slots.has(index, "group", "people"):
            continue
        counted = slots.before(index, lambda item: item.has("filler", "distinct") and not item.has("range", "number"))
        if slots.has(counted, "range", "times") and not slots.has(counted, "period"):
            continue  # 3 or more orders containing it: so many of somebody's
        at = index + 1
        held = None
        while at < min(len(slots), index + _REACH) and not slots.has(at, "group"):
            held = at if slots[at].text.casefold() in _HOLDING else held
            if held is not None and at > held and not _of_one(slots, at):
                break
            at += 1
        group = slots.value(at, "group")
        goods = group is not None and len(group.values) == 1 and slots.level(group.field) in PRODUCT_LEVELS
        if held is None or not goods or slots.has(at + 1, "and", "or", "group"):
            continue
        told = any(slots.has(i, "measure") and not slots.has(i, "group") for i in range(index))
        told = told or any(slots.value(i, "measure") == "average_order_value" for i in range(len(slots)))
        slots.retag(at, Sense("holding", filters_of(group)))
        labels = [*range(held, at), *([at + 1] if _item(slots, at + 1) else []), *([index] if told else [])]
        for label in labels:
            slots.retag(label, Sense("filler"))
        return


def _of_one(slots: Slots, index: int) -> bool:
    """at least one, a, 1: any number would say the same."""
    found = slots.value(index, "range")
    once = isinstance(found, Range) and found.op in ("ge", "eq") and found.low.value == 1
    return once or slots.value(index, "number") == 1 or (slots.has(index, "filler") and not slots.has(index, "not"))


def _item(slots: Slots, index: int) -> bool:
    return index < len(slots) and slots[index].text.casefold() in _ITEMS


def held_goods(slots: Slots, figures: Figures) -> None:
    """Orders are counted by a line of theirs; of what they are worth, all their lines count."""
    for index in slots.all("holding"):
        into = figures.where if set(figures.measures) <= {"orders", "buyers"} else figures.together
        into.append(slots.value(index, "holding"))
        slots.use(index, "in one order")
