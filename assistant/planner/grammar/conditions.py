"""From clauses to conditions of an audience: what was bought, spent, opened; never, lapsed, only, first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.planner.grammar.clause import Clause
from assistant.planner.grammar.facts import since
from assistant.planner.grammar.slots import Group as Values
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.readers.calendar import bounds, fixed
from tools.definitions import Attribute, Bought, Condition, Engaged, Filter, Group, Period
from tools.periods import step

EVENTS = {
    "open": "open",
    "click": "click",
    "receive": "sent",
    "unsubscribe": "unsubscribe",
    "view": "view",
    "cart": "cart",
}
LAPSED_DAYS = 90
"""The window of "lapsed" and "active" where none is given; said in the answer."""


def condition_of(clause: Clause, slots: Slots, today: date, siblings: list[Clause]) -> tuple[Condition, bool]:
    """The condition a clause states, and whether it is to be excluded."""
    if clause.verb.startswith("agent:"):
        return _agent(clause, slots, today)
    if clause.verb in EVENTS:
        return _engaged(clause), False
    if clause.verb == "return_goods":
        return _returned(clause), False
    if clause.verb == "discount":
        clause.filters.append(Filter(field="order_discount", op="gt", values=[0]))
        return _bought(clause, today, siblings)
    if clause.verb == "spend" and not clause.groups and not clause.filters and clause.relative:
        op, base = clause.relative
        return Attribute(field="spend", op=op, relative_to=base), clause.negated
    if clause.verb in ("buy", "units") and clause.relative:
        op, base = clause.relative
        return Attribute(field="orders" if clause.verb == "buy" else "units", op=op, relative_to=base), clause.negated
    return _bought(clause, today, siblings)


def filters_of(values: Values) -> Filter:
    """A group of values as a filter."""
    if values.op == "contains" and len(values.values) == 1:
        return Filter(field=values.field, op="contains", values=list(values.values))
    return Filter(field=values.field, values=list(values.values))


def _bought(clause: Clause, today: date, siblings: list[Clause]) -> tuple[Condition, bool]:
    measure, found = _figure(clause)
    period = clause.period or _ago_period(clause, today)
    where = list(clause.filters)
    for extra in [r for r in clause.ranges if r is not found]:
        if extra.unit == "money":
            where.append(_order_value(extra))
        elif extra.unit in ("times", "number") and measure != "orders":
            measure_extra = Bought(measure="orders", **_compared(extra))
            return Group(
                all=[
                    _bought(replace(clause, ranges=[r for r in clause.ranges if r is not extra]), today, siblings)[0],
                    measure_extra,
                ]
            ), False
    if clause.negated and not clause.ranges:
        return _not_bought(clause, where, period, today, siblings), False
    if (
        clause.only
        and found
        and measure == "orders"
        and found.op == "eq"
        and not clause.groups
        and not where
        and period
    ):
        last = Attribute(field="last_order_date", op="during", period=period)
        return Group(all=[Attribute(**_attribute("orders", found)), last]), clause.negated
    comparison = _compared(found) if found else {}
    lifetime = {"orders": "orders", "revenue": "spend"}.get(measure)
    if found and lifetime and not clause.groups and not where and period is None and not clause.first:
        return Attribute(**_attribute(lifetime, found)), clause.negated
    built: list[Condition] = [
        Bought(where=[*where, *filters], period=period, measure=measure, first_purchase=clause.first, **comparison)
        for filters in object_filters(clause.groups)
    ]
    condition = _together(built, _any_of(clause.groups))
    if clause.only and clause.groups:
        others = [Filter(field=g.field, op="is_not", values=list(g.values)) for _, g in clause.groups if g.op == "is"][
            :1
        ]
        if others:
            condition = Group(all=[condition], none=[Bought(where=others, period=period)])
    return condition, clause.negated


def _figure(clause: Clause) -> tuple[str, Range | None]:
    """Which figure the clause's number is about."""
    for unit, measure in (("times", "orders"), ("pieces", "units")):
        for found in clause.ranges:
            if found.unit == unit:
                return measure, found
    for found in clause.ranges:
        if found.unit == "money":
            if clause.verb == "buy" and not clause.groups:
                return "orders", None
            return "revenue", found
        if found.unit == "number":
            if clause.verb == "spend":
                return "revenue", found
            return ("units" if clause.verb == "units" or clause.groups else "orders"), found
    return "orders", None


def _order_value(found: Range) -> Filter:
    values = [found.low.value] + ([found.high.value] if found.high else [])
    op = {"eq": "is", "ne": "is_not"}.get(found.op, found.op)
    return Filter(field="order_value", op=op, values=[_whole(v) for v in values])


def _whole(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _compared(found: Range) -> dict[str, object]:
    return {
        "op": found.op,
        "value": _whole(found.low.value),
        **({"upper": _whole(found.upper)} if found.upper is not None else {}),
    }


def _attribute(field: str, found: Range) -> dict[str, object]:
    op = {"eq": "is", "ne": "is_not"}.get(found.op, found.op)
    values = [_whole(found.low.value)] + ([_whole(found.upper)] if found.upper is not None else [])
    return {"field": field, "op": op, "values": values}


def object_filters(groups: list[tuple[str, Values]]) -> list[list[Filter]]:
    """Filters per purchase: "X and Y" are two purchases, "Nordlicht skincare" is one, "X or Y" is either."""
    shared = [
        filters_of(g)
        for _, g in groups
        if g.field in ("order_channel", "campaign_channel", "weekday", "first_or_repeat")
    ]
    purchases: list[list[Filter]] = []
    for joiner, group in groups:
        if group.field in ("order_channel", "campaign_channel", "weekday", "first_or_repeat"):
            continue
        if group.joiner == "and" and len(group.values) > 1 and group.op == "is" and group.field != "campaign_series":
            options = [[Filter(field=group.field, values=[value])] for value in group.values]
        else:
            options = [[filters_of(group)]]
        same = purchases and any(f.field == group.field for f in purchases[-1]) and group.field != "product"
        if joiner or not purchases or same:
            purchases += options
        else:
            purchases = [[*purchase, *option] for purchase in purchases for option in options]
    return [[*purchase, *shared] for purchase in purchases] or [shared]


def _any_of(groups: list[tuple[str, Values]]) -> bool:
    return any(joiner == "or" for joiner, _ in groups)


def _together(built: list[Condition], any_of: bool) -> Condition:
    if len(built) == 1:
        return built[0]
    return Group(any=built) if any_of else Group(all=built)


def _ago_period(clause: Clause, today: date) -> Period | None:
    """bought more than 180 days ago → up to that day; in a negated clause, the days since."""
    if clause.ago is None:
        return None
    count, unit, op = clause.ago
    if clause.negated or op in ("lt", "le"):
        return Period(kind="rolling", unit=unit, count=count)
    edge = step(unit, today, -count)  # type: ignore[arg-type]
    return fixed(None, edge if op == "ge" else step("day", edge, -1))


def _not_bought(
    clause: Clause, where: list[Filter], period: Period | None, today: date, siblings: list[Clause]
) -> Condition:
    purchases = object_filters([("or" if j else j, g) for j, g in clause.groups])
    absent: list[Condition] = [
        Bought(where=[*where, *filters], period=period, op="eq", value=0) for filters in purchases
    ]
    condition = _together(absent, False)
    open_ended = period is None or (period.kind == "fixed" and period.start is None)
    if clause.groups or where or clause.never or open_ended:
        return condition
    if any(other is not clause and not other.negated and not other.verb.startswith("agent") for other in siblings):
        return condition
    if clause.ago and clause.ago[2] == "ge" and clause.ago[1] == "day":
        return Attribute(**since("last_order_date", "ge", clause.ago[0], "day", today).model_dump())
    # Lapsed means: ordered before, not in the window.
    return Group(all=[Bought(), condition])


def _engaged(clause: Clause) -> Condition:
    found = next((r for r in clause.ranges if r.unit in ("times", "number", "pieces")), None)
    comparison: dict[str, object] = (
        {"op": "eq", "value": 0} if clause.negated and not found else _compared(found) if found else {}
    )
    built: list[Condition] = [
        Engaged(event=EVENTS[clause.verb], where=[*clause.filters, *filters], period=clause.period, **comparison)
        for filters in object_filters(clause.groups)
    ]
    return _together(built, _any_of(clause.groups) and not clause.negated)


def _returned(clause: Clause) -> Condition:
    if clause.groups or clause.period:
        raise Unclear(
            "I can tell who ever returned something, but not who returned a certain product or in a period.",
            "我能看出谁有过退货，但还不能按商品或时间段筛选退货的客户。",
            [("who ever returned something", "有过退货的客户")],
        )
    found = next((r for r in clause.ranges if r.unit in ("times", "number", "pieces")), None)
    if clause.negated:
        return Attribute(field="returned_units", values=[0])
    return (
        Attribute(**_attribute("returned_units", found))
        if found
        else Attribute(field="returned_units", op="gt", values=[0])
    )


def _agent(clause: Clause, slots: Slots, today: date) -> tuple[Condition, bool]:
    kind = clause.verb.removeprefix("agent:")
    if kind == "big":
        raise Unclear(
            "Who counts as a big spender?",
            "“大客户”怎么界定？",
            [
                ("customers in the top 10% by spend", "消费前10%的客户"),
                ("customers who spent more than average", "消费高于平均的客户"),
            ],
            slots.origin(clause.at),
        )
    if kind in ("buy", "open", "click"):
        plain = replace(clause, verb=kind)
        return condition_of(plain, slots, today, [plain])
    groups = object_filters(clause.groups)
    window = clause.period or (
        _ago_period(Clause("buy", 0, negated=True, ago=clause.ago), today) if clause.ago else None
    )
    if kind in ("active", "lapsed"):
        window = window or Period(kind="rolling", unit="day", count=LAPSED_DAYS)
    period = window
    if kind == "returning" and period is not None:
        return _returning(groups, period, today), clause.negated
    if kind in ("repeat", "one_time", "returning"):
        op, value = ("eq", 1) if kind == "one_time" else ("ge", 2)
        if not clause.groups and period is None:
            return Attribute(field="orders", op="is" if op == "eq" else "ge", values=[value]), clause.negated
        return _together(
            [Bought(where=filters, period=period, op=op, value=value) for filters in groups], False
        ), clause.negated
    if kind == "never":
        return _together(
            [Bought(where=filters, period=period, op="eq", value=0) for filters in groups], False
        ), clause.negated
    if kind in ("first_time", "new"):
        if period is None:
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
        if clause.groups:
            return _together(
                [Bought(where=filters, period=period, first_purchase=True) for filters in groups], False
            ), clause.negated
        return Attribute(field="first_order_date", op="during", period=period), clause.negated
    if kind == "active":
        return _together([Bought(where=filters, period=window) for filters in groups], False), clause.negated
    lapsed: list[Condition] = [
        Group(all=[Bought(where=filters), Bought(where=filters, period=window, op="eq", value=0)]) for filters in groups
    ]
    return _together(lapsed, False), clause.negated


def _returning(groups: list[list[Filter]], period: Period, today: date) -> Condition:
    """Returning customers of a period: bought in it, and for the first time before it."""
    start, _ = bounds(period, today)
    built: list[Condition] = [Bought(where=filters, period=period) for filters in groups]
    if start is not None:
        earlier = fixed(None, step("day", start, -1))
        built.append(Attribute(field="first_order_date", op="during", period=earlier))
    return built[0] if len(built) == 1 else Group(all=built)
