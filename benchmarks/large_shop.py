"""A shop of any size, made inside the engine in seconds: for measuring, not for telling anything about people.

Orders come in order of time over two years, some customers order more than others, three in ten orders carry a
discount, lines favour some products, and one line in thirty is a return.
"""

from pathlib import Path

from tools.data.engine import writing
from tools.data.features import prepare_people
from tools.data.workspace import Workspace, WorkspaceSettings

ORDERS_EACH, EVENTS_EACH, PRODUCTS = 5, 8, 5_000
_SECONDS = 2 * 365 * 86_400
_FROM = "TIMESTAMP '2024-11-01'"


def build_large_shop(folder: Path, customers: int, *, prepared: bool = True) -> Workspace:
    """A workspace in `folder` with so many customers, five orders, twelve lines and eight events each."""
    workspace = Workspace.create(folder, WorkspaceSettings(name="Large shop"))
    orders, events = customers * ORDERS_EACH, customers * EVENTS_EACH
    with writing(workspace.warehouse_path, derived=True) as connection:
        run = connection.execute
        run("CREATE TEMP MACRO pick(i, salt, n) AS (hash(i, salt) % n)::BIGINT")
        run("CREATE TEMP MACRO share(i, salt, power) AS pow(pick(i, salt, 1000003) / 1000003.0, power)")
        run("CREATE TEMP MACRO skewed(i, salt, n, power) AS (share(i, salt, power) * n)::BIGINT % n")
        run("CREATE TEMP MACRO customer(i) AS format('C{:07d}', i)")
        run("CREATE TEMP MACRO product(i) AS format('P{:05d}', i)")
        run(
            "INSERT INTO products SELECT product(i), 'Product ' || i, 'category ' || (i % 12), 'brand ' || (i % 40), "
            f"5 + i % 90, NULL FROM range({PRODUCTS}) t(i)"
        )
        run(
            "INSERT INTO customers (id, name, email, city, country, signup_date, email_consent) "
            "SELECT customer(i), 'Name ' || i, 'c' || i || '@example.com', 'city ' || (i % 50), "
            "['GB', 'DE', 'US', 'CN', 'FR'][1 + i % 5], DATE '2023-06-01' + pick(i, 0, 900)::INT, i % 3 > 0 "
            f"FROM range({customers}) t(i)"
        )
        run(
            f"INSERT INTO orders SELECT format('O{{:08d}}', i), customer(skewed(i, 1, {customers}, 1.5)), "
            f"{_FROM} + to_seconds(i * {_SECONDS} // {orders}), "
            "['online', 'app', 'store', 'market'][1 + pick(i, 2, 4)], "
            f"CASE WHEN pick(i, 3, 10) < 3 THEN 5.0 ELSE 0 END, 'completed' FROM range({orders}) t(i)"
        )
        run(
            f"INSERT INTO order_lines SELECT format('O{{:08d}}', i), product(skewed(i, j * 8 + 4, {PRODUCTS}, 2)), "
            "CASE WHEN pick(i, j * 8 + 5, 30) = 0 THEN -1 ELSE 1 + pick(i, j * 8 + 5, 3) END, "
            f"5 + pick(i, j * 8 + 6, 90) FROM range({orders}) t(i), "
            "unnest(range(1 + (pick(i, 7, 5) * 0.7)::INT)) u(j)"
        )
        run(
            f"INSERT INTO events SELECT customer(pick(i, 8, {customers})), "
            "['sent', 'sent', 'sent', 'open', 'click', 'view', 'view', 'cart'][1 + kind], "
            f"{_FROM} + to_seconds(i * {_SECONDS} // {events}), CASE WHEN kind < 5 THEN 'K' || pick(i, 10, 24) END, "
            f"CASE WHEN kind >= 5 THEN product(pick(i, 11, {PRODUCTS})) END "
            f"FROM (SELECT i, pick(i, 9, 8) AS kind FROM range({events}) t(i))"
        )
        if prepared:
            prepare_people(connection)
    return workspace
