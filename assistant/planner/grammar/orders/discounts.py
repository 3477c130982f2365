"""With a discount, at full price: what was paid for an order, as one filter; or for every order of somebody's."""

from __future__ import annotations

from assistant.planner.grammar.deeds.joints import is_edge
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Filter

DISCOUNTED = Filter(field="order_discount", op="gt", values=[0])
FULL_PRICE = Filter(field="order_discount", op="le", values=[0])
_ALL = (
    "all",
    "all of",
    "every",
    "each",
    "each of",
    "every single",
    "every one of",
    "every single one of",
    "all of them",
    "100%",
    "any and all",
)
_NOUNS = ("time", "times", "one", "of", "them")


def reduce_discounts(slots: Slots) -> None:
    """Turn the words into filters, where the shop keeps discounts of orders."""
    if "order_discount" not in slots.vocabulary.dictionary.fields or slots.find("copy_verb", free=False) is not None:
        return
    for index in range(len(slots)):
        if slots.value(index, "measure") == "discounted_orders" and _narrows(slots, index):
            slots.retag(index, Sense("filter", DISCOUNTED))
        if slots.has(index, "measure", "group", "verb"):
            continue
        if slots.has(index, "discounted"):
            slots.retag(index, Sense("filter", DISCOUNTED))
        elif slots.has(index, "full_price"):
            slots.retag(index, Sense("filter", FULL_PRICE))
    for index in range(len(slots)):
        said = slots[index].text.casefold()
        of_them = slots.has(index, "all_rows") and said.startswith(("all of them", "every", "each"))
        if said in _ALL or of_them or slots.has(index, "always", "every"):
            _throughout(slots, index)


def _narrows(slots: Slots, index: int) -> bool:
    """revenue from discounted orders: which orders the figure before is of."""
    before = slots.before(index, lambda item: item.has("filler") and not item.has("place", "and", "measure"))
    of = before >= 0 and slots[before].text.casefold() in ("from", "in", "on")
    return of and slots.has(before - 1, "measure") and not slots.has(index - 1, "and")


def _throughout(slots: Slots, index: int) -> None:
    """all their orders had a discount, every single time: no order of theirs is without."""
    start, end = index, index + 1
    while not is_edge(slots, start - 1):
        start -= 1
    while not is_edge(slots, end):
        end += 1
    inside = range(start, end)
    discounted = next((i for i in inside if _about_discounts(slots, i)), None)
    if discounted is not None and slots.value(discounted, "measure") == "discounted_orders":
        slots.retag(discounted, Sense("filter", DISCOUNTED))
    if discounted is None or any(slots.has(i, "not", "never", "by", "field") and _bars(slots, i) for i in inside):
        return
    slots.retag(index, Sense("always"))
    for at in inside:
        orders = slots.value(at, "field") == "orders" and at > start and not slots.has(at - 1, "range", "number")
        if orders or slots.has(at, "anaphor") or (at > index and slots[at].text.casefold() in _NOUNS):
            slots.retag(at, Sense("filler"))


def _about_discounts(slots: Slots, index: int) -> bool:
    found = slots.value(index, "filter")
    if slots.value(index, "measure") == "discounted_orders" and slots.has(index - 1, "every", "always"):
        return True  # all orders discounted
    return slots.value(index, "verb") == "discount" or getattr(found, "field", "") == "order_discount"


def _bars(slots: Slots, index: int) -> bool:
    """A negation, or a figure that is split: nothing is said of all orders."""
    return slots.has(index, "not", "never") or (slots.has(index, "by") and not slots.has(index, "every", "always"))
