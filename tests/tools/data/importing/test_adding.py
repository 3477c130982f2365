"""A second import adds without doubling, and a failed one leaves the shop as it was."""

from datetime import date
from pathlib import Path

import pytest

from tests.tools.data.importing.helpers import bring, one, rows, write
from tools.contract import BadInput
from tools.data.engine import Warehouse
from tools.data.importing import plan_import, run_import
from tools.data.workspace import Workspace

HEAD = "order id,date,customer id,sku,product,quantity,price,country\n"
FIRST = HEAD + "1,2026-01-01,a,s1,Cup,2,3,DE\n1,2026-01-01,a,s1,Cup,2,3,DE\n2,2026-01-02,b,s2,Mug,1,4,FR\n"
SECOND = HEAD + "2,2026-01-02,b,s2,Mug,3,4,\n3,2026-01-03,a,s1,Big cup,1,3,AT\n"


def revenue(workspace: Workspace) -> float:
    return float(one(workspace, "SELECT sum(quantity * unit_price) FROM order_lines"))


def test_overlapping_files_replace_orders_as_a_set(tmp_path: Path) -> None:
    workspace, report = bring(tmp_path, write(tmp_path, "jan.csv", FIRST))
    assert report.duplicates == 1 and revenue(workspace) == 16
    bring(tmp_path, write(tmp_path, "jan.csv", FIRST), workspace=workspace)
    assert revenue(workspace) == 16 and one(workspace, "SELECT count(*) FROM order_lines") == 3
    _, report = bring(tmp_path, write(tmp_path, "feb.csv", SECOND), workspace=workspace)
    assert revenue(workspace) == 12 + 12 + 3
    assert rows(workspace, "SELECT id, country FROM customers ORDER BY id") == [
        ("a", "AT"),
        ("b", "FR"),
    ]  # empty erases nothing
    assert {table.table: (table.new, table.updated) for table in report.tables} == {
        "orders": (1, 0), "order_lines": (1, 1), "customers": (0, 1), "products": (0, 1),
    }  # fmt: skip


def test_files_given_together_are_not_doubled_where_they_overlap(tmp_path: Path) -> None:
    rest = HEAD + "2,2026-01-02,b,s9,Pot,1,10,FR\n"  # the order was cut in two
    sources = [write(tmp_path, "a.csv", FIRST), write(tmp_path, "b.csv", FIRST), write(tmp_path, "c.csv", rest)]
    workspace, _ = bring(tmp_path, *sources)
    assert revenue(workspace) == 16 + 10


def test_orders_without_numbers_meet_themselves_again(tmp_path: Path) -> None:
    first = "customer_id,date,cds,amount\n1,1997-01-01,2,20\n1,1997-01-01,2,20\n2,1997-01-05,0,3\n"
    workspace, report = bring(tmp_path, write(tmp_path, "cd.csv", first))
    assert report.orders == 3 and report.net_revenue == 43
    bring(tmp_path, write(tmp_path, "cd.csv", first + "3,1997-02-01,1,9\n"), workspace=workspace)
    assert one(workspace, "SELECT count(*) FROM orders") == 4 and revenue(workspace) == 52


def test_totals_give_way_to_lines(tmp_path: Path) -> None:
    orders = write(tmp_path, "orders.csv", "order id,customer id,date,total\n1,a,2026-01-01,30\n2,b,2026-01-02,5\n")
    lines = write(tmp_path, "order_items.csv", "order_id,sku,quantity,price\n1,s1,10,2.9\n")
    workspace, report = bring(tmp_path, orders)
    assert [count.code for count in report.said] == ["totals"] and revenue(workspace) == 35
    bring(tmp_path, lines, workspace=workspace)
    assert revenue(workspace) == pytest.approx(34)
    bring(tmp_path, orders, workspace=workspace)  # the known lines stay
    assert revenue(workspace) == pytest.approx(34)


def test_events_and_groups_are_added_once(tmp_path: Path) -> None:
    events = write(
        tmp_path, "events.csv", "customer id,event,time\n1,open,2026-01-01\n1,open,2026-01-01\n2,click,2026-01-01\n"
    )
    groups = write(tmp_path, "groups.csv", "campaign id,customer id,arm\nc,1,control\n")
    workspace, _ = bring(tmp_path, events, groups)
    bring(tmp_path, events, groups, workspace=workspace)
    assert (
        one(workspace, "SELECT count(*) FROM events") == 2 and one(workspace, "SELECT count(*) FROM assignments") == 1
    )


def test_customers_known_by_mail_are_joined_to_their_id(tmp_path: Path) -> None:
    customers = write(tmp_path, "customers.csv", "customer id,email\n77,Ann@X.com\n")
    orders = write(
        tmp_path, "orders.csv", "order id,email,order date,total\n1,ann@x.com,2026-01-01,3\n2,new@x.com,2026-01-02,4\n"
    )
    workspace, report = bring(tmp_path, orders, customers)
    assert rows(workspace, "SELECT id, customer_id FROM orders ORDER BY id") == [("1", "77"), ("2", "new@x.com")]
    assert rows(workspace, "SELECT id FROM customers ORDER BY id") == [("77",), ("new@x.com",)]
    assert "linked" in {count.code for count in report.said}


def test_later_rows_and_newer_columns(tmp_path: Path) -> None:
    workspace, report = bring(
        tmp_path, write(tmp_path, "customers.csv", "id,email,score\n1,a@x.com,5\n1,,7\n2,b@x.com,6\n")
    )
    assert [count.code for count in report.files[0].said] == ["same_key"]
    assert rows(workspace, "SELECT id, email, score FROM customers ORDER BY id") == [
        ("1", "a@x.com", 7.0),
        ("2", "b@x.com", 6.0),
    ]
    bring(
        tmp_path,
        write(tmp_path, "customers.csv", "id,email,score,club\n2,,high,gold\n3,c@x.com,low,\n"),
        workspace=workspace,
    )
    assert rows(workspace, "SELECT id, email, score, club FROM customers ORDER BY id") == [
        ("1", "a@x.com", "7.0", None), ("2", "b@x.com", "high", "gold"), ("3", "c@x.com", "low", None),
    ]  # fmt: skip


def test_amounts_in_another_currency_are_refused(tmp_path: Path) -> None:
    text = "order id,customer id,date,total,currency\n{},a,2026-01-01,5,{}\n"
    workspace, _ = bring(tmp_path, write(tmp_path, "orders.csv", text.format(1, "EUR")))
    assert workspace.settings.currency == Workspace.open(workspace.path).settings.currency == "EUR"
    before = workspace.warehouse_path.read_bytes()
    with pytest.raises(BadInput, match="EUR"):
        bring(tmp_path, write(tmp_path, "orders.csv", text.format(2, "GBP")), workspace=workspace)
    assert workspace.warehouse_path.read_bytes() == before


def test_a_failure_at_any_stage_changes_nothing(tmp_path: Path) -> None:
    workspace, _ = bring(tmp_path, write(tmp_path, "jan.csv", FIRST))
    before = {
        table: rows(workspace, f"SELECT * FROM {table} ORDER BY ALL")
        for table in ("orders", "order_lines", "customers")
    }
    path = write(tmp_path, "feb.csv", SECOND.replace("3,2026", "4,2026") + "5,2026-02-01,z,s7,Jar,1,1,IT\n")
    for stage in ("feb.csv", "merge", "store", "commit"):

        def stop(seen: str, share: float, wanted: str = stage) -> None:
            assert 0 <= share <= 1
            if seen == wanted:
                raise RuntimeError("power cut")

        with pytest.raises(RuntimeError):
            run_import(plan_import([path], settings=workspace.settings), workspace, progress=stop)
        for table, kept in before.items():
            assert rows(workspace, f"SELECT * FROM {table} ORDER BY ALL") == kept
        assert {file.name for file in workspace.path.iterdir()} <= {"workspace.toml", "warehouse.duckdb", ".lock"}


def test_a_first_import_that_fails_leaves_no_warehouse(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "shop")
    lonely = write(tmp_path, "order_items.csv", "order_id,sku,quantity,price\n1,s1,10,2.9\n")
    with pytest.raises(BadInput, match="orders"):
        run_import(plan_import([lonely]), workspace)
    assert not workspace.warehouse_path.exists()


def test_a_file_that_changed_since_the_plan_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "jan.csv", FIRST)
    plan = plan_import([path])
    write(tmp_path, "jan.csv", FIRST + "9,2026-01-01,a,s1,Cup,2,3,DE\n")
    with pytest.raises(BadInput, match="has changed"):
        run_import(plan, Workspace.create(tmp_path / "shop"))


def test_ids_without_the_zeros_of_the_shop_are_the_same_customers(tmp_path: Path) -> None:
    people = "Customer ID,Name\n" + "".join(f"{n:04},N{n}\n" for n in range(1, 9))
    sold = "Order ID,Order date,Customer ID,Total\n" + "".join(f"{n},2025-01-0{n},{n},5\n" for n in range(1, 8))
    workspace, _ = bring(tmp_path, write(tmp_path, "people.csv", people))
    bring(tmp_path, write(tmp_path, "orders.csv", sold), workspace=workspace)
    assert one(workspace, "SELECT count(*) FROM customers") == 8
    assert one(workspace, "SELECT min(customer_id) FROM orders") == "0001"


def test_people_alone_are_counted_today(tmp_path: Path) -> None:
    workspace, _ = bring(tmp_path, write(tmp_path, "people.csv", "Customer ID,Name\n1,Ann\n2,Ben\n"))
    warehouse = Warehouse(workspace.warehouse_path)
    assert abs((warehouse.last_day() - date.today()).days) <= 1
    warehouse.close()
