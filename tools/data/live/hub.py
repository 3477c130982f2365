"""An open shop: the warehouse's tables with what happened since laid over them, under the same names."""

import threading
from pathlib import Path

import duckdb

from tools.data.live.events import LiveEvent, from_line
from tools.data.live.journal import Journal
from tools.data.live.landing import Target, land, memory_statements, stored_words
from tools.data.profile import quoted

SHOP = "shop"
"""Name the warehouse file is attached under."""
LIVE = ("orders", "order_lines", "events", "customers")
"""Tables that rows can be added to while the shop is open."""
_INTO = Target(tables="live", memory="live")
_KNOWN = "known"


_PEOPLE = {
    "sales": "SELECT * FROM live.sales",
    "events": "SELECT * FROM live.visits",
    "customers": "SELECT md5_number_lower(id) AS key, id FROM live.customers",
}
"""Copies laid out by person, and the live rows that belong to each."""
_LIVE_SALES = """
INSERT INTO live.sales BY NAME
SELECT md5_number_lower(i.customer_id) AS key, i.customer_id, i.order_id, coalesce(o.ordered_at, i.occurred_at)
       AS ordered_at, i.channel, i.product_id, p.category, i.quantity, i.quantity * i.unit_price AS amount,
       0::DOUBLE AS discount
FROM incoming AS i LEFT JOIN live.orders AS o ON o.id = i.order_id LEFT JOIN products AS p ON p.id = i.product_id
WHERE i.order_id IS NOT NULL"""
_LIVE_VISITS = """
INSERT INTO live.visits BY NAME
SELECT md5_number_lower(customer_id) AS key, customer_id, type, occurred_at, product_id FROM incoming
WHERE order_id IS NULL"""


class LiveRows:
    """Rows that came after the warehouse was written, read from the journal into tables of an in-memory database.

    Views named like the warehouse's tables show both, so that no query knows of it. `refresh` looks at the journal's
    size and reads what is new; it may be called from any thread and costs some microseconds when there is nothing.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, workspace_path: Path) -> None:
        """`connection` is an in-memory database with the warehouse attached as `shop`; the journal is not read yet."""
        self._connection = connection
        self._journal = Journal(workspace_path)
        self._lock = threading.Lock()
        self._sizes: dict[str, int] = {}
        self._ends: dict[str, int] = {}
        self._words: dict[str, str] | None = None
        self._laid: set[str] = set()
        self.taken_in = 0
        """How often something new was taken in: what was read before is as good as new while it stays the same."""
        self.people = False
        """Whether the warehouse has its rows laid out by person."""
        self._folded = self._open()

    def refresh(self) -> None:
        """Take in what was appended since the last time."""
        if self._journal.sizes() == self._sizes:
            return
        with self._lock:
            sizes = self._journal.sizes()
            events = []
            for name in sizes:
                if name not in self._folded:
                    lines, self._ends[name] = self._journal.read(name, self._ends.get(name, 0))
                    events += [event for event in map(from_line, lines) if event is not None]
            if events:
                self._take_in(events)
            self._sizes = sizes

    def _take_in(self, events: list[LiveEvent]) -> None:
        cursor = self._connection.cursor()
        try:
            cursor.execute("BEGIN")
            if self._words is None:
                self._words = stored_words(cursor, f"{SHOP}.main.events")
            added = land(cursor, events, self._words, _INTO, _KNOWN, by_person=self.people)
            if self.people and added["order_lines"]:
                cursor.execute(_LIVE_SALES)
            if self.people and added["events"]:
                cursor.execute(_LIVE_VISITS)
            for table, count in added.items():
                if count and table not in self._laid:
                    cursor.execute(_view(table, live=True))
            cursor.execute("COMMIT")
            self.taken_in += 1
            self._laid |= {table for table, count in added.items() if count}
        finally:
            cursor.close()

    def _open(self) -> set[str]:
        """Lay the views; returns the segments whose rows are in the warehouse already."""
        run = self._connection.execute
        tables = run(
            f"SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = '{SHOP}' "
            f"UNION SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = '{SHOP}' AND NOT internal"
        ).fetchall()
        for schema in ("live", _KNOWN):
            run(f"CREATE SCHEMA {schema}")
        for table in sorted(name for schema, name in tables if schema == "main"):
            run(_view(table, live=False))
            if table in LIVE:
                run(f"CREATE TABLE live.{table} AS SELECT * FROM {SHOP}.main.{table} LIMIT 0")
        for statement in memory_statements("live"):
            run(statement)
        self.people = ("people", "sales") in tables
        if self.people:
            run("CREATE SCHEMA people")
            run(f"CREATE TABLE live.sales AS SELECT * FROM {SHOP}.people.sales LIMIT 0")
            run(f"CREATE TABLE live.visits AS SELECT * FROM {SHOP}.people.events LIMIT 0")
            for name, live in _PEOPLE.items():
                run(f"CREATE VIEW people.{name} AS SELECT * FROM {SHOP}.people.{name} UNION ALL BY NAME {live}")
        remembered = ("live", "event_ids") in tables
        for name in ("event_ids", "order_ids"):
            older = f" UNION ALL SELECT * FROM {SHOP}.live.{name}" if remembered else ""
            run(f"CREATE VIEW {_KNOWN}.{name} AS SELECT * FROM live.{name}{older}")
        if not remembered:
            return set()
        return {row[0] for row in run(f"SELECT segment FROM {SHOP}.live.segments").fetchall()}


def _view(table: str, *, live: bool) -> str:
    laid_over = f" UNION ALL BY NAME SELECT * FROM live.{table}" if live else ""
    name = quoted(table)
    return f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM {SHOP}.main.{name}{laid_over}"
