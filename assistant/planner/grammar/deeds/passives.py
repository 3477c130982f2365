"""What was bought, said before the verb: both womenswear and shoes bought in October, >1000 USD spent in 2025."""

from __future__ import annotations

from assistant.planner.grammar.campaigns.campaigns import EVENT_VERBS
from assistant.planner.grammar.deeds.arguments import is_object, take_range
from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.joints import is_edge
from assistant.planner.grammar.deeds.objects import SHARED
from assistant.planner.grammar.slots import Slots

_VERBS = ("buy", "spend", "open", "click", "receive", "view", "return_goods")
_PARTICIPLES = ("bought", "spent", "sent back", "read", "got")


def _campaign_on_top(slots: Slots, clause: Clause, floor: int) -> None:
    """Autumn Wardrobe 2026 – how many clicked: the mailing that the question begins with."""
    if clause.verb not in EVENT_VERBS or clause.noun or clause.groups:
        return
    named = [i for i in range(clause.at) if getattr(slots.value(i, "group"), "field", "") == "campaign"]
    stops = [i for i in range(floor, clause.at) if slots.has(i, "break", "and")]
    if len(named) != 1 or slots.used(named[0]) or not stops or not floor <= named[0] < stops[-1]:
        return
    if any(slots.has(i, "verb", "agent") and not slots.used(i) for i in range(named[0], clause.at)):
        return
    clause.groups.insert(0, ("", slots.value(named[0], "group")))
    slots.use(named[0], f"object of {clause.verb}")


def take_fronted(slots: Slots, clause: Clause, floor: int) -> None:
    """Give a past participle without an object of its own what stands between it and the joint before it."""
    said = slots[clause.at].text.casefold()
    _campaign_on_top(slots, clause, floor)
    if clause.verb not in _VERBS or clause.noun or slots.chinese(clause.at):
        return
    if any(group.field not in SHARED for _, group in clause.groups):
        return
    if not said.endswith("ed") and said not in _PARTICIPLES and not slots.has(clause.at, "field"):
        return
    found, at = [], clause.at - 1
    while at >= floor and not slots.used(at):
        item = slots[at]
        if (item.has("group") and is_object(slots, at)) or (item.has("range") and not clause.ranges):
            found.append(at)
        elif not (
            item.has("filler", "both")
            or item.text.casefold() in ("both", ":")
            or (item.value("measure") == "units" and not clause.ranges)
            or (item.value("field") == "campaign" and clause.verb in ("open", "click", "receive"))
        ):
            break
        at -= 1
    negated = slots.has(at, "not", "never") and at >= floor
    if not found or not (at < floor or is_edge(slots, at) or negated or slots.has(at, "period")):
        return
    if any(slots.has(i, "people", "agent", "who", "verb") for i in range(at + 1, clause.at)):
        return
    for index in found:
        if slots.has(index, "range"):
            take_range(slots, clause, index)
        else:
            clause.groups.insert(0, ("", slots.value(index, "group")))
            slots.use(index, f"object of {clause.verb}")
    for index in range(at + 1, clause.at):
        slots.use(index, "label")
    if negated:
        clause.negated = True
        slots.use(at, "negation")
    clause.lower = min(clause.lower, at if negated else at + 1)
