"""Who owns the duvet cover has bought it: having goods of ours as a verb of buying."""

from __future__ import annotations

from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots

_HAVE = ("have", "has", "had", "own", "owns", "owned", "got")


def owns_goods(slots: Slots, index: int) -> bool:
    """own the duvet cover, don't have the pillowcases: who has goods of ours has bought them."""
    said, at = slots[index].text.casefold(), index + 1
    while slots.has(at, "filler") and not slots.has(at, "group", "verb", "break"):
        at += 1
    group = slots.value(at, "group")
    if said not in _HAVE or group is None or group.field != "product" or slots.has(index, "verb"):
        return False
    before = slots.before(index)
    return before < 0 or slots.has(before, "not", "never", "who", "people", "and", "but", "break", "or")


def names_goods(slots: Slots, index: int) -> bool:
    """Whether products, or kinds of them, are named here."""
    group = slots.value(index, "group")
    return group is not None and slots.level(group.field) in PRODUCT_LEVELS
