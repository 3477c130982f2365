"""What clauses share: a period in front of them, a negation over "or", an object; since then, before that, later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from assistant.planner.grammar.campaigns.aftermath import answered, own_days
from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.none_of_those import none_of_those
from assistant.planner.grammar.deeds.objects import SHARED
from assistant.planner.grammar.deeds.rest import exclude_the_rest
from assistant.planner.grammar.deeds.same_message import ENGAGED, left, of_the_same_message, one_message
from assistant.planner.grammar.deeds.shared_days import BUYING, between, counted_together, inherit
from assistant.planner.grammar.orders.returns import share_goods
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.grammar.times.earlier_orders import follow_earlier
from assistant.planner.grammar.times.one_time import one_time
from assistant.planner.grammar.times.sequels import later, since, told_before
from assistant.planner.grammar.times.windows import ago_period, day_after
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.readers.calendar import bounds, fixed


def settle(slots: Slots, clauses: list[Clause], today: date) -> None:
    """Work out what each clause takes from those before it."""
    exclude_the_rest(slots, clauses)
    _spread_negation(slots, clauses)
    _lead(slots, clauses)
    _share_objects(slots, clauses)
    for before, clause in pairwise(clauses):
        none_of_those(slots, before, clause)
        if clause.same_goods and not clause.groups:
            clause.groups = [("", group) for _, group in before.groups if group.field not in SHARED]
    one_time(slots, clauses)
    _contrasts(clauses)
    for before, clause in pairwise(clauses):
        if slots[clause.lower - 1].text in ("(", "（") and clause.verb == before.verb == "buy" and not clause.groups:
            clause.groups = list(before.groups)  # like shoes (at least two pairs bought)
        _rebought(slots, before, clause, today)
    for clause in clauses:
        _at_least_once(slots, clause)
    for before, clause in pairwise(clauses):
        clause.never = clause.never or _not_once(slots, before, clause)
    for position, clause in enumerate(clauses):
        _that_order(slots, clauses[:position], clause)
        _with_the_one_before(clauses[:position], clause)
        _no_more(clauses[:position], clause)
        answered(slots, clauses[:position], clause)
        if follow_earlier(slots, clauses[position - 1] if position else None, clause):
            continue
        since(slots, clauses, position, clause, today)
        told_before(clauses, position, clause, today)
        later(slots, clauses, position, clause, today)
        if position and not clause.timed and not clause.lifetime and not clause.settled:
            inherit(slots, clauses[position - 1], clause, today)
        if position:
            _left_there(clauses[position - 1], clause, today)


def _contrasts(clauses: list[Clause]) -> None:
    """only bought X, not Y; only opened, never clicked: the clause behind says what "only" leaves out."""
    for first, second in pairwise(clauses):
        engaged = first.verb.removeprefix("agent:") in ENGAGED and second.verb in ENGAGED
        fields = {g.field for _, g in first.groups} & {g.field for _, g in second.groups} - {"order_channel"}
        goods = first.verb == second.verb and bool(fields)
        if first.only and not first.negated and second.negated and (engaged or goods):
            first.only = False


def _that_order(slots: Slots, before: list[Clause], clause: Clause) -> None:
    """only bought once and used a discount on that order: what is said of somebody's only order is said of them."""
    if not clause.that_order:
        return
    told = [c for c in before if c.verb in BUYING]
    single = told and any(r.op == "eq" and r.low.value == 1 and r.unit in ("times", "number") for r in told[-1].ranges)
    if not single or told[-1].groups or told[-1].filters or told[-1].timed:
        raise Unclear(
            "I can tell what one order held (“in the same order”), but not what “that order” is here.",
            "我能看同一单里买了什么（“同一单里”），但不确定这里的“那单”是哪一单。",
            [],
            slots.origin(clause.at),
        )


def _with_the_one_before(before: list[Clause], clause: Clause) -> None:
    """bought bedding, also bought bath things in the same order: the same as what was told before."""
    told = before[-1] if before else None
    if told is None or not clause.same_order or len(clause.groups) != 1 or told.verb not in BUYING:
        return
    if told.groups and not (told.negated or clause.negated or told.ranges or clause.ranges or told.same_order):
        clause.groups = [*told.groups, ("and", clause.groups[0][1])]


def _at_least_once(slots: Slots, clause: Clause) -> None:
    """有购买但不超过两次: once or twice, and not never."""
    found = clause.ranges[0] if len(clause.ranges) == 1 else None
    set_against = any(slots.has(i, "but") for i in range(clause.at + 1, clause.upper))
    if found is None or found.unit != "times" or found.op not in ("le", "lt") or clause.negated or not set_against:
        return
    most = replace(found.low, value=found.low.value - (found.op == "lt"))
    if most.value >= 1:
        clause.ranges = [Range("between", replace(found.low, value=1), most)]


def _not_once(slots: Slots, before: Clause, clause: Clause) -> bool:
    """近14天浏览过精华液、但没买过任何精华液: goods named anew that were not bought at any time."""
    named = clause.negated and clause.groups and not clause.timed and slots[clause.at].text.endswith("过")
    any_ = any(slots[i].text.startswith("任何") for i in range(clause.at, clause.upper))
    return bool(named and (any_ or before.verb in ("view", "cart", "open", "click")))


def _left_there(before: Clause, clause: Clause, today: date) -> None:
    """put something into the cart last week and still haven't bought: not from then on; viewed it, not put it there."""
    if before.verb not in ("cart", "view") or before.negated or not clause.negated or clause.groups or clause.filters:
        return
    if clause.verb == "cart" and before.verb == "view":
        clause.groups = list(before.groups)
    elif clause.verb == "buy" and not clause.timed and not clause.nothing and not clause.never and before.period:
        start = bounds(before.period, today)[0]
        clause.period = fixed(start, None) if start is not None else None
        clause.settled = clause.settled or clause.period is not None


def _spread_negation(slots: Slots, clauses: list[Clause]) -> None:
    """didn't open or click, never bought nor visited: what negates the first verb negates the second."""
    for first, second in pairwise(clauses):
        if not first.negated or first.elided or first.noun or second.noun or second.verb.startswith("agent"):
            continue
        middle = between(first, second)
        words = range(first.at + 1, second.lower)
        if (
            second.negated
            or not any(slots.has(i, "or") for i in words)
            or any(slots.has(i, "who", "people", "but", "and") for i in middle)
        ):
            continue
        if second.lower < second.at and any(slots.has(i, "never", "only") for i in range(second.lower, second.at)):
            continue
        if not first.bare and not slots.chinese(second.at) and _past(slots, second) and not _past(slots, first):
            continue
        if not first.bare and (first.ranges or first.period):
            continue
        second.negated, second.never, second.joiner, second.settled = True, first.never, "and", False
        for index in words:
            if slots.has(index, "or"):
                slots.use(index, "neither")
        if first.bare:
            first.groups = list(second.groups) if _same_things(first, second) else first.groups
            first.period, first.ago = second.period, second.ago


def _past(slots: Slots, clause: Clause) -> bool:
    text = slots[clause.at].text.casefold()
    return text.endswith("ed") or text in ("bought", "spent", "got", "came back", "read")


def _lead(slots: Slots, clauses: list[Clause]) -> None:
    """A period in front of several verbs scopes all of them; one beside a verb is that verb's own."""
    first = min((clause.lower for clause in clauses), default=0)
    if all(clause.timed for clause in clauses):
        return
    for index in range(first):
        if slots.has(index, "period") and not slots.used(index) and _only_light(slots, index):
            lead = slots.value(index, "period")
            slots.use(index, "period of all conditions")
            for clause in clauses:
                if not clause.timed and not clause.lifetime and not (clause.never and clause is not clauses[0]):
                    clause.period = lead
            return


def _only_light(slots: Slots, index: int) -> bool:
    return all(
        slots.has(i, "filler", "place", "break", "how_many", "list", "people", "who", "which") for i in range(index)
    )


def _share_objects(slots: Slots, clauses: list[Clause]) -> None:
    """opened but didn't click the last campaign, viewed and bought shoes this month: the verbs share what follows."""
    for first, second in pairwise(clauses):
        share_goods(slots, first, second)
        joined = _joined(slots, first, second)
        bare = first.bare and not first.verb.startswith(("agent", "return")) and not first.noun
        engaged = first.verb in ENGAGED and second.verb in ENGAGED
        if engaged or one_message(slots, first, second):
            if not first.groups and not first.filters and second.groups and not first.timed:
                first.groups, first.filters = list(second.groups), list(second.filters)
            else:
                of_the_same_message(first, second)
        elif first.verb.removeprefix("agent:") in ENGAGED and (
            second.verb.removeprefix("agent:") in ENGAGED or left(second)
        ):
            of_the_same_message(first, second)
        elif joined and bare and second.groups and _same_things(first, second):
            first.groups = [pair for pair in second.groups if pair[1].field not in SHARED]
        own = own_days(slots, first, second)
        if joined and bare and second.period and not first.never and not own and not _contrary(first, second):
            first.period = second.period
        if counted_together(slots, first, second):
            first.period = second.period
        if joined and bare and engaged and second.ranges and not first.negated and not second.negated:
            first.ranges = list(second.ranges)  # opened and clicked at least two


def _rebought(slots: Slots, before: Clause, clause: Clause, today: date) -> None:
    """bought it in May, didn't rebuy; … and came back: what followed those days, of the same goods if it says buy."""
    if clause.verb != "rebuy" or clause.timed or clause.ranges or before.negated or before.verb not in _GOT:
        return
    period = before.period or ago_period(before, today)
    later = day_after(period, today) if period is not None else None
    if later is None:
        return
    clause.verb, clause.period, clause.since_then, clause.settled = "buy", later, False, True
    clause.never = clause.negated
    said = slots[clause.at].text.casefold()
    came = any(word in said for word in ("came", "come", "back", "another", "回"))
    if not clause.groups and not clause.filters and not came:
        clause.groups, clause.filters = list(before.groups), list(before.filters)


_GOT = ("buy", "agent:buy", "spend", "units")


def _contrary(first: Clause, second: Clause) -> bool:
    """bought before, nothing in the last half year: the days are those without an order alone."""
    missing = second.negated or second.verb == "agent:never"
    return first.verb in BUYING and second.verb in (*BUYING, "agent:never") and missing and not first.negated


def _joined(slots: Slots, first: Clause, second: Clause) -> bool:
    """Whether nothing but "and", "or", "but" and a negation stands between two verbs."""
    light = ("and", "or", "but", "filler", "not", "never", "break")
    return all(slots.has(i, *light) for i in range(first.at + 1, second.lower))


def _same_things(first: Clause, second: Clause) -> bool:
    """Whether two verbs can be of the same goods: viewed and bought – not opened and bought."""
    goods = ("view", "cart", "buy")
    return first.verb in goods and second.verb in goods and first.verb != second.verb


def _no_more(before: list[Clause], clause: Clause) -> None:
    """买过一次就再没来过: not a further time, so one order in all, or none since the day told of."""
    last = before[-1] if before else None
    if last is not None and last.verb == "return_goods" and not last.negated and clause.verb == "rebuy":
        clause.later = clause.later or not clause.timed  # 退了货又买的: after the return, which has no date
    told = next((c for c in reversed(before) if c.verb in BUYING and not c.negated), None)
    if not clause.again or told is None or clause.verb != "buy" or clause.timed or clause.groups or clause.filters:
        return
    if told.period or told.ago:
        clause.since_then = True
    else:
        clause.verb = "rebuy"
