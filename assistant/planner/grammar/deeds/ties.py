"""What ties a clause to the one before it, or its purchases to each other: since then, again, in one order."""

from __future__ import annotations

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.slots import Slots

_AFTER = ("after", "afterwards", "after that", "之后", "后来", "以后")
_ANYWAY = ("anyway", "regardless", "nonetheless", "all the same", "nevertheless", "even so")
"""Said of a purchase, they set it against what was told before: it followed that."""
_TOLD = ("open", "click", "receive")


def tie(slots: Slots, clause: Clause, index: int) -> bool:
    """Note the tie that is said here; False where none is."""
    item, said = slots[index], slots[index].text.casefold()
    if item.has("since_then"):
        clause.since_then = True
        slots.use(index, "since then")
    elif item.has("first_of"):
        clause.first_of = True
        slots.use(index, "for the first time")
    elif item.has("same_order"):
        clause.same_order = True
        slots.use(index, "in one order")
    elif (said in _AFTER and closes(slots, index) and not slots.has(index, "after")) or (
        said in _ANYWAY and _told_before(slots, clause)
    ):
        clause.since_then = True
        slots.use(index, "since then")
    elif item.has("that_order"):
        clause.that_order = True
        slots.use(index, "that order")
    elif item.has("before_that"):
        clause.before_that = (0, "day")
        if clause.ago is not None and clause.ago[2] == "eq":
            clause.before_that, clause.ago = (clause.ago[0], clause.ago[1]), None
        slots.use(index, "before that")
    elif said in ("again", "once more", "再次") and clause.verb == "buy":
        twice = clause.period is not None and slots.has(slots.next(index), "period")
        clause.verb = clause.verb if twice else "rebuy"  # in May and again in June: in the one and in the other
        slots.use(index, "again")
    elif item.has("later") and index > clause.at and not slots.has(slots.next(index), "verb"):
        clause.later = True
        slots.use(index, "later than that")
    else:
        return False
    return True


def from_message(slots: Slots, clause: Clause, index: int) -> bool:
    """Bought from a message: after it was opened or clicked."""
    before = slots[index - 1].text.casefold()
    led = slots[clause.at].text.casefold().endswith(" from") or before in ("from", "off", "via")
    return led and _told_before(slots, clause)


def closes(slots: Slots, index: int) -> bool:
    """Nothing follows that it could be the start of: … and bought nothing after."""
    return index + 1 >= len(slots) or slots.has(index + 1, "break")


def _told_before(slots: Slots, clause: Clause) -> bool:
    """A message was opened, clicked or received before."""
    return any(slots.value(i, "verb") in _TOLD for i in range(clause.at))
