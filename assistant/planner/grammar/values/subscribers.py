"""Subscribers of a plan: paused subscribers, where the shop keeps subscriptions, are no readers of a newsletter."""

from __future__ import annotations

from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.lexicon import Sense

_KEPT = ("subscri", "plan", "membership", "package", "abo", "订阅", "套餐")
"""What the heading of a column of subscriptions holds."""
_WORDS = ("subscriber", "subscribers", "subscriptions", "subscription")


def settle_subscribers(slots: Slots) -> None:
    """Behind a value of such a column they are the people with it."""
    for index in range(1, len(slots)):
        group = slots.value(index - 1, "group")
        kept = isinstance(group, Group) and group.field in slots.vocabulary.own_fields
        if kept and slots[index].text.casefold() in _WORDS and any(word in group.field for word in _KEPT):
            slots.retag(index, Sense("people"))
