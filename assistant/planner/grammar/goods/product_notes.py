"""Washed Linen Pillowcases (the pair): what stands in brackets behind a product's name belongs to the name."""

from __future__ import annotations

from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from assistant.planner.lexicon import Sense

_KNOWN = ("group", "value", "range", "not", "never", "verb", "period", "people", "measure")


def reduce_product_notes(slots: Slots) -> None:
    """Set such words aside where the product's own name has them."""
    for index in range(1, len(slots)):
        group = slots.value(index - 1, "group")
        if slots[index].text != "(" or group is None or slots.level(group.field) not in PRODUCT_LEVELS:
            continue
        end = next((i for i in range(index + 1, min(index + 6, len(slots))) if slots[i].text == ")"), None)
        if end is None or any(slots.has(i, *_KNOWN) for i in range(index + 1, end)):
            continue
        named = " ".join(_names(slots, group.field, group.values)).casefold()
        said = [
            w for i in range(index + 1, end) if not slots.has(i, "filler") for w in slots[i].text.casefold().split()
        ]
        if said and all(word in named for word in said):
            for at in range(index + 1, end):
                slots.retag(at, Sense("filler"))


def _names(slots: Slots, field: str, values: tuple[object, ...]) -> list[str]:
    """The names of that field that hold one of the values."""
    stored = [str(name) for name in slots.vocabulary.values(field)]
    return [name for name in stored if any(str(value).casefold() in name.casefold() for value in values)]
