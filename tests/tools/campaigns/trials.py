"""Small shops with one randomised campaign whose every figure can be counted by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from tests.tools.small_shop import make_shop
from tools.data.engine import writing
from tools.data.workspace import Workspace
from tools.desk import Shop

SENT = datetime(2026, 9, 1, 9, 0)
TODAY = datetime(2026, 10, 31, 12, 0)


def trial_shop(
    folder: Path,
    arms: Mapping[str, tuple[int, int]],
    *,
    amount: float = 50.0,
    delay_days: float = 3,
    city: Sequence[str] = ("Basel",),
    sends: bool = True,
    extra: Sequence[str] = (),
) -> Shop:
    """`arms` maps each arm to (people, buyers); buyers order once for `amount`, so many days after the sending."""
    make_shop(folder).close()
    people, orders, drawn, events = [], [], [], []
    for arm, (size, buyers) in arms.items():
        for number in range(size):
            identity = f"{arm}-{number:05d}"
            people.append((identity, city[number % len(city)]))
            drawn.append((identity, arm))
            if number < buyers:
                orders.append((f"o-{identity}", identity, SENT + timedelta(days=delay_days, seconds=number)))
            if sends and arm not in ("control", "holdout"):
                events.append((identity, SENT + timedelta(seconds=number)))
    with writing(Workspace.open(folder).warehouse_path) as connection:
        _insert(connection, "customers (id, city)", people)
        _insert(connection, "orders (id, customer_id, ordered_at)", orders)
        connection.execute("INSERT INTO orders (id, ordered_at) VALUES ('last', $1)", [TODAY])
        connection.execute(
            "INSERT INTO order_lines SELECT id, NULL, 1, $1 FROM orders WHERE customer_id IS NOT NULL", [amount]
        )
        connection.execute("INSERT INTO campaigns VALUES ('K1', 'Autumn Letter', 'email', $1)", [SENT])
        connection.execute("CREATE TEMP TABLE drawn (customer_id VARCHAR, arm VARCHAR)")
        _insert(connection, "drawn", drawn)
        connection.execute(
            "INSERT INTO assignments SELECT 'K1', customer_id, arm, $1 FROM drawn", [SENT - timedelta(hours=1)]
        )
        connection.execute("CREATE TEMP TABLE acts (customer_id VARCHAR, moment TIMESTAMP)")
        _insert(connection, "acts", events)
        connection.execute("INSERT INTO events SELECT customer_id, 'sent', moment, 'K1', NULL FROM acts")
        for statement in extra:
            connection.execute(statement)
    return Shop.open(Workspace.open(folder))


def _insert(connection, table: str, rows: list[tuple]) -> None:
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        unnested = ", ".join(f"unnest(${number + 1})" for number in range(len(columns)))
        connection.execute(f"INSERT INTO {table} SELECT {unnested}", columns)
