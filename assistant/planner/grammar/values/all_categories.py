"""bought from every category, all ten categories, each category we have: as many categories as there are."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Attribute

_EVERY = (
    "every", "each", "all", "all of", "every single", "each and every", "every one of", "each of",
    "every single one of",
)  # fmt: skip
_WHOLE = ("all categories", "all of the categories", "all the categories", "every category")
_AMONG = ("different", "distinct", "separate", "unique", "various")
_WE_HAVE = (
    "we", "have", "we have", "we've", "got", "we sell", "sell", "there is", "there", "is", "on offer", "of ours",
    "that", "offer",
)  # fmt: skip


def reduce_all_categories(slots: Slots) -> None:
    """Turn the words into a condition on the number of categories."""
    if "categories_bought" not in slots.vocabulary.dictionary.fields:
        return
    index = 0
    while index < len(slots):
        end = _all_of_them(slots, index)
        if end is not None:
            number = len(slots.vocabulary.values("category"))
            condition = Attribute(field="categories_bought", op="ge", values=[number])
            slots.merge(index, end, Sense("condition", condition))
        index += 1


def _all_of_them(slots: Slots, index: int) -> int | None:
    """Where the words end that begin here; a purchase must stand before them."""
    said = slots[index].text.casefold().removeprefix("from ").removeprefix("in ")
    whole = said in _WHOLE
    if not whole and said not in _EVERY:
        return None
    near = range(max(0, index - 4), index)
    apart = max((i for i in near if slots.has(i, "break")), default=-1)  # orders, all categories
    if not any(slots.value(i, "verb") == "buy" for i in near if i > apart):
        return None
    at = index + 1
    while not whole and at < index + 5 and not _category(slots, at):
        if at >= len(slots):
            return None
        if not slots.has(at, "filler", "number", "anaphor") and slots[at].text.casefold() not in _AMONG:
            return None
        at += 1
    if not whole and not _category(slots, at):
        return None
    end = at + (not whole)
    while end < len(slots) and slots[end].text.casefold() in _WE_HAVE:
        end += 1
    return end


def _category(slots: Slots, index: int) -> bool:
    return slots.value(index, "field") == "category" and not slots.has(index, "group")
