"""With a discount, at full price: what was paid for an order, as one filter; or for every order of somebody's."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.grammar.deeds.joints import is_edge
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
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


def given_away(spans: list[Span]) -> list[Span]:
    """今年折扣一共多少钱, 优惠让了多少钱: money taken off, where neither people nor orders are spoken of."""
    if any(span.has("people", "agent", "who", "measure", "range", "copy_verb") for span in spans):
        return spans
    for index, span in enumerate(spans):
        at = index + 1
        while at < len(spans) and spans[at].filler and not spans[at].has("how_much", "break"):
            at += 1
        if span.text in ("折扣", "优惠", "打折") and span.has("off") and at < len(spans) and spans[at].has("how_much"):
            made = replace(span, senses=(Sense("measure", "discount_amount"),))
            return [*spans[:index], made, *spans[index + 1 : at], *spans[at + 1 :]]
    return spans


def of_full_price(spans: list[Span]) -> list[Span]:
    """折扣额占原价的比例, discounts as a share of full price: the whole before discounts, and no orders without one."""
    for index, span in enumerate(spans):
        share = index - 1
        while share >= 0 and spans[share].has("filler", "place") and not spans[share].has("share"):
            share -= 1
        given = share - 1
        while given >= 0 and spans[given].filler:
            given -= 1
        if not span.has("full_price") or given < 0 or not spans[share].has("share"):
            continue
        if spans[given].has("off", "discounted") or spans[given].value("measure") == "discount_amount":
            spans[given] = replace(spans[given], senses=(Sense("measure", "discount_amount"),))
            spans[index] = replace(span, senses=(Sense("measure", "gross_revenue"),))
    return spans


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
