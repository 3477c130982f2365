"""How many are left of something: bags with fewer than 20 pieces left, under 30 units on hand."""

from __future__ import annotations

from assistant.planner.grammar.people.amounts import comparison
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.lexicon import Sense

_LEFT = ("left", "left over", "remaining", "in stock", "on hand", "on the shelf", "in the warehouse", "in inventory")
_BETWEEN = ("filler", "place")


def reduce_stock_bounds(slots: Slots) -> None:
    """Make a bound with what is left behind it a filter of the stock; it says as well how few "nearly sold out" is."""
    fields = slots.vocabulary.dictionary.fields
    if "stock" not in fields or slots.find("people", "agent") is not None:
        return
    told = False
    index = 0
    while index < len(slots):
        found = slots.value(index, "range")
        end = _stock_end(slots, index + 1) if isinstance(found, Range) and found.unit in ("number", "pieces") else 0
        if end:
            slots.merge(index, end, Sense("filter", comparison("stock", found)))
            told = True
        index += 1
    for index in range(len(slots)) if told else ():
        if slots.value(index, "stock_state") == "low" or (told and slots[index].text.casefold() == "meaning"):
            slots.retag(index, Sense("filler"))


def _stock_end(slots: Slots, index: int) -> int:
    """Where the words that say it is the stock end; 0 where none do."""
    at = index
    while at < min(len(slots), index + 3):
        said = slots[at].text.casefold()
        stock = slots.value(at, "measure") == "stock" and not slots.has(at, "group")
        if (stock and any(said.endswith(word) for word in _LEFT)) or said in _LEFT:
            return at + 1
        pieces = slots.value(at, "measure") == "units" or slots.value(at, "field") in ("units", "product")
        if not pieces and not slots.has(at, *_BETWEEN):
            return 0
        at += 1
    return 0
