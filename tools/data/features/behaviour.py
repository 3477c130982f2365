"""The behavioural features of every buyer, computed in the engine as of one day."""

from datetime import date
from typing import TYPE_CHECKING, Any

from tools.data.engine import Warehouse

if TYPE_CHECKING:
    import pandas as pd

MAXIMUM_LEVELS = 8
"""A share column is made for at most so many categories and channels, those with the most revenue."""

BEHAVIOUR = """
WITH line_values AS (
  SELECT l.order_id, l.product_id, l.quantity, l.quantity * l.unit_price AS value
  FROM order_lines l
), purchases AS (
  SELECT o.id, o.customer_id, o.ordered_at, o.channel, coalesce(any_value(o.discount), 0) AS discount,
         sum(v.value) AS value, sum(greatest(v.value, 0)) AS gross,
         sum(greatest(v.quantity, 0)) AS sold, -sum(least(v.quantity, 0)) AS returned,
         bool_or(v.quantity > 0) AS is_purchase
  FROM orders o JOIN line_values v ON v.order_id = o.id
  WHERE o.customer_id IS NOT NULL AND o.ordered_at < ?::DATE + INTERVAL 1 DAY
  GROUP BY o.id, o.customer_id, o.ordered_at, o.channel
)
SELECT customer_id,
       date_diff('day', max(ordered_at) FILTER (is_purchase)::DATE, ?::DATE) AS recency_days,
       count(*) FILTER (is_purchase) AS orders,
       sum(value) - sum(discount) AS spend,
       (sum(value) - sum(discount)) / count(*) FILTER (is_purchase) AS average_order_value,
       sum(sold) / count(*) FILTER (is_purchase) AS units_per_order,
       coalesce(sum(discount) / nullif(sum(gross), 0), 0) AS discount_share,
       coalesce(sum(returned) / nullif(sum(sold), 0), 0) AS return_share,
       date_diff('day', min(ordered_at) FILTER (is_purchase)::DATE, ?::DATE) AS tenure_days,
       avg((month(ordered_at) >= 11)::INT) FILTER (is_purchase) AS season_share
FROM purchases GROUP BY customer_id HAVING count(*) FILTER (is_purchase) > 0 ORDER BY customer_id
"""

SHARES = {
    "category": """
SELECT o.customer_id, p.category AS level, sum(greatest(l.quantity * l.unit_price, 0)) AS value
FROM orders o JOIN order_lines l ON l.order_id = o.id JOIN products p ON p.id = l.product_id
WHERE o.customer_id IS NOT NULL AND p.category IS NOT NULL AND o.ordered_at < ?::DATE + INTERVAL 1 DAY
GROUP BY ALL ORDER BY ALL""",
    "channel": """
SELECT o.customer_id, o.channel AS level, sum(greatest(l.quantity * l.unit_price, 0)) AS value
FROM orders o JOIN order_lines l ON l.order_id = o.id
WHERE o.customer_id IS NOT NULL AND o.channel IS NOT NULL AND o.ordered_at < ?::DATE + INTERVAL 1 DAY
GROUP BY ALL ORDER BY ALL""",
}


def behaviour(warehouse: Warehouse, today: date) -> "pd.DataFrame":
    """One row per customer with a purchase up to `today`, index customer id, no missing values.

    Days, counts, money in the shop's currency and shares (0 to 1); `category:x` and `channel:y` are the share of the
    customer's gross spend there. `season_share` is the share of purchases made in November and December.
    """
    frame = warehouse.frame(BEHAVIOUR, [today, today, today]).set_index("customer_id").astype(float)
    for name, sql in SHARES.items():
        shares = warehouse.frame(sql, [today])
        for level, column in _shares(shares).items():
            frame[f"{name}:{level}"] = column
    return frame.fillna(0.0)


def _shares(long: Any) -> dict[str, Any]:
    """Level to each customer's share of value in it; nothing when one level is all there is."""
    if long.empty or long["level"].nunique() < 2:
        return {}
    wide = long.pivot(index="customer_id", columns="level", values="value").fillna(0.0)
    wide = wide.div(wide.sum(axis=1).where(lambda total: total > 0, 1.0), axis=0)
    weight = long.groupby("level")["value"].sum().sort_values(ascending=False)
    kept = [level for level in weight.index[:MAXIMUM_LEVELS] if weight[level] > 0.02 * weight.sum()]
    return {level: wide[level] for level in sorted(kept)}
