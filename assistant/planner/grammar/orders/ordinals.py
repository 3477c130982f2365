"""First, second, third order: which of a customer's orders is meant."""

from __future__ import annotations

from assistant.planner.grammar.deeds.joints import negated
from assistant.planner.grammar.slots import Amount, Range, Slots
from assistant.planner.lexicon import Sense
from tools.definitions import After, Attribute, Bought

FIELDS = {"1": "first_order_date", "2": "second_order_date"}
_EVER = ("ever", "and only", "of", "their", "really")


def reduce_ordinals(slots: Slots) -> None:
    """the very first purchase, their 2nd order: a number and a noun become the field of that order."""
    index = 0
    while index < len(slots):
        if slots.has(index, "nth") and not slots.has(index, "period", "field"):
            at = index + 1
            while slots.has(at, "filler") and slots[at].text.casefold() in _EVER:
                at += 1
            if order_noun(slots, at):
                nth = str(slots.value(index, "nth"))
                sense = Sense("field", FIELDS[nth]) if nth in FIELDS else Sense("orders_from", int(nth))
                slots.merge(index, at + 1, sense)
        index += 1


def order_noun(slots: Slots, index: int) -> bool:
    """order, purchase, 单: a word for one of them."""
    if slots.has(index, "group", "condition"):
        return False
    text = slots[index].text.casefold() if index < len(slots) else ""
    return slots.value(index, "field") == "orders" or text in (
        "purchase",
        "order",
        "buy",
        "transaction",
        "单",
        "次购买",
        "次下单",
    )


def reduce_further_orders(slots: Slots) -> None:
    """placed a second order, a third order within …: that many orders, or one so soon after the first."""
    for index in range(len(slots)):
        if index >= len(slots) or slots.used(index):
            continue
        second = slots.value(index, "field") == "second_order_date" and not slots.has(index, "condition")
        count = 2 if second else slots.value(index, "orders_from")
        if count is None or not _picks(slots, index):
            continue
        at = index + 1
        while slots.has(at, "filler", "place") and not slots.has(at, "after"):
            at += 1
        after: After | None = slots.value(at, "after")
        if second and after is not None and after.event == "first_order":
            slots.merge(index, at + 1, Sense("condition", Bought(after=after)))
        elif negated(slots, index):
            values = [1] if count == 2 else [1, count - 1]
            slots.retag(
                index,
                Sense("condition", Attribute(field="orders", op="is" if count == 2 else "between", values=values)),
            )
        else:
            slots.retag(index, Sense("condition", Attribute(field="orders", op="ge", values=[count])))


def reduce_single_orders(slots: Slots) -> None:
    """customers with a single order: exactly one – not an order of 1000 or more, which is a single one as well."""
    for index in range(len(slots) - 1):
        alone = not slots.has(slots.next(index + 1), "range", "money")
        before = slots.before(index, lambda item: item.has("filler", "verb", "with") and not item.has("not", "never"))
        if slots.has(index, "single") and slots.has(before, "not", "never") and before >= index - 3:
            slots.retag(index, Sense("filler"))  # hasn't placed a single order: none at all
        elif slots.has(index, "single") and slots.value(index + 1, "field") == "orders" and alone:
            slots.retag(index, Sense("range", Range("eq", Amount(1, "number"))))
        elif slots.has(index, "single") and slots.value(index + 1, "field") == "orders":
            slots.retag(index, Sense("filler"))


def _picks(slots: Slots, index: int) -> bool:
    """Whether people are picked by it: who placed a second order – not the average days to the second order."""
    if (
        slots.has(index, "by")
        or slots.find("average", "median", "distribution", "trend", "sum", free=False) is not None
    ):
        return False
    near = range(max(0, index - 4), index)
    return any(slots.has(i, "verb", "with", "not", "never", "people", "who") for i in near) or any(
        slots[i].text.casefold() in ("placed", "made", "did", "had", "made a") for i in near
    )
