"""The days of a share of people: 上个月有百分之几的客户买了护肤 – of last month's buyers, who bought it then."""

from __future__ import annotations

from datetime import date
from typing import TypeGuard

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.ratios import bought_in
from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.people.ranks import NUMERIC_RANKS
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.timing import within
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import days_in
from assistant.planner.spans import Span
from tools.definitions import After, Attribute, Audience, Bought, Condition, Engaged, Metric, Part, Period

_MEASURES = {"orders": "orders", "spend": "revenue", "units": "units"}
_EVER = ("过", "曾", "累计", "一共", "总共")
_DONE = ("buy", "spend", "units", "discount")


def buyers_then(period: Period | None) -> Audience | None:
    """The whole where nothing but its days is said: whoever bought in them."""
    return Audience(all=[Bought(period=period)]) if period is not None else None


def buyers_of_those_days(whole: Audience | None, part: Audience) -> Audience | None:
    """去年下单超过10单的客户占购买客户的比例: of whoever bought in those days."""
    days = [one.period for one in part.all if isinstance(one, Bought) and one.period is not None]
    days += [one.period for one in part.all if _first_bought(one) and one.period is not None]  # 上个月新客占买家的比例
    return buyers_then(days[0]) if whole == Audience(all=[Bought()]) and len(days) == len(part.all) == 1 else whole


def _first_bought(one: Condition) -> TypeGuard[Attribute]:
    return isinstance(one, Attribute) and one.field == "first_order_date" and one.op == "during"


def bought_when(whole: Audience | None) -> tuple[Period | None] | None:
    """The days of people who are no more than buyers, in any of which they bought; None of any others."""
    one = whole.all[0] if whole is not None and len(whole.all) == 1 else None
    plain = isinstance(one, Bought) and one == Bought(period=one.period) and whole == Audience(all=[one])
    return (one.period,) if plain and isinstance(one, Bought) else None


def larger_whole(whole: Figures, part: Figures, today: date) -> None:
    """5月净收入占上半年的比例: the days within the others are the part."""
    only = not (part.where or part.people.conditions or part.dimensions)
    if only and whole.period and part.period and within(whole.period, part.period, today):
        whole.period, part.period = part.period, whole.period


def answered_within(whole: Audience | None, part: Audience, slots: Slots) -> Audience:
    """收到秋日来信的人里30天内下单了几成, recipients who ordered within 14 days: of the message."""
    got = whole.all[0] if whole is not None and len(whole.all) == 1 else None
    one = part.all[0] if len(part.all) == 1 else None
    if not isinstance(got, Engaged) or not isinstance(one, Bought) or got.period or got.event not in _MESSAGES:
        return part
    said = [slots[i].text.casefold() for i in range(len(slots)) if slots.has(i, "period")]
    bounding = [text for text in said if text.endswith(("内", "里")) or text.startswith("within")]
    ahead = bool(bounding) and not bounding[0].startswith(("近", "最近", "过去", "within the last", "within the past"))
    days = one.period if one.period is not None and one.period.kind == "rolling" and one.after is None else None
    if not ahead or days is None:
        return part
    within_days = days_in(days.count or 1, days.unit or "day")
    after = After(event=got.event, within_days=within_days, where=got.where)
    return part.model_copy(update={"all": [one.model_copy(update={"period": None, "after": after})]})


_MESSAGES = ("sent", "open", "click")


def addressed(part: Audience) -> Audience | None:
    """打开邮件的人后来下单的比例: of those whom what they did followed on."""
    after = part.all[0].after if len(part.all) == 1 and isinstance(part.all[0], Bought) else None
    if after is None or after.event not in ("sent", "open", "click"):
        return None
    return Audience(all=[Engaged(event=after.event, where=after.where)])


def new_then(people: People) -> Period | None:
    """今年新客带来的收入占比: of the sales of the days they were new in."""
    found = people.audience.all
    new = [clause.period for clause in people.clauses if clause.verb in ("agent:new", "agent:first_time")]
    return new[0] if len(new) == len(found) == 1 else None


def then(part: Audience, period: Period) -> Audience:
    """What the part did, in the days of the whole, where it does not say itself when."""
    return part.model_copy(update={"all": [_then(one, period) for one in part.all]})


def _then(one: Condition, period: Period) -> Condition:
    if isinstance(one, Bought) and one.period is None and one.after is None and not one.first_purchase:
        return one.model_copy(update={"period": period})
    if isinstance(one, Attribute) and one.field in _MEASURES and one.op in ("ge", "gt", "lt", "le", "between", "is"):
        compared = {"op": {"is": "eq"}.get(one.op, one.op), "value": one.values[0]}
        upper = {"upper": one.values[1]} if one.op == "between" else {}
        return Bought.model_validate({"measure": _MEASURES[one.field], "period": period, **compared, **upper})
    return one


def done_then(slots: Slots, people: People) -> bool:
    """买了, 下单: told of those days; 买过 of any."""
    told = [clause for clause in people.clauses if clause.verb in _DONE and not clause.lifetime]
    ever = any(word in slots[clause.at].text for clause in told for word in _EVER)
    return bool(told) and len(told) == len(people.clauses) and not ever and slots.chinese(told[0].at)


_ALL_TIME = ("累计", "一共", "总共", "历史", "历来", "生涯", "至今")


def bought_again(whole: Audience | None, part: Audience, cut: Slots) -> Metric | None:
    """近一年买过的人里买了两次及以上的占多少: the repeat rate of those days, of whomever else is named."""
    bought = [one for one in whole.all if isinstance(one, Bought)] if whole is not None else []
    facts = [one for one in whole.all if isinstance(one, Attribute)] if whole is not None else []
    if whole is None or len(bought) != 1 or len(part.all) != 1 or whole != Audience(all=whole.all):
        return None
    days = bought[0].period
    plain = days is not None and bought[0] == Bought(period=days) and len(facts) + 1 == len(whole.all)
    if not plain or days is None or any(word in item.text for item in cut.items for word in _ALL_TIME):
        return None
    twice = then(part, days).all[0]
    if part != Audience(all=part.all) or not isinstance(twice, Bought) or twice.model_dump() not in _twice(days):
        return None
    people = Audience(all=[*facts]) if facts else None
    return Metric(measures=["repeat_rate"], audience=people, period=days)


def _twice(days: Period) -> list[dict[str, object]]:
    return [Bought(period=days, op="ge", value=2).model_dump(), Bought(period=days, op="gt", value=1).model_dump()]


_PLACED = ("下单", "成交", "出单", "下的单")
_LEVELS = ("order", "time")


def orders_told(base: Slots, cut: Slots, whole: Figures, part: Figures) -> Metric | None:
    """周末下单的比例: of all orders, where nobody is spoken of who placed them."""
    people = any(slots.find("people", "agent", "who", free=False) is not None for slots in (base, cut))
    told = [clause for clause in part.people.clauses if cut[clause.at].text in _PLACED]
    found = part.people.audience.all
    if people or whole.people.conditions or len(found) != 1 or len(told) != 1 or len(part.people.clauses) != 1:
        return None
    one = found[0]
    plain = isinstance(one, Bought) and (one.measure, one.op, one.value) == ("orders", "ge", 1) and one.after is None
    if not plain or not isinstance(one, Bought) or not one.where or one.first_purchase:
        return None
    if any(cut.level(item.field) not in _LEVELS for item in one.where):
        return None
    return Metric(
        measures=["orders"],
        dimensions=list(dict.fromkeys([*whole.dimensions, *part.dimensions]))[:3],
        where=whole.where,
        period=whole.period or one.period,
        part=Part(where=one.where),
    )


def within_whole(slots: Slots, whole: Figures, named: bool) -> None:
    """What the whole says already: orders are placed, and who is new is new in its period."""
    slots.when = whole.period or next((c.period for c in whole.people.clauses if c.period), None)
    slots.bought_in = bought_in(whole)
    slots.rank = NUMERIC_RANKS.get(whole.measures[0]) if named else None
    if named and slots.find("people", "who", "agent") is None:
        for index in range(len(slots)):
            if slots.value(index, "verb") in ("buy", "spend", "sell") and not slots.has(index, "measure"):
                slots.retag(index, Sense("filler"))


def share_words(slots: Slots) -> None:
    """What asks for a share says nothing else."""
    for index in slots.all("share", "average", "sum", "as_table", "chart", "which", "rank_by", "descending"):
        if slots.has(index, "share"):
            slots.use(index, "share of all customers")


def without_segmentation(spans: list[Span]) -> list[Span]:
    """RFM里champions有多少人，占比多少: which segmentation a segment is of parts nothing."""
    named = any(sense.kind == "value" and sense.value[0] == "rfm_segment" for span in spans for sense in span.senses)
    if not named:
        return spans
    return [span for span in spans if span.value("field") != "rfm_segment" or span.has("value", "by", "every", "which")]
