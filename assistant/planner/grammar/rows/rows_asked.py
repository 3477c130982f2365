"""Whether rows are asked for by a bound on their figure: 哪些品牌的客单价超过150, 退货率超过10%的品类有哪些."""

from __future__ import annotations

from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots

_AFTER = ("有哪些", "是哪些", "有哪几个", "是哪几个", "有几个", "哪些", "都有哪些", "有哪几款")


def _bound(slots: Slots, index: int) -> bool:
    """An amount that a comparison bounds and that is no range yet."""
    return slots.has(index - 1, "cmp") or slots.has(index + 1, "cmp_post")


def rows_asked(slots: Slots) -> bool:
    """Which of the values of a field, where nobody is spoken of."""
    if slots.find("people", "agent", "who", "contact", free=False) is not None:
        return False
    for index in range(len(slots)):
        named = dimension_at(slots, index) is not None and not slots.has(index, "group", "condition", "period")
        if not named or slots.has(index, "measure"):
            continue
        before, after = slots.before(index), slots.next(index)
        led = slots.has(before, "which") or slots.has(index, "which") or slots.has(index - 1, "by", "every")
        headed = slots.has(before, "range") or (
            slots.has(before, "number", "money", "percent") and _bound(slots, before)
        )
        last = after >= len(slots) or slots.has(after, "break", "list")
        if led or (headed and last) or (after < len(slots) and slots[after].text in _AFTER):
            return True
    return False
