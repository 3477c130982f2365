"""An open shop shows what happens at once; a writer folds it in, once, whatever crashes."""

import tempfile
import threading
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.small_shop import hand_counted_shop
from tools.contract import BadInput
from tools.data.engine import Warehouse, fold_live, writing
from tools.data.features import compute, plan_features
from tools.data.live import append_event, append_events, folding, read_event
from tools.data.live.journal import Journal
from tools.privacy import erase

NOW = datetime(2026, 11, 2, 12, 0)
COUNTS = "SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM order_lines), (SELECT count(*) FROM events), " \
         "(SELECT count(*) FROM customers)"  # fmt: skip


def add(shop, *events, warehouse=None):
    return append_events(shop.workspace, [read_event(event) for event in events], warehouse=warehouse, now=NOW)


def view(customer="b", **more):
    return {"customer": customer, "type": "view", "product": "p1", "at": "2026-11-02T10:00", **more}


def purchase(customer="b", **more):
    return {"customer": customer, "type": "purchase", "product": "p1", "at": "2026-11-02T11:00", **more}


@pytest.fixture
def shop(tmp_path):
    opened = hand_counted_shop(tmp_path / "shop")
    yield opened
    opened.close()


def count(warehouse):
    return warehouse.query(COUNTS)[1][0]


def test_an_open_shop_shows_an_event_at_once_and_today_moves(shop):
    before, columns = count(shop.warehouse), shop.warehouse.columns()
    assert shop.warehouse.last_day() == date(2026, 11, 1)
    add(shop, view(), purchase(quantity=2))
    assert count(shop.warehouse) == (before[0] + 1, before[1] + 1, before[2] + 1, before[3])
    assert shop.warehouse.last_day() == date(2026, 11, 2)
    _, rows = shop.warehouse.query(
        "SELECT o.customer_id, o.discount, l.quantity, l.unit_price FROM orders AS o JOIN order_lines AS l "
        "ON l.order_id = o.id WHERE o.ordered_at = '2026-11-02 11:00:00'"
    )
    assert rows == [("b", None, 2.0, 20.0)]
    assert shop.warehouse.columns() == columns == Warehouse(shop.workspace.warehouse_path).columns()


def test_features_of_that_person_move_and_nobody_else_s(shop):
    today = date(2026, 11, 2)
    plan = plan_features(shop.warehouse, date(2026, 10, 31))
    before = compute(shop.warehouse, plan, today)
    add(shop, purchase(), view())
    after = compute(shop.warehouse, plan, today)
    assert (before.loc["b", "recency_days"], after.loc["b", "recency_days"]) == (93, 0)
    assert after.loc["b", "purchases"] == 2 and after.loc["b", "days_since_event"] == 0
    assert after.drop("b").equals(before.drop("b"))


def test_a_live_customer_is_counted_like_any_other(shop):
    report = add(shop, purchase("zoe", product="p9", price=7))
    assert (report.unknown_customers, report.unknown_products) == (["zoe"], ["p9"])
    assert "no customer zoe" in report.text()
    assert shop.warehouse.query("SELECT count(*) FROM customers WHERE id = 'zoe'")[1] == [(1,)]
    add(shop, view("zoe"))
    assert shop.warehouse.query("SELECT count(*) FROM customers WHERE id = 'zoe'")[1] == [(1,)]


def test_the_same_number_twice_is_one_event_before_and_after_folding(shop):
    before = count(shop.warehouse)
    add(shop, view(id="e1"), view(id="e1"))
    add(shop, view(id="e1"), view(id="e2"))
    assert count(shop.warehouse)[2] == before[2] + 2
    shop.close()
    fold_live(shop.workspace.warehouse_path)
    add(shop, view(id="e1"), view(id="e3"))
    again = Warehouse(shop.workspace.warehouse_path)
    assert count(again)[2] == before[2] + 3
    again.close()


def test_lines_of_one_order_make_one_order_also_across_folding(shop):
    before = count(shop.warehouse)
    add(shop, purchase(order="w1"), purchase(order="w1", product="p2"))
    assert count(shop.warehouse)[:2] == (before[0] + 1, before[1] + 2)
    shop.close()
    fold_live(shop.workspace.warehouse_path)
    add(shop, purchase(order="w1", product="p3"))
    again = Warehouse(shop.workspace.warehouse_path)
    assert count(again)[:2] == (before[0] + 1, before[1] + 3)
    again.close()
    fold_live(shop.workspace.warehouse_path)
    again = Warehouse(shop.workspace.warehouse_path)
    assert count(again)[:2] == (before[0] + 1, before[1] + 3)
    again.close()


def test_an_order_that_came_by_import_is_not_added_to(shop):
    before = count(shop.warehouse)
    add(shop, purchase("a", order="o1"))
    assert count(shop.warehouse) == before


def test_a_return_is_booked_apart_on_its_own_day(shop):
    add(shop, {"customer": "b", "type": "return", "product": "p2", "order": "o3", "at": "2026-11-02"})
    _, rows = shop.warehouse.query(
        "SELECT order_id, quantity, unit_price FROM order_lines WHERE order_id LIKE 'return%'"
    )
    assert rows == [("return-o3-20261102", -1.0, 10.0)]


def test_the_shop_s_own_word_for_a_kind_is_used(tmp_path):
    shop = hand_counted_shop(tmp_path / "own", statements=["UPDATE events SET type = 'opened' WHERE type = 'open'"])
    add(shop, {"customer": "b", "type": "open", "at": "2026-11-02"})
    assert shop.warehouse.query("SELECT type FROM events WHERE occurred_at = '2026-11-02'")[1] == [("opened",)]
    shop.close()


@pytest.mark.parametrize("crash", ["before the commit", "after the commit"])
def test_a_crash_while_folding_loses_nothing_and_doubles_nothing(shop, monkeypatch, crash):
    path = shop.workspace.warehouse_path
    before = count(shop.warehouse)
    add(shop, purchase(), view())
    shop.close()
    if crash == "before the commit":
        with pytest.raises(RuntimeError), writing(path):
            raise RuntimeError("power cut")
    else:
        with monkeypatch.context() as patched:
            patched.setattr(folding, "forget", lambda *_: None)
            fold_live(path)
        assert len(Journal(path.parent).segments()) == 2
    add(shop, view())
    after = (before[0] + 1, before[1] + 1, before[2] + 2, before[3])
    warehouse = Warehouse(path)
    assert count(warehouse) == after
    warehouse.close()
    fold_live(path)
    fold_live(path)
    assert [size for size in Journal(path.parent).sizes().values() if size] == []
    warehouse = Warehouse(path)
    assert count(warehouse) == after
    warehouse.close()


def test_events_may_arrive_while_a_writer_is_at_work(shop):
    path = shop.workspace.warehouse_path
    before = count(shop.warehouse)
    shop.close()
    with shop.workspace.lock(exclusive=True, purpose="train"), writing(path):
        report = add(shop, view(), purchase(price=3))
        assert not report.looked_up and "not looked up" in report.text()
        with pytest.raises(BadInput, match="needs a price"):
            add(shop, purchase())
    warehouse = Warehouse(path)
    assert count(warehouse) == (before[0] + 1, before[1] + 1, before[2] + 1, before[3])
    warehouse.close()


def test_one_wrong_event_keeps_all_out(shop):
    before = count(shop.warehouse)
    with pytest.raises(BadInput, match="no kind of event"):
        add(shop, view(), view(type="dance"))
    assert count(shop.warehouse) == before and Journal(shop.workspace.path).segments() == []


def test_an_open_shop_cannot_be_written_by_a_query(shop):
    add(shop, view())
    for statement in (
        "DELETE FROM live.events", "CREATE TABLE live.mine AS SELECT 1", "CREATE TEMP TABLE mine AS SELECT 1",
        "DROP VIEW orders", "DETACH shop", "ATTACH ':memory:' AS other", "SELECT 1; DELETE FROM live.events",
        "COMMIT", "WITH gone AS (DELETE FROM live.events RETURNING *) SELECT * FROM gone",
    ):  # fmt: skip
        with pytest.raises(duckdb.Error):
            shop.warehouse.query(statement)
        with pytest.raises(duckdb.Error):
            shop.warehouse.frame(statement)
    assert shop.warehouse.query("SELECT count(*) FROM live.events")[1] == [(1,)]


def test_an_erased_person_is_gone_from_the_journal_too(shop):
    add(shop, purchase("b"), view("b"), view("a"))
    shop.close()
    erase(shop.workspace, "b")
    left = b"".join(file.read_bytes() for file in (shop.workspace.path / "live").iterdir())
    assert b'"b"' not in left
    warehouse = Warehouse(shop.workspace.warehouse_path)
    assert warehouse.query("SELECT count(*) FROM events WHERE customer_id = 'b'")[1] == [(0,)]
    assert warehouse.query("SELECT count(*) FROM events WHERE customer_id = 'a' AND product_id = 'p1'")[1] == [(2,)]
    warehouse.close()


def test_a_clock_that_ran_ahead_does_not_carry_today_along(shop):
    ahead = datetime.now() + timedelta(days=400)
    events = [read_event(view(at=(ahead + timedelta(hours=1)).isoformat()))]
    append_events(shop.workspace, events, now=ahead)
    assert shop.warehouse.last_day() <= (datetime.now() + timedelta(days=1)).date()


def test_a_workspace_without_data_says_what_to_do(shop):
    shop.close()
    shop.workspace.warehouse_path.unlink()
    with pytest.raises(BadInput, match="no data yet"):
        append_event(shop.workspace, read_event(view(at=None)))


def test_many_threads_may_ask_while_events_arrive(shop):
    before = count(shop.warehouse)[2]
    seen, stop = [], threading.Event()

    def ask():
        last = 0
        while not stop.is_set():
            now = shop.warehouse.query("SELECT count(*) FROM events")[1][0][0]
            seen.append(now >= last)
            last = now

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(30):
        add(shop, view(), warehouse=shop.warehouse)
    stop.set()
    for thread in threads:
        thread.join()
    assert seen and all(seen) and count(shop.warehouse)[2] == before + 30


ACTIONS = st.lists(st.sampled_from(["view", "numbered", "order", "fold", "crash", "reopen"]), min_size=3, max_size=12)


@settings(max_examples=6, deadline=None)
@given(ACTIONS)
def test_whatever_the_order_of_things_the_counts_are_right(actions):
    with tempfile.TemporaryDirectory() as folder:
        shop = hand_counted_shop(Path(folder) / "shop")
        path, warehouse, expected = shop.workspace.warehouse_path, shop.warehouse, list(count(shop.warehouse))
        numbers = set()
        for turn, action in enumerate(actions):
            if action == "view":
                add(shop, view(), warehouse=warehouse)
                expected[2] += 1
            elif action == "numbered":
                add(shop, view(id=f"e{turn % 3}"), warehouse=warehouse)
                expected[2] += turn % 3 not in numbers
                numbers.add(turn % 3)
            elif action == "order":
                add(shop, purchase(order="w"), warehouse=warehouse)
                expected[0] += expected[1] == 12
                expected[1] += 1
            else:
                warehouse.close()
                if action == "crash":
                    with pytest.raises(RuntimeError), writing(path):
                        raise RuntimeError("power cut")
                elif action == "fold":
                    fold_live(path)
                warehouse = Warehouse(path)
            assert list(count(warehouse)) == expected, (turn, action)
        warehouse.close()
