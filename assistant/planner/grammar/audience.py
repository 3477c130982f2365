"""Who is meant: facts, clauses, ranks, consent and saved audiences, put together with and, or and not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from assistant.planner.grammar.clauses import Clause, read_clauses
from assistant.planner.grammar.conditions import condition_of, filters_of
from assistant.planner.grammar.slots import Group as Values
from assistant.planner.grammar.slots import Slots
from tools.definitions import Attribute, Audience, Bought, Condition, Contactable, Filter, Group, Limit, Period, Ranked, Saved

NUMERIC_RANKS = {"net_revenue": "spend", "gross_revenue": "spend", "orders": "orders", "units": "units", "revenue_per_buyer": "spend",
                 "average_order_value": "average_order_value", "returned_units": "returned_units", "customers": "spend"}


DEFAULT_ROWS = 10
"""How many "top customers" are when no number is given."""


@dataclass
class Item:
    """One condition with where it stands and how it is tied to the one before."""

    condition: Condition
    at: int
    joiner: str = "and"
    excluded: bool = False
    clause: bool = False
    field: str = ""


@dataclass
class People:
    """What a question says about customers."""

    audience: Audience = field(default_factory=Audience)
    conditions: int = 0
    limit: int | None = None
    sort_by: str | None = None
    descending: bool = True
    clauses: list[Clause] = field(default_factory=list)
    mixed: bool = False
    """Both "and" and "or" tie clauses: the answer says how they were grouped."""


def read_people(slots: Slots, today: date, *, ranked_list: bool = False) -> People:
    """Every condition on customers in the question; what is used is marked so."""
    people = People()
    items = _ranks(slots, people, ranked_list)
    clauses = read_clauses(slots)
    _share_periods(slots, clauses)
    _share_objects(slots, clauses)
    for clause in clauses:
        condition, excluded = condition_of(clause, slots, today, clauses)
        joiner = _joiner_before(slots, clause.lower) if clause.joiner == "and" else clause.joiner
        items.append(Item(condition, clause.lower, joiner, excluded, True))
    items += _facts(slots)
    people.clauses = clauses
    people.conditions = len(items)
    people.audience = _assemble(sorted(items, key=lambda item: item.at), people)
    return people


def _facts(slots: Slots) -> list[Item]:
    items = []
    for index in range(len(slots)):
        if slots.used(index):
            continue
        condition, name = _fact(slots, index)
        if condition is None:
            continue
        excluded = _negated(slots, index)
        if excluded and isinstance(condition, Attribute) and condition.op == "is" and condition.values:
            condition, excluded = condition.model_copy(update={"op": "is_not"}), False
        slots.use(index, "customers: " + (name or "condition"))
        items.append(Item(condition, index, _joiner_before(slots, index), excluded, False, name))
    return items


def _fact(slots: Slots, index: int) -> tuple[Condition | None, str]:
    group: Values | None = slots.value(index, "group")
    if group is not None and (slots.level(group.field) == "customer" or (group.absent and group.field in ("city", "country", "gender"))):
        return Attribute(**filters_of(group).model_dump()), group.field
    if slots.has(index, "condition"):
        condition = slots.value(index, "condition")
        return condition, getattr(condition, "field", "")
    if slots.has(index, "contact"):
        return Contactable(channel=slots.value(index, "contact")), "contactable"
    if slots.has(index, "saved"):
        return Saved(name=slots.value(index, "saved")), "saved"
    return None, ""


def _negated(slots: Slots, index: int) -> bool:
    """not in Germany, except women, 非上海, 除了上海以外."""
    before = index - 1
    while before >= 0 and (slots.has(before, "filler", "place", "with", "field") and not slots.has(before, "not", "except", "group", "condition")):
        before -= 1
    while before >= 0 and slots.has(before, "people", "filler") and not slots.has(before, "not", "except"):
        before -= 1
        if before >= 0 and not slots.has(before, "except", "people", "filler"):
            return False
    if before < 0 or not slots.has(before, "not", "except", "never") or slots.used(before):
        return False
    slots.use(before, "negation")
    if slots.has(index + 1, "except_end"):
        slots.use(index + 1, "negation")
    return True


def _joiner_before(slots: Slots, index: int) -> str:
    before = index - 1
    while before >= 0 and slots.has(before, "filler", "place", "who", "with", "people", "not", "never", "except", "only") and not slots.has(
            before, "and", "or", "but", "group", "condition", "verb"):
        before -= 1
    if before >= 0 and slots.has(before, "or") and not slots.has(before, "group"):
        slots.use(before, "or")
        return "or"
    return "and"


def _share_periods(slots: Slots, clauses: list[Clause]) -> None:
    """A period in front of several verbs scopes all of them; one beside a verb is that verb's own."""
    lead = None
    first = min((clause.lower for clause in clauses), default=0)
    for index in range(first):
        if slots.has(index, "period") and not slots.used(index) and clauses and _only_light(slots, index):
            lead = slots.value(index, "period")
            slots.use(index, "period of all conditions")
            break
    for position, clause in enumerate(clauses):
        if lead and clause.period is None and clause.ago is None:
            clause.period = lead
        elif position and clause.period is None and clause.ago is None and not clause.verb.startswith("agent"):
            opener = clauses[position - 1]
            if opener.leading_period and not opener.negated and opener.period and slots.chinese(opener.at):
                clause.period, clause.leading_period = opener.period, True


def _share_objects(slots: Slots, clauses: list[Clause]) -> None:
    """opened but didn't click the last campaign: both verbs share the object; ordered since counts from that campaign."""
    engaged = ("open", "click", "receive")
    for first, second in zip(clauses, clauses[1:], strict=False):
        if first.verb in engaged and second.verb in engaged:
            if not first.groups and not first.filters and second.groups and first.period is None:
                first.groups, first.filters = list(second.groups), list(second.filters)
            elif first.groups and not second.groups and not second.filters and second.period is None:
                second.groups = list(first.groups)
        campaigns = [group for _, group in first.groups if group.field == "campaign"]
        if second.since_then and second.period is None:
            sent = slots.vocabulary.campaign_day(str(campaigns[-1].values[-1])) if campaigns else None
            if sent is None and first.period is not None:
                second.period = first.period
            elif sent is not None:
                second.period = Period(kind="fixed", start=sent)


def _only_light(slots: Slots, index: int) -> bool:
    return all(slots.has(i, "filler", "place", "break", "how_many", "list", "people", "who", "which") for i in range(index))


def _ranks(slots: Slots, people: People, ranked_list: bool) -> list[Item]:
    """top 10 % by spend, the 100 biggest spenders, 消费前10%的客户."""
    items: list[Item] = []
    for index in slots.all("top", "bottom"):
        descending = slots.has(index, "top")
        at, share, count = _rank_size(slots, index)
        by, by_at = _rank_field(slots, index)
        if share is None and count is None:
            if by is None or not ranked_list or slots.find("people", free=False) is None:
                continue
            count = DEFAULT_ROWS
        person = (by_at is not None and slots[by_at].text.casefold().endswith(("spender", "spenders"))) or any(
            slots.has(i, "people", "agent", "group") for i in range(max(0, index - 4), min(len(slots), index + 6)))
        if by is None or (slots.find("field", free=True) is not None and not person and count is not None and not share):
            continue
        period, period_at = _rank_period(slots, by_at if by_at is not None else at)
        for used in (index, at, by_at, period_at):
            if used is not None:
                slots.use(used, "rank")
        if by_at is not None:
            _use_rank_words(slots, by_at)
        if share is not None or not ranked_list:
            ranked = Ranked(by=by, descending=descending, share=share, count=count, period=period if by in ("spend", "orders", "units") else None)
            items.append(Item(ranked, index, "and", _negated(slots, index)))
        else:
            people.limit, people.sort_by, people.descending = count, by, descending
            if period is not None:
                items.append(Item(Ranked(by=by, descending=descending, count=count, period=period), index))
        break
    return items


def _rank_size(slots: Slots, index: int) -> tuple[int | None, float | None, int | None]:
    for at in (slots.next(index), index + 1, index - 1):
        if not 0 <= at < len(slots) or slots.used(at):
            continue
        if slots.has(at, "percent"):
            return at, float(slots.value(at, "percent")), None
        value = slots.value(at, "heads") or slots.value(at, "number")
        if value:
            return at, None, int(value)
    return None, None, None


def _rank_field(slots: Slots, index: int) -> tuple[str | None, int | None]:
    """The figure customers are ranked by: named after "by", or beside the rank word."""
    fields = slots.vocabulary.dictionary.fields
    for at in sorted(range(len(slots)), key=lambda i: abs(i - index)):
        if slots.used(at) or abs(at - index) > 7:
            continue
        for sense in slots[at].senses:
            name = sense.value if sense.kind == "field" else NUMERIC_RANKS.get(sense.value) if sense.kind == "measure" else (
                "spend" if sense.kind == "verb" and sense.value == "spend" else None)
            if name in fields and fields[name].numeric and fields[name].level == "customer" and not slots.has(at, "people"):
                return name, at
    return None, None


def _rank_period(slots: Slots, index: int | None) -> tuple[Period | None, int | None]:
    if index is None:
        return None, None
    for at in (slots.next(index), slots.before(index)):
        if 0 <= at < len(slots) and slots.has(at, "period") and not slots.used(at):
            return slots.value(at, "period"), at
    return None, None


def _use_rank_words(slots: Slots, index: int) -> None:
    for at in (slots.before(index), slots.before(slots.before(index)), index + 1):
        if slots.has(at, "rank_by", "by") and not slots.has(at, "group"):
            slots.use(at, "rank by")


def _assemble(items: list[Item], people: People) -> Audience:
    """Facts before the clauses hold for all of them; "or" parts alternatives, "and" binds tighter."""
    alternatives: list[list[Item]] = [[]]
    shared: list[Item] = []
    for item in items:
        if item.joiner == "or" and (alternatives[-1] or shared):
            if not alternatives[-1]:
                moved = _alternative_facts(shared, item)
                shared = [kept for kept in shared if kept not in moved]
                alternatives[-1] = moved
            alternatives.append([item])
        elif item.clause or (len(alternatives) > 1 and not item.clause and alternatives[-1][0].clause is False):
            alternatives[-1].append(item)
        else:
            shared.append(item)
    alternatives = [branch for branch in alternatives if branch]
    people.mixed = len(alternatives) > 1 and any(len(branch) > 1 for branch in alternatives)
    every = [item.condition for item in shared if not item.excluded]
    none = [item.condition for item in shared if item.excluded]
    if len(alternatives) > 1:
        return Audience(all=every, any=[_branch(branch) for branch in alternatives], none=none)
    for item in alternatives[0] if alternatives else []:
        (none if item.excluded else every).append(item.condition)
    return _flattened(every, none)


def _alternative_facts(shared: list[Item], item: Item) -> list[Item]:
    """Which of the facts so far are the other side of "or": all from the repeated field on, else the one just before."""
    for position, fact in enumerate(shared):
        if fact.field and fact.field == item.field:
            return shared[position:]
    return shared[-1:]


def _branch(items: list[Item]) -> Condition:
    if len(items) == 1 and not items[0].excluded:
        return items[0].condition
    return Group(all=[i.condition for i in items if not i.excluded], none=[i.condition for i in items if i.excluded])


def _flattened(every: list[Condition], none: list[Condition]) -> Audience:
    """Groups of plain "all" add nothing to a list of conditions that must all hold."""
    flat: list[Condition] = []
    excluded: list[Condition] = list(none)
    for condition in every:
        if isinstance(condition, Group) and not condition.any:
            flat += condition.all
            excluded += condition.none
        else:
            flat.append(condition)
    unique = [c for i, c in enumerate(flat) if c not in flat[:i]]
    unique = [c for c in unique if not (c == Bought() and any(_implies_order(o) for o in unique if o is not c))]
    return Audience(all=unique, none=excluded)


def _implies_order(condition: Condition) -> bool:
    return isinstance(condition, Bought) and condition.op in ("ge", "gt") and condition.value >= 1 and not condition.period


def with_limit(audience: Audience, people: People) -> Audience:
    """The audience cut to the first ones, for "the 100 biggest spenders" that are to be written to or saved."""
    if people.limit is None or people.sort_by is None:
        return audience
    return audience.model_copy(update={"limit": Limit(by=people.sort_by, descending=people.descending, count=people.limit)})


def customer_filter(values: Values) -> Filter:
    """A group of customer values as a filter."""
    return filters_of(values)
