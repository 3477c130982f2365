"""Menswear for the first time, their first skincare order, new to candles: the first of those goods, not of all.

A first order that held menswear is another thing: the very first of somebody's orders.
"""

from __future__ import annotations

import re

from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_TIME = (
    "first time", "first-time", "for the first time", "very first time", "first ever time", "the first time ever",
    "first time ever", "1st time",
)  # fmt: skip
_FIRST = ("first", "first ever", "first-ever", "the very first", "very first", "the first", "their first")
_NOUNS = ("order", "purchase", "buy", "transaction")
_FELL = ("fell", "happened", "landed", "occurred", "came", "took place", "dates from", "was placed", "was made")


def reduce_firsts(slots: Slots) -> None:
    """Mark the words that say so, where goods stand with them."""
    index = 0
    while index < len(slots):
        _chinese(slots, index)
        said = slots[index].text.casefold()
        if said in _FIRST and index + 1 < len(slots) and slots[index + 1].text.casefold() == "time":
            slots.merge(index, index + 2, Sense("first_time"))
        elif (
            said in _FIRST
            and slots[index + 1].text.casefold().startswith("time ")
            and _goods(slots, slots.next(index + 1))
        ):
            slots.retag(index, Sense("first_time"))
            slots.retag(index + 1, Sense("verb", "buy"))  # time bought is a number of orders elsewhere
        timed = said in _TIME or slots.has(index, "first_time")
        if timed and (_goods_before(slots, index) or _goods_sold(slots, index)):
            slots.retag(index, Sense("first_of"))
        elif said in _FIRST:
            _first_purchase(slots, index)
        elif said == "new" and index + 2 < len(slots) and slots[index + 1].text == "to" and _goods(slots, index + 2):
            slots.retag(index, Sense("verb", "buy"))
            slots.retag(index + 1, Sense("first_of"))
        index += 1


def _chinese(slots: Slots, index: int) -> None:
    """上个月第一次买护肤的: in those days, and not before; without days it is the first order of all."""
    item = slots[index]
    found = _FIRST_ZH.fullmatch(item.text)
    if found is None or item.end - item.start != len(item.text) or slots.find("period", free=False) is None:
        return
    if _goods(slots, slots.next(index)) and slots.find("which", "average", "trend", free=False) is None:
        slots.items[index : index + 1] = [
            Span(item.start, item.start + len(found[1]), found[1], (Sense("first_of"),)),
            Span(item.start + len(found[1]), item.end, found[2], (Sense("verb", "buy"),)),
        ]


_FIRST_ZH = re.compile(r"(第一次|首次|头一次|头一回|初次)((?:下单)?(?:购买|买|入手|购入)[过了]?)")


def _goods(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    return group is not None and slots.level(group.field) in PRODUCT_LEVELS


def _light(item: Span) -> bool:
    return item.has("filler", "for", "place", "field", "period", "only") and not item.has("group", "verb", "agent")


def _goods_before(slots: Slots, index: int) -> bool:
    """bought menswear for the first time, ordered in the app for the first time."""
    before = slots.before(index, _light)
    group = slots.value(before, "group")
    return _goods(slots, before) or (getattr(group, "field", "") == "order_channel")


def _goods_sold(slots: Slots, index: int) -> bool:
    """first-time candle buyers; bought for the first time candles."""
    at = index + 1
    while slots.has(at, "filler", "period", "place") and not slots.has(at, "group"):
        at += 1
    if slots.value(at, "verb") == "buy" and _goods(slots, slots.next(at)):
        return True  # first time buy shoes, for the first time this year bought skincare
    bought = slots.value(index - 1, "verb") == "buy" or slots.value(slots.before(index, _light), "verb") == "buy"
    return _goods(slots, at) and (bought or slots.has(at + 1, "agent", "people"))


def _first_purchase(slots: Slots, index: int) -> None:
    """their first skincare order, first ever purchase of candles: the noun is what they did."""
    at = index + 1
    said = slots[at].text.casefold() if at < len(slots) else ""
    of = said.removesuffix(" of") in _NOUNS and (said.endswith(" of") or slots.has(at + 1, "filler", "place"))
    goods, noun = (slots.next(at), at) if of else (at, at + 1)
    named = noun < len(slots) and slots[noun].text.casefold().removesuffix(" of") in _NOUNS
    if not named or not _goods(slots, goods):
        return
    if any(slots.has(i, "measure") and i != noun and not slots.has(i, "people", "agent") for i in range(len(slots))):
        return
    if slots.find("how_much", "average", "sum", "trend", "by", "which", "share", free=False) is not None:
        return
    slots.retag(index, Sense("verb", "buy"))
    slots.retag(noun, Sense("first_of"))
    after = max(goods, noun) + 1
    while after < len(slots) and (slots[after].text.casefold() in _FELL or slots.has(after, "filler")):
        slots.retag(after, Sense("filler"))
        after += 1
