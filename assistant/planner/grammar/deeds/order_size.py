"""How many pieces a single order held: more than 10 items in one order, orders with 5+ items, 一次买了10件以上."""

from __future__ import annotations

import re

from assistant.planner.grammar.deeds.comparing import whole
from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Filter

_PIECES = r"(?:items?|pieces?|units?|articles?|products?|things?)"
_ORDER = r"(?:order|purchase|basket|transaction|checkout|go)"
_IN_ONE = re.compile(
    rf"\b{_PIECES}\s+(?:(?:in|within|per|on|as part of)\s+"
    rf"(?:one|an?|1|any|the same|a single|one single|single|each)\s+{_ORDER}"
    r"|at once|at one time)$"
)
_HOLDING = (
    "with", "of", "containing", "that contain", "having", "holding", "contain", "contained", "contains", "have", "had",
    "that have", "that had", "that contained", "hold", "held", "include", "included", "including", "comprise",
)  # fmt: skip
_ITEMS = re.compile(rf"^{_PIECES}$")
_ONCE = (
    "一次",
    "一单",
    "单笔",
    "一笔",
    "一次性",
    "单次",
    "一个订单",
    "一笔订单",
    "单笔订单",
    "同一单",
    "同一订单",
    "一单里",
)
_LONGEST = 6
"""Words of “items in a single order”."""


def reduce_order_size(slots: Slots) -> None:
    """Make the pieces of one order a condition on the order."""
    if "order_units" not in slots.vocabulary.dictionary.fields:
        return
    for index in range(len(slots)):
        if index < len(slots) and (found := _pieces(slots, index)) is not None:
            end = _chinese(slots, index) if slots.chinese(index) else _english(slots, index)
            if end > index:  # what stood behind the pieces says that it was one order
                slots.merge(index, end, Sense("filter", _size(found)))


def _pieces(slots: Slots, index: int) -> Range | None:
    found = slots.value(index, "range")
    amount = amount_of(slots[index]) if found is None and not _one_of_several(slots, index) else None
    if amount is not None and amount.unit in ("number", "pieces"):
        return Range("eq", amount)
    return found if isinstance(found, Range) and found.unit in ("number", "pieces") else None


def _one_of_several(slots: Slots, index: int) -> bool:
    """1 item, 2 items or more: numbers that are set side by side, and none of them a condition."""
    at = index + 2 if _ITEMS.match(slots[index + 1].text.casefold()) else index + 1
    beside = at + 1 < len(slots) and slots.has(at, "break", "and", "or", "versus")
    return beside and (amount_of(slots[at + 1]) is not None or slots.has(at + 1, "range"))


def _size(found: Range) -> Filter:
    values = [whole(v) for v in (found.low.value, found.upper) if v is not None]
    op = {"eq": "is", "ne": "is_not"}.get(found.op, found.op)
    return Filter.model_validate({"field": "order_units", "op": op, "values": values})


def _english(slots: Slots, index: int) -> int:
    """Where “[more than 10] items in one order” ends, or “orders with [5 or more] items”; `index` for neither."""
    for end in range(min(len(slots), index + _LONGEST + 1), index, -1):
        if _IN_ONE.search(slots.typed(index, end).casefold()):
            return end
    found = _pieces(slots, index)
    at = index + 1 if _ITEMS.match(slots[index + 1].text.casefold()) else index
    said = slots[index - 1].text.casefold() in _HOLDING
    before = index - 3 if index > 2 and slots[index - 2].text.casefold() in ("that", "which") else index - 2
    orders = "orders" in (slots.value(before, "field"), slots.value(before, "measure"))
    pieces = at > index or (found is not None and found.unit == "pieces")
    return at + 1 if said and orders and pieces else index


def _chinese(slots: Slots, index: int) -> int:
    """一次买了10件以上, 单笔5件以上, 10件以上的订单."""
    found = _pieces(slots, index)
    if found is None or found.unit != "pieces":
        return index
    before = slots.before(index)
    once = before if slots[before].text in _ONCE else before - 1 if slots.value(before, "verb") == "buy" else -1
    if once >= 0 and slots[once].text in _ONCE:
        slots.retag(once, Sense("filler"))
        return index + 1
    behind = slots.next(index)
    return index + 1 if slots.value(behind, "field") == "orders" else index
