"""Rows laid out by person, so that one person among a million is found at once and everyone is read in one pass.

`prepare_people` copies sales, events and customers into the schema `people`, sorted by a hash of the customer's id: the
engine then skips all row groups but one. Any write to the canonical tables drops the copies (`engine.writing`), and the
plain tables serve until the next training makes them anew; what happens live is laid over both.
"""

import duckdb

KEY = "md5_number_lower({})"
"""The sort key of a customer id: the engine keeps only the first bytes of a text for skipping, and ids begin alike."""


def prepare_people(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the copies anew, within the open transaction of `writing(path, derived=True)`."""
    country = "o.country" if "country" in _columns(connection, "orders") else "NULL::VARCHAR"
    order = f"{KEY.format('o.customer_id')} AS key, o.customer_id, o.id AS order_id, o.ordered_at, o.channel, "
    connection.execute("DROP SCHEMA IF EXISTS people CASCADE")
    connection.execute("CREATE SCHEMA people")
    connection.execute(
        f"CREATE TABLE people.sales AS SELECT {order}{country} AS country, l.product_id, p.category, l.quantity, "
        "l.quantity * l.unit_price AS amount, 0::DOUBLE AS discount "
        "FROM orders AS o JOIN order_lines AS l ON l.order_id = o.id LEFT JOIN products AS p ON p.id = l.product_id "
        "WHERE o.customer_id IS NOT NULL "
        f"UNION ALL SELECT {order}{country}, NULL, NULL, 0, 0, o.discount FROM orders AS o "
        "WHERE o.customer_id IS NOT NULL AND o.discount <> 0 "
        "AND EXISTS (SELECT 1 FROM order_lines AS l WHERE l.order_id = o.id) ORDER BY key"
    )
    connection.execute(
        f"CREATE TABLE people.events AS SELECT {KEY.format('customer_id')} AS key, customer_id, type, occurred_at, "
        "product_id FROM events WHERE customer_id IS NOT NULL ORDER BY key"
    )
    where = "country" if "country" in _columns(connection, "customers") else "NULL::VARCHAR AS country"
    connection.execute(
        f"CREATE TABLE people.customers AS SELECT {KEY.format('id')} AS key, id, signup_date, {where} FROM customers "
        "ORDER BY key"
    )


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    return {row[0] for row in connection.execute(f"SELECT column_name FROM (DESCRIBE {table})").fetchall()}
