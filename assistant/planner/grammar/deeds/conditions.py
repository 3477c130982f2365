"""From clauses to conditions of an audience: what was bought, spent, opened; never, only, again, one order a period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.close_together import close_together
from assistant.planner.grammar.deeds.comparing import (
    attribute_of,
    compared,
    one_order,
    order_value,
    times_again,
    value_of_orders,
)
from assistant.planner.grammar.deeds.engagement import EVENTS, engaged
from assistant.planner.grammar.deeds.nothing_else import at_other_times, contrasted, others
from assistant.planner.grammar.deeds.objects import SHARED, any_of, object_filters, together
from assistant.planner.grammar.deeds.several import some_of_them
from assistant.planner.grammar.orders.returns import returned
from assistant.planner.grammar.people.agents import PLAIN, agent_condition
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.grammar.times.distances import since
from assistant.planner.grammar.times.earlier_orders import EARLIER, after_another, came_back_for_any, goods_of
from assistant.planner.grammar.times.moments import ANY_TIME
from assistant.planner.grammar.times.windows import ago_period, day_before
from assistant.planner.grammar.unclear import too_much
from assistant.planner.readers.calendar import UNIT_DAYS
from tools.definitions import Attribute, Bought, Condition, Filter, Group, Period

_LIFETIME = {"orders": "orders", "revenue": "spend"}


def condition_of(clause: Clause, slots: Slots, today: date, siblings: list[Clause]) -> tuple[Condition | None, bool]:
    """The condition a clause states, and whether it is to be excluded; None where its siblings say it already."""
    if clause.verb.removeprefix("agent:") in PLAIN and clause.verb.startswith("agent:"):
        clause = replace(clause, verb=clause.verb.removeprefix("agent:"))
    if clause.periods:
        parts = [condition_of(replace(clause, periods=(), period=p), slots, today, siblings)[0] for p in clause.periods]
        found = [part for part in parts if part is not None]
        return Group(any=found) if clause.either and not clause.negated else Group(all=found), False
    if clause.first_of and not clause.negated:
        return _first_of(clause, slots, today, siblings), False
    if clause.verb.startswith("agent:"):
        return agent_condition(clause, slots, today, siblings), clause.negated
    if clause.verb in EVENTS and clause.after and clause.after.event == "sent" and clause.after.within_days >= ANY_TIME:
        # unsubscribed after the gift guide: by it
        clause = replace(clause, after=None, filters=[*clause.filters, *clause.after.where])
    clause = one_order(clause, slots)
    _supported(clause, slots)
    if clause.verb in EVENTS:
        return engaged(clause, slots, today), clause.negated and bool(clause.ranges)
    if clause.verb == "return_goods":
        return returned(clause, slots, today), False
    if clause.verb == "rebuy":
        if _again_since_the_first(clause, siblings):
            return Attribute(
                field="orders", op="is" if clause.negated else "ge", values=[1 if clause.negated else 2]
            ), False
        return _again(clause, slots, today), False
    if clause.verb == "discount":
        clause.filters.append(Filter(field="order_discount", op="gt", values=[0]))
    if clause.relative:
        op, base = clause.relative
        field = {"spend": "spend", "units": "units"}.get(clause.verb, "orders")
        return Attribute(field=field, op=op, relative_to=base), clause.negated
    return _bought(clause, slots, today, siblings)


def _first_of(clause: Clause, slots: Slots, today: date, siblings: list[Clause]) -> Condition | None:
    """menswear for the first time in Q3: bought in those days and not before."""
    plain = replace(clause, first_of=False)
    bought, _ = condition_of(plain, slots, today, siblings)
    period = clause.period or ago_period(clause, today)
    earlier = day_before(period, today) if period is not None else None
    if bought is None or earlier is None:
        return bought
    before = _purchases(plain, clause.filters, earlier, "orders", {})
    return Group(all=[bought], none=[together(before, True)])


def _again_since_the_first(clause: Clause, siblings: list[Clause]) -> bool:
    """三月的新客有多少复购了: whoever was new in a period bought again at any time, not before it as well."""
    new = [c for c in siblings if c.verb in ("agent:first_time", "agent:new")]
    limited = clause.groups or clause.filters or clause.ranges or clause.after or clause.ago or clause.since_then
    return not limited and any(clause.period is None or c.period == clause.period for c in new)


def _supported(clause: Clause, slots: Slots) -> None:
    """A clause may not say more than its condition can hold."""
    acts = clause.verb in EVENTS
    limited = clause.groups or clause.filters or clause.period or clause.after
    if clause.relative and (limited or clause.ranges or value_of_orders(clause, slots)):
        told = "a comparison with the average of everybody, over all time"
        raise too_much(slots, clause, told, "与全体平均的比较（不限时间和商品）")
    if acts and clause.only and not clause.groups and not clause.negated:
        told = "whether and how often something was opened or clicked, or only one campaign of all"
        raise too_much(slots, clause, told, "是否打开或点击、次数，或只打开了某个活动")
    if acts and (clause.after or clause.same_order or clause.relative or len(clause.ranges) > 1):
        told = "how often and when something was opened, clicked or viewed"
        raise too_much(slots, clause, told, "打开、点击或浏览的次数和时间")
    if clause.ago and clause.ago[2] == "eq" and not clause.negated:
        told = "purchases before or after a day, or within the last days"
        raise too_much(slots, clause, told, "某天之前或之后，或最近若干天内的购买")
    goods = any(g.field not in SHARED for _, g in clause.groups)
    if clause.same_order and (
        any(r.unit in ("pieces", "number") and clause.verb != "spend" for r in clause.ranges)
        or (clause.ranges and goods)
    ):
        raise too_much(
            slots, clause, "the value of one order, not how many items it held", "单笔订单的金额，不能看一单里的件数"
        )


def _bought(clause: Clause, slots: Slots, today: date, siblings: list[Clause]) -> tuple[Condition, bool]:
    soon = close_together(clause, slots)
    if soon is not None:
        return soon, False
    measure, found = _figure(clause)
    period = clause.period or ago_period(clause, today)
    where = list(clause.filters)
    for extra in [r for r in clause.ranges if r is not found]:
        if extra.unit == "money" or (clause.same_order and extra.unit == "number"):
            where.append(order_value(extra))
        elif extra.unit == "times" and measure != "orders":
            rest = replace(clause, ranges=[r for r in clause.ranges if r is not extra])
            counted = Bought.model_validate(
                {"measure": "orders", "period": period and period.model_dump()} | compared(extra)
            )
            return Group(all=[_bought(rest, slots, today, siblings)[0], counted]), False
        else:
            raise too_much(slots, clause, "one number per purchase", "每次购买的一个数字")
    if clause.some_of and clause.groups:
        return some_of_them(clause, where, period), clause.negated
    if clause.negated and not clause.ranges:
        return _not_bought(clause, where, period, today, siblings), False
    if found and period is not None and clause.apart and clause.exactly and found.op == "eq" and not clause.groups:
        all_of_them = Attribute.model_validate(attribute_of("orders", found))  # exactly 2 orders, both in 2026
        if measure == "orders" and found.low.value > 1:
            return Group(
                all=[all_of_them, *_purchases(clause, where, period, measure, compared(found))]
            ), clause.negated
    if clause.lone and found is not None and where:
        single = Attribute.model_validate(attribute_of("orders", found))
        return Group(all=[single, Bought(where=where, period=period)]), clause.negated
    once = measure == "orders" and period is not None and _just_once(clause, found)
    if (clause.only or once) and not clause.groups and not where and not clause.after:
        return _only(clause, slots, measure, found, period, today), clause.negated
    comparison = compared(found) if found else {}
    alone = not (clause.groups or where or period or clause.first or clause.after)
    if found and alone and measure in _LIFETIME:
        return Attribute.model_validate(attribute_of(_LIFETIME[measure], found)), clause.negated
    built = _purchases(clause, where, period, measure, comparison)
    condition = together(built, any_of(clause.groups))
    if clause.only_then and period is not None and len(built) == 1 and isinstance(built[0], Bought):
        return Group(all=[condition], none=at_other_times(built[0].where, period, today)), clause.negated
    if clause.only and not contrasted(clause, siblings):
        condition = Group(all=[condition], none=[others(clause, slots, where, period)])
    return condition, clause.negated


def _purchases(
    clause: Clause, where: list[Filter], period: Period | None, measure: str, comparison: dict[str, object]
) -> list[Condition]:
    """One condition per purchase, or one for all where they lie in the same order."""
    purchases = object_filters(clause.groups)
    company: list[Filter] = []
    if clause.same_order and len(purchases) > 1:
        company = [one for filters in purchases[1:] for one in filters if one not in purchases[0]]
        purchases = purchases[:1]
    base: dict[str, Any] = {"period": period, "measure": measure, "first_purchase": clause.first, "after": clause.after}
    return [
        Bought.model_validate(
            {**{k: v.model_dump() if hasattr(v, "model_dump") else v for k, v in base.items()}, **comparison}
            | {"where": [f.model_dump() for f in (*where, *filters)], "together": [f.model_dump() for f in company]}
        )
        for filters in purchases
    ]


def _only(
    clause: Clause, slots: Slots, measure: str, found: Range | None, period: Period | None, today: date
) -> Condition:
    """only once; only in 2025; only once, more than a year ago."""
    if found is None and period is not None:
        return Group(all=[Bought(period=period)], none=at_other_times([], period, today))
    if found is None:
        raise too_much(
            slots, clause, "only once, only in a place or only a kind of goods", "只买一次、只在某处或只买某类"
        )
    if measure == "orders" and period and _just_once(clause, found):
        last = Attribute(field="last_order_date", op="during", period=period)
        return Group(all=[Attribute.model_validate(attribute_of("orders", found)), last])
    if period is None and measure in _LIFETIME:
        return Attribute.model_validate(attribute_of(_LIFETIME[measure], found))
    return Bought.model_validate({"measure": measure, "period": period and period.model_dump()} | compared(found))


def _just_once(clause: Clause, found: Range | None) -> bool:
    """one order, more than a year ago; ordered exactly once, in June: their only order, and when it was."""
    if found is None or (found.op, found.low.value) != ("eq", 1):
        return False
    return bool(clause.ago and clause.ago[2] in ("gt", "ge")) or (clause.apart and clause.exactly)


def _figure(clause: Clause) -> tuple[str, Range | None]:
    """Which figure the clause's number is about."""
    for unit, measure in (("times", "orders"), ("pieces", "units")):
        for found in clause.ranges:
            if found.unit == unit:
                return measure, found
    for found in clause.ranges:
        if found.unit == "money" or (found.unit == "number" and clause.same_order):
            if clause.heavily:
                return "revenue", found
            if (clause.verb == "buy" and not clause.groups) or clause.same_order:
                return "orders", None
            return "revenue", found
        if found.unit == "number":
            if clause.verb == "spend":
                return "revenue", found
            return ("units" if clause.verb == "units" or clause.groups else "orders"), found
    return "orders", None


def _not_bought(
    clause: Clause, where: list[Filter], period: Period | None, today: date, siblings: list[Clause]
) -> Condition:
    unjoined = replace(clause, groups=[("or" if j else j, g) for j, g in clause.groups])
    absent = together(_purchases(unjoined, where, period, "orders", {"op": "eq", "value": 0}), False)
    open_ended = period is None or (period.kind == "fixed" and period.start is None)
    if clause.until is not None and clause.ago:
        return _last_between(clause, where, today)
    if clause.after is not None and clause.after.event in EARLIER:
        return after_another(clause.after, absent, plain=not (clause.groups or where or period))
    if clause.groups or where or clause.never or clause.after or open_ended:
        return absent
    if not (clause.nothing and not clause.noun) and any(
        other is not clause and not other.negated and (other.verb == "agent:buy" or not other.verb.startswith("agent"))
        for other in siblings
    ):
        return absent
    if clause.ago and clause.ago[2] == "ge" and clause.ago[1] == "day":
        return Attribute.model_validate(since("last_order_date", "ge", clause.ago[0], "day", today).model_dump())
    # Lapsed means: ordered before, not in the window.
    return Group(all=[Bought(), absent])


def _last_between(clause: Clause, where: list[Filter], today: date) -> Condition:
    """not bought in 60 to 120 days: the last time lies so far back – no order for 60 days, and one in those before."""
    assert clause.ago and clause.until
    count, unit, _ = clause.ago
    if unit in ("month", "quarter", "year") and not (clause.groups or where):
        return Attribute(field="last_order_date", op="during", period=ago_period(clause, today))
    if unit in UNIT_DAYS and not (clause.groups or where):
        days = [count * UNIT_DAYS[unit], clause.until * UNIT_DAYS[unit]]
        return Attribute.model_validate({"field": "days_since_last_order", "op": "between", "values": days})
    recent = replace(clause, until=None)
    bought = together(_purchases(clause, where, ago_period(clause, today), "orders", {}), True)
    gone = _purchases(recent, where, ago_period(recent, today), "orders", {"op": "eq", "value": 0})
    return Group(all=[bought, *gone])


def _again(clause: Clause, slots: Slots, today: date) -> Condition:
    """reordered, came back, 复购: a further order, in a period or after a moment; never came back: one order."""
    period = clause.period or ago_period(clause, today)
    times = None if period else times_again(clause)
    if times is not None:
        return times
    if clause.ranges or clause.only or clause.relative:
        raise too_much(slots, clause, "whether somebody bought again, not how often", "是否再次购买，不能限定次数")
    if (clause.since_then or clause.later) and period is None and clause.after is None:
        raise too_much(slots, clause, "purchases after a day or a period that is named", "某个时间之后的购买")
    plain = replace(clause, verb="buy", negated=False)
    if clause.after is not None and not clause.groups and not came_back_for_any(slots[clause.at].text):
        plain.filters = [*clause.filters, *goods_of(clause.after)]
    none: dict[str, object] = {"op": "eq", "value": 0}

    def made(when: Period | None, compared: dict[str, object]) -> Condition:
        return together(_purchases(plain, plain.filters, when, "orders", compared), any_of(clause.groups))

    if clause.after and clause.negated:
        plainly = not (clause.groups or plain.filters or period)
        absent = made(period, none)
        return after_another(clause.after, absent, plain=plainly) if clause.after.event in EARLIER else absent
    if clause.after:
        return made(period, {})
    if period is None and not clause.groups and not clause.filters:
        return Attribute(field="orders", op="is" if clause.negated else "ge", values=[1 if clause.negated else 2])
    if period is None:
        return made(None, {"op": "le", "value": 1} if clause.negated else {"op": "ge", "value": 2})
    if period.kind == "fixed" and period.start is None:  # 到10月底复购的
        return made(period, {"op": "le", "value": 1} if clause.negated else {"op": "ge", "value": 2})
    earlier = day_before(period, today)
    return Group(all=[*([made(earlier, {})] if earlier else []), made(period, none if clause.negated else {})])
