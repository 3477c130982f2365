"""The warehouse door: reads are locked down, writes land whole or not at all."""

import duckdb
import pytest

from tools.contract import BadInput, Unavailable
from tools.data.engine import Warehouse, writing


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "warehouse.duckdb"
    with writing(file) as connection:
        connection.execute("INSERT INTO orders VALUES ('O1', 'C1', '2026-03-01 23:59:59', 'online', 0, 'completed')")
    return file


def test_a_missing_warehouse_says_what_to_do(tmp_path):
    with pytest.raises(BadInput, match="assistant import"):
        Warehouse(tmp_path / "warehouse.duckdb")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY orders TO 'stolen.csv'",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs",
        "SET enable_external_access=true",
        "RESET lock_configuration",
        "DELETE FROM orders",
        "CREATE TABLE mine AS SELECT 1",
        "EXPORT DATABASE 'out'",
    ],
)
def test_nothing_but_reading_the_tables_is_possible(path, statement):
    warehouse = Warehouse(path)
    with pytest.raises(duckdb.Error):
        warehouse.query(statement)
    assert warehouse.query("SELECT count(*) FROM orders")[1] == [(1,)]


def test_two_doors_in_one_process_are_both_open_and_both_locked(path):
    first, second = Warehouse(path), Warehouse(path)
    assert first.query("SELECT count(*) FROM orders") == second.query("SELECT count(*) FROM orders")
    with pytest.raises(duckdb.Error):
        second.query("SELECT * FROM read_text('/etc/hostname')")


def test_a_query_that_runs_too_long_is_stopped_and_the_door_stays_open(path):
    warehouse = Warehouse(path, seconds=0.2)
    with pytest.raises(Unavailable, match="stopped"):
        warehouse.query("SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3")
    assert warehouse.query("SELECT 1")[1] == [(1,)]


def test_today_is_the_day_of_the_last_order_or_event(path):
    with writing(path) as connection:
        connection.execute("INSERT INTO events VALUES ('C1', 'open', '2026-03-04 08:00:00', NULL, NULL)")
    assert Warehouse(path).last_day().isoformat() == "2026-03-04"


def test_a_shop_without_orders_has_no_today(tmp_path):
    with writing(tmp_path / "warehouse.duckdb"):
        pass
    with pytest.raises(Unavailable, match="no orders yet"):
        Warehouse(tmp_path / "warehouse.duckdb").last_day()


def test_a_failed_write_leaves_the_warehouse_as_it_was(path):
    with pytest.raises(RuntimeError, match="half way"), writing(path) as connection:
        connection.execute("DELETE FROM orders")
        connection.execute("INSERT INTO customers (id) VALUES ('C1')")
        raise RuntimeError("half way")
    warehouse = Warehouse(path)
    assert warehouse.query("SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM customers)")[1] == [(1, 0)]
