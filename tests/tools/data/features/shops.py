"""A random shop, as plain frames and as a warehouse."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from tools.data.engine import Warehouse, writing

FIRST, AS_OF = date(2025, 1, 1), date(2026, 3, 31)
PRODUCTS = pd.DataFrame({
    "id": [f"p{number}" for number in range(12)],
    "category": [None, *(["skin", "home", "food"] * 4)[:11]],
})  # fmt: skip


def random_tables(
    seed: int, *, customers: int = 40, after: date = FIRST, until: date = AS_OF
) -> dict[str, pd.DataFrame]:
    """Orders, lines, events, customers of (after, until], drawn with `seed`; ids tell the seed."""
    rng = np.random.default_rng(seed)
    count, days = customers * 4, (until - after).days
    who = rng.integers(0, customers, count)
    moments = [pd.Timestamp(after) + timedelta(days=1 + int(d), seconds=int(s))
               for d, s in zip(rng.integers(0, days, count), rng.integers(0, 86_400, count), strict=True)]  # fmt: skip
    orders = pd.DataFrame({
        "id": [f"o{seed}-{number}" for number in range(count)],
        "customer_id": [None if n % 11 == 0 else f"c{w}" for n, w in enumerate(who)],
        "ordered_at": moments,
        "channel": rng.choice(["web", "app", "shop", ""], count),
        "discount": np.where(rng.random(count) < 0.3, rng.integers(1, 9, count), 0).astype(float),
    })  # fmt: skip
    lines = orders.loc[orders.index.repeat(rng.integers(0, 4, count)), ["id"]].rename(columns={"id": "order_id"})
    lines["product_id"] = rng.choice(PRODUCTS["id"], len(lines))
    lines["quantity"] = rng.choice([1, 1, 2, 3, -1], len(lines)).astype(float)
    lines["unit_price"] = rng.integers(1, 50, len(lines)).astype(float)
    size = customers * 6
    events = pd.DataFrame({
        "customer_id": [f"c{w}" for w in rng.integers(0, customers, size)],
        "type": rng.choice(["sent", "opened", "click", "view", "cart", "unsubscribe", "purchase"], size),
        "occurred_at": [pd.Timestamp(after) + timedelta(days=1 + int(d)) for d in rng.integers(0, days, size)],
        "campaign_id": rng.choice(["k1", "k2"], size),
    })  # fmt: skip
    people = pd.DataFrame({
        "id": [f"c{number}" for number in range(customers)],
        "country": rng.choice(["GB", "DE", "CN"], customers),
        "signup_date": [after - timedelta(days=int(d)) for d in rng.integers(-200, 300, customers)],
    })  # fmt: skip
    return {"orders": orders, "order_lines": lines, "events": events, "customers": people}


def fill(path: Path, tables: dict[str, pd.DataFrame], *, only: tuple[str, ...] | None = None) -> None:
    """Add the rows to the warehouse at `path`."""
    with writing(path) as connection:
        if not connection.execute("SELECT count(*) FROM products").fetchall()[0][0]:
            connection.register("incoming", PRODUCTS)
            connection.execute("INSERT INTO products BY NAME SELECT * FROM incoming")
            connection.unregister("incoming")
        for name, frame in tables.items():
            if only is None or name in only:
                connection.register("incoming", frame)
                connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM incoming")
                connection.unregister("incoming")


def random_warehouse(path: Path, seed: int) -> tuple[Warehouse, dict[str, pd.DataFrame]]:
    """The warehouse of `random_tables(seed)`, open, and the tables."""
    tables = random_tables(seed)
    fill(path, tables)
    return Warehouse(path), tables
