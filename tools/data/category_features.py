"""One row per buyer and category as of a day: how much the category is theirs, and how much they buy at all.

Categories are pooled into one table, so that a category with few buyers borrows from the others. Products without a
category, returns and customers without a purchase are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from tools.data.engine import Warehouse

if TYPE_CHECKING:
    import pandas as pd

MOST_CATEGORIES = 40
"""Categories with the most buyers in the last year; a longer tail has too few buyers to score."""
FEATURES: dict[str, tuple[str, str, str]] = {
    "category_days": ("Purchase days in the category", "该品类购买天数", "days"),
    "category_days_365": ("Purchase days in the category, last 365 days", "近 365 天该品类购买天数", "days"),
    "category_recency_days": ("Days since the category was last bought", "距上次购买该品类的天数", "days"),
    "category_share": ("Share of spend in the category", "该品类消费占比", "share"),
    "category_cycle": (
        "Time since the last one over the usual gap in the category",
        "距上次时间与该品类购买间隔之比",
        "",
    ),
    "category_looks_30": ("Views and baskets of the category, last 30 days", "近 30 天该品类浏览与加购", "events"),
    "category_buyers_90": (
        "Share of all buyers who bought it in the last 90 days",
        "近 90 天购买该品类的买家占比",
        "share",
    ),
    "recency_days": ("Days since the last order", "距上次下单天数", "days"),
    "purchase_days": ("Purchase days in all", "购买天数", "days"),
    "purchase_days_90": ("Purchase days, last 90 days", "近 90 天购买天数", "days"),
    "purchase_days_365": ("Purchase days, last 365 days", "近 365 天购买天数", "days"),
    "categories_bought": ("Categories bought", "购买过的品类数", "categories"),
    "tenure_days": ("Days since the first order", "距首单天数", "days"),
}
"""Feature to its label in English and Chinese and its unit; none looks past the day it is computed for."""

TABLE = f"""
WITH buys AS (
  SELECT o.customer_id, p.category, o.ordered_at::DATE AS day, sum(l.quantity * l.unit_price) AS value
  FROM orders o JOIN order_lines l ON l.order_id = o.id JOIN products p ON p.id = l.product_id
  WHERE o.customer_id IS NOT NULL AND p.category IS NOT NULL AND l.quantity > 0
    AND o.ordered_at < $today::DATE + INTERVAL 1 DAY
  GROUP BY ALL
), people AS (
  SELECT customer_id, date_diff('day', max(day), $today::DATE) AS recency_days, count(DISTINCT day) AS purchase_days,
         count(DISTINCT day) FILTER (day > $today::DATE - 90) AS purchase_days_90,
         count(DISTINCT day) FILTER (day > $today::DATE - 365) AS purchase_days_365,
         count(DISTINCT category) AS categories_bought, date_diff('day', min(day), $today::DATE) AS tenure_days,
         sum(value) AS total
  FROM buys WHERE (len($customers) = 0 OR list_contains($customers, customer_id))
    AND hash(customer_id) % $slices = $slice GROUP BY customer_id
), kept AS (
  SELECT category, count(DISTINCT customer_id) FILTER (day > $today::DATE - 90)::DOUBLE
         / greatest((SELECT count(DISTINCT customer_id) FROM buys WHERE day > $today::DATE - 90), 1)
         AS category_buyers_90
  FROM buys WHERE day > $today::DATE - 365 GROUP BY category
  ORDER BY count(DISTINCT customer_id) DESC, category LIMIT {MOST_CATEGORIES}
), own AS (
  SELECT customer_id, category, count(DISTINCT day) AS category_days,
         count(DISTINCT day) FILTER (day > $today::DATE - 365) AS category_days_365,
         date_diff('day', max(day), $today::DATE) AS category_recency_days,
         date_diff('day', min(day), max(day)) AS span, sum(value) AS value
  FROM buys GROUP BY customer_id, category
), looks AS (
  SELECT e.customer_id, p.category, count(*) AS category_looks_30
  FROM events e JOIN products p ON p.id = e.product_id
  WHERE e.occurred_at >= $today::DATE - 29 AND e.occurred_at < $today::DATE + INTERVAL 1 DAY
  GROUP BY ALL
)
SELECT people.customer_id, kept.category, coalesce(category_days, 0) AS category_days,
       coalesce(category_days_365, 0) AS category_days_365, category_recency_days,
       coalesce(own.value / nullif(total, 0), 0) AS category_share,
       category_recency_days / nullif(span::DOUBLE / nullif(category_days - 1, 0), 0) AS category_cycle,
       coalesce(category_looks_30, 0) AS category_looks_30, category_buyers_90,
       recency_days, purchase_days, purchase_days_90, purchase_days_365, categories_bought, tenure_days
FROM people CROSS JOIN kept
LEFT JOIN own ON own.customer_id = people.customer_id AND own.category = kept.category
LEFT JOIN looks ON looks.customer_id = people.customer_id AND looks.category = kept.category
ORDER BY people.customer_id, kept.category
"""


def category_frame(warehouse: Warehouse, as_of: date, customers: Sequence[str] = ()) -> pd.DataFrame:
    """Columns customer_id, category and FEATURES (floats, NaN where undefined); all buyers when none are named."""
    return _frame(warehouse, as_of, customers, 0, 1)


def category_slices(warehouse: Warehouse, as_of: date, rows: int) -> Iterator[pd.DataFrame]:
    """The frame of all buyers in parts of about `rows` rows, so that memory does not grow with the shop."""
    _, ((buyers, categories),) = warehouse.query(
        "SELECT (SELECT approx_count_distinct(customer_id) FROM orders), "
        "(SELECT approx_count_distinct(category) FROM products)"
    )
    slices = max(1, ceil(buyers * min(categories, MOST_CATEGORIES) / rows))
    for number in range(slices):
        frame = _frame(warehouse, as_of, (), number, slices)
        if len(frame):
            yield frame


def _frame(warehouse: Warehouse, as_of: date, customers: Sequence[str], number: int, slices: int) -> pd.DataFrame:
    values = {"today": as_of, "customers": list(customers), "slice": number, "slices": slices}
    return warehouse.frame(TABLE, values).astype(dict.fromkeys(FEATURES, float))
