"""Orders of one kind of goods and nothing else: orders with only skincare, 只有彩妆的订单."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Filter

_ONLY = (
    "only",
    "just",
    "solely",
    "exclusively",
    "nothing but",
    "only contain",
    "only contained",
    "只有",
    "仅有",
    "只",
    "仅",
)
_WITHIN = {"category": "order_categories", "brand": "order_brands"}
_NOUNS = ("orders", "order", "baskets", "basket", "订单", "单子", "订单数")
_LIGHT = ("filler", "with", "who", "place", "only", "only_cue", "cart_lead")
_HELD = (
    "containing", "contain", "contains", "contained", "include", "included", "including", "includes", "holding", "hold",
    "having", "had", "have", "has", "that", "were", "are", "is", "was", "of", "in", "from", "的",
)  # fmt: skip


def settle_only_held(slots: Slots) -> None:
    """Say with "only" that the order holds one category, or one brand, where that is what it stands before."""
    if slots.find("people", "agent", "who", "share") is not None:
        return
    for index in range(len(slots)):
        group = slots.value(index, "group")
        name = _WITHIN.get(group.field, "") if group is not None and len(group.values) == 1 else ""
        if name not in slots.vocabulary.dictionary.fields or group.op != "is" or slots.has(index + 1, "and", "or"):
            continue
        only = _only_before(slots, index)
        if only is not None and (_orders_before(slots, only) or _orders_behind(slots, index)):
            slots.retag(only, Sense("filter", Filter(field=name, values=[1])))
            return


def _only_before(slots: Slots, index: int) -> int | None:
    at = index - 1
    while at >= 0 and slots[at].text.casefold() not in _ONLY and _light(slots, at):
        at -= 1
    return at if at >= 0 and slots[at].text.casefold() in _ONLY else None


def _orders_before(slots: Slots, index: int) -> bool:
    at = index - 1
    while at >= 0 and not _names_orders(slots, at) and _light(slots, at):
        at -= 1
    return at >= 0 and _names_orders(slots, at)


def _orders_behind(slots: Slots, index: int) -> bool:
    at = index + 1
    while at < len(slots) and slots[at].text == "的":
        at += 1
    return slots.chinese(index) and _names_orders(slots, at)


def _names_orders(slots: Slots, index: int) -> bool:
    """orders, how many orders, 订单: not how often somebody ordered."""
    return slots[index].text.casefold().endswith(_NOUNS) and not slots.has(index, "group", "filter", "range")


def _light(slots: Slots, index: int) -> bool:
    plain = slots.has(index, *_LIGHT) or slots[index].text.casefold() in _HELD
    return plain and not slots.has(index, "group", "not", "never", "except", "break", "range", "period")
