"""People named by what they did: repeat buyers, one-timers, lapsed skincare buyers, new customers of this month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.objects import object_filters, together
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from assistant.planner.grammar.times.windows import ago_period, day_after, day_before
from assistant.planner.grammar.unclear import Unclear, too_much
from assistant.planner.readers.calendar import bounds
from tools.definitions import Attribute, Bought, Condition, Group, Period

LAPSED_DAYS = 90
"""The window of "lapsed" and "active" where none is given; said in the answer."""
PLAIN = ("buy", "open", "click", "receive", "unsubscribe")


def agent_condition(clause: Clause, slots: Slots, today: date, siblings: list[Clause]) -> Condition | None:
    """The condition an agent noun states; None where the clauses beside it say what it means."""
    kind = clause.verb.removeprefix("agent:")
    if explained(clause, siblings):
        return None
    if kind in ("big", "reactivated"):
        raise _undefined(kind, clause, slots)
    narrowing = clause.only and bool(clause.groups or clause.filters)  # only new customers: they alone
    if clause.ranges or clause.relative or clause.after or clause.same_order or narrowing:
        raise too_much(slots, clause, "who they are, of what goods and in which period", "这类客户、商品和时间段")
    groups = object_filters(clause.groups)
    period = clause.period or (ago_period(replace(clause, negated=True), today) if clause.ago else None)
    if kind == "returning" and period is None:  # 上个月有多少老客回来下单: the period is told with the verb
        others = (c for c in siblings if c is not clause and c.verb in ("buy", "rebuy") and not c.negated)
        period = next((c.period for c in others if c.period is not None), slots.when)
    if kind == "returning" and period is not None:
        return _returning(clause, groups, period, today)
    if kind == "repeat" and period is None:
        period = slots.bought_in
    if kind in ("repeat", "one_time", "returning"):
        op, value = ("eq", 1) if kind == "one_time" else ("ge", 2)
        if not clause.groups and not clause.filters and period is None:
            return Attribute(field="orders", op="is" if op == "eq" else "ge", values=[value])
        once_then = slots[clause.at].text.startswith(("只", "仅", "就"))  # 近90天只下过一单: in those days
        if kind == "one_time" and not clause.groups and not clause.filters and not once_then:
            once = Attribute(field="last_order_date", op="during", period=period)
            return Group(all=[Attribute(field="orders", values=[1]), once])  # one-timers of June: and never again
        return _each(clause, groups, period, op=op, value=value)
    if kind == "never":
        return _each(clause, groups, period, op="eq", value=0)
    if kind in ("first_time", "new"):
        bought = (c.period for c in siblings if c is not clause and c.verb in ("buy", "agent:buy") and not c.negated)
        period = period or slots.when or _only_period(slots) or next((p for p in bought if p is not None), None)
        return _new(replace(clause, period=period), groups, slots)
    since = _ever_since(clause, slots, siblings, today) if kind == "lapsed" and period is None else None
    if since is not None:
        return _each(clause, groups, since, op="eq", value=0)
    window = period or Period(kind="rolling", unit="day", count=LAPSED_DAYS)
    if kind == "active":
        return _each(clause, groups, window)
    lapsed: list[Condition] = [
        Group(
            all=[
                Bought(where=[*clause.filters, *filters], period=_before(period, today)),
                Bought(where=[*clause.filters, *filters], period=window, op="eq", value=0),
            ]
        )
        for filters in groups
    ]
    return together(lapsed, False)


def told_in_brackets(slots: Slots, clauses: list[Clause]) -> list[Clause]:
    """lipstick repeat buyers (two purchases or more, last 12 months): the brackets say how often the lipstick was."""
    kept = list(clauses)
    for agent, count in pairwise(clauses):
        between = range(agent.at + 1, count.at)
        opened = next((i for i in between if slots[i].text in _BRACKETS), None)
        apart = opened is None or any(
            not slots.has(i, "filler") and not _said_of(agent, slots, i) for i in range(agent.at + 1, opened)
        )
        alone = (
            count.verb == "buy" and count.noun and count.ranges and not (count.groups or count.filters or count.negated)
        )
        if apart or not alone or agent.verb not in ("agent:repeat", "agent:buy") or agent.ranges or agent.negated:
            continue
        count.groups, count.filters, count.joiner = agent.groups, agent.filters, agent.joiner
        count.lower = agent.lower
        count.period = count.period or agent.period
        kept = [one for one in kept if one is not agent]
    return kept


_BRACKETS = ("(", "（", "[", "【")


def _said_of(agent: Clause, slots: Slots, index: int) -> bool:
    """of skincare, in 2026: the agent's own words."""
    return index <= agent.upper and slots.has(index, "group", "period", "place", "filter")


def _before(period: Period | None, today: date) -> Period | None:
    """Lapsed in the first half: they bought before it – whoever came later did not lapse."""
    end = bounds(period, today)[1] if period is not None else None
    return day_before(period, today) if period is not None and end is not None and end < today else None


def _ever_since(clause: Clause, slots: Slots, siblings: list[Clause], today: date) -> Period | None:
    """去年618来了一次就没影的: gone since the purchase told of before, rather than for the usual window."""
    if not clause.at or slots[clause.at - 1].text not in ("就", "便", "然后就", "之后就", "后来就", "再就", "以后就"):
        return None
    told = [c for c in siblings if c.at < clause.at and c.verb == "buy" and not c.negated and c.period is not None]
    return day_after(told[-1].period, today) if told and told[-1].period is not None else None


def _each(clause: Clause, groups: list[list], period: Period | None, **compared: object) -> Condition:
    made: list[Condition] = [
        Bought.model_validate(
            {"where": [f.model_dump() for f in (*clause.filters, *filters)], "period": period and period.model_dump()}
            | compared
        )
        for filters in groups
    ]
    return together(made, False)


def _returning(clause: Clause, groups: list[list], period: Period, today: date) -> Condition:
    """Returning customers of a period: bought in it, and for the first time before it."""
    bought = _each(clause, groups, period)
    earlier = day_before(period, today)
    if earlier is None:
        return bought
    return Group(all=[bought, Attribute(field="first_order_date", op="during", period=earlier)])


def _new(clause: Clause, groups: list[list], slots: Slots) -> Condition:
    if clause.period is None and any(_came(slots, i) for i in range(len(slots))):
        return Group()
    if clause.period is None:
        raise Unclear(
            "New in which period?",
            "“新客”指哪段时间内的新客？",
            [
                ("new customers in the last 30 days", "最近30天的新客"),
                ("new customers this month", "本月的新客"),
                ("new customers this year", "今年的新客"),
            ],
            slots.origin(clause.at),
        )
    goods = any(slots.level(group.field) in PRODUCT_LEVELS for _, group in clause.groups)
    if clause.verb == "agent:first_time" and goods:  # menswear first-timers of Q3: of menswear
        bought = _each(clause, groups, clause.period)
        earlier = day_before(clause.period, slots.today)
        return bought if earlier is None else Group(all=[bought], none=[_each(clause, groups, earlier)])
    if clause.groups or clause.filters:
        return _each(clause, groups, clause.period, first_purchase=True)
    return Attribute(field="first_order_date", op="during", period=clause.period)


def _came(slots: Slots, index: int) -> bool:
    """newbies – signed up in the past 30 days: when they came is said beside."""
    came = ("signup_date", "first_order_date", "days_since_signup")
    return getattr(slots.value(index, "condition"), "field", "") in came


def _only_period(slots: Slots) -> Period | None:
    """how many new customers did September bring: the one period of the question, wherever it stands."""
    free = slots.all("period")
    if len(free) != 1 or slots.has(free[0], "group"):
        return None
    slots.use(free[0], "period")
    return slots.value(free[0], "period")


def explained(clause: Clause, siblings: list[Clause]) -> bool:
    """lapsed buyers: no order in the last 180 days; 累计消费超过三千五的大客: the word only sums the conditions up."""
    if clause.timed or clause.groups or clause.filters or clause.negated:
        return False
    kind = clause.verb.removeprefix("agent:")
    others = [c for c in siblings if c is not clause]
    if kind == "big":
        return any(c.verb == "spend" and c.ranges for c in others)
    if kind == "lapsed":
        return any(
            (c.verb == "agent:never" or (c.verb == "buy" and c.negated)) and (c.period or c.ago) and not c.groups
            for c in others
        )
    if kind == "reactivated":
        return len([c for c in others if c.verb in ("buy", "rebuy") and c.timed]) > 1
    return False


def _undefined(kind: str, clause: Clause, slots: Slots) -> Unclear:
    if kind == "big":
        return Unclear(
            "Who counts as a big spender?",
            "“大客户”怎么界定？",
            [
                ("customers in the top 10% by spend", "消费前10%的客户"),
                ("customers who spent more than average", "消费高于平均的客户"),
            ],
            slots.origin(clause.at),
        )
    return Unclear(
        "Reactivated since when, after how long without an order?",
        "“被唤醒”怎么界定：最近多久下过单、之前多久没下单？",
        [
            (
                "customers who ordered in the last 30 days, had bought earlier, no order in the 180 days before that",
                "最近30天下过单、在那之前180天没下过单、更早买过的客户",
            )
        ],
        slots.origin(clause.at),
    )
