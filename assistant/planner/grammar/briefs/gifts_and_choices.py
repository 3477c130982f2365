"""Offers of another kind than so much off: goods that are given, and one of two left open."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear


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


def one_or_the_other(slots: Slots) -> None:
    """Free shipping or 10% off: a text offers the one or the other, and both would be more than was said."""
    for index in slots.all("or", free=False):
        beside = (slots.before(index), slots.next(index))
        if all(0 <= i < len(slots) and slots.role(i).startswith("offer") for i in beside):
            first, second = (slots[i].text for i in beside)
            raise Unclear(
                f"“{first}” or “{second}”: which of the two is offered?",
                f"“{first}”还是“{second}”：提供哪一个优惠？",
                [(f"with {first}", first), (f"with {second}", second)],
                firm=True,
            )
