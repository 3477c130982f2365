"""What lifetime models read of each customer, counted in the engine: repeats, their last moment, time watched, spend.

A purchase is a day on which something was bought; a day's net amount below zero is a return, no purchase. All counts
look up to the end of the day they are made for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from tools.data.engine import Warehouse

COUNTS = """
WITH lines AS (
  SELECT order_id, sum(quantity * unit_price) AS amount, bool_or(quantity > 0) AS bought FROM order_lines
  {lines} GROUP BY order_id
), days AS (
  SELECT o.customer_id, o.ordered_at::DATE AS day, sum(l.amount) - sum(coalesce(o.discount, 0)) AS amount
  FROM orders AS o JOIN lines AS l ON l.order_id = o.id
  WHERE o.customer_id IS NOT NULL AND o.ordered_at < $as_of::DATE + 1 {whose}
  GROUP BY ALL HAVING bool_or(l.bought) AND sum(l.amount) - sum(coalesce(o.discount, 0)) >= 0
), gaps AS (
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
    values: dict[str, object] = {"as_of": as_of}
    whose = lines = ""
    if customers is not None:
        values["customers"] = list(customers)
        whose = "AND o.customer_id IN (SELECT unnest($customers))"
        lines = "WHERE order_id IN (SELECT id FROM orders WHERE customer_id IN (SELECT unnest($customers)))"
    frame = warehouse.frame(COUNTS.format(whose=whose, lines=lines), values)
    return frame.set_index("customer_id")
