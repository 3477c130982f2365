"""Sales that are taken off: minus anything sold on the marketplace, excluding whatever was bought in the app.

The verb only says of which sales the value is: what is left out is the value itself.
"""

from __future__ import annotations

from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from assistant.planner.lexicon import Sense

_LEVELS = (*PRODUCT_LEVELS, "order")
_DONE = ("buy", "sell", "spend")
_ANYTHING = ("everything", "anything", "whatever", "all", "those")


def reduce_taken_off(slots: Slots) -> None:
    """Set the verb aside between a word that leaves out and a value of goods or orders, where sales are counted."""
    if not _of_sales(slots):
        return
    for index in slots.all("except", "remove"):
        if slots.has(index, "group", "condition"):
            continue
        at, verbs = index + 1, []
        while at < len(slots) and not slots.has(at, "group"):
            if slots.value(at, "verb") in _DONE and not slots.has(at, "measure"):
                verbs.append(at)
            elif slots.has(at, "break", "not") or not _light(slots, at):
                break
            at += 1
        group = slots.value(at, "group")
        if verbs and group is not None and slots.level(group.field) in _LEVELS:
            for verb in verbs:
                slots.retag(verb, Sense("filler"))


def _light(slots: Slots, index: int) -> bool:
    return slots.has(index, "filler", "place", "pronoun_that") or slots[index].text.casefold() in _ANYTHING


def _of_sales(slots: Slots) -> bool:
    """Whether a figure of sales is named, and nobody is picked."""
    known = slots.vocabulary.dictionary.measures
    named = any(
        s.kind == "measure" and s.value in known and known[s.value].grain == "sales"
        for item in slots.items
        for s in item.senses
    )
    people = [i for i in slots.all("people", "agent", "who") if slots[i].text.casefold() not in _ANYTHING]
    return named and not people
