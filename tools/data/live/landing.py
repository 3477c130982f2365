"""Live events as rows of the canonical tables: the same statements for an open shop and for the warehouse itself."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import duckdb

from tools.data.live.events import MADE, SALES, LiveEvent
from tools.data.live.strangers import strangers
from tools.matching import Synonyms
from tools.specs import catalogue

_INCOMING = """
CREATE OR REPLACE TEMP TABLE incoming AS
SELECT unnest($turn) AS turn, unnest($event_id::VARCHAR[]) AS event_id, unnest($customer_id) AS customer_id,
       unnest($type) AS type, unnest($occurred_at::TIMESTAMP[]) AS occurred_at,
       unnest($product_id::VARCHAR[]) AS product_id, unnest($quantity::DOUBLE[]) AS quantity,
       unnest($unit_price::DOUBLE[]) AS unit_price, unnest($campaign_id::VARCHAR[]) AS campaign_id,
       unnest($order_id::VARCHAR[]) AS order_id, unnest($channel::VARCHAR[]) AS channel"""
_EVENTS = (
    "SELECT customer_id, type, occurred_at, campaign_id, product_id FROM incoming WHERE order_id IS NULL ORDER BY turn"
)
_COLUMNS = ("event_id", "customer_id", "type", "occurred_at", "product_id", "quantity", "unit_price", "campaign_id",
            "order_id", "channel")  # fmt: skip


class Target(NamedTuple):
    """Where rows go: prefix of the canonical tables, and of the tables that remember what has come."""

    tables: str
    memory: str


def memory_statements(prefix: str) -> list[str]:
    """SQL that makes the tables remembering which events and which orders came live."""
    return [
        f"CREATE TABLE IF NOT EXISTS {prefix}.event_ids (event_id VARCHAR)",
        f"CREATE TABLE IF NOT EXISTS {prefix}.order_ids (order_id VARCHAR)",
    ]


def stored_words(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Kind of event to the word this shop stores most often for it, where it is another."""
    counted = connection.execute(
        f"SELECT type FROM {table} WHERE type IS NOT NULL GROUP BY type ORDER BY count(*) DESC, type"
    ).fetchall()
    synonyms = Synonyms(catalogue()["values"]["event"])
    words: dict[str, str] = {}
    for (word,) in counted:
        kind = synonyms.group(word)
        if kind is not None:
            words.setdefault(kind, word)
    return words


def land(
    connection: duckdb.DuckDBPyConnection,
    events: Sequence[LiveEvent],
    words: dict[str, str],
    into: Target,
    known: str,
    *,
    by_person: bool = False,
) -> dict[str, int]:
    """Turn events into rows of `into`; `known` prefixes what remembers all that has come before. Rows added by table.

    Looks up orders, customers and products by their plain names, so these must show the shop with what is live in it.
    An event whose id has come is left out, and so is a purchase whose order is in the shop from an import. The temp
    table `incoming` holds the events that counted until the next call. `by_person`: see `strangers`.
    """
    columns = {name: [getattr(event, name) for event in events] for name in _COLUMNS}
    columns["type"] = [words.get(event.type, event.type) if event.type not in SALES else event.type for event in events]
    columns["order_id"] = [_order_id(event) for event in events]
    columns["quantity"] = [-e.quantity if e.type == "return" and e.quantity else e.quantity for e in events]
    connection.execute(_INCOMING, {"turn": list(range(len(events))), **columns})
    if any(columns["event_id"]):
        _leave_out_known(connection, into, known)
    new = strangers(
        lambda sql, bound: connection.execute(sql, bound).fetchall(), columns["customer_id"], by_person=by_person
    )
    added = {"orders": 0, "order_lines": 0, "events": 0, "customers": 0}
    if any(columns["order_id"]):
        added |= _land_sales(connection, into, known, priced=None not in columns["unit_price"])
    if not all(columns["order_id"]):
        added["events"] = _insert(connection, f"{into.tables}.events", _EVENTS)
    if new:
        added["customers"] = _insert(connection, f"{into.tables}.customers", "SELECT unnest($new) AS id", {"new": new})
    return added


def _leave_out_known(connection: duckdb.DuckDBPyConnection, into: Target, known: str) -> None:
    """Drop events whose number has come before, here or earlier, and remember the others."""
    connection.execute(
        f"DELETE FROM incoming WHERE event_id IN (SELECT event_id FROM {known}.event_ids) OR (event_id IS NOT NULL "
        "AND turn NOT IN (SELECT min(turn) FROM incoming GROUP BY event_id))"
    )
    connection.execute(f"INSERT INTO {into.memory}.event_ids SELECT event_id FROM incoming WHERE event_id IS NOT NULL")


def _land_sales(connection: duckdb.DuckDBPyConnection, into: Target, known: str, *, priced: bool) -> dict[str, int]:
    named = f"SELECT order_id FROM incoming WHERE order_id NOT LIKE '{MADE}%'"
    if connection.execute(f"{named} LIMIT 1").fetchone():  # an id made here cannot be in the shop already
        connection.execute(
            f"DELETE FROM incoming WHERE order_id IN (SELECT id FROM orders WHERE id IN ({named})) "
            f"AND order_id NOT IN (SELECT order_id FROM {known}.order_ids)"
        )
    new = f"order_id IS NOT NULL AND order_id NOT IN (SELECT order_id FROM {known}.order_ids)"
    orders = _insert(
        connection,
        f"{into.tables}.orders",
        "SELECT order_id AS id, arg_min(customer_id, turn) AS customer_id, min(occurred_at) AS ordered_at, "
        f"arg_min(channel, turn) AS channel FROM incoming WHERE {new} GROUP BY 1 ORDER BY min(turn)",
    )
    if not priced:
        connection.execute(
            "UPDATE incoming SET unit_price = coalesce((SELECT any_value(p.price) FROM products AS p "
            "WHERE p.id = incoming.product_id), 0) WHERE order_id IS NOT NULL AND unit_price IS NULL"
        )
    lines = _insert(
        connection,
        f"{into.tables}.order_lines",
        "SELECT order_id, product_id, quantity, unit_price FROM incoming WHERE order_id IS NOT NULL ORDER BY turn",
    )
    connection.execute(f"INSERT INTO {into.memory}.order_ids SELECT DISTINCT order_id FROM incoming WHERE {new}")
    return {"orders": orders, "order_lines": lines}


def _insert(
    connection: duckdb.DuckDBPyConnection, table: str, select: str, bound: Mapping[str, Any] | None = None
) -> int:
    return int(connection.execute(f"INSERT INTO {table} BY NAME {select}", bound or {}).fetchall()[0][0])


def _order_id(event: LiveEvent) -> str | None:
    """The order a sale belongs to; a return is booked apart from the order it takes back, on its own day."""
    if event.type == "return":
        return f"return-{event.order_id}-{event.occurred_at:%Y%m%d}"
    return event.order_id if event.type in SALES else None
