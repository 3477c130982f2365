"""Averages, medians, sums and extremes of a field: average age, order value (median), the biggest order ever."""

from __future__ import annotations

import re

from assistant.planner.grammar.figures.measure_tables import AVERAGES, FIELD_MEASURES, RATES
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from tools.definitions import AGGREGATE


def read_aggregate(slots: Slots, index: int) -> str | None:
    """average age, median order value, the biggest order; what it is of may stand anywhere."""
    extreme = slots.value(index, "extreme")
    if extreme is not None:
        slots.use(index, f"measure: {extreme}")
        return str(extreme)
    return _averaged(slots, index)


def _averaged(slots: Slots, index: int) -> str | None:
    """average age, median order value, 平均消费, highest order value; the aggregate may follow in Chinese."""
    norm = slots.value(index, "norm") if slots.has(index, "norm") else None
    kind = norm or next(
        (
            k
            for k in ("average", "median", "sum")
            if (slots.has(index, k) and not slots.has(index, "relative"))
            or (k in ("average", "median") and slots.has(index, k))
        ),
        None,
    )
    if kind is None:
        return None
    target = slots.next(
        index,
        lambda item: (
            item.has("filler", "group", "people", "how_many", "place") and not item.has("field", "measure", "by")
        ),
    )
    places = [target, slots.before(index), _only_figure(slots)]
    if not (slots.has(target, "field", "measure") or slots.value(target, "verb") == "spend"):
        places.remove(target)
    measure = None
    for target in places:
        if target < 0 or not (slots.has(target, "field", "measure", "verb")) or slots.used(target):
            continue
        names = [s.value for s in slots[target].senses if s.kind in ("field", "measure")] or ["spend"]
        of_orders = slots[target].text.casefold() == "value" and any(
            slots.value(i, "measure") == "orders" for i in range(len(slots))
        )
        if kind == "average" and (slots[target].text.casefold() in ONE_ORDER or of_orders):
            names = ["order_value"]
        measure = _aggregated(slots, kind, names)
        if measure is not None:
            break
    if measure is None:
        return None
    slots.use(index, f"aggregate: {kind}")
    slots.use(target, f"measure: {measure}")
    if slots.chinese(target) and "day" in measure:
        for unit in slots.all("field"):
            if slots.value(unit, "field") == "day" and not slots.has(unit - 1, "by", "every"):
                slots.use(unit, "label")  # 平均复购周期是多少天
    for between in range(min(index, target) + 1, max(index, target)):
        if slots.has(between, "how_many", "people"):
            slots.use(between, "label")
    return measure


ONE_ORDER = ("order", "purchase", "basket", "transaction", "ticket", "sale", "checkout")
"""What one is worth on average; "average orders" are orders per customer."""


def _only_figure(slots: Slots) -> int:
    """Where the one number stands that "average" or "median" can be of, however far away; -1 where there is none."""
    fields = slots.vocabulary.dictionary.fields
    found = [
        i
        for i in range(len(slots))
        if not slots.used(i)
        and not slots.has(i, "group", "period", "range", "condition", "by")
        and (
            slots.value(i, "verb") == "spend"
            or any(s.kind == "field" and s.value in fields and fields[s.value].numeric for s in slots[i].senses)
        )
        and not (dimension_at(slots, i) and slots.has(i - 1, "by"))
    ]
    return found[0] if len(found) == 1 else -1


def _aggregated(slots: Slots, kind: str, names: list[str]) -> str | None:
    fields, measures = slots.vocabulary.dictionary.fields, slots.vocabulary.dictionary.measures
    if kind == "sum":
        named = next((FIELD_MEASURES.get(n, n) for n in names if FIELD_MEASURES.get(n, n) in measures), None)
        return named or next((f"sum({n})" for n in names if n == "expected_spend" and n in fields), None)
    if kind == "average":
        for name in names:
            if name in AVERAGES and AVERAGES[name] in measures:
                return AVERAGES[name]
            if name in RATES and name in measures:
                return name
    for name in names:
        field = "order_value" if kind == "median" and name == "average_order_value" else name
        if field in fields and fields[field].numeric and fields[field].level != "time":
            return f"{kind}({field})"
    return None


_LIFETIME = (
    "spend",
    "orders",
    "units",
    "average_order_value",
    "returned_units",
    "products_bought",
    "categories_bought",
)


def of_a_lifetime(name: str) -> bool:
    """median(spend): of what somebody did in all their time, which no period narrows."""
    parts = AGGREGATE.match(name)
    return parts is not None and parts.group(2) in _LIFETIME


_EACH_THEN = re.compile(r"\bper (?:customer|buyer|person|head|shopper) (?:in|during|over|this|last|for) ")


def of_each_then(slots: Slots) -> bool:
    """median orders per customer in 2026: what each of them did in that time is asked for."""
    return _EACH_THEN.search(slots.text.normal.casefold()) is not None


def over_all_time() -> Unclear:
    """median orders per customer in 2026: no period narrows such a figure of a person."""
    return Unclear(
        "Of a period I can tell revenue per buyer, orders per buyer and the median order value; medians, lowest "
        "and highest figures of a customer are over everything they ever bought.",
        "按时间段可以看人均消费、人均单数和客单价中位数；客户的中位数、最高、最低值只能按累计来看。",
        [("revenue per buyer", "人均消费"), ("median order value", "客单价中位数")],
    )
