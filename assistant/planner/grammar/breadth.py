"""How widely somebody buys: from more than 2 categories, at least 4 different categories, 买过三个以上品类."""

from __future__ import annotations

from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Attribute

_AMONG = ("different", "distinct", "separate", "unique", "various", "个", "种", "个不同", "不同", "类", "不同的", "的")


def reduce_breadth(slots: Slots) -> None:
    """Turn a bound on a number of categories into a condition; after a rank word it is a number of rows."""
    if "categories_bought" not in slots.vocabulary.dictionary.fields:
        return
    index = 0
    while index < len(slots):
        found = slots.value(index, "range")
        after = index + 1
        while after < len(slots) and slots[after].text.casefold() in _AMONG:
            after += 1
        ranked = slots.has(index - 1, "top", "bottom", "which")
        if isinstance(found, Range) and found.unit in ("number", "pieces") and not ranked and _category(slots, after):
            values = [int(v) if v == int(v) else v for v in (found.low.value, found.upper) if v is not None]
            op = {"eq": "is", "ne": "is_not"}.get(found.op, found.op)
            condition = Attribute.model_validate({"field": "categories_bought", "op": op, "values": values})
            slots.merge(index, after + 1, Sense("condition", condition))
        index += 1


def _category(slots: Slots, index: int) -> bool:
    return slots.value(index, "field") == "category" and not slots.has(index, "group")
