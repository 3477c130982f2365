"""The arithmetic of every measure, once: aggregates over the rows its grain is counted in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.contract import BadRequest
from tools.definitions import AGGREGATE, RATIO, ROLLING

if TYPE_CHECKING:
    from tools.dictionary import Dictionary, FieldSpec

FUNCTIONS = {
    "average": "avg",
    "median": "median",
    "stddev": "stddev_samp",
    "variance": "var_samp",
    "sum": "sum",
    "min": "min",
    "max": "max",
}
NO_LINES = ("discount_amount", "discount_share", "discounted_orders")
"""Measures of whole orders that no product can be given a part of."""

ADDITIVE = {
    "net_revenue", "gross_revenue", "orders", "units", "new_buyers", "returns_value", "returned_units",
    "discount_amount", "discounted_orders", "customers", "signups", "sends", "views", "carts", "events",
}  # fmt: skip
"""Measures whose periods add up: nothing in them is counted in two of them."""

NET = "(sum(amount) - sum(discount))"
ORDERS = "count(DISTINCT order_id) FILTER (WHERE quantity > 0)"
BUYERS = "count(DISTINCT customer_id) FILTER (WHERE quantity > 0)"
NEW = "count(DISTINCT customer_id) FILTER (WHERE quantity > 0 AND is_first)"
SOLD = "sum(CASE WHEN quantity > 0 THEN quantity ELSE 0 END)"
RETURNED = "-sum(CASE WHEN quantity < 0 THEN quantity ELSE 0 END)"
GROSS = "sum(CASE WHEN quantity > 0 THEN amount ELSE 0 END)"


def _per(top: str, bottom: str) -> str:
    return f"CAST({top} AS DOUBLE) / nullif({bottom}, 0)"


class Measure(NamedTuple):
    """An aggregate and the rows it runs over.

    `branch` names rows grouped further: by buyer or by order. `ratio`: adding its groups up means nothing, and a
    group without rows has none of it rather than 0.
    """

    sql: str
    grain: str
    branch: str = ""
    ratio: bool = False
    field: str | None = None
    """The field an aggregate such as median(age) is taken of."""


SALES = {
    "net_revenue": Measure(NET, "sales"),
    "gross_revenue": Measure(GROSS, "sales"),
    "orders": Measure(ORDERS, "sales"),
    "buyers": Measure(BUYERS, "sales"),
    "units": Measure("sum(quantity)", "sales"),
    "average_order_value": Measure(_per(NET, ORDERS), "sales", ratio=True),
    "orders_per_buyer": Measure(
        _per("count(DISTINCT order_id) FILTER (WHERE quantity > 0 AND customer_id IS NOT NULL)", BUYERS),
        "sales",
        ratio=True,
    ),
    "revenue_per_buyer": Measure(
        _per("sum(CASE WHEN customer_id IS NOT NULL THEN amount - discount ELSE 0 END)", BUYERS), "sales", ratio=True
    ),
    "units_per_order": Measure(_per("sum(quantity)", ORDERS), "sales", ratio=True),
    "repeat_rate": Measure(_per("count(*) FILTER (WHERE orders >= 2)", "count(*)"), "sales", "buyer", ratio=True),
    "repeat_buyers": Measure("count(*) FILTER (WHERE orders >= 2)", "sales", "buyer"),
    "new_buyers": Measure(NEW, "sales"),
    "returning_buyers": Measure(f"{BUYERS} - {NEW}", "sales"),
    "returns_value": Measure("-sum(CASE WHEN quantity < 0 THEN amount ELSE 0 END)", "sales"),
    "returned_units": Measure(RETURNED, "sales"),
    "return_rate": Measure(_per(RETURNED, SOLD), "sales", ratio=True),
    "discount_amount": Measure("sum(discount)", "sales"),
    "discount_share": Measure(_per("sum(discount)", GROSS), "sales", ratio=True),
    "discounted_orders": Measure("count(*) FILTER (WHERE sold > 0 AND discount > 0)", "sales", "order"),
    "products_sold": Measure("count(DISTINCT product_id) FILTER (WHERE quantity > 0)", "sales"),
    "cohort_retention": Measure(BUYERS, "sales", ratio=True),
}

CUSTOMERS = {
    "customers": Measure("count(*)", "customers"),
    "signups": Measure("count(*)", "signups"),
    "customers_without_orders": Measure("count(*) FILTER (WHERE {orders} = 0)", "customers"),
    "emailable_customers": Measure("count(*) FILTER (WHERE {emailable})", "customers"),
    "textable_customers": Measure("count(*) FILTER (WHERE {textable})", "customers"),
    "days_since_last_order": Measure("avg({days_since_last_order})", "customers", ratio=True),
}

PRODUCTS = {
    "products": Measure("count(*)", "products"),
    "stock": Measure("sum(products.stock)", "products"),
    "stock_value": Measure("sum(products.price * products.stock)", "products"),
}


def _acts(kind: str) -> str:
    return f"count(*) FILTER (WHERE type IN ({{{kind}}}))"


def _unique(kind: str) -> str:
    return f"count(DISTINCT customer_id || '|' || coalesce(campaign_id, '')) FILTER (WHERE type IN ({{{kind}}}))"


EVENTS = {
    "sends": Measure(_acts("sent"), "events"),
    "opens": Measure(_unique("open"), "events"),
    "clicks": Measure(_unique("click"), "events"),
    "unsubscribes": Measure(_unique("unsubscribe"), "events"),
    "open_rate": Measure(_per(_unique("open"), _acts("sent")), "events", ratio=True),
    "click_rate": Measure(_per(_unique("click"), _acts("sent")), "events", ratio=True),
    "click_to_open_rate": Measure(_per(_unique("click"), _unique("open")), "events", ratio=True),
    "unsubscribe_rate": Measure(_per(_unique("unsubscribe"), _acts("sent")), "events", ratio=True),
    "views": Measure(_acts("view"), "events"),
    "carts": Measure(_acts("cart"), "events"),
    "campaigns": Measure("count(DISTINCT campaign_id) FILTER (WHERE type IN ({sent}))", "events"),
    "events": Measure("count(*)", "events"),
}

CONVERTED = "count(DISTINCT act) FILTER (WHERE converted)"
ACTS = {
    "conversions": Measure(CONVERTED, "acts"),
    "conversion_rate": Measure(_per(CONVERTED, "count(DISTINCT act)"), "acts", ratio=True),
}

MEASURES = {**SALES, **CUSTOMERS, **PRODUCTS, **EVENTS, **ACTS}


def find_measure(name: str, dictionary: Dictionary) -> Measure:
    """The arithmetic of a measure or of an aggregate such as median(age); raises UnknownField or BadRequest.

    Of a ratio that of its upper side: what it is counted over decides what it can be filtered and split by.
    """
    if parts := RATIO.match(name):
        find_measure(parts.group(2), dictionary)
        return find_measure(parts.group(1), dictionary)._replace(ratio=True)
    if name != rolled(name):
        return _rolling(name, dictionary)
    parts = AGGREGATE.match(name)
    if parts is None:
        dictionary.measure(name)
        return MEASURES[name]
    function, spec = parts.group(1), dictionary.field(parts.group(2))
    if not spec.numeric and not (spec.type == "date" and function in ("min", "max")):
        raise BadRequest(
            f"{spec.name} is {spec.type}: {function} needs a numeric field such as spend or age.",
            zh=f"{spec.name} 不是数字：{function} 需要消费额、年龄这样的数字字段。",
        )
    return _aggregate(function, spec)


def rolled(name: str) -> str:
    """The measure that running(orders) or moving(orders, 7) is of; any other name as it is."""
    parts = ROLLING.match(name)
    return (parts.group(2) or parts.group(4)) if parts else name


def _rolling(name: str, dictionary: Dictionary) -> Measure:
    """The measure that is taken over time; only what adds up row by row has a running total."""
    base = rolled(name)
    label = dictionary.measure(base).label
    if name.startswith("running") and base not in ADDITIVE:
        raise BadRequest(
            f"{base} cannot be added up over time, as rates and people counted twice cannot: a running total needs "
            f"one of {', '.join(sorted(ADDITIVE))}.",
            zh=f"{label.zh}不能随时间累加（比率不能相加，同一客户会重复计算）：请换销售额、订单数、新客数或注册数。",
        )
    return MEASURES[base]._replace(ratio=True)


def _aggregate(function: str, spec: FieldSpec) -> Measure:
    grains = {
        "customer": ("customers", ""),
        "product": ("products", ""),
        "order": ("sales", "order"),
        "line": ("sales", "line"),
    }
    if spec.level not in grains:
        raise BadRequest(
            f"{spec.name} cannot be averaged or summed: choose a field of customers, products or orders.",
            zh=f"{spec.name} 不能求平均或求和：请选客户、商品或订单的字段。",
        )
    grain, branch = grains[spec.level]
    return Measure(_computed(function), grain, branch, ratio=function != "sum", field=spec.name)


def _computed(function: str) -> str:
    """median({field}), or what so many in a hundred are at or below."""
    if function in FUNCTIONS:
        return f"{FUNCTIONS[function]}({{field}})"
    return f"quantile_cont({{field}}, {int(function[1:]) / 100:g})"


PURCHASED = {
    "orders": "count(DISTINCT order_id) FILTER (WHERE quantity > 0)",
    "units": "sum(quantity)",
    "revenue": "sum(amount) - sum(discount)",
    "products": "count(DISTINCT product_id) FILTER (WHERE quantity > 0)",
    "categories": "count(DISTINCT category) FILTER (WHERE quantity > 0)",
    "brands": "count(DISTINCT brand) FILTER (WHERE quantity > 0)",
    "months": "count(DISTINCT month) FILTER (WHERE quantity > 0)",
}
"""What a customer's own purchases come to, over the rows of sales."""
DIFFERENT = {"categories": "category", "brands": "brand", "months": "month"}
"""The field of every row that such a figure counts the different values of."""
