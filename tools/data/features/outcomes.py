"""What came of it: purchases after a day, histories for lifetime models and recommenders, answers to campaigns.

A window is written (after, until]: the first day is excluded, the last included. Purchases are days on which something
was bought; money is net of returns and order discounts, as everywhere.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from tools.data.engine import Warehouse
from tools.data.features.sources import Reach

if TYPE_CHECKING:
    import pandas as pd

_DAYS = """
SELECT o.customer_id, o.ordered_at::DATE AS day, sum(t.amount) - sum(coalesce(o.discount, 0)) AS amount,
       bool_or(t.bought) AS bought
FROM orders AS o JOIN (
  SELECT order_id, sum(quantity * unit_price) AS amount, bool_or(quantity > 0) AS bought FROM order_lines GROUP BY 1
) AS t ON t.order_id = o.id
WHERE o.customer_id IS NOT NULL AND {where}
GROUP BY ALL"""
_WINDOW = "o.ordered_at >= $after::DATE + 1 AND o.ordered_at < $until::DATE + 1"
_UNTIL = "o.ordered_at < $as_of::DATE + 1"


def purchases_in(warehouse: Warehouse, after: date, until: date) -> "pd.DataFrame":
    """Purchases and net spend of (after, until]: index customer_id, columns purchases and spend (float64).

    Only customers with an order in the window have a row; reindex to those who were looked at, filling 0.
    """
    return _indexed(
        warehouse,
        f"SELECT customer_id, (count(*) FILTER (bought))::DOUBLE AS purchases, sum(amount) AS spend "
        f"FROM ({_DAYS.format(where=_WINDOW)}) GROUP BY 1 ORDER BY 1",
        {"after": after, "until": until},
    )


def category_purchases(warehouse: Warehouse, after: date, until: date) -> "pd.DataFrame":
    """Who bought from which category in (after, until]: customer_id, category, purchases (days), spend (of lines)."""
    return warehouse.frame(
        "SELECT o.customer_id, p.category, (count(DISTINCT o.ordered_at::DATE) FILTER (l.quantity > 0))::DOUBLE "
        "AS purchases, sum(l.quantity * l.unit_price) AS spend "
        "FROM orders AS o JOIN order_lines AS l ON l.order_id = o.id JOIN products AS p ON p.id = l.product_id "
        f"WHERE o.customer_id IS NOT NULL AND p.category IS NOT NULL AND {_WINDOW} "
        "GROUP BY ALL HAVING count(*) FILTER (l.quantity > 0) > 0 ORDER BY 1, 2",
        {"after": after, "until": until},
    )


def transactions(warehouse: Warehouse, as_of: date) -> "pd.DataFrame":
    """Every purchase up to the end of `as_of`, one row per customer and day: customer_id, day, amount.

    A day on which something was only returned is no purchase; the returned money is missing from no other day.
    """
    return warehouse.frame(
        f"SELECT customer_id, day, amount FROM ({_DAYS.format(where=_UNTIL)}) WHERE bought ORDER BY 1, 2",
        {"as_of": as_of},
    )


def interactions(warehouse: Warehouse, as_of: date, *, number: int = 0, slices: int = 1) -> "pd.DataFrame":
    """Lines of known customers up to the end of `as_of`: customer_id, product_id, day, quantity, amount.

    Summed per customer, product and day; returned items have their quantity and amount below zero. With `slices`, only
    the customers of one of so many equal parts, so that a large shop can be read a part at a time.
    """
    part = Reach(number=number, slices=slices).where("o.customer_id")
    return warehouse.frame(
        "SELECT o.customer_id, l.product_id, o.ordered_at::DATE AS day, sum(l.quantity) AS quantity, "
        "sum(l.quantity * l.unit_price) AS amount FROM orders AS o JOIN order_lines AS l ON l.order_id = o.id "
        f"WHERE o.customer_id IS NOT NULL AND l.product_id IS NOT NULL AND {_UNTIL}{part} GROUP BY ALL ORDER BY ALL",
        {"as_of": as_of},
    )


def baskets(warehouse: Warehouse, as_of: date, *, after: date | None = None) -> "pd.DataFrame":
    """Which products were bought together: order_id, product_id, each once; orders of nobody in particular count too.

    Orders of (after, as_of], of all time when `after` is None. Returned lines are left out.
    """
    return warehouse.frame(
        "SELECT DISTINCT l.order_id, l.product_id FROM orders AS o JOIN order_lines AS l ON l.order_id = o.id "
        f"WHERE l.quantity > 0 AND l.product_id IS NOT NULL AND {_UNTIL} "
        "AND ($after::DATE IS NULL OR o.ordered_at >= $after::DATE + 1) ORDER BY ALL",
        {"as_of": as_of, "after": after},
    )


def campaign_responses(
    warehouse: Warehouse, as_of: date, event_types: dict[str, list[str]], *, within_days: int = 14
) -> "pd.DataFrame":
    """Each message sent, and what its receiver did within so many days: one row per campaign and customer.

    Columns campaign_id, customer_id, sent_at (the first), opened, clicked, ordered (0 or 1), purchases, spend. Messages
    whose days had not passed by the end of `as_of` are left out. `event_types` is the feature plan's.
    """
    return warehouse.frame(
        f"""
WITH sent AS (
  SELECT campaign_id, customer_id, min(occurred_at) AS sent_at FROM events
  WHERE type IN $sent AND campaign_id IS NOT NULL AND occurred_at < $as_of::DATE + 1 GROUP BY ALL
  HAVING min(occurred_at)::DATE + $days <= $as_of::DATE
), done AS (
  SELECT s.campaign_id, s.customer_id, bool_or(e.type IN $open) AS opened, bool_or(e.type IN $click) AS clicked
  FROM sent AS s JOIN events AS e ON e.campaign_id = s.campaign_id AND e.customer_id = s.customer_id
  WHERE e.occurred_at >= s.sent_at AND e.occurred_at::DATE <= s.sent_at::DATE + $days GROUP BY ALL
), {_bought("sent", "sent_at")}
SELECT s.campaign_id, s.customer_id, s.sent_at, coalesce(d.opened, FALSE)::DOUBLE AS opened,
       coalesce(d.clicked, FALSE)::DOUBLE AS clicked, (b.purchases > 0)::DOUBLE AS ordered, b.purchases, b.spend
FROM sent AS s JOIN bought AS b USING (campaign_id, customer_id) LEFT JOIN done AS d USING (campaign_id, customer_id)
ORDER BY s.sent_at, s.campaign_id, s.customer_id""",
        {
            "as_of": as_of,
            "days": within_days,
            **{kind: event_types.get(kind) or [""] for kind in ("sent", "open", "click")},
        },
    )


def experiment_outcomes(
    warehouse: Warehouse, as_of: date, event_types: dict[str, list[str]], *, within_days: int = 14
) -> "pd.DataFrame":
    """Everyone assigned to an arm and what came of it within so many days of the assignment.

    Columns campaign_id, customer_id, arm, assigned_at, opened, clicked, visited, ordered (0 or 1), purchases, spend.
    Where no time of assignment is stored, the campaign's sending time stands in; without either there is no row, nor
    for those whose days had not passed by the end of `as_of`.
    """
    return warehouse.frame(
        f"""
WITH assigned AS (
  SELECT a.campaign_id, a.customer_id, any_value(a.arm) AS arm,
         min(coalesce(a.assigned_at, c.sent_at)) AS assigned_at
  FROM assignments AS a LEFT JOIN campaigns AS c ON c.id = a.campaign_id GROUP BY ALL
  HAVING min(coalesce(a.assigned_at, c.sent_at))::DATE + $days <= $as_of::DATE
), done AS (
  SELECT a.campaign_id, a.customer_id,
         bool_or(e.type IN $open AND e.campaign_id = a.campaign_id) AS opened,
         bool_or(e.type IN $click AND e.campaign_id = a.campaign_id) AS clicked,
         bool_or(e.type IN $view OR e.type IN $cart) AS visited
  FROM assigned AS a JOIN events AS e ON e.customer_id = a.customer_id
  WHERE e.occurred_at >= a.assigned_at AND e.occurred_at::DATE <= a.assigned_at::DATE + $days GROUP BY ALL
), {_bought("assigned", "assigned_at")}
SELECT a.campaign_id, a.customer_id, a.arm, a.assigned_at, coalesce(d.opened, FALSE)::DOUBLE AS opened,
       coalesce(d.clicked, FALSE)::DOUBLE AS clicked, coalesce(d.visited, FALSE)::DOUBLE AS visited,
       (b.purchases > 0)::DOUBLE AS ordered, b.purchases, b.spend
FROM assigned AS a JOIN bought AS b USING (campaign_id, customer_id)
LEFT JOIN done AS d USING (campaign_id, customer_id)
ORDER BY a.campaign_id, a.customer_id""",
        {
            "as_of": as_of,
            "days": within_days,
            **{kind: event_types.get(kind) or [""] for kind in ("open", "click", "view", "cart")},
        },
    )


def _bought(part: str, moment: str) -> str:
    """A part `bought`: purchases and spend of each row of `part` from the moment itself to the end of its last day."""
    return f"""totals AS (
  SELECT o.customer_id, o.ordered_at, t.amount - coalesce(o.discount, 0) AS amount, t.bought
  FROM orders AS o JOIN (
    SELECT order_id, sum(quantity * unit_price) AS amount, bool_or(quantity > 0) AS bought FROM order_lines GROUP BY 1
  ) AS t ON t.order_id = o.id WHERE o.customer_id IS NOT NULL
), bought AS (
  SELECT s.campaign_id, s.customer_id,
         (count(DISTINCT o.ordered_at::DATE) FILTER (o.bought))::DOUBLE AS purchases,
         coalesce(sum(o.amount), 0)::DOUBLE AS spend
  FROM {part} AS s LEFT JOIN totals AS o ON o.customer_id = s.customer_id
   AND o.ordered_at >= s.{moment} AND o.ordered_at::DATE <= s.{moment}::DATE + $days GROUP BY ALL
)"""


def _indexed(warehouse: Warehouse, sql: str, parameters: dict[str, Any]) -> "pd.DataFrame":
    return warehouse.frame(sql, parameters).set_index("customer_id")
