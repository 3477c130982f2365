"""Clauses: a verb (bought, spent, opened, 下单) with what stands beside it – objects, numbers, a period, a negation."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.grammar.campaigns.attribution import FOLLOWING
from assistant.planner.grammar.deeds.adverbs import adverb, afterwards, double_negation, not_even, of_all
from assistant.planner.grammar.deeds.arguments import (
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
from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.elisions import (
    elided,
    fill_elided,
    further_range,
    goods_before,
    leaves_out,
    of_another_deed,
    same_days,
    some_of,
    tied,
    use_or,
)
from assistant.planner.grammar.deeds.fronted import spread_fronted
from assistant.planner.grammar.deeds.limits import right_limit
from assistant.planner.grammar.deeds.own_words import exceeds, not_once, own_number
from assistant.planner.grammar.deeds.passives import take_fronted
from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.deeds.verbs import find_verbs
from assistant.planner.grammar.people.doers import merge_agents
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.grammar.times.moments import channel_filter
from assistant.planner.grammar.values.ticks import ticked

_SENT = ("receive", "open", "click")


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
        made = _read_clause(slots, index, verb, floor, right_limit(slots, index, ceiling, following))
        clauses += made
        floor = max(clause.upper for clause in made)
    spread_fronted(slots, clauses)
    return clauses


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
    own_number(slots, index, clause)
    _left(slots, clause, floor)
    clauses = [clause]
    _right(slots, clauses, ceiling)
    exceeds(said, clause)
    not_once(slots, clause)
    if len(clauses) == 1:
        take_fronted(slots, clause, floor)
    if clause.bound:
        clause.ranges = [replace(r, op=clause.bound) if r.op == "eq" else r for r in clause.ranges]
    return clauses


def _left(slots: Slots, clause: Clause, floor: int) -> None:
    """Negation, number and (in Chinese, or at the very start) period before the verb; objects before nouns."""
    chinese = slots.chinese(clause.at)
    noun, agent = clause.noun, clause.verb.startswith("agent:")
    index = clause.at - 1
    while index >= floor:
        item = slots[index]
        if slots.used(index) and not item.has("filler"):
            break
        if item.has("never", "not", "except" if agent else "never") and not item.has("group", "period"):
            if chinese and clause.negated and item.text in ("没", "没有"):
                raise double_negation(slots, index)
            ever = item.has("never") or item.text.casefold().endswith(" ever")
            clause.negated, clause.never = True, clause.never or ever
            clause.perfect = clause.perfect or item.text.casefold().startswith(
                ("have", "has", "haven", "hasn", "not yet")
            )
            clause.nothing = clause.nothing or noun
            clause.again = clause.again or (chinese and "再" in item.text)
            slots.use(index, "negation")
        elif item.has("first_of"):
            take(slots, clause, index)
        elif item.has("rest") and (noun or chinese):
            clause.rest = item.value("rest")
            slots.use(index, "everything else")
        elif item.has("only", "always") and (chinese or not clause.groups):
            clause.only = True
            slots.use(index, "only")
        elif afterwards(slots, clause, index) or (item.has("later") and index > floor):
            clause.later = True
            slots.use(index, "later than that")
        elif chinese and item.has("since_then"):
            clause.since_then = True
            slots.use(index, "since then")
        elif item.has("range", "relative") and not item.has("condition") and (noun or chinese) and not agent:
            if not take_range(slots, clause, index):
                break
            if noun and clause.verb == "buy" and clause.ranges and clause.ranges[-1].unit == "number":
                clause.ranges[-1] = counting(clause.ranges[-1], "times")
        elif (
            noun
            and item.has("number", "times", "pieces")
            and not item.has("period")
            and not slots.has(index - 1, "top", "bottom")
        ):
            amount = amount_of(item)
            assert amount
            unit = "times" if clause.groups and clause.verb == "buy" else amount.unit
            clause.ranges.append(counting(Range("eq", amount), unit))
            slots.use(index, "number")
        elif chinese and item.has("times", "pieces") and not_even(slots, index, clause):
            slots.use(index, "not even one")
        elif item.has("period", "periods", "after", "ago", "duration") and (chinese or noun or starts(slots, index)):
            if not take_period(slots, clause, index):
                break
            clause.leading_period = not item.has("after")
        elif (
            item.has("group")
            and (noun or (chinese and is_object(slots, index) and not preceded_by_verb(slots, index, floor)))
            and is_object(slots, index)
        ):
            clause.groups.insert(0, ("", item.value("group")))
            slots.use(index, f"object of {clause.verb}")
        elif chinese and item.has("cmp") and item.value("cmp") != "between" and index + 1 == clause.lower:
            clause.bound = item.value("cmp")
            slots.use(index, "number")
        elif chinese and item.has("contact_noun") and clause.verb in ("open", "click", "receive", "unsubscribe"):
            clause.filters += channel_filter(slots, item.value("contact_noun"))
            slots.use(index, "channel of the campaign")
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
            or (chinese and adverb(slots, index))
        ):
            if item.has("still_word"):
                slots.use(index, "still")
        else:
            break
        clause.lower = index
        index -= 1


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
        if item.has("by") and slots.has(index + 1, "contact_noun") and clause.verb in _SENT:
            index += 1
            continue
        if (
            item.has(*STOP)
            and not item.has("group", "range", "period")
            and not (item.has("anaphor", "by") and item.has("filler"))
            and not (item.has("anaphor") and not clause.groups and (clause.elided or goods_before(slots, clause)))
        ):
            break
        if index == clause.at + 2 and (answer := ticked(slots, index)) is not None:
            clause.negated = clause.negated or not answer  # click=否
            slots.use(index, "yes or no")
            index += 1
            clauses[0].upper = clause.upper = index
            break
        clause.heavily = clause.heavily or item.has("vague_many")
        if item.has("none_but") and clause.negated:
            clause.negated, clause.never, clause.only = False, False, True
            slots.use(index, "only")
            index += 1
            continue
        clause.never = clause.never or (clause.negated and item.text.casefold() == "ever")
        if item.has("pieces_label"):
            clause.ranges = [counting(r, "pieces") for r in clause.ranges]
            index += 1
            clauses[0].upper = clause.upper = index
            continue
        if slots.used(index) and (not item.has("filler") or item.has("number")) and slots.role(index) != "period":
            break  # a number that counts something else: one variant
        if of_all(slots, clauses[0], index):
            break
        if item.has("not", "never", "except") and not item.has("group", "period"):
            if not leaves_out(slots, index, ceiling):
                break
            clause = elided(slots, clauses, index, joiner)
            joiner = ""
        elif item.has("and", "or", "but", "break") and not item.has("group"):
            joiner = "but" if item.has("but") else "or" if item.has("or") else joiner or "and"
        elif item.has("group"):
            if is_object(slots, index):
                if of_another_deed(slots, clause, index, joiner):
                    break
                if clause.period and clause.groups and joiner and period_follows(slots, index, ceiling):
                    clause = replace(clause, groups=[], period=None, ranges=[], joiner=joiner, at=index)
                    clauses.append(clause)
                    joiner = ""
                clause.groups.append((joiner, item.value("group")))
                if joiner == "or":
                    use_or(slots, index)
                clause.among = clause.among or some_of(slots, clause, index)
                slots.use(index, f"object of {clause.verb}")
                joiner = ""
            elif joiner:
                pass
        elif joiner and further_range(slots, clause, index):
            made = Clause(clause.verb, index, joiner="or" if joiner == "or" else "and", lower=index, upper=index + 1)
            made.settled = made.joiner == "or"
            clauses.append(made)
            clause, joiner = made, ""
            use_or(slots, index)
            take_range(slots, clause, index)
        elif clause.period and item.has("period") and same_days(slots, clause, index):
            slots.use(index, "the same days in other words")
        elif clause.period and item.has("period") and (how := tied(slots, index, ceiling)):
            clause.periods = (*(clause.periods or (clause.period,)), slots.value(index, "period"))
            clause.either, joiner = how == "or", ""
            slots.use(index, "another period")
            use_or(slots, index)
        elif (
            not take(slots, clause, index, joiner)
            and slots.role(index) != "period"
            and not item.has(
                "filler",
                "place",
                "for",
                "with",
                "field",
                "contact_noun",
                "copy_noun",
                "except_end",
                "overlap",
                "vague_many",
            )
        ):
            break
        index += 1
        clauses[0].upper = clause.upper = index
    fill_elided(slots, clauses)
