"""Where one verb's arguments end and the next verb's begin."""

from __future__ import annotations

from assistant.planner.grammar.deeds.arguments import is_object
from assistant.planner.grammar.people.goods_people import behind_deed
from assistant.planner.grammar.slots import Slots

_ALSO = ("还", "也", "又", "就", "都", "再", "还有", "还在", "还会", "又有", "又在")


def right_limit(slots: Slots, index: int, ceiling: int, following: str) -> int:
    """Where this verb's arguments end and what belongs to the next verb begins."""
    noun = following.startswith("noun:")
    agent = following.startswith("agent:") and not slots.chinese(ceiling)
    if ceiling >= len(slots):
        return ceiling
    if following == "agent:buy" and _is_goods(slots, ceiling - 1) and behind_deed(slots, ceiling - 1):
        return ceiling - 1  # 90天没下单的护肤客户: whoever buys skincare, and ordered nothing
    left = ceiling
    while left - 1 > index and (
        _belongs_ahead(slots, left - 1, ceiling, noun, agent) or _in_step(slots, index, left - 1, ceiling)
    ):
        left -= 1
    if left - 1 > index and slots.has(left - 1, "and", "but", "or", "break"):
        left -= 1
        while left - 1 > index and slots.has(left - 1, "and", "but", "or", "break"):
            left -= 1
    return left


def _is_goods(slots: Slots, at: int) -> bool:
    """Goods that stand right before the people who buy them."""
    return at > 0 and slots.has(at, "group") and not slots.used(at) and is_object(slots, at)


def _belongs_ahead(slots: Slots, at: int, ceiling: int, noun: bool, agent: bool) -> bool:
    """Whether an item is said of the next verb: its negation, its number, in Chinese its period and place."""
    item = slots[at]
    if item.has("not", "never", "only", "always", "later", "that_order") or item.text in _ALSO:
        return True
    if item.has("since_then") and slots.chinese(at) and slots.chinese(ceiling):
        return True
    if item.has("filler", "with", "who") and not item.has("group", "range", "and", "but", "or", "break"):
        return True
    if (noun or agent) and not slots.chinese(ceiling) and _led_by_negation(slots, at):
        return True
    if noun and (
        item.has("range", "number", "relative", "times") or (item.has("group") and slots.has(at - 1, "not", "never"))
    ):
        return True
    fronted = at + 1 == ceiling and slots.has(ceiling, "field") and slots.has(at - 1, "break", "and")
    if item.has("group") and fronted and not slots.chinese(ceiling) and is_object(slots, at):
        return slots.has(ceiling + 1, "range")  # makeup spend >= 100, skincare spend >= 100
    if item.has("range") and at + 1 == ceiling and slots[ceiling].text.casefold() == "spent":
        return not slots.has(ceiling + 1, "range", "number")  # 2+ orders and more than 300 spent
    if not slots.chinese(ceiling) or item.has("people"):
        return False
    if item.has("rest"):
        return True
    if item.has("range"):
        return slots.value(at, "range").unit == "duration"
    if item.has("group") and is_object(slots, at):
        return _fronted(slots, at) or _fronted_list(slots, at, ceiling)
    return item.has("period", "periods", "after", "ago", "duration", "same_order", "filter")


def _led_by_negation(slots: Slots, at: int) -> bool:
    """w/o a womenswear purchase, minus oct buyers: what stands between a negation and a noun is said of the noun."""
    if slots.has(at, "except"):
        return True
    while slots.has(at, "group", "period", "filler", "filter") and not slots.has(
        at, "not", "except", "and", "or", "but"
    ):
        at -= 1
    return slots.has(at, "not", "never", "except")


def _in_step(slots: Slots, verb: int, at: int, ceiling: int) -> bool:
    """青岚买过 汉萨植研没买: goods stand before the first verb and before the second; 鞋一双没买."""
    if not (slots.chinese(ceiling) and slots.chinese(verb)):
        return False
    if slots.has(at, "times", "pieces", "number") and slots.has(at + 1, "not", "never"):
        return not slots.has(at, "period")
    ahead = verb - 1
    while ahead > 0 and slots.has(ahead, "not", "never", "only", "filler") and not slots.has(ahead, "group", "break"):
        ahead -= 1
    both = all(slots.has(i, "group") and is_object(slots, i) for i in (at, ahead) if i >= 0) and ahead >= 0
    object_behind = slots.has(ceiling + 1, "group") and is_object(slots, ceiling + 1)
    return both and not object_behind and slots.value(verb, "verb") == slots.value(ceiling, "verb")


def _fronted(slots: Slots, at: int) -> bool:
    """买过鞋，周末买过; 护肤没买过: what stands before a Chinese verb is its own, unless it ends a list."""
    before = at - 1
    while slots.has(before, "filler", "only", "place", "always", "rest") and not slots.has(
        before, "and", "but", "or", "break", "group"
    ):
        before -= 1
    if not slots.has(before, "and", "but", "or", "break"):
        return False
    group, listed = slots.value(at, "group"), slots.value(before - 1, "group")
    return (
        listed is None or listed.field != group.field or slots[before].text not in ("、", "和", "或", "与", "及", "跟")
    )


def _fronted_list(slots: Slots, at: int, ceiling: int) -> bool:
    """床品买过，家居、厨房都没买过: a list behind a comma stands before the verb that has no object of its own."""
    field, start = slots.value(at, "group").field, at
    while start > 0:
        listed = slots.has(start - 1, "and") or slots[start - 1].text in ("、", "/")
        before = start - 1 - listed
        if getattr(slots.value(before, "group"), "field", None) != field:
            break
        start = before
    led = slots.has(start - 1, "but") or slots[start - 1].text in ("，", ",", "；", ";")
    while slots.has(start - 1, "rest"):
        start -= 1
        led = slots.has(start - 1, "but") or slots[start - 1].text in ("，", ",", "；", ";", "、")
    after = ceiling + 1
    while slots.has(after, "filler") and not slots.has(after, "group", "break"):
        after += 1
    return start > 0 and led and not slots.has(after, "group")
