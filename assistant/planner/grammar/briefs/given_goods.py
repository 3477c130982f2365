"""Goods that are given: a free Fig Hand Cream with any order."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots


def free_goods(slots: Slots, index: int) -> bool:
    """a free Fig Hand Cream: goods that are given."""
    group = slots.value(index, "group")
    named = group is not None and group.field == "product" and group.op == "is" and len(group.values) == 1
    return bool(index) and named and slots[index - 1].text.casefold() in _FREE


_FREE = ("free", "a free", "complimentary", "gift", "gift of a", "免费", "免费送", "赠送", "送")


def any_order(slots: Slots, index: int) -> None:
    """with any order: what it comes with bounds nobody it goes to."""
    for at in range(index + 1, min(index + 6, len(slots))):
        if slots[at].text.casefold().split()[-1] in ("order", "purchase", "orders", "purchases") and any(
            slots[i].text.casefold().split()[-1] in ("any", "every", "each") for i in (at, at - 1)
        ):
            for used in range(index + 1, at + 1):
                slots.use(used, "offer")
            return
