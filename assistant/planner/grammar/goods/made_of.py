"""What goods are made of: made of linen, silk things, material = silk, bought no linen."""

from __future__ import annotations

import re

from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.lexicon import Sense

_FIELDS = ("material_or_ingredients", "material", "ingredients", "composition")
_LEADS = ("made of", "made from", "made out of", "material", "out of", "=", "is", ":", "containing", "with")
_GOODS = (
    "things", "thing", "stuff", "items", "item", "pieces", "piece", "goods", "products", "product", "clothes",
    "clothing",
    "lovers", "lover", "fans", "anything", "buyers", "something", "purchases", "articles", "garments", "wear",
)  # fmt: skip
_AHEAD = ("something", "anything", "things", "stuff", "items", "products", "goods", "pieces", "bought", "buy", "no")


def reduce_made_of(slots: Slots) -> None:
    """Turn an unknown word that goods of this shop are made of into a condition on the goods."""
    field = next((f for f in _FIELDS if f in slots.vocabulary.dictionary.fields), None)
    if field is None or slots.level(field) != "product":
        return
    _whatever_else(slots, field)
    if not any(item.unknown for item in slots.items):
        return
    words = {w for value in slots.vocabulary.values(field) for w in re.findall(r"[a-z]{3,}", str(value).casefold())}
    index = 0
    while index < len(slots):
        said = slots[index].text.casefold()
        if slots[index].unknown and said in words:
            start, end = _around(slots, index)
            goods = slots.value(end, "group") is not None and slots.level(slots.value(end, "group").field) == "product"
            if (
                end - start > 1
                or goods
                or slots[index - 1].text.casefold() in _AHEAD
                or slots.has(index - 1, "verb", "not")
            ):
                slots.merge(start, end, Sense("group", Group(field, (said,), "contains")))
                index = start
        index += 1


def _whatever_else(slots: Slots, field: str) -> None:
    """made of bamboo: whatever else it is made of, though bamboo alone is what some goods are made of."""
    for index in range(len(slots)):
        group = slots.value(index, "group")
        if group is not None and group.field == field and group.op == "is" and len(group.values) == 1:
            others = [s for s in slots[index].senses if s.kind != "group"]
            slots.retag(
                index, Sense("group", Group(field, group.values, "contains", group.joiner, group.absent)), *others
            )


def _around(slots: Slots, index: int) -> tuple[int, int]:
    """From where to where words that only say that it is a material belong to it."""
    start, end = index, index + 1
    while start > 0 and (slots[start - 1].text.casefold() in _LEADS or slots.has(start - 1, "product_fact")):
        if slots.has(start - 1, "with", "break") and slots[start - 1].text.casefold() == "with":
            break
        start -= 1
    if start < index and start > 0 and slots[start - 1].text.casefold() in ("something", "anything", "things", "stuff"):
        start -= 1
    if end < len(slots) and slots[end].text.casefold() in _GOODS and not slots.has(end, "people", "agent"):
        end += 1
    return start, end
