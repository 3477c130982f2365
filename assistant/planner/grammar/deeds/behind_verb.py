"""What stands behind a verb: objects, numbers and a period; "but not Y", "and Y in April" repeat the verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.planner.grammar.campaigns.attribution import FOLLOWING
from assistant.planner.grammar.deeds.adverbs import of_all
from assistant.planner.grammar.deeds.arguments import STOP, counting, is_object, opens_deed, period_follows, take_range
from assistant.planner.grammar.deeds.clause import Clause, Step
from assistant.planner.grammar.deeds.elisions import (
    elided,
    fill_elided,
    further_range,
    goods_before,
    leaves_out,
    of_another_deed,
    same_days,
    tied,
    use_or,
)
from assistant.planner.grammar.deeds.taking import take
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.values.ticks import ticked

_SENT = ("receive", "open", "click")
_SMALL = (
    "filler", "place", "for", "with", "field", "contact_noun", "copy_noun", "except_end", "overlap", "vague_many",
)  # fmt: skip
"""Words that may stand among a verb's arguments without being one."""


@dataclass
class Behind:
    """What stands behind a verb, read from left to right."""

    slots: Slots
    clauses: list[Clause]
    """The verb's own clause first, then those that repeat it."""
    ceiling: int
    clause: Clause
    """The one of them that takes what comes next."""
    joiner: str = ""
    """The and, or, but in front of what comes next."""


def take_behind(slots: Slots, clauses: list[Clause], ceiling: int) -> None:
    """Take what is said behind the verb, until something is none of its business; add the clauses that repeat it."""
    verb = Behind(slots, clauses, ceiling, clauses[0])
    for index in range(clauses[0].at + 1, ceiling):
        step = _step(verb, index)
        if step is Step.END:
            break
        if step is not Step.PASSED:
            clauses[0].upper = verb.clause.upper = index + 1
        if step is Step.LAST:
            break
    fill_elided(slots, clauses)


def _step(verb: Behind, index: int) -> Step:
    """What the first rule that knows this item makes of it."""
    for rule in _RULES:
        if (step := rule(verb, index)) is not None:
            return step
    return Step.END


def _window(verb: Behind, index: int) -> Step | None:
    """ordered within 7 days of it: a window that has been read with its campaign."""
    return Step.TAKEN if verb.slots.role(index) == FOLLOWING else None


def _by_channel(verb: Behind, index: int) -> Step | None:
    """clicked by e-mail: no split."""
    by_channel = verb.slots.has(index, "by") and verb.slots.has(index + 1, "contact_noun")
    return Step.PASSED if by_channel and verb.clause.verb in _SENT else None


def _another_topic(verb: Behind, index: int) -> Step | None:
    """… by city, how many, in a list: what is asked, not what was done – unless "them" can be goods told of before."""
    item, clause = verb.slots[index], verb.clause
    if (
        not item.has(*STOP)
        or item.has("group", "range", "period")
        or (item.has("anaphor", "by") and item.has("filler"))
    ):
        return None
    goods_meant = not clause.groups and (clause.elided or goods_before(verb.slots, clause))
    return None if item.has("anaphor") and goods_meant else Step.END


def _yes_or_no(verb: Behind, index: int) -> Step | None:
    """click=否."""
    if index != verb.clause.at + 2 or (answer := ticked(verb.slots, index)) is None:
        return None
    verb.clause.negated = verb.clause.negated or not answer
    verb.slots.use(index, "yes or no")
    return Step.LAST


def _heavily(verb: Behind, index: int) -> Step | None:
    """used to buy a lot: noted, whatever else the word is."""
    verb.clause.heavily = verb.clause.heavily or verb.slots[index].has("vague_many")
    return None


def _none_but(verb: Behind, index: int) -> Step | None:
    """bought nothing but skincare: only skincare."""
    if not (verb.slots[index].has("none_but") and verb.clause.negated):
        return None
    verb.clause.negated, verb.clause.never, verb.clause.only = False, False, True
    verb.slots.use(index, "only")
    return Step.PASSED


def _some_of(verb: Behind, index: int) -> Step | None:
    """at least two of …, but not both: how many of the goods listed."""
    if not verb.slots.has(index, "some_of"):
        return None
    verb.clause.some_of = verb.slots.value(index, "some_of")
    verb.slots.use(index, "how many of those listed")
    return Step.TAKEN


def _ever(verb: Behind, index: int) -> Step | None:
    """didn't ever buy: noted, whatever else the word is."""
    said = verb.slots[index].text.casefold() == "ever"
    verb.clause.never = verb.clause.never or (verb.clause.negated and said)
    return None


def _pieces(verb: Behind, index: int) -> Step | None:
    """bought at least 3 items: the number counts pieces."""
    if not verb.slots[index].has("pieces_label"):
        return None
    verb.clause.ranges = [counting(r, "pieces") for r in verb.clause.ranges]
    return Step.TAKEN


def _spoken_for(verb: Behind, index: int) -> Step | None:
    """A number that counts something else: one variant."""
    slots, item = verb.slots, verb.slots[index]
    spent = slots.used(index) and (not item.has("filler") or item.has("number"))
    return Step.END if spent and slots.role(index) != "period" else None


def _of_all(verb: Behind, index: int) -> Step | None:
    """看了鞋没买的，近30天: a period for all verbs before it."""
    return Step.END if of_all(verb.slots, verb.clauses[0], index) else None


def _left_out(verb: Behind, index: int) -> Step | None:
    """… but not Y, … nothing since."""
    item = verb.slots[index]
    if not item.has("not", "never", "except") or item.has("group", "period"):
        return None
    if not leaves_out(verb.slots, index, verb.ceiling):
        return Step.END
    verb.clause = elided(verb.slots, verb.clauses, index, verb.joiner)
    verb.joiner = ""
    return Step.TAKEN


def _next_deed(verb: Behind, index: int) -> Step | None:
    """… but in October never bought: what follows is told of the next verb."""
    if not verb.slots.has(index, "and", "but") or verb.slots.has(index, "group"):
        return None
    at = verb.slots.next(index, lambda item: item.has("place", "filler") and not item.has("and", "but"))
    return Step.END if at < len(verb.slots) and opens_deed(verb.slots, at) else None


def _joint(verb: Behind, index: int) -> Step | None:
    """and, or, but, a comma: what comes next is tied by it; a comma keeps the word before it."""
    item = verb.slots[index]
    if not item.has("and", "or", "but", "break") or item.has("group"):
        return None
    verb.joiner = "but" if item.has("but") else "or" if item.has("or") else verb.joiner or "and"
    return Step.TAKEN


def _goods(verb: Behind, index: int) -> Step | None:
    """bought skincare and makeup; bought X in March and Y in April is a clause for each."""
    slots, clause = verb.slots, verb.clause
    if not slots.has(index, "group"):
        return None
    if not is_object(slots, index):
        return Step.TAKEN
    goods = slots.level(slots.value(index, "group").field) == "product"
    if clause.elided and not clause.groups and goods and clause.verb.removeprefix("agent:") in _SENT:
        clause.verb = "buy"  # openers with no womenswear
    if of_another_deed(slots, clause, index, verb.joiner):
        return Step.END
    if clause.period and clause.groups and verb.joiner and period_follows(slots, index, verb.ceiling):
        clause = replace(clause, groups=[], period=None, ranges=[], joiner=verb.joiner, at=index)
        verb.clauses.append(clause)
        verb.clause, verb.joiner = clause, ""
    clause.groups.append((verb.joiner, slots.value(index, "group")))
    if verb.joiner == "or":
        use_or(slots, index)
    slots.use(index, f"object of {clause.verb}")
    verb.joiner = ""
    return Step.TAKEN


def _another_number(verb: Behind, index: int) -> Step | None:
    """over 300 on fragrance or over 200 on makeup."""
    if not (verb.joiner and further_range(verb.slots, verb.clause, index)):
        return None
    joiner = "or" if verb.joiner == "or" else "and"
    made = Clause(verb.clause.verb, index, joiner=joiner, lower=index, upper=index + 1, settled=joiner == "or")
    verb.clauses.append(made)
    verb.clause, verb.joiner = made, ""
    use_or(verb.slots, index)
    take_range(verb.slots, made, index)
    return Step.TAKEN


def _same_days(verb: Behind, index: int) -> Step | None:
    """24 to 30 November (black friday week)."""
    told = verb.clause.period and verb.slots[index].has("period")
    if not (told and same_days(verb.slots, verb.clause, index)):
        return None
    verb.slots.use(index, "the same days in other words")
    return Step.TAKEN


def _another_period(verb: Behind, index: int) -> Step | None:
    """in Q1 and in Q2, in May or June."""
    slots, clause = verb.slots, verb.clause
    if not (clause.period and slots.has(index, "period") and (how := tied(slots, index, verb.ceiling))):
        return None
    clause.periods = (*(clause.periods or (clause.period,)), slots.value(index, "period"))
    clause.either, verb.joiner = how == "or", ""
    slots.use(index, "another period")
    use_or(slots, index)
    return Step.TAKEN


def _argument(verb: Behind, index: int) -> Step | None:
    """A number, a period, a label – or a small word that is none and stands among them."""
    taken = take(verb.slots, verb.clause, index, verb.joiner)
    return Step.TAKEN if taken or verb.slots.role(index) == "period" or verb.slots[index].has(*_SMALL) else None


_RULES: tuple[Callable[[Behind, int], Step | None], ...] = (
    _window,
    _some_of,
    _by_channel,
    _another_topic,
    _yes_or_no,
    _heavily,
    _none_but,
    _ever,
    _pieces,
    _spoken_for,
    _of_all,
    _left_out,
    _next_deed,
    _joint,
    _goods,
    _another_number,
    _same_days,
    _another_period,
    _argument,
)
"""Asked in this order: the first that knows an item says what becomes of it; what none knows ends the clause."""
