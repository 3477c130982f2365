"""Deeds with one message: recipients of the gift guide who clicked, openers minus clickers of the letter."""

from __future__ import annotations

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.slots import Slots

ENGAGED = ("open", "click", "receive")


def one_message(slots: Slots, first: Clause, second: Clause) -> bool:
    """openers minus clickers of the letter: nouns side by side, and one letter."""
    nouns = all(c.verb.startswith("agent:") and c.verb.removeprefix("agent:") in ENGAGED for c in (first, second))
    light = ("and", "or", "but", "filler", "not", "except", "remove", "break")
    return nouns and all(slots.has(i, *light) for i in range(first.at + 1, second.at))


def left(clause: Clause) -> bool:
    """Unsubscribed: from the message before."""
    return clause.verb == "unsubscribe" and not clause.negated


def of_the_same_message(first: Clause, second: Clause) -> None:
    """recipients of the gift guide who clicked: what they did with that one."""
    if (first.groups or first.filters) and not second.groups and not second.filters and not second.timed:
        second.groups, second.filters = list(first.groups), list(first.filters)
