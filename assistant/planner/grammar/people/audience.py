"""Who is meant: facts, clauses, ranks, consent and saved audiences, put together with and, or and not."""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.campaigns.attribution import read_attribution
from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.clauses import read_clauses
from assistant.planner.grammar.deeds.conditions import condition_of
from assistant.planner.grammar.deeds.joints import joiner_before, negated
from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.deeds.rest import part_negated_verbs, part_never_buyers, reduce_nothing_but
from assistant.planner.grammar.deeds.scoping import settle
from assistant.planner.grammar.orders.every_order import reduce_every_order
from assistant.planner.grammar.orders.ordinals import reduce_further_orders, reduce_single_orders
from assistant.planner.grammar.orders.since_first import of_buyers
from assistant.planner.grammar.people.agents import told_in_brackets
from assistant.planner.grammar.people.alike import similar
from assistant.planner.grammar.people.done_first import having_done_it
from assistant.planner.grammar.people.fragments import fragment_clauses, mark_fragments
from assistant.planner.grammar.people.implied import says_more
from assistant.planner.grammar.people.known import kept_fact
from assistant.planner.grammar.people.left_out import left_out
from assistant.planner.grammar.people.only_channel import refuse_only_channel
from assistant.planner.grammar.people.people import Item, People
from assistant.planner.grammar.people.ranks import ranks
from assistant.planner.grammar.slots import Group as Values
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.changes import reduce_changes
from assistant.planner.grammar.times.every import reduce_every
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.grammar.wording.misleading import refuse_counted_kinds
from assistant.planner.lexicon import Sense
from tools.definitions import (
    Attribute,
    Audience,
    Bought,
    Condition,
    Contactable,
    Group,
    Limit,
    Saved,
)

_PURCHASES = ("buy", "spend", "units", "agent:buy")


_MANY = ("多", "很多", "频繁", "勤", "少", "a lot", "often", "much", "many", "lots", "heavily", "frequently")


def read_people(slots: Slots, today: date, *, ranked_list: bool = False) -> People:
    """Every condition on customers in the question; what is used is marked so."""
    people = People()
    prepare(slots, today)
    refuse_counted_kinds(slots)
    alike = similar(slots, today)
    items = ([alike] if alike else []) + ranks(slots, people, ranked_list)
    attributed = read_attribution(slots, figures=False)
    if slots.picking:
        mark_fragments(slots)
    clauses = read_clauses(slots)
    if slots.picking:
        clauses = fragment_clauses(slots, clauses)
    if attributed is not None:
        people.attributed = attributed
        for clause in [c for c in clauses if c.verb in _PURCHASES][:1]:
            clause.after = attributed.after
    clauses = told_in_brackets(slots, clauses)
    settle(slots, clauses, today)
    unmeant = left_out(slots, clauses)
    for clause in clauses:
        condition, excluded = condition_of(clause, slots, today, clauses)
        excluded ^= any(clause is one for one in unmeant)
        joiner = clause.joiner if clause.settled or clause.joiner != "and" else joiner_before(slots, clause.lower)
        if condition is not None:
            items.append(Item(condition, clause.lower, joiner, excluded, True))
    _vague(slots, clauses)
    items += _facts(slots)
    people.clauses = clauses
    people.conditions = len(items)
    people.audience = having_done_it(of_buyers(_assemble(sorted(items, key=lambda item: item.at), people)))
    if people.limited is not None:
        people.audience = people.audience.model_copy(update={"limit": people.limited})
        people.conditions += 1
    return people


def prepare(slots: Slots, today: date) -> None:
    """Join what picks people by several periods, or by a further order, before anything is read of it."""
    _shares(slots)
    reduce_changes(slots, today)
    reduce_every(slots, today)
    reduce_every_order(slots)
    part_negated_verbs(slots)
    part_never_buyers(slots)
    reduce_nothing_but(slots)
    reduce_further_orders(slots)
    reduce_single_orders(slots)


def _vague(slots: Slots, clauses: list[Clause]) -> None:
    """退货退得多的，累计退过10件以上: how much "many" is, the same verb says with a number."""
    for index in slots.all("formerly"):
        if any(clause.negated for clause in clauses):
            slots.use(index, "no longer is said beside")
    for index in slots.all("vague_many"):
        if any(
            c.at < index <= c.upper and any(r.unit in ("money", "number", "times") for r in c.ranges) for c in clauses
        ):
            slots.use(index, "how much is said beside")
    for index in range(1, len(slots)):
        if slots.used(index) or slots[index].text.casefold() not in _MANY:
            continue
        beside = next((c for c in clauses if index - 2 <= c.at < index), None)
        if beside is not None and any(c is not beside and c.verb == beside.verb and c.ranges for c in clauses):
            slots.use(index, "how many is said beside")


def _shares(slots: Slots) -> None:
    """top 10 % of customers: "% of" asks for a share elsewhere, here it is one."""
    for index in range(1, len(slots) - 1):
        ranked = slots.has(index - 1, "top", "bottom") and not slots.has(index - 1, "group")
        if ranked and slots.has(index, "number") and slots[index + 1].text.casefold() == "% of":
            slots.retag(index, Sense("percent", slots.value(index, "number") / 100))
            slots.retag(index + 1, Sense("filler"))


def _facts(slots: Slots) -> list[Item]:
    items = []
    for index in range(len(slots)):
        if slots.used(index):
            continue
        condition, name = _fact(slots, index)
        if condition is None:
            continue
        refuse_only_channel(slots, index, condition)
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
        name = kept_fact(slots[index].text)
        if name in slots.vocabulary.dictionary.fields:
            return Attribute(field=name, op="known"), name
    if slots.has(index, "filter") and _had_order(slots, index):
        return Bought(where=[slots.value(index, "filter")]), "orders"
    if slots.has(index, "contact"):
        return _reachable(str(slots.value(index, "contact"))), "contactable"
    if slots.has(index, "saved"):
        return Saved(name=slots.value(index, "saved")), "saved"
    return None, ""


def _reachable(channel: str) -> Contactable:
    """May be e-mailed or texted; of other channels no consent is kept."""
    if channel not in ("email", "sms"):
        raise Unclear(
            f"Consent is kept for e-mail and text messages, not for {channel}: ask for one of those.",
            f"数据里只有邮件和短信的授权，没有{channel}的：请去掉，或改问邮件、短信。",
        )
    return Contactable(channel=channel)


def _had_order(slots: Slots, index: int) -> bool:
    """placed an order of 1000 or more: somebody's order rather than which orders are counted."""
    level = slots.level(slots.value(index, "filter").field)
    before = slots.before(index)
    placed = any(
        slots[i].text.casefold() in ("placed", "made", "with", "had", "has", "have", "who", "ever")
        for i in range(max(0, before), index)
    )
    return level == "order" and placed and any(slots.has(i, "people", "who", "agent", "list") for i in range(index))


def _is_had(slots: Slots, index: int) -> bool:
    """with a phone number, 没留邮箱的, do we have an address for: whether there is one, not what it is."""
    near = [i for i in range(max(0, index - 3), min(len(slots), index + 5)) if i != index]
    if slots[index].text.casefold().startswith(("a ", "an ")) and slots.has(index - 1, "and"):
        return True  # SMS consent and a phone number
    return any(
        slots.has(i, "not", "never", "with") or slots[i].text.casefold() in _HAD for i in near
    )  # fmt: skip


_HAD = ("have", "has", "had", "having", "on file", "留", "留了", "留下", "有", "填")


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
    unique = [c for c in unique if not any(says_more(o, c) for o in unique if o is not c)]
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


def with_limit(audience: Audience, people: People) -> Audience:
    """The audience cut to the first ones, for "the 100 biggest spenders" that are to be written to or saved."""
    if people.limit is None or people.sort_by is None or audience.limit is not None:
        return audience  # one by what was bought in a period is in it already
    return audience.model_copy(
        update={"limit": Limit(by=people.sort_by, descending=people.descending, count=people.limit)}
    )
