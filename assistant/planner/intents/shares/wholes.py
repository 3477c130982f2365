"""What a share is a share of, where no split shows it: the same figure without its conditions."""

from __future__ import annotations

import re
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.figures import ratios
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.measure_tables import RATES
from assistant.planner.grammar.rows.dimensions import TIME_FIELDS
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.shares.nested_goods import part_of_wider
from tools.definitions import Attribute, Audience, Bought, Condition, Filter, Metric, Part, Sort


class NoWhole(Exception):
    """A share was asked for, and nothing says of what."""


def settle_whole(figures: Figures) -> tuple[Metric | None, Part | None]:
    """A second metric for the whole, or the part that is counted; raises NoWhole."""
    if figures.share and any("(" in name and not name.startswith("sum(") for name in figures.measures):
        raise NoWhole  # the gender mix beside an average: no average has a share
    if figures.share_of and figures.people.clauses:
        raise NoWhole  # of the German turnover, what was bought in shops: one row of countries would not tell
    if figures.share and (nested := part_of_wider(figures)) is not None:
        return None, nested
    if not figures.share or figures.dimensions:
        return None, None
    figures.share = False
    if figures.measures == ["discounted_orders"]:
        figures.measures.append("orders")
    elif figures.people.conditions and not figures.where and len(figures.measures) == 1 and not _no_sum(figures):
        people, figures.people.audience, figures.people.conditions = figures.people.audience, Audience(), 0
        return None, Part(audience=people)
    elif figures.people.conditions:
        return figures.build().model_copy(update={"audience": None}), None
    elif figures.where and len(figures.measures) == 1 and not set(figures.measures) & RATES:
        part, figures.where = Part(where=figures.where), []
        return None, part
    elif not set(figures.measures) <= RATES:
        raise NoWhole
    return None, None


def _no_sum(figures: Figures) -> bool:
    """Rates, and what came so soon after a message: no part of them adds up to the whole."""
    return bool(set(figures.measures) & RATES) or figures.after is not None


def of_orders(base: Slots, cut: Slots, whole: Figures, part: Figures) -> None:
    """今年的订单有几成是打了折的: of orders, those that were so – not all orders of whoever once placed such a one."""
    people = any(slots.find("people", "agent", "who", "saved", free=False) is not None for slots in (base, cut))
    if whole.people.conditions and part.period and not (part.where or part.people.conditions or whole.period):
        part.people, whole.people = whole.people, part.people  # 今年有多少比例的订单用了优惠
        part.period, whole.period = None, part.period
    discounts = whole.measures == ["orders"] and [item.field for item in whole.where] == ["order_discount"]
    if discounts and part.period and not (part.where or part.people.conditions or whole.period):
        part.where, whole.where = whole.where, []
        part.period, whole.period = None, part.period
    conditions = part.people.audience.all
    if people or not part.people.conditions or part.people.audience.any or part.people.audience.none:
        return
    known = base.vocabulary.dictionary.fields
    held = [_held(one) for one in conditions]
    if whole.measures == ["orders"] and not whole.people.conditions and all(one and one.field in known for one in held):
        part.where += [one for one in held if one]
        days = [one.period for one in conditions if isinstance(one, Bought) and one.period]
        whole.period = whole.period or (days[0] if days else None)
        part.people.audience, part.people.conditions = Audience(), 0
        for side in (whole, part):
            side.dimensions = [name for name in side.dimensions if name != "product"]
        return
    plain = [one for one in conditions if isinstance(one, Bought) and _is_plain(one)]
    if whole.measures != ["orders"] or not plain or len(plain) < len(conditions) or whole.people.conditions:
        return
    part.where += [item for one in plain for item in one.where]
    part.period = part.period or next((one.period for one in plain if one.period), None)
    part.people.audience, part.people.conditions = Audience(), 0


def _held(one: Condition) -> Filter | None:
    """with products of at least two categories, said of orders: of what each holds, not of all somebody bought."""
    if isinstance(one, Attribute) and one.field in _HELD:
        return Filter(field=_HELD[one.field], op=one.op, values=one.values)
    if isinstance(one, Bought) and one.measure in _HELD and one == Bought.model_validate(_bound(one)):
        op: Any = {"eq": "is", "ne": "is_not"}.get(one.op, one.op)
        return Filter(field=_HELD[one.measure], op=op, values=[one.value, *([one.upper] if one.upper else [])])
    return None


def _bound(one: Bought) -> dict[str, Any]:
    when = one.period and one.period.model_dump()
    return {"measure": one.measure, "op": one.op, "value": one.value, "upper": one.upper, "period": when}


_HELD = {
    "categories_bought": "order_categories", "products_bought": "order_products", "categories": "order_categories",
    "products": "order_products", "brands": "order_brands",
}  # fmt: skip
"""What is told of somebody's purchases, and of one order."""


def _is_plain(one: Bought) -> bool:
    """That an order was placed, with something said of it, and not how many or when in somebody's life."""
    bound = (one.measure, one.op, one.value) == ("orders", "ge", 1)
    return bound and not (one.first_purchase or one.after or one.together)


def only_when(whole: Figures, part: Figures) -> bool:
    """share of orders placed in the app in 2026: the days at the end are those of the whole, no part of it."""
    limited = bool(whole.where or whole.people.conditions)
    return limited and part.period is not None and not (part.where or part.people.conditions)


_OF_WHAT = re.compile(r"\b(among|amongst|out of|of all|each|rate|who|whose)\b|各|每|率")
"""Words that say what a part is a share of."""
_AMONG = re.compile(r"\b(among|amongst|out of|of all)\b|[里中]")
"""Words that make the conditions the whole."""


def part_of_each(frame: Frame, metric: Metric, slots: Slots) -> Metric:
    """Royal Mail orders, share by month: what part they are of each month's orders, not how they spread over months.

    Where the rows are no stretches of time – share of orders above 150 by country – both are meant by somebody: how
    many of a country's orders, and how many of these orders are that country's. Both shares are shown then.
    """
    return _ranked_by_share(_without_those_rows(_parted(frame, _apart(frame, metric), slots)))


_AGAINST = re.compile(r"\b(vs|versus|against|compared (to|with))\b|对比|相比", re.IGNORECASE)


def _apart(frame: Frame, metric: Metric) -> Metric:
    """app vs web share of orders: each has a share of its own, beside all others."""
    part = metric.part
    told = [*part.where, *(part.audience.all if part.audience else ())] if part and not part.period else []
    one = told[0] if len(told) == 1 and not metric.dimensions else None
    if not isinstance(one, (Filter, Attribute)) or one.op != "is" or len(one.values) < 2:
        return metric
    if not _AGAINST.search(frame.text.original):
        return metric
    return metric.model_copy(update={"part": None, "dimensions": [one.field], "share": True})


def _without_those_rows(metric: Metric) -> Metric:
    """share of revenue by country excluding China: a whole without China, of which each other country has its share."""
    part = metric.part
    if part is None or part.period or (part.where and part.audience):
        return metric
    told = part.where or (part.audience.all if part.audience and not part.audience.limit else [])
    rows = [one for one in told if isinstance(one, (Filter, Attribute)) and one.field in metric.dimensions]
    if rows and rows == part.where == told and not part.audience and all(one.op == "is" for one in rows):
        return metric.model_copy(update={"part": None, "share": True})  # 各品类呢, after the share of one
    if len(rows) != len(told) or any(one.op != "is_not" for one in rows):
        return metric
    held = metric.audience.all if metric.audience else []
    people = part.audience and (metric.audience or part.audience).model_copy(
        update={"all": [*held, *part.audience.all]}
    )
    changes = {
        "part": None,
        "share": True,
        "where": [*metric.where, *part.where],
        "audience": people or metric.audience,
    }
    return metric.model_copy(update=changes)


def _ranked_by_share(metric: Metric) -> Metric:
    """which brand has the highest share of returning customers: by the share, not by how many they are."""
    if metric.part is None or metric.sort is None or len(metric.measures) != 1:
        return metric
    if metric.sort.by in metric.dimensions or metric.sort.by == "change":
        return metric
    return metric.model_copy(update={"sort": Sort(by=f"{metric.measures[0]}_share", descending=metric.sort.descending)})


def _ranked_by_deed(metric: Metric, slots: Slots) -> bool:
    """What do champions buy most, in percent: of what they buy – no highest share is asked for."""
    ranks = slots.all("best_selling", "worst_selling", "most_done", "least_done", free=False)
    share = slots.find("share", free=False)
    beside = share is not None and any(share in (slots.next(i), slots.before(i)) for i in ranks)
    return metric.sort is not None and bool(ranks) and not beside


def _parted(frame: Frame, metric: Metric, slots: Slots) -> Metric:
    timed = set(metric.dimensions) <= set(TIME_FIELDS)
    said = frame.text.normal.casefold()
    if metric.part and not timed:
        return metric.model_copy(update={"share": not _OF_WHAT.search(said)})
    if not metric.share or not metric.dimensions or metric.dimensions[0].startswith("band("):
        return metric
    if timed and metric.where:
        return metric.model_copy(update={"share": False, "where": [], "part": Part(where=metric.where)})
    if _ranked_by_deed(metric, slots):
        return metric
    if _AMONG.search(said) or ratios.shares_by_rows(slots) or not frame.has("share"):
        return metric  # 德国客户的年龄段分布: of these customers
    people = metric.audience.all if metric.audience else []
    rows = [
        one for one in people if isinstance(one, Attribute) and one.op == "known" and one.field in metric.dimensions
    ]
    told = [one for one in people if one not in rows]
    lone = not metric.audience or not (metric.audience.any or metric.audience.none or metric.audience.limit)
    if not lone or len(metric.where) + len(told) != 1 or set(metric.measures) & RATES:
        return metric
    part = Part(where=metric.where, audience=Audience(all=told) if told else None)
    whole = Audience(all=rows) if rows else None  # customers whose city is known, of whom the gold members
    days = metric.period or (ratios.bought_so_then(told) if metric.measures == ["buyers"] else None)
    return metric.model_copy(update={"where": [], "audience": whole, "part": part, "period": days})
