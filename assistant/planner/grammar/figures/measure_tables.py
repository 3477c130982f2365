"""Which measure is meant where a word for something else is used: averages, things done, sides of a rate."""

from __future__ import annotations

PER_ORDER = {
    "net_revenue": "average_order_value",
    "units": "units_per_order",
    "spend": "average_order_value",
    "order_value": "average_order_value",
    "discount_amount": "average(order_discount)",
    "discount_share": "average(order_discount)",
}


AVERAGES = {
    "orders": "orders_per_buyer",
    "spend": "revenue_per_buyer",
    "average_order_value": "average_order_value",
    "order_value": "average_order_value",
    "discount_share": "discount_share",
}
"""What "average …" means where a measure already is that average."""


DOING = {
    "open": "opens",
    "click": "clicks",
    "unsubscribe": "unsubscribes",
    "view": "views",
    "cart": "carts",
    "return_goods": "returned_units",
}
"""What is counted in "the campaign people clicked most"."""


FIELD_MEASURES = {
    "spend": "net_revenue",
    "orders": "orders",
    "units": "units",
    "average_order_value": "average_order_value",
    "order_value": "average_order_value",
    "returned_units": "returned_units",
}


RATES = {
    "average_order_value",
    "orders_per_buyer",
    "revenue_per_buyer",
    "units_per_order",
    "repeat_rate",
    "return_rate",
    "discount_share",
    "open_rate",
    "click_rate",
    "click_to_open_rate",
    "unsubscribe_rate",
    "cohort_retention",
    "days_since_last_order",
}


SALES = frozenset((
    "net_revenue", "gross_revenue", "orders", "units", "discount_amount", "average_order_value", "units_per_order",
    "discount_share", "products_sold", "returned_units", "returns_value", "return_rate",
))  # fmt: skip
"""Figures of what was sold, by day."""
SALES_MEASURES = ("net_revenue", "orders", "buyers", "average_order_value")


CAMPAIGN_MEASURES = ("sends", "open_rate", "click_rate", "unsubscribe_rate")
