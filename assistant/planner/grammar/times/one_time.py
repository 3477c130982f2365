"""One time for two deeds: with a view but no order in the last 30 days, opened three and never clicked in 2026."""

from __future__ import annotations

from itertools import pairwise

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.elisions import BOTH, counted_on
from assistant.planner.grammar.slots import Slots

_SEEN = ("view", "cart", "open", "click", "receive")
_GOT = (*_SEEN, "buy")


def one_time(slots: Slots, clauses: list[Clause]) -> None:
    """A period behind what was not done is that of what was done as well, where the two are told in one breath."""
    for first, second in pairwise(clauses):
        if _in_one_breath(slots, first, second) and _set_against(slots, first, second):
            first.period, first.ago = second.period, second.ago
            slots.said.append(BOTH)


def _in_one_breath(slots: Slots, first: Clause, second: Clause) -> bool:
    """Whether nothing but joints stands between them, and only the second says when."""
    light = ("and", "or", "but", "filler", "not", "never", "break", "with", "who")
    told = second.period is not None or second.ago is not None
    untimed = not (first.timed or first.lifetime or first.never) and not (second.periods or second.after)
    between = range(max(first.upper, first.at + 1), second.lower)
    return told and untimed and all(slots.has(i, *light) or slots.used(i) for i in between)


def _set_against(slots: Slots, first: Clause, second: Clause) -> bool:
    """viewed, but no order; bought bedding but did not buy skincare: the one without the other."""
    if second.verb == "buy" and any(g.field == "campaign" for _, g in first.groups):
        return False  # clicked Black Friday 2025 but no order this year: a message has days of its own
    if first.negated or not second.negated or first.verb not in _GOT or second.verb not in _GOT:
        return False
    if first.verb == second.verb == "buy":
        if counted_on(slots, second):
            return False
        other = [g for _, g in first.groups] != [g for _, g in second.groups] and not second.same_goods
        own = second.leading_period or slots.chinese(second.at)  # but in 2026 did not buy makeup
        return bool(first.groups and second.groups) and other and not own
    behind = all(
        slots.used(i) or slots.has(i, "break", "filler", "place") or slots.has(i, "period", "duration", "ago")
        for i in range(second.at + 1, second.upper)
    )
    return first.verb in _SEEN and behind and not slots.chinese(second.at)


def told_in_front(slots: Slots, before: Clause, clause: Clause) -> bool:
    """这个月有多少人打开了邮件并下了单: the period stands in front of who did both."""
    places = [i for i in range(before.at) if slots.has(i, "period") and slots.value(i, "period") == before.period]
    joined = any(slots.has(i, "and") for i in range(before.at + 1, clause.at))
    asked = bool(places) and any(slots.has(i, "how_many", "which") for i in range(places[0], before.at))
    return asked and joined and not (before.negated or clause.negated)
