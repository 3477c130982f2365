"""Purchases out of a sending tool's files as orders and lines of the shop."""

from __future__ import annotations

import duckdb

from tools.campaigns.import_report import Counts

MADE = "result-"
"""How the ids of orders begin that were given none."""
_SALES = """
CREATE OR REPLACE TEMP TABLE sales AS
WITH rows AS (
  SELECT *, kind = 'return' OR amount < 0 OR quantity < 0 AS back,
         row_number() OVER (
           PARTITION BY customer_id, happened, amount, product_id, order_id, kind, file ORDER BY line) AS turn
  FROM acts WHERE kind IN ('purchase', 'return')
), numbered AS (
  SELECT * EXCLUDE (order_id), CASE
    WHEN order_id IS NULL
    THEN $made || md5(concat_ws('|', $campaign, customer_id, happened, amount, product_id, back, turn))
    WHEN back AND kind = 'return' THEN 'return-' || order_id || '-' || strftime(happened, '%Y%m%d')
    ELSE order_id END AS order_id
  FROM rows
), once AS (
  SELECT DISTINCT ON (order_id, line) *, count(*) OVER (PARTITION BY order_id) > 1 AND unit_price IS NULL
    AND count(DISTINCT amount) OVER (PARTITION BY order_id) = 1 AND amount IS NOT NULL AS repeated,
    row_number() OVER (PARTITION BY order_id ORDER BY file, line) AS place,
    min(file) OVER (PARTITION BY order_id) AS first_file
  FROM numbered
)
SELECT order_id, customer_id, happened, product_id,
  abs(coalesce(quantity, 1)) * CASE WHEN back THEN -1 ELSE 1 END AS quantity,
  CASE WHEN unit_price IS NOT NULL THEN abs(unit_price)
       WHEN repeated AND place > 1 THEN 0
       ELSE abs(amount) / greatest(abs(coalesce(quantity, 1)), 1e-9) END AS unit_price
FROM once WHERE file = first_file AND coalesce(quantity, 1) <> 0"""
"""One row a line. A total that is repeated on every line of its order counts once; the same order in a second file is
the same order."""
_KNOWN_ORDERS = """
SELECT DISTINCT s.order_id FROM sales AS s WHERE s.order_id IN (SELECT id FROM orders)
UNION
SELECT n.order_id FROM (
  SELECT order_id, any_value(customer_id) AS customer_id, any_value(happened) AS happened,
    sum(quantity * unit_price) AS amount
  FROM sales WHERE starts_with(order_id, 'result-') GROUP BY 1
) AS n JOIN orders AS o ON o.customer_id = n.customer_id AND abs(date_diff('second', o.ordered_at, n.happened)) < 60
WHERE abs(n.amount - ((SELECT sum(quantity * unit_price) FROM order_lines AS l WHERE l.order_id = o.id)
  - coalesce(o.discount, 0))) < 0.005"""


def store_orders(connection: duckdb.DuckDBPyConnection, campaign: str, counts: Counts) -> None:
    """Purchases as orders and lines; an order the shop has (by number, or person, minute and amount) is left alone."""
    connection.execute(_SALES, {"made": MADE, "campaign": campaign})
    counts.no_amount = _count(connection, "SELECT count(*) FROM sales WHERE unit_price IS NULL")
    connection.execute("CREATE OR REPLACE TEMP TABLE known_orders AS " + _KNOWN_ORDERS)
    counts.known += _count(connection, "SELECT count(*) FROM known_orders")
    fresh = "order_id NOT IN (SELECT order_id FROM known_orders)"
    counts.added["purchase"] = _count(
        connection,
        f"INSERT INTO orders (id, customer_id, ordered_at) SELECT order_id, min(customer_id), min(happened) FROM sales "
        f"WHERE {fresh} GROUP BY 1",
    )
    connection.execute(
        "INSERT INTO order_lines (order_id, product_id, quantity, unit_price) SELECT order_id, product_id, quantity, "
        "coalesce(unit_price, (SELECT any_value(price) FROM products AS p WHERE p.id = product_id), 0) FROM sales "
        f"WHERE {fresh}"
    )
    connection.execute(
        "INSERT INTO customers (id) SELECT DISTINCT customer_id FROM acts "
        "WHERE customer_id NOT IN (SELECT id FROM customers)"
    )


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(connection.execute(sql).fetchall()[0][0])
