"""Who is left out by what they did: excluding those who bought shoes, minus the openers, exclude anyone who got it."""

from __future__ import annotations

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.slots import Slots

_LIGHT = ("people", "who", "filler", "list", "anaphor")


def left_out(slots: Slots, clauses: list[Clause]) -> list[Clause]:
    """The clauses that say who is not meant; the words that leave them out are used up."""
    found = []
    for index in slots.all("except", "remove"):
        clause = min((c for c in clauses if c.lower > index), key=lambda c: c.lower, default=None)
        if clause is None or slots.has(index, "group", "condition"):
            continue
        between = range(index + 1, clause.lower)
        if not all(slots.has(i, *_LIGHT) and not slots.has(i, "group", "condition", "and", "or") for i in between):
            continue
        if not any(slots.has(i, "people", "who") for i in between) and not clause.verb.startswith("agent"):
            continue
        slots.use(index, "left out")
        found.append(clause)
        found += _likewise(slots, clauses, clause)
    return found


def _likewise(slots: Slots, clauses: list[Clause], clause: Clause) -> list[Clause]:
    """… or opened it: tied on by "or" in the same breath."""
    also = []
    for other in clauses[clauses.index(clause) + 1 :]:
        between = range(clause.upper, other.lower)
        if not any(slots.has(i, "or") for i in between) or any(slots.has(i, "break", "but") for i in between):
            break
        for i in between:
            if slots.has(i, "or"):
                slots.use(i, "or")
        other.joiner, other.settled = "and", True
        also.append(other)
        clause = other
    return also
