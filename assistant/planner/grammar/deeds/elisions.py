"""Clauses without a verb of their own: but not Y, nothing since, in Q1 and Q2, over 300 on X or over 200 on Y."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from assistant.planner.grammar.deeds.arguments import is_object
from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.slots import Slots

_NOTHING = ("nothing", "none", "nobody", "not one of")


def goods_before(slots: Slots, clause: Clause) -> bool:
    """Whether "them" behind a verb can be goods told of before it, in the same question."""
    return any(slots.has(i, "group") and slots.role(i).startswith("object") for i in range(clause.lower))


def leaves_out(slots: Slots, index: int, ceiling: int) -> bool:
    """Whether a negation after the verb says what was not bought, or when not – rather than who is not meant."""
    if slots[index].text.casefold().startswith(_NOTHING):
        return True
    at = index + 1
    while (
        at < ceiling
        and slots.has(at, "filler", "place", "for", "with", "only")
        and slots[at].text.casefold() not in ("again", "ever again")
        and not slots.has(at, "group", "period", "since_then", "verb", "contact", "condition", "field")
    ):
        at += 1
    if at >= ceiling:
        return False
    anaphor = any(slots.has(i, "anaphor") for i in range(index + 1, at + 1))
    return (
        anaphor
        or (slots.has(at, "group") and is_object(slots, at))
        or slots.has(at, "period", "ago", "duration", "since_then", "filter", "after", "before_that", "last_campaign")
        or slots.has(at, "contact_noun")
        or slots.value(at, "field") == "campaign"
        or slots[at].text.casefold() in ("again", "once more", "ever again")
    )


def same_days(slots: Slots, clause: Clause, index: int) -> bool:
    """24 to 30 November (black friday week), Q3 (July to September): said twice, in other words."""
    if slots[index - 1].text not in ("(", "（") and not slots.has(index - 1, "same_as"):
        return False
    first, second = clause.period, slots.value(index, "period")
    if not any(c.isdigit() for c in slots[index - 2].text) and any(c.isdigit() for c in slots[index].text):
        clause.period = second  # 双十一（11月1号到11号）: the days say which ones are meant
        return True
    if first is None or "fixed" not in (first.kind, second.kind):
        return first == second
    return bool(first.start and first.end and second.start and second.end) and (
        first.start <= second.end and second.start <= first.end
    )


def tied(slots: Slots, index: int, ceiling: int) -> str:
    """How a further period is tied to the one before it: "and" or "or", said here or before the last of a list."""
    before = index - 1
    while slots.has(before, "filler", "place") and not slots.has(before, "and", "or", "break"):
        before -= 1
    if slots.has(before, "or"):
        return "or"
    if slots.has(before, "and") or (before > 0 and slots[before].text.casefold().startswith("and ")):
        return "and"
    if not slots.has(before, "break"):
        return ""
    for at in range(index + 1, ceiling):
        if slots.has(at, "and", "or") and slots.has(slots.next(at), "period"):
            return "or" if slots.has(at, "or") else "and"
        if not slots.has(at, "break", "period", "filler", "place"):
            break
    return ""


def use_or(slots: Slots, index: int) -> None:
    before = index - 1
    while slots.has(before, "filler", "place") and not slots.has(before, "or"):
        before -= 1
    if slots.has(before, "or"):
        slots.use(before, "or")


def further_range(slots: Slots, clause: Clause, index: int) -> bool:
    """over 300 on fragrance or over 300 on makeup: a number of the same kind, about other goods."""
    found = slots.value(index, "range")
    if found is None or clause.noun:
        return False
    same = any(r.unit == found.unit for r in clause.ranges)
    ahead = range(index + 1, min(index + 4, len(slots)))
    goods = clause.groups and any(slots.has(i, "group") and is_object(slots, i) for i in ahead)
    return same and bool(goods or (clause.period and any(slots.has(i, "period") for i in ahead)))


def of_another_deed(slots: Slots, clause: Clause, index: int, joiner: str) -> bool:
    """opened the letter and shoes; bought after the 618 campaign: messages are not bought, goods are not opened."""
    level = slots.level(slots.value(index, "group").field)
    if clause.verb in ("buy", "spend", "rebuy", "units"):
        return level == "campaign"
    return bool(joiner) and clause.verb in ("receive", "open", "click") and level in ("product", "order")


def fill_elided(slots: Slots, clauses: list[Clause]) -> None:
    """What a clause without a verb leaves unsaid – not since March: of the same goods; not Y, at the same time."""
    for before, clause in pairwise(clauses):
        if not clause.elided and clause.ranges and before.ranges and clause.verb == before.verb and not before.timed:
            before.period = clause.period  # 100 on makeup and 100 on skincare in 2026
        if not clause.elided:
            continue
        if not clause.groups and not clause.nothing:
            clause.groups = list(before.groups)
        elif (clause.groups or clause.filters) and not clause.never and not clause.timed and before.ago is None:
            clause.period, clause.after = before.period, before.after
        elif clause.verb != before.verb:
            continue
        elif (clause.groups or clause.filters) and not before.timed and _only_a_period(slots, clause):
            before.period = clause.period
            if not before.negated:
                slots.said.append(BOTH)


def _only_a_period(slots: Slots, clause: Clause) -> bool:
    told = bool(clause.period and not (clause.periods or clause.ago or clause.after or clause.since_then))
    return told and not counted_on(slots, clause)


def counted_on(slots: Slots, clause: Clause) -> bool:
    """bought jeans, no trainers within 30 days: counted from what was bought before."""
    return any(
        slots.value(i, "period") == clause.period and slots[i].text.casefold().startswith("within")
        for i in range(clause.lower, clause.upper)
    )


BOTH = (
    "I took the period for both: bought the one in it, and not the other.",
    "两边都按同一时间段算：期间买过前者，没买后者。",
)
"""bought skincare but no makeup in 2026."""


def elided(slots: Slots, clauses: list[Clause], index: int, joiner: str) -> Clause:
    """bought X but not Y: a clause without its verb, which it takes from the one before. Bought no Y is one clause."""
    last = clauses[-1]
    bare = last.bare or (last.leading_period and replace(last, period=None).bare)  # in October bought no womenswear
    if bare and not joiner and not last.negated and not last.noun and not last.verb.startswith("agent"):
        last.negated, last.never = True, slots.has(index, "never")
        last.nothing = slots[index].text.casefold().startswith(_NOTHING)
        if slots[index].text.casefold() in ("none", "none of them", "none of it") and len(clauses) == 1:
            last.nothing, last.same_goods = False, True  # viewed shoes but bought none
        slots.use(index, "negation")
        return last
    nothing = slots[index].text.casefold().startswith(_NOTHING)
    messages = last.verb in ("agent:open", "agent:click", "agent:receive")
    named = nothing and last.verb.startswith("agent:") and not messages  # lapsed members, repeat buyers: bought nothing
    made = Clause(
        "buy" if named else last.verb,
        index,
        negated=True,
        joiner="or" if joiner == "or" else "and",
        lower=index,
        upper=index + 1,
        never=slots.has(index, "never"),
        nothing=nothing,
        elided=True,
    )
    slots.use(index, "negation")
    clauses.append(made)
    return made
