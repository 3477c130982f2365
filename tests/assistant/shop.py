"""A shop of six customers and three small tools, for testing the conversation without the rooms below it."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from tools.contract import BadRequest, Column, Finding, Unavailable
from tools.data.engine import writing
from tools.data.workspace import Workspace, WorkspaceSettings
from tools.desk import Desk

CUSTOMERS = [
    ("C0001", "Wendy Marsh", "wendy.marsh@example.com", "+447700900123", "F", "London", "GB"),
    ("C0002", "王芳", "wang.fang@example.cn", "+8613812345678", "F", "Shanghai", "CN"),
    ("C0003", "Jonas Weber", "jonas.weber@example.de", "+4915123456789", "M", "Berlin", "DE"),
    ("C0004", "Ana Lima", "ana.lima@example.com", None, "F", "London", "GB"),
    ("C0005", "李小明", None, "+8613987654321", "M", "Shanghai", "CN"),
    ("C0006", "Otto Klein", "otto@example.de", "+4915798765432", "M", "Berlin", "DE"),
]


def make_shop(folder: Path) -> Workspace:
    """A workspace in `folder` with six customers, two orders each."""
    workspace = Workspace.create(folder, WorkspaceSettings(name="Corner Shop", currency="EUR"))
    with writing(workspace.warehouse_path) as connection:
        for number, (identity, name, email, phone, gender, city, country) in enumerate(CUSTOMERS):
            connection.execute(
                "INSERT INTO customers VALUES (?, ?, ?, ?, ?, NULL, ?, ?, '2023-01-01', true, true)",
                [identity, name, email, phone, gender, city, country],
            )
            for order in range(2):
                key = f"O{number}{order}"
                connection.execute(
                    "INSERT INTO orders VALUES (?, ?, ?, 'web', 0, 'paid')",
                    [key, identity, f"2024-0{order + 1}-1{number} 10:00:00"],
                )
                connection.execute("INSERT INTO order_lines VALUES (?, 'P1', ?, ?)", [key, number + 1, 12.5])
        connection.execute("INSERT INTO products VALUES ('P1', 'Rose balm', 'skincare', 'Alba', 12.5, 'A balm.')")
    return workspace


def count_customers(desk: Desk, city: Annotated[str | None, Field(description="Only this city")] = None) -> Finding:
    """Count customers."""
    _, rows = desk.warehouse.query("SELECT count(*) FROM customers WHERE city = coalesce(?, city)", [city])
    if not rows[0][0]:
        raise BadRequest(f"There is no city {city!r}.", nearest=["London", "Shanghai", "Berlin"])
    return Finding(
        tool="count_customers",
        title=desk.say(f"Customers in {city or 'all cities'}", f"{city or '所有城市'}的客户数"),
        columns=[Column(name="customers", type="integer")],
        rows=[[rows[0][0]]],
        total_rows=1,
        totals={"customers": float(rows[0][0])},
        definition={"city": city},
    )


def list_customers(desk: Desk) -> Finding:
    """List customers with their details."""
    columns = ["id", "name", "email", "phone", "city"]
    _, rows = desk.warehouse.query(f"SELECT {', '.join(columns)} FROM customers ORDER BY id")
    return Finding(
        tool="list_customers",
        title=f"Customers, first {rows[0][1]}",
        columns=[Column(name=name, pii=name != "city") for name in columns],
        rows=[list(row) for row in rows],
        total_rows=len(rows),
    )


def find_customer(desk: Desk, customer: Annotated[str, Field(description="Id or name")]) -> Finding:
    """Look up one customer's spend."""
    _, rows = desk.warehouse.query(
        "SELECT c.id, c.name, sum(quantity * unit_price) FROM customers c JOIN orders o ON o.customer_id = c.id "
        "JOIN order_lines l ON l.order_id = o.id WHERE c.id = $1 OR c.name = $1 OR c.email = $1 GROUP BY ALL",
        [customer],
    )
    if not rows:
        raise Unavailable(f"There is no customer {customer!r}.")
    return Finding(
        tool="find_customer",
        title=f"Spend of {rows[0][1]}",
        columns=[
            Column(name="id", pii=True),
            Column(name="name", pii=True),
            Column(name="spend", type="money", unit="EUR"),
        ],
        rows=[list(rows[0])],
        total_rows=1,
    )


TOOLS = (count_customers, list_customers, find_customer)
