"""People named by what they buy: 护肤客户, app shoppers – also behind a deed of theirs: 90天没下单的护肤客户."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots


def goods_buyers(slots: Slots, index: int) -> bool:
    """app shoppers, 护肤客户: people named by where or what they bought."""
    group = slots.value(index - 1, "group") if index else None
    shopped = slots[index].text.casefold() in ("shoppers", "purchasers", "shopper")
    if shopped and not slots.used(index) and index and slots.has(index - 1, "period") and slots.relative:
        return True
    if group is None or not slots.has(index, "people") or slots.used(index - 1):
        return False
    goods = ("category", "subcategory", "brand", "order_channel", "day_type", "weekday")
    told = behind_deed(slots, index - 1)
    if group.field not in goods or (
        not told and any(slots.has(i, "verb", "agent") for i in range(max(0, index - 4), index - 1))
    ):
        return False
    return told or not any(
        slots.has(i, "measure", "by", "share") and not slots.has(i, "people", "verb") and not slots.has(i - 1, "not")
        for i in range(len(slots))
    )


_WHOLE_DEEDS = ("下单", "下过单", "消费", "消费过", "光顾", "来过", "成交")
"""Deeds that take no goods: 未下单护肤客户."""


def behind_deed(slots: Slots, index: int) -> bool:
    """90天没下单的护肤客户: the deed is told to its end, and what follows says which people."""
    if index < 2 or not slots.chinese(index):
        return False
    if slots.has(index - 1, "verb") and slots[index - 1].text.endswith(_WHOLE_DEEDS):
        return True
    ended = slots[index - 1].text.endswith("的")
    return ended and slots.has(index - 1 - (slots[index - 1].text == "的"), "verb")
