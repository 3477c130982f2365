"""How many of some goods people bought: how many serums did women buy, units of serum we sold to women."""

from __future__ import annotations

from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from assistant.planner.lexicon import Sense

_UNITS_OF = ("units of", "pieces of", "items of", "number of units of")
_DID = ("did", "do", "does", "have", "has", "were", "was")


def settle_goods_asked(slots: Slots) -> None:
    """Make such a question one for units: the goods narrow it, and so do the people."""
    if "units" not in slots.vocabulary.dictionary.measures or slots.relative:
        return
    asked = slots.find("how_many")
    if asked is None:
        asked = next((i for i in range(len(slots)) if slots[i].text.casefold() in _UNITS_OF), None)
    if asked is None or slots.find("range", "list", "never", "not", "top", "bottom") is not None:
        return
    if any(not slots.has(i - 1, "verb") for i in slots.all("by")):
        return
    if any(slots.has(i, "measure") and not slots.has(i, "people", "agent", "field") for i in range(len(slots))):
        return
    goods = asked + 1
    units = any(slots.value(i, "field") == "units" and not slots.has(i, "group") for i in (asked, goods))
    while goods < len(slots) and (slots.value(goods, "field") == "units" or slots.has(goods, "filler")):
        if slots.has(goods, "group") or slots[goods].text.casefold() in _DID:
            break
        goods += 1
    group = slots.value(goods, "group")
    if group is None or slots.level(group.field) not in PRODUCT_LEVELS:
        return
    deed = next((i for i in range(goods, len(slots)) if _bought(slots, i)), None)
    turned = deed is not None and any(slots[i].text.casefold() in _DID for i in range(goods + 1, deed))
    if deed is None or not (turned or units):
        return
    slots.retag(asked, Sense("measure", "units"))
    for index in range(asked + 1, len(slots)):
        label = slots.value(index, "field") == "units" or slots.has(index, "people", "agent")
        if index == deed or slots.has(index, "by") or (label and not slots.has(index, "group", "condition")):
            slots.retag(index, Sense("filler"))


def _bought(slots: Slots, index: int) -> bool:
    told = slots.value(index, "verb") in ("buy", "sell") and not slots.has(index, "measure", "group")
    return told or slots[index].text.casefold() in ("sell to", "sold to")
