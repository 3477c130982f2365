"""Orders that name people: with nothing but names, with names of customers the shop knows, and with nobody's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.data.importing.helpers import bring, one, rows, write

PEOPLE = "customer id,name,email\n7,Ann Lee,ann@x.com\n8,Bob Ray,bob@x.com\n9,Cy Poe,cy@x.com\n10,Cy Poe,cy2@x.com\n"
ORDERS = "order,date,{heading},product,qty,price\n"


def test_names_tell_customers_apart_where_there_is_nothing_else(tmp_path: Path) -> None:
    text = ORDERS.format(heading="customer name")
    text += "1,2026-01-01,Ann Lee,Mug,1,5\n2,2026-01-02,ann  lee,Mug,1,5\n3,2026-01-03,Bob Ray,Mug,1,5\n"
    workspace, _ = bring(tmp_path, write(tmp_path, "orders.csv", text))
    assert one(workspace, "SELECT count(DISTINCT customer_id) FROM orders") == 2
    assert rows(workspace, "SELECT name FROM customers ORDER BY id") == [("ann  lee",), ("Bob Ray",)]


def test_first_and_last_names_tell_them_apart_too(tmp_path: Path) -> None:
    text = "order,date,first name,last name,product,qty,price\n"
    text += "1,2026-01-01,Ann,Lee,Mug,1,5\n2,2026-01-02,Ann,Ray,Mug,1,5\n"
    workspace, _ = bring(tmp_path, write(tmp_path, "orders.csv", text))
    assert rows(workspace, "SELECT id FROM customers ORDER BY id") == [("ann lee",), ("ann ray",)]


@pytest.mark.parametrize("heading", ["customer name", "customer"])
@pytest.mark.parametrize("together", [True, False])
def test_orders_by_name_meet_the_customers_of_that_name(tmp_path: Path, heading: str, together: bool) -> None:
    people = write(tmp_path, "customers.csv", PEOPLE)
    text = ORDERS.format(heading=heading)
    text += "1,2026-01-01,Ann Lee,Mug,1,5\n2,2026-01-02,BOB RAY,Mug,1,5\n3,2026-01-03,Cy Poe,Mug,1,5\n"
    orders = write(tmp_path, "orders.csv", text)
    if together:
        workspace, report = bring(tmp_path, people, orders)
    else:
        workspace, _ = bring(tmp_path, people)
        _, report = bring(tmp_path, orders, workspace=workspace)
    # Two customers are called Cy Poe: whose order it is nobody can say.
    assert rows(workspace, "SELECT customer_id FROM orders ORDER BY id") == [("7",), ("8",), (None,)]
    assert one(workspace, "SELECT count(*) FROM customers") == 4
    assert {count.code: count.count for count in report.said} | {"by_name": 2, "namesakes": 1} == {
        count.code: count.count for count in report.said
    }


def test_ids_that_happen_to_be_names_stay_ids(tmp_path: Path) -> None:
    people = write(tmp_path, "customers.csv", "customer id,name\nann,Ann Lee\nbob,Ann\ncy,Cy\n")
    text = ORDERS.format(heading="customer id")
    text += "1,2026-01-01,ann,Mug,1,5\n2,2026-01-02,bob,Mug,1,5\n3,2026-01-03,dan,Mug,1,5\n4,2026-01-04,eve,Mug,1,5\n"
    workspace, _ = bring(tmp_path, people, write(tmp_path, "orders.csv", text))
    assert rows(workspace, "SELECT customer_id FROM orders ORDER BY id") == [("ann",), ("bob",), ("dan",), ("eve",)]


@pytest.mark.parametrize("nobody", ["Walk-in", "walk in customer", "Guest", "散客", "Laufkundschaft", "匿名"])
def test_who_walked_in_is_nobody(tmp_path: Path, nobody: str) -> None:
    text = ORDERS.format(heading="customer") + f"1,2026-01-01,{nobody},Mug,1,5\n2,2026-01-02,Ann Lee,Mug,1,5\n"
    workspace, report = bring(tmp_path, write(tmp_path, "orders.csv", text))
    assert rows(workspace, "SELECT customer_id FROM orders ORDER BY id") == [(None,), ("Ann Lee",)]
    assert report.without_customer == 1
