"""Likely to order a second time: customers about to make their second purchase, 快要下第二单的人."""

from __future__ import annotations

from assistant.planner.grammar.scores.scores import FIELDS, LIKELY, Scored
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Attribute, Group

_REACH = 4


def reduce_second_ahead(slots: Slots) -> None:
    """People with one order so far who are likely to buy; nothing that has happened yet."""
    field = FIELDS["purchase"]
    if field not in slots.vocabulary.dictionary.fields:
        return
    for index in range(len(slots)):
        if slots.value(index, "chance") != "likely" or slots.has(index, "period", "group"):
            continue
        at = index + 1
        while at - index < _REACH and slots.has(at, "filler", "made_cue", "verb") and not slots.has(at, "field"):
            at += 1
        if slots.value(at, "field") != "second_order_date":
            continue
        likely = Attribute(field=field, op="gt", values=[LIKELY])
        once = Attribute(field="orders", values=[1])
        slots.merge(
            index, at + 1, Sense("scored", Scored("purchase", "likely")), Sense("condition", Group(all=[once, likely]))
        )
        return
