"""Clauses: a verb (bought, spent, opened, 下单) with what stands beside it – objects, numbers, a period, a negation."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from assistant.planner.grammar.facts import CLAUSE_FIELDS
from assistant.planner.grammar.ranges import amount_of
from assistant.planner.grammar.slots import Amount, Group, Range, Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Filter, Period

ACTIONS = {"discount", "buy", "spend", "open", "click", "receive", "unsubscribe", "view", "cart", "return_goods"}
AGENTS = {"buy", "open", "click", "repeat", "one_time", "never", "first_time", "new", "returning", "lapsed", "active"}
_STOP = ("people", "how_many", "list", "by", "which", "who", "trend", "share", "compare", "versus", "condition", "contact", "saved",
         "top", "bottom", "agent", "anaphor", "distribution", "copy_verb", "how_much", "rank_by")
_AUXILIARY = {"did", "do", "does", "to", "have", "has", "had", "we", "they", "who", "that", "also", "then", "customers", "people",
              "ever", "only", "they've", "actually", "can", "will", "i", "not", "never", "both"}


@dataclass
class Clause:
    """One verb and its arguments."""

    verb: str
    at: int
    """Index of the verb among the slots."""
    negated: bool = False
    never: bool = False
    only: bool = False
    joiner: str = "and"
    """How it is tied to the clause before it: and, or, but."""
    groups: list[tuple[str, Group]] = field(default_factory=list)
    """Objects with how each is tied to the one before."""
    filters: list[Filter] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    relative: tuple[str, str] | None = None
    period: Period | None = None
    ago: tuple[int, str, str] | None = None
    first: bool = False
    since_then: bool = False
    """After what the clause before tells of: received it and ordered since."""
    leading_period: bool = False
    """The period stands before the verb, so it may scope the clauses that follow."""
    nothing: bool = False
    """Negated by a word that is its own object: nothing, no orders."""
    noun: bool = False
    """The verb is a noun here (buyers, 3 orders): its number and objects stand before it."""
    lower: int = 0
    upper: int = 0


def find_verbs(slots: Slots) -> list[tuple[int, str]]:
    """Where verbs (and nouns that act as verbs: buyers, orders with a number) stand, and which; "noun:" marks the latter."""
    verbs = []
    for index in range(len(slots)):
        if slots.used(index) or slots.has(index, "condition", "filter", "group", "range", "compare"):
            continue
        verb = slots.value(index, "verb")
        agent = slots.value(index, "agent")
        if verb in ACTIONS and is_verb(slots, index):
            verbs.append((index, verb))
        elif agent in AGENTS:
            verbs.append((index, f"agent:{agent}"))
        elif counted_noun(slots, index):
            field = _clause_field(slots, index)
            verbs.append((index, "noun:" + {"spend": "spend", "units": "units"}.get(field or "", "buy")))
    return verbs


def is_verb(slots: Slots, index: int) -> bool:
    """Whether a word that is also a noun (orders, spend, views) is used as a verb here."""
    item = slots[index]
    if not item.has("measure", "field", "copy_noun"):
        return True
    text = item.text.casefold()
    if slots.has(index - 1, "range", "number") and not slots.has(index - 1, "period"):
        return False
    if text.isascii() and text.endswith("s") and not text.endswith("ss"):
        return slots.has(index - 1, "who")
    if slots.has(index + 1, "range") or slots.has(index + 1, "relative"):
        return True
    token = item.start - 1
    previous = slots.text.tokens[token].text if token >= 0 else ""
    before = slots.before(index)
    if slots.has(before, "how_many", "how_much", "average", "median", "sum", "by", "share", "number", "range", "with", "rank_by"):
        return False
    if previous in _AUXILIARY or slots.has(index - 1, "people", "who", "not", "never"):
        return True
    if not text.isascii():
        return slots.has(index + 1, "group") or slots.has(before, "period") and slots.has(index + 1, "filler", "people")
    return slots.has(before, "and", "but", "or", "group") and index > 2 and not slots.has(0, "measure") and text not in ("order", "purchase")


def counted_noun(slots: Slots, index: int) -> bool:
    """3 orders, no orders, total spend above 500, orders over 200: a customer figure with a number beside it."""
    if _clause_field(slots, index) is None or slots.used(index):
        return False
    after = slots.next(index, lambda item: item.has("filler", "place") and not item.has("range", "by", "group", "period"))
    if slots.has(after, "range", "relative") and not slots.has(after, "people") and not slots.used(after):
        unit = slots.value(after, "range").unit if slots.has(after, "range") else "number"
        if unit not in ("heads", "age", "duration", "percent"):
            return True
    before = index - 1
    while before >= 0 and slots.has(before, "filler", "group", "field") and not slots.has(before, "range", "number", "not", "how_many", "by", "only"):
        before -= 1
    if slots.has(before, "range") and slots.value(before, "range").unit in ("number", "times", "pieces", "money"):
        return True
    if slots.has(before, "relative") and not slots.has(before, "range"):
        return True
    if slots.has(before, "not") and before >= index - 2:
        return True
    return bool(slots.has(before, "number") and before >= index - 2 and not slots.has(before - 1, "top", "bottom")
                and not slots.has(before, "period") and (slots.editing or _person_before(slots, before)))


def _person_before(slots: Slots, index: int) -> bool:
    return any(slots.has(i, "people", "who", "with", "verb", "agent") for i in range(max(0, index - 3), index))


def _clause_field(slots: Slots, index: int) -> str | None:
    found = [sense.value for sense in slots[index].senses if sense.kind == "field" and sense.value in CLAUSE_FIELDS]
    return "orders" if "orders" in found else found[0] if found else None


def read_clauses(slots: Slots) -> list[Clause]:
    """All clauses of the question, with their arguments used up."""
    verbs = _merge_agents(slots, find_verbs(slots))
    clauses: list[Clause] = []
    floor = 0
    for position, (index, verb) in enumerate(verbs):
        ceiling = verbs[position + 1][0] if position + 1 < len(verbs) else len(slots)
        if any(clause.at <= index < clause.upper for clause in clauses) and slots.used(index):
            continue
        following = verbs[position + 1][1] if position + 1 < len(verbs) else ""
        made = _read_clause(slots, index, verb, floor, _right_limit(slots, index, ceiling, ":" in following))
        clauses += made
        floor = max(clause.upper for clause in made)
    return clauses


def _merge_agents(slots: Slots, verbs: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """lapsed skincare buyers: one clause, about skincare; the plain noun behind it is only its label."""
    kept: list[tuple[int, str]] = []
    for index, verb in verbs:
        between = range(kept[-1][0] + 1, index) if kept else range(0)
        adjective = kept and kept[-1][1].startswith("agent:") and kept[-1][1] not in ("agent:buy", "agent:open", "agent:click")
        if adjective and verb == "agent:buy" and all(slots.has(i, "group", "filler", "filter") for i in between):
            slots.retag(index, Sense("filler"))
            slots.use(index, "label")
        else:
            kept.append((index, verb))
    return kept


def _right_limit(slots: Slots, index: int, ceiling: int, noun: bool) -> int:
    """Where this verb's arguments end and what belongs to the next verb begins."""
    if ceiling >= len(slots):
        return ceiling
    left = ceiling
    while left - 1 > index:
        item = slots[left - 1]
        if item.has("not", "never", "only") or (item.has("filler", "with", "who") and not item.has("group", "range", "and", "but", "or")):
            left -= 1
        elif noun and item.has("range", "number", "relative", "times"):
            left -= 1
        elif slots.chinese(ceiling) and item.has("period", "ago", "duration", "range") and not item.has("people"):
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
    clause = Clause(verb.removeprefix("noun:"), index, lower=index, upper=index + 1, noun=not slots.has(index, "verb") or ":" in verb)
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
    noun = clause.noun
    index = clause.at - 1
    while index >= floor:
        item = slots[index]
        if slots.used(index) and not item.has("filler"):
            break
        if item.has("never", "not"):
            clause.negated, clause.never = True, clause.never or item.has("never")
            clause.nothing = clause.nothing or noun
            slots.use(index, "negation")
        elif item.has("only") and not clause.groups:
            clause.only = True
            slots.use(index, "only")
        elif item.has("range", "relative") and not item.has("condition") and (noun or chinese):
            if not _take_range(slots, clause, index):
                break
            if noun and clause.verb == "buy" and clause.ranges and clause.ranges[-1].unit == "number":
                clause.ranges[-1] = _counting(clause.ranges[-1], "times")
        elif noun and item.has("number", "times", "pieces") and not slots.has(index - 1, "top", "bottom"):
            amount = amount_of(item)
            assert amount
            clause.ranges.append(Range("eq", amount))
            slots.use(index, "number")
        elif item.has("period", "ago", "duration") and (chinese or noun or _starts(slots, index)):
            if not _take_period(slots, clause, index):
                break
            clause.leading_period = True
        elif item.has("group") and (noun or (chinese and _is_object(slots, index) and not _preceded_by_verb(slots, index))) \
                and _is_object(slots, index):
            clause.groups.insert(0, ("", item.value("group")))
            slots.use(index, f"object of {clause.verb}")
        elif item.has("filler", "with", "place") and not item.has("and", "or", "but", "break"):
            pass
        elif item.has("first_order"):
            pass
        else:
            break
        clause.lower = index
        index -= 1


def _starts(slots: Slots, index: int) -> bool:
    return all(slots.has(i, "filler") for i in range(index))


def _preceded_by_verb(slots: Slots, index: int) -> bool:
    return any(slots.has(i, "verb") and slots.used(i) for i in range(index))


def _right(slots: Slots, clauses: list[Clause], ceiling: int) -> None:
    """Objects, numbers and period after the verb; "but not Y" and "and Y in April" start a clause with the same verb."""
    clause = clauses[0]
    joiner, index = "", clause.at + 1
    while index < ceiling:
        item = slots[index]
        if item.has(*_STOP) and not item.has("group", "range", "period") and not (item.has("anaphor", "by") and item.has("filler")):
            break
        if slots.used(index) and not item.has("filler") and slots.role(index) != "period":
            break
        if item.has("not", "never", "except") and not item.has("group"):
            clause = _elided(slots, clauses, index, joiner)
            joiner = ""
        elif item.has("and", "or", "but", "break") and not item.has("group"):
            joiner = "but" if item.has("but") else "or" if item.has("or") else joiner or "and"
        elif item.has("group"):
            if _is_object(slots, index):
                if clause.period and clause.groups and joiner and _period_follows(slots, index, ceiling):
                    clause = replace(clause, groups=[], period=None, ranges=[], joiner=joiner, at=index)
                    clauses.append(clause)
                    joiner = ""
                clause.groups.append((joiner, item.value("group")))
                slots.use(index, f"object of {clause.verb}")
                joiner = ""
            elif joiner:
                pass
        elif not _take(slots, clause, index):
            if not item.has("filler", "place", "for", "with", "field", "contact_noun", "only", "copy_noun", "except_end"):
                break
        index += 1
        clauses[0].upper = clause.upper = index


def _take(slots: Slots, clause: Clause, index: int) -> bool:
    """One argument after the verb: number, period, label; False when it is none of its business."""
    item = slots[index]
    if item.has("range", "relative"):
        return _take_range(slots, clause, index)
    if item.has("period", "ago", "duration"):
        return _take_period(slots, clause, index)
    if item.has("filter"):
        clause.filters.append(item.value("filter"))
        slots.use(index, "filter")
        return True
    amount = amount_of(item)
    if amount and amount.unit in ("times", "money", "pieces", "number") and not clause.ranges:
        clause.ranges.append(Range("eq", amount))
        slots.use(index, "number")
        return True
    if item.has("only"):
        clause.only = True
        slots.use(index, "only")
        return True
    if item.has("contact_noun") and clause.verb in ("open", "click", "receive", "unsubscribe"):
        clause.filters += _channel_filter(slots, item.value("contact_noun"))
        slots.use(index, "channel of the campaign")
        return True
    if item.has("since_then"):
        clause.since_then = True
        slots.use(index, "since then")
        return True
    if item.has("last_campaign") and slots.vocabulary.last_campaign:
        clause.groups.append(("", Group("campaign", (slots.vocabulary.last_campaign[0],))))
        slots.use(index, "the last campaign")
        return True
    if item.value("field") in ("product", "orders", "units", "campaign", "category", "spend", "brand", "order_value") and not slots.has(index - 1, "by", "which"):
        slots.use(index, "label")
        return True
    return item.has("first_order")


def _channel_filter(slots: Slots, channel: str) -> list[Filter]:
    """emails: campaigns sent by e-mail, where the shop tells channels apart."""
    stored = next((v for v in slots.vocabulary.values("campaign_channel") if v.casefold() == channel), None)
    return [Filter(field="campaign_channel", values=[stored])] if stored else []


def _take_range(slots: Slots, clause: Clause, index: int) -> bool:
    item = slots[index]
    if item.has("relative"):
        clause.relative = item.value("relative")
        slots.use(index, "comparison with the average")
        return True
    found: Range = item.value("range")
    if found.unit in ("heads", "age", "percent"):
        return False
    if found.unit == "duration":
        clause.ago = (int(found.low.value), found.low.detail, found.op)
    elif clause.noun and clause.verb == "buy" and index > clause.at and any(r.unit == "times" for r in clause.ranges):
        clause.ranges.append(_counting(found, "money"))
    else:
        clause.ranges.append(found)
    slots.use(index, "number")
    return True


def _counting(found: Range, unit: str) -> Range:
    """The same comparison, of a plain number, with its unit known from the noun beside it."""
    if found.unit != "number":
        return found
    high = Amount(found.high.value, unit) if found.high else None
    return Range(found.op, Amount(found.low.value, unit), high)


def _take_period(slots: Slots, clause: Clause, index: int) -> bool:
    item = slots[index]
    if item.has("period"):
        if clause.period is not None:
            return False
        clause.period = item.value("period")
    elif item.has("ago"):
        clause.ago = item.value("ago")
    else:
        count, unit = item.value("duration")
        clause.ago = (count, unit, "eq")
    slots.use(index, "period")
    return True


def _elided(slots: Slots, clauses: list[Clause], index: int, joiner: str) -> Clause:
    """bought X but not Y: a clause without its verb, which it takes from the one before."""
    last = clauses[-1]
    nothing = slots[index].text.casefold() in ("nothing", "none", "nobody")
    made = Clause(last.verb, index, negated=True, joiner="or" if joiner == "or" else "and", lower=index, upper=index + 1,
                  never=slots.has(index, "never"), nothing=nothing)
    slots.use(index, "negation")
    clauses.append(made)
    return made


def _is_object(slots: Slots, index: int) -> bool:
    """Whether a group is something bought, opened or viewed rather than a fact about the customer."""
    group: Any = slots.value(index, "group")
    return slots.level(group.field) not in ("customer", "time", "") or (group.absent and group.field == "category")


def _period_follows(slots: Slots, index: int, ceiling: int) -> bool:
    return any(slots.has(i, "period") for i in range(index + 1, min(index + 4, ceiling)))
