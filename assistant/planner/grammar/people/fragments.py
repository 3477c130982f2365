"""Conditions without a verb: male, UK, menswear and fragrance, last 12 months – each part of the message is one."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from assistant.planner.grammar.campaigns.campaigns import EVENT_VERBS
from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.elisions import BOTH
from assistant.planner.grammar.deeds.joints import is_edge
from assistant.planner.grammar.orders.orderless import ordered, quiet
from assistant.planner.grammar.people.amounts import comparison
from assistant.planner.grammar.people.consent import CHANNELS
from assistant.planner.grammar.people.lists import about_people, parts
from assistant.planner.grammar.slots import Group, Range, Slots
from assistant.planner.grammar.times.moments import channel_filter
from assistant.planner.lexicon import Sense
from tools.definitions import Attribute, Filter

_PURCHASES = ("buy", "spend", "units", "rebuy", "discount", "agent:buy", "open", "click", "receive", "view", "cart")
_GOODS = ("product", "line", "order")
_WISHES = ("need", "needs", "want", "wants", "wanted", "needed", "想要", "需要", "想买", "要买")
_AGES = (14, 99)
_ALONE = ("filler", "only", "only_cue", "place", "with", "for", "people", "break", "rank_by", "by", "or", "and")


def mark_fragments(slots: Slots) -> None:
    """Settle what a part says by itself: an age, a channel, a thing that did not happen."""
    _enumerators(slots)
    index = 0
    while index < len(slots):
        if not slots.used(index):
            _age(slots, index)
            _channel(slots, index)
            _nothing(slots, index)
        index += 1


def _enumerators(slots: Slots) -> None:
    """(1) live in China, (2) …; 1. women 2. Berlin: numbers that only count the conditions."""
    found: list[int] = []
    for index in range(len(slots)):
        if slots.value(index, "number") != len(found) + 1 or slots.used(index):
            continue
        closed = index + 1 < len(slots) and slots[index + 1].text in (")", "）", ".", "、", ":")
        if closed and (index == 0 or slots.has(index - 1, "break") or slots[index - 1].text in ("(", "（")):
            found.append(index)
    if len(found) > 1:
        for index in found:
            slots.retag(index, Sense("break", slots[index].text))


def _bounds(slots: Slots, index: int) -> tuple[int, int]:
    start = index
    while not is_edge(slots, start - 1):
        start -= 1
    end = index + 1
    while not is_edge(slots, end):
        end += 1
    return start, end


def _alone(slots: Slots, index: int, *also: str) -> bool:
    """Whether nothing else of weight stands in its part."""
    start, end = _bounds(slots, index)
    return all(
        i == index or slots.used(i) or (slots.has(i, *_ALONE, *also) and not slots.has(i, "group", "condition"))
        for i in range(start, end)
    )


def _age(slots: Slots, index: int) -> None:
    """35+, 28-50, under 30 in a part of its own."""
    found = slots.value(index, "range")
    if not isinstance(found, Range) or found.unit != "number" or "age" not in slots.vocabulary.dictionary.fields:
        return
    low, high = found.low.value, found.upper or found.low.value
    whole = low == int(low) and high == int(high)
    alone = _alone(slots, index, "anaphor", "how_many", "who", "same") or _first_plus(slots, index)
    if whole and _AGES[0] <= low <= high <= _AGES[1] and found.op != "eq" and alone:
        typed = slots[index].text
        slots.retag(index, Sense("condition", Attribute(**comparison("age", found).model_dump())))
        slots.said.append((f"I read “{typed}” as an age.", f"我把“{typed}”理解为年龄。"))


def _first_plus(slots: Slots, index: int) -> bool:
    """50+ app下过单: at the head of its part, and nothing that it counts behind it."""
    led = index == 0 or slots.has(index - 1, "break")
    return led and slots[index].text.endswith("+") and slots.has(index + 1, "group", "people", "verb")


def _channel(slots: Slots, index: int) -> None:
    """email, by sms, no email as a part of its own: may be written to."""
    channel = slots.value(index, "contact_noun") or slots.value(index, "contact_verb")
    if channel not in CHANNELS or slots.has(index, "contact") or not _alone(slots, index, "not", "except"):
        return
    start, end = _bounds(slots, index)
    negated = any(slots.has(i, "not", "except") for i in range(start, end))
    if negated and not any(slots.has(i, "contact") for i in range(len(slots))):
        return  # no e-mail may as well mean that none was sent
    if any(slots.value(i, "verb") in EVENT_VERBS for i in range(max(0, start - 3), start)):
        return
    slots.retag(index, Sense("contact", channel))
    for at in range(start, end):
        if slots.has(at, "only", "by", "rank_by", "place"):
            slots.use(at, "by that channel")
    said = ("", "不") if negated else ("", "")
    english = f"I read “{slots[index].text}” as may {'not ' if negated else ''}be written to that way."
    slots.said.append((english, f"我把“{slots[index].text}”理解为{said[1]}可以这样触达。"))


def _nothing(slots: Slots, index: int) -> None:
    """no returns, zero campaigns in the last 3 weeks, no discounts: what did not happen, named by a noun."""
    before = index - 1
    while slots.has(before, "filler") and not slots.has(before, "not", "never"):
        before -= 1
    if not slots.has(before, "not", "never") or slots.has(index, "group", "condition", "verb", "contact"):
        return
    led = slots.before(before)
    if slots.value(led, "verb") in ("open", "click", "receive") or slots[led].text.casefold() in ("got", "get"):
        return  # received no sms campaign, got neither sms nor e-mail: the verb is said
    if slots.has(index, "filter") and slots.value(index, "filter").field == "order_discount":
        return
    if _named(slots, index, "returned_units", "return_rate"):
        slots.retag(index, Sense("verb", "return_goods"))
    elif _named(slots, index, "order_discount", "discount_amount", "discounted_orders") or slots.has(
        index, "discount_word"
    ):
        slots.retag(index, Sense("verb", "discount"))
    elif _named(slots, index, "opens", "clicks"):
        slots.retag(index, Sense("verb", "open" if _named(slots, index, "opens") else "click"))
    elif _named(slots, index, "campaign", "campaigns", "sends") or slots.has(index, "contact_noun"):
        sense = Sense("verb", "receive")
        channel = slots.value(index, "contact_noun")
        if channel and channel_filter(slots, channel) and not _named(slots, index, "campaign"):
            slots.retag(index, sense, Sense("sent_by", channel))
        else:
            slots.retag(index, sense)


def _named(slots: Slots, index: int, *names: str) -> bool:
    return any(sense.kind in ("field", "measure") and sense.value in names for sense in slots[index].senses)


def fragment_clauses(slots: Slots, clauses: list[Clause]) -> list[Clause]:
    """Goods that no verb took are bought, and a period of its own belongs to the purchases beside it."""
    rules = (_bought, partial(_counted, clauses=clauses), quiet, ordered)
    added = [c for part in parts(slots) if (c := next((made for rule in rules if (made := rule(slots, *part))), None))]
    every = sorted([*clauses, *added], key=lambda clause: clause.at)
    every = _same_purchase(slots, every)
    _periods(slots, every)
    for before, clause in pairwise(every):
        _one_time_for_both(slots, before, clause)
    return every


_TAKING = ("bought", "purchased")


def _same_purchase(slots: Slots, clauses: list[Clause]) -> list[Clause]:
    """brand Nordlicht, bought minimum 3 times: the verb that lacks its goods takes those of the part before it."""
    kept: list[Clause] = []
    for clause in clauses:
        before = kept[-1] if kept else None
        bare = slots[clause.at].text.casefold() in _TAKING and not (clause.groups or clause.filters or clause.negated)
        goods = before is not None and before.verb == "buy" and before.noun and before.groups and not before.negated
        if before is not None and bare and goods and not (before.timed or before.ranges):
            clause.groups, clause.lower = [*before.groups, *clause.groups], before.lower
            kept[-1] = clause
        else:
            kept.append(clause)
    return kept


def _one_time_for_both(slots: Slots, before: Clause, clause: Clause) -> None:
    """skincare but not makeup buyers, 2026: the days are those of both."""
    between = range(max(before.upper, before.at + 1), clause.lower)
    tied = all(slots.has(i, "but", "and", "filler", "not") and not slots.has(i, "break") for i in between)
    bare = before.verb == "buy" and before.noun and before.groups and not (before.timed or before.negated)
    if tied and bare and clause.negated and clause.groups and clause.period and not clause.never:
        before.period = clause.period
        slots.said.append(BOTH)


def _bought(slots: Slots, start: int, end: int) -> Clause | None:
    free = [i for i in range(start, end) if not slots.used(i) and _goods(slots, i)]
    if not free or any(slots[i].text.casefold() in _WISHES for i in range(start, free[0])):
        return None
    clause = Clause("buy", free[0], noun=True, lower=start, upper=end)
    for index in range(start, end):
        if index in free:
            if slots.has(index, "filter"):
                clause.filters.append(slots.value(index, "filter"))
            else:
                clause.groups.append(("", _each(slots.value(index, "group"))))
            slots.use(index, "bought")
        elif slots.has(index, "not", "never", "except", "excluded") and not slots.used(index):
            clause.negated, clause.never = True, True
            slots.use(index, "negation")
        elif slots.has(index, "only", "always") and not slots.used(index) and not clause.only:
            clause.only = True
            slots.use(index, "only")
        elif isinstance(amount := slots.value(index, "range"), Range) and amount.unit == "money" and not clause.ranges:
            clause.verb, clause.ranges = "spend", [amount]
            slots.use(index, "spend: number")
        elif slots.has(index, "same_order", "together_cue") and not slots.used(index):
            clause.same_order = clause.same_order or slots.has(index, "same_order")
            slots.use(index, "in one order")
        elif isinstance(amount, Range) and amount.unit == "times" and not clause.ranges:
            clause.ranges = [amount]
            slots.use(index, "number")
        elif index > free[0] and slots.value(index, "field") == "orders" and not slots.used(index):
            slots.use(index, "bought")  # Kestrel Works purchases
        elif slots.value(index, "field") == "product" and not slots.used(index) and not slots.has(index, "group"):
            slots.use(index, "label")
        elif slots.has(index, "people", "fond") and not slots.used(index) and not slots.has(index, "verb"):
            slots.use(index, "who bought it")
    return clause


def _counted(slots: Slots, start: int, end: int, clauses: list[Clause]) -> Clause | None:
    """5单以上, > £300 lifetime: so many orders or so much money in a part without a verb."""
    free = [i for i in range(start, end) if not slots.used(i) and slots.has(i, "range")]
    if len(free) != 1 or any(start <= clause.at < end for clause in clauses):
        return None
    index = free[0]
    found: Range = slots.value(index, "range")
    verb = {"times": "buy", "money": "spend"}.get(found.unit)
    plain = (
        "filler", "people", "all_time", "period", "place", "label", "for", "with", "condition", "contact", "how_many",
        "list",
    )  # fmt: skip
    others = [i for i in range(start, end) if i != index and not slots.used(i) and not slots.has(i, *plain)]
    if verb is None or not all(about_people(slots, i) for i in others):
        return None
    clause = Clause(verb, index, noun=True, ranges=[found], lower=start, upper=end)
    clause.lifetime = any(slots.has(i, "all_time") for i in range(start, end))
    slots.use(index, f"{verb}: number")
    return clause


def _goods(slots: Slots, index: int) -> bool:
    group: Group | None = slots.value(index, "group")
    if group is not None:
        return slots.level(group.field) in _GOODS and not group.absent and group.joiner != "vs"
    found = slots.value(index, "filter")
    return isinstance(found, Filter) and slots.level(found.field) in _GOODS


def _each(group: Group) -> Group:
    """skincare, makeup in a list of conditions: each of them."""
    listed = len(group.values) > 1 and not group.joiner and group.op == "is"
    return Group(group.field, group.values, group.op, "and") if listed else group


def _periods(slots: Slots, clauses: list[Clause]) -> None:
    found = parts(slots)
    for place, (start, end) in enumerate(found):
        free = [
            i
            for i in range(start, end)
            if slots.has(i, "period", "after") and not slots.used(i) and not slots.has(i, "group")
        ]
        if len(free) != 1:
            continue
        own = _untimed(clauses, start, end)
        alone = all(i == free[0] or slots.has(i, "filler", "place", "for") for i in range(start, end))
        takers = own or (_beside(clauses, found, place) if alone else [])
        for clause in takers:
            clause.period, clause.after = slots.value(free[0], "period"), slots.value(free[0], "after")
        if takers:
            slots.use(free[0], "period")


def _untimed(clauses: list[Clause], start: int, end: int) -> list[Clause]:
    return [c for c in clauses if start <= c.at < end and not c.timed and not c.lifetime and c.verb in _PURCHASES]


def _beside(clauses: list[Clause], found: list[tuple[int, int]], place: int) -> list[Clause]:
    """The purchases nearest to a period that stands alone: those before it, else those that follow."""
    for steps in (range(place - 1, -1, -1), range(place + 1, len(found))):
        takers: list[Clause] = []
        for step in steps:
            own = _untimed(clauses, *found[step])
            if takers and not own:
                break
            takers += own
        if takers:
            return takers
    return []
