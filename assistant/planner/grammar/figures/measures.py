"""Which figures are asked for: measures by name, averages and medians of fields, defaults for "best-selling"."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.planner.grammar.figures.aggregates import ONE_ORDER, read_aggregate
from assistant.planner.grammar.figures.measure_tables import PER_ORDER
from assistant.planner.grammar.figures.named_measures import known, measure_sense, named_measure
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.values.plain_labels import for_one

PER_PERSON = {
    "units": "average(units)",
    "net_revenue": "revenue_per_buyer",
    "gross_revenue": "revenue_per_buyer",
    "orders": "orders_per_buyer",
    "spend": "revenue_per_buyer",
}
GROSS = {"net_revenue": "gross_revenue"}
NET = {"gross_revenue": "net_revenue"}
IN_MONEY = {
    "units": "net_revenue",
    "orders": "net_revenue",
    "returned_units": "returns_value",
    "return_rate": "returns_value",
    "discounted_orders": "discount_amount",
    "units_per_order": "average_order_value",
}
IN_UNITS = {
    "net_revenue": "units",
    "gross_revenue": "units",
    "returns_value": "returned_units",
    "return_rate": "returned_units",
    "average_order_value": "units_per_order",
}
IN_AMOUNTS = {
    "discount_share": "discount_amount",
    "return_rate": "returned_units",
    "open_rate": "opens",
    "click_rate": "clicks",
    "unsubscribe_rate": "unsubscribes",
    "repeat_rate": "repeat_buyers",
    "revenue_per_buyer": "net_revenue",
    "orders_per_buyer": "orders",
}
"""The same thing in money, in pieces, or as it stands rather than as a rate."""
SHARE_OF = {
    ("discount_amount", "gross_revenue"): "discount_share",
    ("returned_units", "units"): "return_rate",
    ("returns_value", "units"): "return_rate",
    ("opens", "sends"): "open_rate",
    ("clicks", "sends"): "click_rate",
    ("clicks", "opens"): "click_to_open_rate",
    ("unsubscribes", "sends"): "unsubscribe_rate",
}
"""A figure as a share of another, where a measure already is that share."""
LOWER_IS_BETTER = frozenset(
    ("return_rate", "returned_units", "returns_value", "unsubscribes", "unsubscribe_rate", "discount_amount",
     "discount_share", "discounted_orders", "days_since_last_order", "customers_without_orders")
)  # fmt: skip
"""Measures of which the highest is the worst."""
PEOPLE_MEASURES = {"customers", "buyers"}


@dataclass
class Asked:
    """One measure with where it was said."""

    measure: str
    at: int


def read_measures(slots: Slots) -> list[Asked]:
    """Measures named in the question, in order, with aggregates applied; their slots are used up."""
    asked: list[Asked] = []
    for index in range(len(slots)):
        if slots.used(index) or slots.has(index, "group", "condition", "filter", "range", "saved", "compare", "period"):
            continue
        if slots.has(index, "figures"):
            asked += [Asked(name, index) for name in slots.value(index, "figures")]
            slots.use(index, "measure: percentiles")
            continue
        found = read_aggregate(slots, index) or named_measure(slots, index)
        if found:
            found = _per(slots, index, found)
            if found not in [a.measure for a in asked]:
                asked.append(Asked(found, index))
    if any(one.measure == "stock" for one in asked):  # 库存一共多少件: pieces are what stock is counted in
        asked = [one for one in asked if not (one.measure == "units" and slots.has(one.at, "how_many"))]
    return asked


def agent_measures(slots: Slots) -> list[str]:
    """new buyers by month, new customers vs returning customers: people counted by what they did, as measures."""
    found: list[str] = []
    for index in slots.all("agent"):
        name = known(slots, measure_sense(slots, index))
        if not name or slots.has(index, "group"):
            continue
        joined = bool(found) and slots.has(slots.before(index), "and", "versus", "or", "by")
        if found and not joined:
            break
        if joined:
            slots.use(slots.before(index), "and")
        slots.use(index, f"measure: {name}")
        found.append(name)
    return list(dict.fromkeys(found))


def _discounted_one(slots: Slots, index: int) -> bool:
    """per discounted order."""
    return slots.value(index, "measure") == "discounted_orders" and slots[index].text.casefold().endswith("order")


def _per(slots: Slots, index: int, measure: str) -> str:
    """revenue per customer, units per order."""
    for beside in (i for i in slots.all("per_person") if abs(i - index) <= 4):
        person = PER_PERSON.get(measure, "")
        if measure in PER_PERSON.values() or measure.startswith("average(") or known(slots, person) or "(" in person:
            slots.use(beside, "per customer")
            measure = PER_PERSON.get(measure, measure)
    plain = {"average(units)": "units", "revenue_per_buyer": "net_revenue"}.get(measure, measure)
    ahead = range(index + 1, min(len(slots), index + 5))
    for by in (i for i in ahead if (slots.has(i, "by") or for_one(slots, i)) and not slots.used(i)):
        at = slots.next(by, lambda item: item.has("filler", "group") and not item.has("by", "field"))
        one = at < len(slots) and slots[at].text.casefold() in ONE_ORDER
        named = one or slots.value(at, "field") in ("orders", "order_id") or _discounted_one(slots, at)
        if named and plain in PER_ORDER and not slots[at].text.endswith("s"):
            slots.use(by, "per order")
            slots.use(at, "per order")
            return PER_ORDER[plain]
    return measure
