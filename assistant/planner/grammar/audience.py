"""Who is meant: facts, clauses, ranks, consent and saved audiences, put together with and, or and not."""

from __future__ import annotations

import itertools
from datetime import date

from assistant.planner.grammar.alike import similar
from assistant.planner.grammar.clause import Clause
from assistant.planner.grammar.clauses import read_clauses
from assistant.planner.grammar.conditions import condition_of, filters_of
from assistant.planner.grammar.joints import joiner_before, negated
from assistant.planner.grammar.people import Item, People
from assistant.planner.grammar.ranks import ranks
from assistant.planner.grammar.slots import Group as Values
from assistant.planner.grammar.slots import Slots
from tools.definitions import (
    Attribute,
    Audience,
    Bought,
    Condition,
    Contactable,
    Filter,
    Group,
    Limit,
    Period,
    Saved,
)


def read_people(slots: Slots, today: date, *, ranked_list: bool = False) -> People:
    """Every condition on customers in the question; what is used is marked so."""
    people = People()
    alike = similar(slots, today)
    items = ([alike] if alike else []) + ranks(slots, people, ranked_list)
    clauses = read_clauses(slots)
    _share_periods(slots, clauses)
    _share_objects(slots, clauses)
    for clause in clauses:
        condition, excluded = condition_of(clause, slots, today, clauses)
        joiner = joiner_before(slots, clause.lower) if clause.joiner == "and" else clause.joiner
        items.append(Item(condition, clause.lower, joiner, excluded, True))
    items += _facts(slots)
    people.clauses = clauses
    people.conditions = len(items)
    people.audience = _assemble(sorted(items, key=lambda item: item.at), people)
    if people.limited is not None:
        people.audience = people.audience.model_copy(update={"limit": people.limited})
        people.conditions += 1
    return people


def _facts(slots: Slots) -> list[Item]:
    items = []
    for index in range(len(slots)):
        if slots.used(index):
            continue
        condition, name = _fact(slots, index)
        if condition is None:
            continue
        excluded = negated(slots, index)
        if excluded and isinstance(condition, Attribute) and condition.op == "known":
            condition, excluded = condition.model_copy(update={"op": "unknown"}), False
        if excluded and isinstance(condition, Attribute) and condition.op == "is" and condition.values:
            condition, excluded = condition.model_copy(update={"op": "is_not"}), False
        slots.use(index, "customers: " + (name or "condition"))
        items.append(Item(condition, index, joiner_before(slots, index), excluded, False, name))
    return items


def _fact(slots: Slots, index: int) -> tuple[Condition | None, str]:
    group: Values | None = slots.value(index, "group")
    if group is not None and (
        slots.level(group.field) == "customer" or (group.absent and group.field in ("city", "country", "gender"))
    ):
        return Attribute(**filters_of(group).model_dump()), group.field
    if slots.has(index, "condition"):
        condition = slots.value(index, "condition")
        return condition, getattr(condition, "field", "")
    if slots.has(index, "email_address") and _is_had(slots, index):
        text = slots[index].text.casefold()
        name = "email" if "mail" in text or "邮" in text else "phone"
        if name in slots.vocabulary.dictionary.fields:
            return Attribute(field=name, op="known"), name
    if slots.has(index, "contact"):
        return Contactable(channel=slots.value(index, "contact")), "contactable"
    if slots.has(index, "saved"):
        return Saved(name=slots.value(index, "saved")), "saved"
    return None, ""


def _is_had(slots: Slots, index: int) -> bool:
    """with a phone number, 没留邮箱的, do we have an address for: whether there is one, not what it is."""
    near = [i for i in range(max(0, index - 3), min(len(slots), index + 5)) if i != index]
    return any(
        slots.has(i, "not", "never", "with") or slots[i].text.casefold() in _HAD for i in near
    )  # fmt: skip


_HAD = (
    "have",
    "has",
    "had",
    "having",
    "missing",
    "known",
    "unknown",
    "on file",
    "留",
    "留了",
    "留下",
    "有",
    "缺",
    "缺少",
    "填",
)


def _share_periods(slots: Slots, clauses: list[Clause]) -> None:
    """A period in front of several verbs scopes all of them; one beside a verb is that verb's own."""
    lead = None
    first = min((clause.lower for clause in clauses), default=0)
    for index in range(first):
        free = any(clause.period is None and clause.ago is None for clause in clauses)
        if slots.has(index, "period") and not slots.used(index) and free and _only_light(slots, index):
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
    """opened but didn't click the last campaign: both verbs share the object; "ordered since" counts from it."""
    engaged = ("open", "click", "receive")
    for first, second in itertools.pairwise(clauses):
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
    return all(
        slots.has(i, "filler", "place", "break", "how_many", "list", "people", "who", "which") for i in range(index)
    )


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
    """Which of the facts so far are the other side of "or": all from the repeated field on, else the last."""
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
    united = _united(flat)
    unique = [c for i, c in enumerate(united) if c not in united[:i]]
    unique = [c for c in unique if not (c == Bought() and any(_implies_order(o) for o in unique if o is not c))]
    return Audience(all=unique, none=excluded)


def _united(conditions: list[Condition]) -> list[Condition]:
    """Nobody lives in two cities: values of one text fact, said apart, are alternatives."""
    united: list[Condition] = []
    for condition in conditions:
        same = next(
            (
                i
                for i, old in enumerate(united)
                if isinstance(old, Attribute)
                and isinstance(condition, Attribute)
                and old.field == condition.field
                and old.op == condition.op == "is"
                and all(isinstance(v, str) for v in (*old.values, *condition.values))
            ),
            None,
        )
        if same is None:
            united.append(condition)
        else:
            old = united[same]
            assert isinstance(old, Attribute) and isinstance(condition, Attribute)
            united[same] = old.model_copy(update={"values": list(dict.fromkeys([*old.values, *condition.values]))})
    return united


def _implies_order(condition: Condition) -> bool:
    return (
        isinstance(condition, Bought) and condition.op in ("ge", "gt") and condition.value >= 1 and not condition.period
    )


def with_limit(audience: Audience, people: People) -> Audience:
    """The audience cut to the first ones, for "the 100 biggest spenders" that are to be written to or saved."""
    if people.limit is None or people.sort_by is None:
        return audience
    return audience.model_copy(
        update={"limit": Limit(by=people.sort_by, descending=people.descending, count=people.limit)}
    )


def customer_filter(values: Values) -> Filter:
    """A group of customer values as a filter."""
    return filters_of(values)
