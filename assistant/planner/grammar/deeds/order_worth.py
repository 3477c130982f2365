"""What a single order was worth: at least one order with a value of 400+, an order of minimum 400 in value."""

from __future__ import annotations

from assistant.planner.grammar.deeds.comparing import order_value
from assistant.planner.grammar.deeds.had_deeds import ARTICLES, ORDERS, of_people
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.lexicon import Sense

_WORTH = (
    "value", "a value", "order value", "amount", "total", "total value", "sum", "in value", "in total value",
    "in amount",
)  # fmt: skip
_BETWEEN = ("with", "of", "a", "an", "the", "having", "with a", "in", "whose", "is", "was", "that", "had", "has")
_BEHIND = ("with", "of", "in")
_REACH = 3


def reduce_order_worth(slots: Slots) -> None:
    """Make one purchase of so much of every such order that people are said to have."""
    for index in range(len(slots)):
        if slots[index].text.casefold() in ORDERS:
            _reduce(slots, index)


def _reduce(slots: Slots, index: int) -> None:
    at = index + 1
    while at < len(slots) and _is(slots, at, *_BETWEEN, *_WORTH) and not slots.has(at, "range"):
        at += 1
    end = at + 1
    while end < at + _REACH and _is(slots, end, *_BEHIND, *_WORTH):
        end += 1
    found = slots.value(at, "range")
    said = any(_is(slots, i, *_WORTH) for i in range(index + 1, end) if i != at)
    if not said or not isinstance(found, Range) or found.unit not in ("number", "money"):
        return
    counted = index - 1
    number = slots.value(counted, "range")
    if isinstance(number, Range) and number.low.value != 1:
        return
    one = slots.value(counted, "number") == 1 or (isinstance(number, Range) and number.op in ("ge", "eq"))
    if not (one or _is(slots, counted, *ARTICLES)) or not of_people(slots, counted):
        return
    if one:
        slots.retag(counted, Sense("filler"))
    slots.retag(index, Sense("verb", "buy"))
    slots.merge(index + 1, end if _is(slots, end - 1, *_WORTH) else at + 1, Sense("filter", order_value(found)))


def _is(slots: Slots, index: int, *words: str) -> bool:
    return slots[index].text.casefold() in words
