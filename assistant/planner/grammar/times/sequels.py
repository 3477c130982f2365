"""Clauses told by one another: since then, before that, later, after the first order."""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.moments import ANY_TIME
from assistant.planner.grammar.times.windows import ago_period, day_after, day_before, stretch_before
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.readers.calendar import bounds
from tools.definitions import After, Attribute, Bought, Period


def since(slots: Slots, clauses: list[Clause], position: int, clause: Clause, today: date) -> None:
    """and nothing since, ordered since: from the day after what was told last."""
    if not clause.since_then or clause.period or clause.ago:
        return
    for first in reversed(clauses[:position]):
        campaigns = [group for _, group in first.groups if group.field == "campaign"]
        sent = slots.vocabulary.campaign_day(str(campaigns[-1].values[-1])) if campaigns else None
        if sent is not None and first.period is None:
            clause.period = Period(kind="fixed", start=sent)
            return
        period = first.periods[-1] if first.periods else first.period or ago_period(first, today)
        if period is not None:
            clause.period = day_after(period, today)
            if clause.period is not None:
                return
    fact = _fact_before(slots, clause.lower)
    if isinstance(fact, Attribute) and fact.period is not None:
        clause.period = day_after(fact.period, today)
    if clause.period is None and _first_order(fact):
        clause.after = After(event="first_order", within_days=ANY_TIME)
    if clause.period is None and clause.after is None:
        raise Unclear(
            "Since when?", "从什么时候以来？",
            [("since the start of the year", "今年以来"), ("in the last 90 days", "最近90天")],
            slots.origin(clause.at),
        )  # fmt: skip


def told_before(clauses: list[Clause], position: int, clause: Clause, today: date) -> None:
    """in the 180 days before that; had bought earlier: counted back from the earliest period told so far."""
    if clause.before_that is None:
        return
    count, unit = clause.before_that
    periods = [p for c in clauses[:position] if (p := c.period or ago_period(c, today)) is not None]
    starts = [p for p in periods if bounds(p, today)[0] is not None]
    clause.before_that = None
    if not starts:
        return
    earliest = min(starts, key=lambda p: bounds(p, today)[0] or date.max)
    clause.period = stretch_before(earliest, count, unit, today) if count else day_before(earliest, today)
    clause.settled = True


def later(slots: Slots, clauses: list[Clause], position: int, clause: Clause, today: date) -> None:
    """later they also bought online: after the first order, or after the period told of before."""
    if not clause.later or clause.period or clause.after:
        return
    fact = _fact_before(slots, clause.lower)
    before = clauses[position - 1] if position else None
    if before is not None and before.first:
        fact = Bought(first_purchase=True)
    if _first_order(fact):
        clause.after = After(event="first_order", within_days=ANY_TIME)
    elif before is not None and before.period is not None and (later := day_after(before.period, today)):
        clause.period = later
    else:
        raise Unclear(
            "I can't tell the order of purchases without a date: later than when?",
            "没有时间就无法判断先后：是在什么时候之后？",
            [],
        )


def _first_order(fact: object) -> bool:
    return (isinstance(fact, Bought) and fact.first_purchase) or (
        isinstance(fact, Attribute) and fact.field in ("first_order_channel", "first_order_date")
    )


def _fact_before(slots: Slots, index: int) -> object:
    """The condition told last before a clause."""
    return next(
        (slots.value(i, "condition") for i in range(min(index, len(slots)) - 1, -1, -1) if slots.has(i, "condition")),
        None,
    )
