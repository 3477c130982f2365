"""Purchases that answer a message or a look at goods: 点了 X 却一周内没下单, bought it within a week of viewing.

The days are counted from each customer's own moment.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.moments import ANY_TIME, EVENTS, days_of
from tools.definitions import After, Filter

_BUYING = ("buy", "rebuy", "spend", "units", "discount")
_MESSAGE = ("open", "click", "receive")
_ANSWERED = (*_MESSAGE, "view", "cart")


def answered(slots: Slots, before: Sequence[Clause], clause: Clause) -> None:
    """Within a week, said of a purchase behind something done with a message or with goods, is a week from then."""
    told = next((c for c in reversed(before) if c.verb in _ANSWERED and not c.negated), None)
    if told is None or clause.verb not in _BUYING or clause.since_then:
        return
    if clause.after is not None:
        if clause.after.event == EVENTS[told.verb] and not clause.after.where:  # within 3 days of viewing
            clause.after = after_act(told, clause.after.within_days)
        return
    message = told.verb in _MESSAGE
    if message and clause.later and not clause.timed:
        clause.after, clause.later = after_act(told, ANY_TIME), False
        return
    if message and _asked_of_those(slots, told, clause) and not clause.timed and not told.timed:
        clause.after = after_act(told, ANY_TIME)  # of those who clicked it, how many ordered: then, and not before
        return
    at = next((i for i in range(clause.lower, min(clause.upper, len(slots))) if slots.role(i) == "period"), None)
    days = days_of(slots, at) if at is not None and slots.has(at, "period") else None
    own = clause.period is None or clause.period != told.period  # …, zero orders in that time
    if days is not None and own and at is not None and at > told.at and not (told.ago or told.periods):
        clause.after, clause.period = after_act(told, days), None


def own_days(slots: Slots, told: Clause, clause: Clause) -> bool:
    """点击了但7天内没买: the days stand before what did not follow, and are counted from what did."""
    reacted = told.verb.removeprefix("agent:") in _ANSWERED and clause.negated and clause.verb in _BUYING
    between = range(told.at + 1, clause.at)
    return reacted and any(slots.has(i, "period") and slots[i].text.endswith(_WITHIN) for i in between)


_WITHIN = ("内", "内都")


def _asked_of_those(slots: Slots, told: Clause, clause: Clause) -> bool:
    """of those who clicked it how many ordered, how many of the people who opened it ordered, 点过的人里多少下单."""
    between = range(told.at + 1, clause.at)
    counted = any(slots.has(i, "how_many", "share") for i in between)
    joined = any(slots.has(i, "and", "but", "break", "who") for i in between)
    led = any(slots.has(i, "how_many", "share") for i in range(told.at)) and not slots.chinese(clause.at)
    return bool(told.groups) and (counted or (led and not joined))


def after_act(told: Clause, days: int) -> After:
    """So many days after what a clause tells that somebody did with a campaign or with goods, in its own days."""
    when = [Filter(field="event_date", op="during", period=told.period)] if told.period is not None else []
    where = [*told.filters, *(filters_of(group) for _, group in told.groups), *when]
    return After(event=EVENTS[told.verb], within_days=days, where=where)
