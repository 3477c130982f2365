"""The days one clause takes from another: what carries on within them, and what is counted together."""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.same_message import ENGAGED
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.one_time import told_in_front
from assistant.planner.grammar.times.windows import ago_period
from assistant.planner.readers.calendar import bounds

BUYING = ("buy", "rebuy", "spend", "units", "discount")


def between(first: Clause, second: Clause) -> range:
    return range(max(first.upper, first.at + 1), second.lower)


def counted_together(slots: Slots, first: Clause, second: Clause) -> bool:
    """at least one app order and at least one store order in 2026: both in the days told at the end."""
    nouns = first.noun and second.noun and first.verb == second.verb == "buy"
    told = second.period is not None and not (first.timed or first.lifetime or first.negated or second.negated)
    return nouns and told and all(slots.has(i, "and", "filler") for i in between(first, second))


def inherit(slots: Slots, before: Clause, clause: Clause, today: date) -> None:
    """The period of the clause before, where the second carries on within it."""
    period = before.period or (ago_period(before, today) if before.leading_period else None)
    state = clause.verb == "unsubscribe" and clause.negated  # 没退订: until today
    if period is None or clause.never or state or clause.verb.startswith("agent"):
        return
    if clause.verb == "return_goods" and before.verb in ENGAGED:
        return  # opened it in May, no returns: what was bought has days of its own
    if clause.verb in ENGAGED and before.verb in BUYING and any(g.field == "campaign" for _, g in clause.groups):
        return  # 今年没下过单、但点击过2025黑色星期五: a message has days of its own
    if any(_own_fact(slots, i) for i in between(before, clause)) or _fact_of_its_own(slots, before, clause):
        return
    if slots.chinese(clause.at):
        repeats = before.negated and not before.groups and clause.verb in BUYING and not clause.negated
        if (before.leading_period or told_in_front(slots, before, clause)) and not repeats:
            clause.period, clause.leading_period = period, True
        return
    if clause.elided and clause.negated and clause.joiner == "and" and before.period and not before.negated:
        clause.period = period  # in 2026 bought bedding and no skincare
    ended = (bounds(period, today)[1] or today) < today
    if clause.negated and not clause.elided and not (clause.perfect and ended):
        contrary = before.verb == clause.verb and not before.groups and not before.filters and not before.negated
        if not contrary or clause.groups or clause.filters:
            clause.period = period


def _fact_of_its_own(slots: Slots, before: Clause, clause: Clause) -> bool:
    """今年买过床品、住在纽约、但没买过香氛: a fact between commas parts what stands on its sides."""
    inside = range(before.at + 1, clause.lower)
    return any(
        _own_fact(slots, i) and any(slots.has(j, "break") for j in range(before.at + 1, i)) and slots.chinese(clause.at)
        for i in inside
    )


def _own_fact(slots: Slots, index: int) -> bool:
    """住在纽约: a statement of its own, which a period before it does not reach across."""
    group = slots.value(index, "group")
    return slots.has(index, "condition", "contact") or (group is not None and slots.level(group.field) == "customer")
