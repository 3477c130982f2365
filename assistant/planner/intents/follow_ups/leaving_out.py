"""Whom a follow-up leaves out: without those who bought makeup, take out anyone over 60, 去掉没授权邮件的."""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.editing.merging import negative
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.slots import Slots
from assistant.planner.leftovers import leftovers
from tools.definitions import Attribute, Audience, Bought, Condition, Engaged, Group

_CUES = ("remove", "except", "excluded")


_TAKING_BACK = ("forget", "never mind", "nevermind", "undo")
"""Words that take back what was said, and leave nobody out."""


def left_out(slots: Slots, today: date) -> Audience | None:
    """The conditions that keep out whom the message wants out, its words used up; None where it wants nobody out."""
    cue = next((i for i in slots.all(*_CUES) if not slots.has(i, "filler", "group", "condition")), None)
    if cue is None or slots.find("instead", free=False) is not None:
        return None
    if slots[cue].text.casefold().startswith(_TAKING_BACK):
        return None  # forget the bag: nobody said anything of bags
    content = [i for i in range(len(slots)) if slots.has(i, "verb", "group", "condition", "contact", "agent", "range")]
    if not content:
        return None
    behind = [i for i in content if i > cue]
    ahead = [i for i in content if i < cue]
    if (behind and ahead) or (ahead and not slots.chinese(cue)):
        return None
    part = Slots(slots.items[cue + 1 :] if behind else slots.items[:cue], slots.text, slots.vocabulary, today)
    part.picking = True
    people = read_people(part, today)
    if not people.conditions or leftovers(part):
        return None
    slots.roles.update(part.roles)
    for index in range(len(slots)):
        if index == cue or (slots.has(index, "people", "who", "anaphor", *_CUES) and not slots.used(index)):
            slots.use(index, "left out")
    return _without(people.audience)


def _without(out: Audience) -> Audience:
    """Everybody but these."""
    single = [*out.all, *out.none]
    if len(single) == 1 and not out.any:
        return _opposite(single[0]) if out.all else Audience(all=single)
    return Audience(none=[Group(all=out.all, any=out.any, none=out.none)])


def _opposite(condition: Condition) -> Audience:
    if isinstance(condition, Attribute) and condition.op in ("is", "is_not"):
        return Audience(all=[condition.model_copy(update={"op": {"is": "is_not", "is_not": "is"}[condition.op]})])
    if isinstance(condition, Bought | Engaged) and condition.op == "ge" and condition.value == 1:
        return Audience(all=[condition.model_copy(update={"op": "eq", "value": 0.0})])
    if isinstance(condition, Bought | Engaged) and negative(condition):
        return Audience(all=[condition.model_copy(update={"op": "ge", "value": 1.0})])
    return Audience(none=[condition])
