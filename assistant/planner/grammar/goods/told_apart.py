"""Goods told by what they are not: shoes that aren't trainers, any brand other than Moorlight, 不是精华的护肤."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.lexicon import Sense

_COPULAS = ("is", "isn't", "isnt", "are", "aren't", "arent", "was", "wasn't", "wasnt", "were", "weren't", "werent")
_FROM = ("not from", "not by", "other than", "not from the", "not by the", "none of which are", "none of which is")
_THINGS = ("something", "anything", "things", "stuff", "items", "products", "goods", "pieces", "brand", "brands")
_AHEAD = ("non", "非")
"""Right before the word they deny: non-leather, 非Moorlight的."""


def reduce_told_apart(slots: Slots) -> None:
    """Make one condition on the goods of a not and what they are not, so that it denies no purchase."""
    index = 0
    while index < len(slots):
        at = _denied(slots, index) if slots.has(index, "not", "except") else None
        if at is not None and (_after_goods(slots, index) or _before_goods(slots, index, at)):
            group = slots.value(at, "group")
            slots.merge(index, at + 1, Sense("group", replace(group, op="is_not")))
        index += 1


def _denied(slots: Slots, index: int) -> int | None:
    """Where the goods are that a not denies: right behind it, but for made of, from, the brand."""
    at = index + 1
    while slots.has(at, "filler", "place", "product_fact", "material_word") and not slots.has(at, *_BOUND):
        at += 1
    group = slots.value(at, "group")
    if not isinstance(group, Group) or group.op not in ("is", "contains") or group.absent:
        return None
    return at if _of_goods(slots, group) else None


def _after_goods(slots: Slots, index: int) -> bool:
    """shoes that aren't, something not made of, any brand other than: of goods told just before."""
    said = slots[index].text.casefold()
    made_of = slots.has(index + 1, "product_fact") or getattr(slots.value(index + 1, "group"), "op", "") == "contains"
    told = said.partition(" ")[0] in _COPULAS or said in _FROM or (said == "not" and made_of)
    if not told or slots.chinese(index):
        return False
    before = index - 1
    while before >= 0 and slots.has(before, "filler", "who", "anaphor") and not slots.has(before, *_BOUND):
        if slots[before].text.casefold() in _THINGS:
            return True
        before -= 1
    return before >= 0 and (_names_goods(slots, before) or slots[before].text.casefold().rpartition(" ")[2] in _THINGS)


def _before_goods(slots: Slots, index: int, at: int) -> bool:
    """non-leather shoes, 不是精华的护肤, 非Moorlight的精华: of goods told right behind."""
    said = slots[index].text.casefold()
    behind = at + 1
    chinese = slots.chinese(index)
    while slots[behind].text in ("的", "-"):
        behind += 1
    if chinese and said in ("不是", "非", "并非") and behind == at + 1:
        return False
    if not (said in _AHEAD or (chinese and said in ("不是", "并非"))):
        return False
    return _names_goods(slots, behind) or slots.value(behind, "field") == "product"


def _names_goods(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    return isinstance(group, Group) and _of_goods(slots, group)


def _of_goods(slots: Slots, group: Group) -> bool:
    return slots.level(group.field) == "product"


_BOUND = ("group", "verb", "break", "range", "condition", "period")
