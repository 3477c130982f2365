"""A shop small enough to count by hand, and any other shop from plain rows."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tools.data.engine import writing
from tools.data.workspace import Workspace, WorkspaceSettings
from tools.desk import Shop

Rows = Iterable[Mapping[str, Any]]

TODAY = "2026-10-31"

CUSTOMERS = [
    {"id": "a", "name": "Ann Lee", "email": "ann@example.com", "phone": "+4420000001", "gender": "female",
     "birth_date": "1990-10-31", "city": "Shanghai", "country": "China", "signup_date": "2025-01-10",
     "email_consent": True, "sms_consent": True},
    {"id": "b", "name": "Bob Ray", "email": "bob@example.com", "phone": None, "gender": "male",
     "birth_date": "1990-11-01", "city": "shanghai", "country": "China", "signup_date": "2025-02-10",
     "email_consent": True, "sms_consent": True},
    {"id": "c", "name": "Cid Foo", "email": "", "phone": "+4420000003", "gender": None, "birth_date": None,
     "city": "London", "country": "United Kingdom", "signup_date": "2025-03-10", "email_consent": True,
     "sms_consent": False},
    {"id": "d", "name": "Dee Bar", "email": "dee@example.com", "phone": "+4420000004", "gender": "F",
     "birth_date": "2001-02-28", "city": None, "country": "United Kingdom", "signup_date": "2026-10-01",
     "email_consent": None, "sms_consent": None},
    {"id": "e", "name": "Eve Baz", "email": "eve@example.com", "phone": "+4420000005", "gender": "female",
     "birth_date": "1960-05-05", "city": "Berlin", "country": "Germany", "signup_date": "2026-10-02",
     "email_consent": True, "sms_consent": True},
]  # fmt: skip
PRODUCTS = [
    {"id": "p1", "name": "Rose Cream", "category": "skincare", "brand": "Linden", "price": 20.0, "stock": 5},
    {"id": "p2", "name": "Tea Cup", "category": "home", "brand": "Lotus", "price": 10.0, "stock": 0},
    {"id": "p3", "name": "Tea Cup", "category": "home", "brand": None, "price": 12.0, "stock": 7},
    {"id": "p4", "name": None, "category": None, "brand": "Lotus", "price": 5.0, "stock": None},
]
ORDERS = [
    # two purchases of a: one far back, one at the last second of today
    {"id": "o1", "customer_id": "a", "ordered_at": "2026-08-02 00:00:00", "channel": "web", "discount": 5.0},
    {"id": "o2", "customer_id": "a", "ordered_at": "2026-10-31 23:59:59", "channel": "app", "discount": None},
    # b bought once and returned part of it later
    {"id": "o3", "customer_id": "b", "ordered_at": "2026-08-01 23:59:59", "channel": "web", "discount": 0.0},
    {"id": "o4", "customer_id": "b", "ordered_at": "2026-09-15 10:00:00", "channel": "web", "discount": None},
    # c only ever returned; d never bought; e bought twice on one day
    {"id": "o5", "customer_id": "c", "ordered_at": "2026-10-05 10:00:00", "channel": "store", "discount": None},
    {"id": "o6", "customer_id": "e", "ordered_at": "2026-10-05 09:00:00", "channel": "store", "discount": 10.0},
    {"id": "o7", "customer_id": "e", "ordered_at": "2026-10-05 12:00:00", "channel": None, "discount": None},
    # nobody's order, an order after today, an order without lines
    {"id": "o8", "customer_id": None, "ordered_at": "2026-10-20 10:00:00", "channel": "web", "discount": 1.0},
    {"id": "o9", "customer_id": "a", "ordered_at": "2026-11-01 00:00:00", "channel": "web", "discount": None},
    {"id": "o10", "customer_id": "d", "ordered_at": "2026-10-10 10:00:00", "channel": "web", "discount": 3.0},
]
LINES = [
    ("o1", "p1", 2, 20.0), ("o1", "p2", 1, 10.0),
    ("o2", "p1", 1, 20.0),
    ("o3", "p2", 4, 10.0), ("o3", "p4", 1, 5.0),
    ("o4", "p2", -1, 10.0),
    ("o5", "p3", -2, 12.0),
    ("o6", "p3", 10, 12.0),
    ("o7", "p4", 1, 5.0), ("o7", "p1", -1, 20.0),
    ("o8", "p1", 3, 20.0),
    ("o9", "p1", 100, 20.0),
]  # fmt: skip
CAMPAIGNS = [
    {"id": "k1", "name": "Summer Sale", "channel": "email", "sent_at": "2026-07-01 09:00:00"},
    {"id": "k2", "name": "Text Day", "channel": "sms", "sent_at": "2026-09-01 09:00:00"},
    {"id": "k3", "name": "Mystery", "channel": None, "sent_at": "2026-09-05 09:00:00"},
]
EVENTS = [
    ("a", "sent", "2026-07-01 09:00:00", "k1", None), ("a", "open", "2026-07-01 10:00:00", "k1", None),
    ("a", "open", "2026-07-02 10:00:00", "k1", None), ("a", "click", "2026-07-02 10:01:00", "k1", None),
    ("b", "sent", "2026-07-01 09:00:00", "k1", None), ("b", "open", "2026-07-03 09:00:00", "k1", None),
    ("e", "sent", "2026-07-01 09:00:00", "k1", None),
    ("a", "sent", "2026-09-01 09:00:00", "k2", None), ("a", "unsubscribe", "2026-09-01 09:05:00", "k2", None),
    ("e", "sent", "2026-09-05 09:00:00", "k3", None), ("e", "unsubscribe", "2026-09-05 09:05:00", "k3", None),
    ("b", "view", "2026-10-30 08:00:00", None, "p1"), ("b", "view", "2026-10-31 08:00:00", None, "p1"),
    ("b", "cart", "2026-10-31 08:01:00", None, "p1"), ("a", "view", "2026-11-01 08:00:00", None, "p1"),
]  # fmt: skip


def make_shop(
    folder: Path,
    *,
    settings: WorkspaceSettings | None = None,
    statements: Iterable[str] = (),
    **tables: Rows,
) -> Shop:
    """A workspace in `folder` with the given rows in its tables; columns that are not canonical are added."""
    workspace = Workspace.create(folder, settings)
    with writing(workspace.warehouse_path) as connection:
        for table, rows in tables.items():
            for row in rows:
                known = {name for (name, *_) in connection.execute(f"DESCRIBE {table}").fetchall()}
                for name in set(row) - known:
                    kind = "INTEGER" if isinstance(row[name], int) else "VARCHAR"
                    connection.execute(f'ALTER TABLE {table} ADD COLUMN "{name}" {kind}')
                columns = ", ".join(f'"{name}"' for name in row)
                marks = ", ".join("?" for _ in row)
                connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))
        for statement in statements:
            connection.execute(statement)
    return Shop.open(workspace)


def line_rows(lines: Iterable[tuple[Any, ...]] = tuple(LINES)) -> list[dict[str, Any]]:
    """Order lines as rows."""
    return [dict(zip(("order_id", "product_id", "quantity", "unit_price"), line, strict=True)) for line in lines]


def event_rows(events: Iterable[tuple[Any, ...]] = tuple(EVENTS)) -> list[dict[str, Any]]:
    """Events as rows."""
    names = ("customer_id", "type", "occurred_at", "campaign_id", "product_id")
    return [dict(zip(names, event, strict=True)) for event in events]


def hand_counted_shop(folder: Path, **more: Any) -> Shop:
    """The shop above."""
    return make_shop(
        folder, customers=CUSTOMERS, products=PRODUCTS, orders=ORDERS, order_lines=line_rows(), campaigns=CAMPAIGNS,
        events=event_rows(), **more,
    )  # fmt: skip
