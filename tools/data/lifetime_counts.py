"""What lifetime models read of each customer, counted in the engine: repeats, their last moment, time watched, spend.

A purchase is a day on which something was bought; a day's net amount below zero is a return, no purchase. All counts
look up to the end of the day they are made for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tools.data.features.people import KEY

if TYPE_CHECKING:
    import pandas as pd

    from tools.data.engine import Warehouse

OF_ONE = f"""
WITH days AS (
  SELECT customer_id, ordered_at::DATE AS day, sum(amount) - sum(discount) AS amount FROM people.sales
  WHERE key = {KEY.format("$customer")} AND customer_id = $customer AND ordered_at < $as_of::DATE + 1
  GROUP BY ALL HAVING bool_or(quantity > 0) AND sum(amount) - sum(discount) >= 0
), """
"""The same days where rows are laid out by person: read by key instead of looked for."""
OF_MANY = """
WITH lines AS (
  SELECT order_id, sum(quantity * unit_price) AS amount, bool_or(quantity > 0) AS bought FROM order_lines
  {lines} GROUP BY order_id
), days AS (
  SELECT o.customer_id, o.ordered_at::DATE AS day, sum(l.amount) - sum(coalesce(o.discount, 0)) AS amount
  FROM orders AS o JOIN lines AS l ON l.order_id = o.id
  WHERE o.customer_id IS NOT NULL AND o.ordered_at < $as_of::DATE + 1 {whose}
  GROUP BY ALL HAVING bool_or(l.bought) AND sum(l.amount) - sum(coalesce(o.discount, 0)) >= 0
), """
COUNTS = """gaps AS (
  SELECT customer_id, day, amount, day - lag(day) OVER (PARTITION BY customer_id ORDER BY day) AS gap FROM days
)
SELECT customer_id, (count(*) - 1)::BIGINT AS x, (max(day) - min(day))::BIGINT AS t_x,
       ($as_of::DATE - min(day))::BIGINT AS "T", coalesce(sum(ln(gap)), 0)::DOUBLE AS log_gaps,
       (avg(amount) FILTER (gap IS NOT NULL))::DOUBLE AS spend
FROM gaps GROUP BY customer_id ORDER BY customer_id
"""


def lifetime_counts(warehouse: Warehouse, as_of: date, *, customers: Sequence[str] | None = None) -> pd.DataFrame:
    """Index customer_id; x (repeat purchase days), t_x and T (days), log_gaps, spend (mean repeat day, NaN without).

    Customers without a purchase by the end of `as_of` have no row.
    """
    if customers is not None and len(customers) == 1 and warehouse.people_prepared:
        frame = warehouse.frame(OF_ONE + COUNTS, {"as_of": as_of, "customer": customers[0]})
        return frame.set_index("customer_id")
    values: dict[str, object] = {"as_of": as_of}
    whose = lines = ""
    if customers is not None:
        values["customers"] = list(customers)
        whose = "AND o.customer_id IN (SELECT unnest($customers))"
        lines = "WHERE order_id IN (SELECT id FROM orders WHERE customer_id IN (SELECT unnest($customers)))"
    frame = warehouse.frame(OF_MANY.format(whose=whose, lines=lines) + COUNTS, values)
    return frame.set_index("customer_id")
