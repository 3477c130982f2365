"""What somebody did with campaigns and products, and what came back: opened, clicked, viewed, returned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.comparing import compared
from assistant.planner.grammar.deeds.objects import any_of, object_filters, together
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.windows import ago_period
from assistant.planner.grammar.unclear import too_much
from tools.definitions import Bought, Condition, Engaged, Filter, Group, Period

EVENTS = {
    "open": "open",
    "click": "click",
    "receive": "sent",
    "unsubscribe": "unsubscribe",
    "view": "view",
    "cart": "cart",
}


def _without_channel(clause: Clause) -> Clause:
    """the Autumn Wardrobe mail: a campaign that is named was sent as it was, whatever it is called."""
    if not any(group.field == "campaign" for _, group in clause.groups):
        return clause
    groups = [pair for pair in clause.groups if pair[1].field != "campaign_channel"]
    return replace(clause, groups=groups, filters=[f for f in clause.filters if f.field != "campaign_channel"])


_ABANDONED = ("abandon", "left", "leave", "leaving", "forgot", "弃", "没结账", "没付款", "未付款", "忘在")
_RECENT = Period(kind="rolling", unit="day", count=30)
"""When a cart was left, where nobody says: an older one is forgotten by its owner, too."""


def _abandoned(clause: Clause, slots: Slots, period: Period | None) -> Group | None:
    """Put into the cart and not ordered in those days; None where the words do not speak of a cart that was left."""
    text = slots[clause.at].text.casefold()
    if clause.verb != "cart" or clause.negated or clause.ranges or not any(word in text for word in _ABANDONED):
        return None
    days = period or _RECENT
    named = "" if period else " No days were named: I took the last 30."
    named_zh = "" if period else "没有说时间，按最近30天。"
    slots.said.append(
        (
            f"Abandoned here means put into the cart, and no order in those days.{named}",
            f"弃购指该时间段内加购但没有下单。{named_zh}",
        )
    )
    put = [
        Engaged(event="cart", where=[*clause.filters, *filters], period=days)
        for filters in object_filters(clause.groups)
    ]
    return Group(all=[together(list[Condition](put), any_of(clause.groups))], none=[Bought(period=days)])


def engaged(clause: Clause, slots: Slots, today: date) -> Condition:
    """The condition that a clause about opening, clicking, viewing … states."""
    clause = _without_channel(clause)
    found = next((r for r in clause.ranges if r.unit in ("times", "number", "pieces")), None)
    if clause.ranges and found is None:
        raise too_much(slots, clause, "how often something was opened, clicked or viewed", "打开、点击或浏览的次数")
    comparison: dict[str, object] = (
        {"op": "eq", "value": 0} if clause.negated and not found else compared(found) if found else {}
    )
    period = clause.period or ago_period(clause, today)
    left = _abandoned(clause, slots, period)
    if left is not None:
        return left
    built: list[Condition] = [
        Engaged.model_validate(
            {"event": EVENTS[clause.verb], "where": [f.model_dump() for f in (*clause.filters, *filters)]}
            | {"period": period and period.model_dump(), **comparison}
        )
        for filters in object_filters(clause.groups)
    ]
    condition = together(built, any_of(clause.groups) and not clause.negated)
    if clause.only and not clause.negated and clause.groups:
        fields = {g.field for _, g in clause.groups}
        if len(fields) != 1:
            raise too_much(slots, clause, "that only one campaign was opened", "只打开了某一个活动")
        values = [value for _, g in clause.groups for value in g.values]
        others = Engaged(
            event=EVENTS[clause.verb], where=[Filter(field=fields.pop(), op="is_not", values=values)], period=period
        )
        return Group(all=[condition], none=[others])
    return condition
