"""Clauses: a verb (bought, spent, opened, 下单) with what stands beside it – objects, numbers, a period, a negation."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from assistant.planner.grammar.arguments import (
    STOP,
    counting,
    is_object,
    period_follows,
    preceded_by_verb,
    starts,
    take,
    take_period,
    take_range,
)
from assistant.planner.grammar.attribution import FOLLOWING
from assistant.planner.grammar.clause import Clause
from assistant.planner.grammar.ranges import amount_of
from assistant.planner.grammar.slots import Amount, Range, Slots
from assistant.planner.grammar.verbs import find_verbs, merge_agents

_ALSO = ("还", "也", "又", "就", "都", "再")
_NOTHING = ("nothing", "none", "nobody", "not one of")


def read_clauses(slots: Slots) -> list[Clause]:
    """All clauses of the question, with their arguments used up."""
    verbs = merge_agents(slots, find_verbs(slots))
    clauses: list[Clause] = []
    floor = 0
    for position, (index, verb) in enumerate(verbs):
        ceiling = verbs[position + 1][0] if position + 1 < len(verbs) else len(slots)
        if any(clause.at <= index < clause.upper for clause in clauses) and slots.used(index):
            continue
        following = verbs[position + 1][1] if position + 1 < len(verbs) else ""
        made = _read_clause(
            slots, index, verb, floor, _right_limit(slots, index, ceiling, following.startswith("noun:"))
        )
        clauses += made
        floor = max(clause.upper for clause in made)
    return clauses


def _right_limit(slots: Slots, index: int, ceiling: int, noun: bool) -> int:
    """Where this verb's arguments end and what belongs to the next verb begins."""
    if ceiling >= len(slots):
        return ceiling
    left = ceiling
    while left - 1 > index:
        item = slots[left - 1]
        if (
            item.has("not", "never", "only", "always", "later", "that_order")
            or item.text in _ALSO
            or (item.has("filler", "with", "who") and not item.has("group", "range", "and", "but", "or", "break"))
            or (noun and item.has("range", "number", "relative", "times"))
            or (noun and item.has("group") and slots.has(left - 2, "not", "never"))
        ):
            left -= 1
        elif (
            slots.chinese(ceiling)
            and item.has("period", "periods", "after", "ago", "duration", "range")
            and not item.has("people")
        ):
            if item.has("range") and slots.value(left - 1, "range").unit not in ("duration",):
                break
            left -= 1
        else:
            break
    if left - 1 > index and slots.has(left - 1, "and", "but", "or", "break"):
        left -= 1
        while left - 1 > index and slots.has(left - 1, "and", "but", "or", "break"):
            left -= 1
    return left


def _read_clause(slots: Slots, index: int, verb: str, floor: int, ceiling: int) -> list[Clause]:
    said = slots[index].text.casefold()
    clause = Clause(
        verb.removeprefix("noun:"),
        index,
        lower=index,
        upper=index + 1,
        noun=not slots.has(index, "verb") or ":" in verb,
        lifetime=said.startswith(("total", "lifetime", "累计", "总", "共", "历史")),
    )
    slots.use(index, f"verb: {clause.verb}")
    _own_number(slots, index, clause)
    _left(slots, clause, floor)
    clauses = [clause]
    _right(slots, clauses, ceiling)
    return clauses


def _own_number(slots: Slots, index: int, clause: Clause) -> None:
    if slots[index].text.casefold().startswith("once"):
        clause.ranges.append(Range("eq", Amount(1, "times")))


def _left(slots: Slots, clause: Clause, floor: int) -> None:
    """Negation, number and (in Chinese, or at the very start) period before the verb; objects before nouns."""
    chinese = slots.chinese(clause.at)
    noun, agent = clause.noun, clause.verb.startswith("agent:")
    index = clause.at - 1
    while index >= floor:
        item = slots[index]
        if slots.used(index) and not item.has("filler"):
            break
        if item.has("never", "not") and not item.has("group", "period"):
            clause.negated, clause.never = True, clause.never or item.has("never")
            clause.perfect = clause.perfect or item.text.casefold().startswith(
                ("have", "has", "haven", "hasn", "not yet")
            )
            clause.nothing = clause.nothing or noun
            slots.use(index, "negation")
        elif item.has("only", "always") and not clause.groups:
            clause.only = True
            slots.use(index, "only")
        elif item.has("later") and index > floor:
            clause.later = True
            slots.use(index, "later than that")
        elif item.has("range", "relative") and not item.has("condition") and (noun or chinese) and not agent:
            if not take_range(slots, clause, index):
                break
            if noun and clause.verb == "buy" and clause.ranges and clause.ranges[-1].unit == "number":
                clause.ranges[-1] = counting(clause.ranges[-1], "times")
        elif noun and item.has("number", "times", "pieces") and not slots.has(index - 1, "top", "bottom"):
            amount = amount_of(item)
            assert amount
            clause.ranges.append(Range("eq", amount))
            slots.use(index, "number")
        elif chinese and item.has("times", "pieces") and _not_even(slots, index, clause):
            slots.use(index, "not even one")
        elif item.has("period", "periods", "after", "ago", "duration") and (chinese or noun or starts(slots, index)):
            if not take_period(slots, clause, index):
                break
            clause.leading_period = not item.has("after")
        elif (
            item.has("group")
            and (noun or (chinese and is_object(slots, index) and not preceded_by_verb(slots, index)))
            and is_object(slots, index)
        ):
            clause.groups.insert(0, ("", item.value("group")))
            slots.use(index, f"object of {clause.verb}")
        elif item.has("filter") and (noun or chinese):
            clause.filters.append(item.value("filter"))
            slots.use(index, "filter")
        elif item.has("same_order", "that_order") and (noun or chinese):
            clause.same_order = clause.same_order or item.has("same_order")
            clause.that_order = item.has("that_order")
            slots.use(index, "in one order")
        elif (
            (item.has("filler", "with", "place") and not item.has("and", "or", "but", "break"))
            or item.has("first_order")
            or (chinese and _adverb(slots, index))
        ):
            pass
        else:
            break
        clause.lower = index
        index -= 1


def _adverb(slots: Slots, index: int) -> bool:
    """近一年还有下单: a word that joins clauses elsewhere stands between a verb and its period here."""
    before = slots.has(index - 1, "period", "ago", "duration", "never", "not", "people", "range")
    return slots[index].text in _ADVERBS and before


_ADVERBS = ("还", "也", "又", "却", "并", "而", "还在", "也在", "又在", "还是", "也还", "都还", "但", "却又", "倒")


def _not_even(slots: Slots, index: int, clause: Clause) -> bool:
    """一单没下, 一次都没打开: one is none where a negation follows."""
    amount = amount_of(slots[index])
    return bool(amount and amount.value == 1 and clause.negated and not clause.ranges)


def _right(slots: Slots, clauses: list[Clause], ceiling: int) -> None:
    """Objects, numbers and period after the verb; "but not Y", "and Y in April" repeat the verb."""
    clause = clauses[0]
    joiner, index = "", clause.at + 1
    while index < ceiling:
        item = slots[index]
        if slots.role(index) == FOLLOWING:
            index += 1
            clauses[0].upper = clause.upper = index
            continue
        if (
            item.has(*STOP)
            and not item.has("group", "range", "period")
            and not (item.has("anaphor", "by") and item.has("filler"))
            and not (item.has("anaphor") and not clause.groups and (clause.elided or _goods_before(slots, clause)))
        ):
            break
        if slots.used(index) and not item.has("filler") and slots.role(index) != "period":
            break
        if item.has("not", "never", "except") and not item.has("group", "period"):
            if not _leaves_out(slots, index, ceiling):
                break
            clause = _elided(slots, clauses, index, joiner)
            joiner = ""
        elif item.has("and", "or", "but", "break") and not item.has("group"):
            joiner = "but" if item.has("but") else "or" if item.has("or") else joiner or "and"
        elif item.has("group"):
            if is_object(slots, index):
                if clause.period and clause.groups and joiner and period_follows(slots, index, ceiling):
                    clause = replace(clause, groups=[], period=None, ranges=[], joiner=joiner, at=index)
                    clauses.append(clause)
                    joiner = ""
                clause.groups.append((joiner, item.value("group")))
                slots.use(index, f"object of {clause.verb}")
                joiner = ""
            elif joiner:
                pass
        elif joiner and _further_range(slots, clause, index):
            made = Clause(clause.verb, index, joiner="or" if joiner == "or" else "and", lower=index, upper=index + 1)
            made.settled = made.joiner == "or"
            clauses.append(made)
            clause, joiner = made, ""
            _use_or(slots, index)
            take_range(slots, clause, index)
        elif clause.period and item.has("period") and _same_days(slots, clause, index):
            slots.use(index, "the same days in other words")
        elif clause.period and item.has("period") and (tied := _tied(slots, index, ceiling)):
            clause.periods = (*(clause.periods or (clause.period,)), slots.value(index, "period"))
            clause.either, joiner = tied == "or", ""
            slots.use(index, "another period")
            _use_or(slots, index)
        elif (
            not take(slots, clause, index, joiner)
            and slots.role(index) != "period"
            and not item.has(
                "filler", "place", "for", "with", "field", "contact_noun", "copy_noun", "except_end", "overlap"
            )
        ):
            break
        index += 1
        clauses[0].upper = clause.upper = index
    _fill_elided(clauses)


def _goods_before(slots: Slots, clause: Clause) -> bool:
    """Whether "them" behind a verb can be goods told of before it, in the same question."""
    return any(slots.has(i, "group") and slots.role(i).startswith("object") for i in range(clause.lower))


def _leaves_out(slots: Slots, index: int, ceiling: int) -> bool:
    """Whether a negation after the verb says what was not bought, or when not – rather than who is not meant."""
    if slots[index].text.casefold().startswith(_NOTHING):
        return True
    at = index + 1
    while (
        at < ceiling
        and slots.has(at, "filler", "place", "for", "with", "only")
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
    )


def _same_days(slots: Slots, clause: Clause, index: int) -> bool:
    """24 to 30 November (black friday week), Q3 (July to September): said twice, in other words."""
    if slots[index - 1].text not in ("(", "（") and not slots.has(index - 1, "same_as"):
        return False
    first, second = clause.period, slots.value(index, "period")
    if first is None or "fixed" not in (first.kind, second.kind):
        return first == second
    return bool(first.start and first.end and second.start and second.end) and (
        first.start <= second.end and second.start <= first.end
    )


def _tied(slots: Slots, index: int, ceiling: int) -> str:
    """How a further period is tied to the one before it: "and" or "or", said here or before the last of a list."""
    before = index - 1
    while slots.has(before, "filler", "place") and not slots.has(before, "and", "or", "break"):
        before -= 1
    if slots.has(before, "or"):
        return "or"
    if slots.has(before, "and"):
        return "and"
    if not slots.has(before, "break"):
        return ""
    for at in range(index + 1, ceiling):
        if slots.has(at, "and", "or") and slots.has(slots.next(at), "period"):
            return "or" if slots.has(at, "or") else "and"
        if not slots.has(at, "break", "period", "filler", "place"):
            break
    return ""


def _further_range(slots: Slots, clause: Clause, index: int) -> bool:
    """over 300 on fragrance or over 300 on makeup: a number of the same kind, about other goods."""
    found = slots.value(index, "range")
    if found is None or clause.noun:
        return False
    same = any(r.unit == found.unit for r in clause.ranges)
    ahead = range(index + 1, min(index + 4, len(slots)))
    goods = clause.groups and any(slots.has(i, "group") and is_object(slots, i) for i in ahead)
    return same and bool(goods or (clause.period and any(slots.has(i, "period") for i in ahead)))


def _use_or(slots: Slots, index: int) -> None:
    before = index - 1
    while slots.has(before, "filler", "place") and not slots.has(before, "or"):
        before -= 1
    if slots.has(before, "or"):
        slots.use(before, "or")


def _fill_elided(clauses: list[Clause]) -> None:
    """What a clause without a verb leaves unsaid – not since March: of the same goods; not Y, at the same time."""
    for before, clause in pairwise(clauses):
        if not clause.elided:
            continue
        if not clause.groups and not clause.nothing:
            clause.groups = list(before.groups)
        elif clause.groups and not clause.never and not clause.timed and before.ago is None:
            clause.period = clause.period or before.period
            before.period = before.period or clause.period


def _elided(slots: Slots, clauses: list[Clause], index: int, joiner: str) -> Clause:
    """bought X but not Y: a clause without its verb, which it takes from the one before. Bought no Y is one clause."""
    last = clauses[-1]
    if last.bare and not joiner and not last.negated and not last.noun and not last.verb.startswith("agent"):
        last.negated, last.never = True, slots.has(index, "never")
        last.nothing = slots[index].text.casefold().startswith(_NOTHING)
        slots.use(index, "negation")
        return last
    made = Clause(
        last.verb,
        index,
        negated=True,
        joiner="or" if joiner == "or" else "and",
        lower=index,
        upper=index + 1,
        never=slots.has(index, "never"),
        nothing=slots[index].text.casefold().startswith(_NOTHING),
        elided=True,
    )
    slots.use(index, "negation")
    clauses.append(made)
    return made
