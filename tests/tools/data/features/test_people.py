"""Rows laid out by person give what the plain tables give, live rows included, and no longer than they are true."""

from datetime import date, timedelta

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from tests.tools.data.features.shops import AS_OF, fill, random_tables
from tests.tools.small_shop import hand_counted_shop
from tools.data.engine import Warehouse, writing
from tools.data.features import compute, feature_query, interactions, person, plan_features, prepare_people, stream
from tools.data.features.lookup import understood
from tools.data.features.sources import Reach
from tools.data.live import append_events, read_event
from tools.data.workspace import Workspace


def prepare(path):
    with writing(path, derived=True) as connection:
        prepare_people(connection)


@pytest.mark.parametrize("population", ["buyers", "everyone"])
def test_prepared_or_not_the_features_are_the_same(tmp_path, population):
    path = tmp_path / "w.duckdb"
    fill(path, random_tables(8))
    plain = Warehouse(path)
    plan = plan_features(plain, AS_OF, population=population)
    assert not plain.people_prepared
    cut = AS_OF - timedelta(days=100)
    whole = compute(plain, plan, cut)
    plain.close()
    prepare(path)
    prepared = Warehouse(path)
    assert prepared.people_prepared and prepared.columns().keys() == plain.columns().keys()
    assert_frame_equal(compute(prepared, plan, cut), whole, rtol=1e-9)
    assert_frame_equal(pd.concat(stream(prepared, plan, cut, rows=9)).sort_index(), whole, rtol=1e-9)
    some = [*whole.index[:3], "nobody"]
    assert_frame_equal(compute(prepared, plan, cut, customers=some).iloc[:3], whole.iloc[:3], rtol=1e-9)
    assert understood(plan)
    for customer in whole.index:
        one = compute(prepared, plan, cut, customers=[customer])
        assert_frame_equal(one, whole.loc[[customer]], rtol=1e-9)
        sql, parameters = feature_query(plan, cut, reach=Reach.of([customer], prepared=True))
        by_engine = prepared.frame(sql, parameters).set_index("customer_id")
        assert_frame_equal(by_engine, one, rtol=1e-9)
    prepared.close()


def test_one_person_with_what_they_bought_and_what_happens_live(tmp_path):
    path, later = tmp_path / "warehouse.duckdb", AS_OF + timedelta(days=2)
    workspace = Workspace.create(tmp_path / "shop")
    path = workspace.warehouse_path
    fill(path, random_tables(9))
    prepare(path)
    prepared = Warehouse(path)
    plan = plan_features(prepared, AS_OF)
    moment = f"{later}T09:00"
    append_events(workspace, map(read_event, [
        {"customer": "c1", "type": "purchase", "product": "p1", "price": 8, "order": "n1", "at": moment, "quantity": 3},
        {"customer": "c1", "type": "purchase", "product": "p2", "price": 2, "order": "n1", "at": moment},
        {"customer": "c1", "type": "view", "product": "p2", "at": moment},
        {"customer": "new", "type": "purchase", "product": "p1", "price": 8, "at": moment},
    ]), warehouse=prepared)  # fmt: skip
    found = {name: person(prepared, plan, later, name) for name in ("c1", "new", "nobody", "c2")}
    assert found["c1"].features.loc["c1", "recency_days"] == 0
    assert found["new"].features.loc["new", "spend"] == 8
    assert found["nobody"].purchases.empty and found["nobody"].features.loc["nobody", "purchases"] == 0
    prepared.close()
    with writing(path):
        pass  # folds the live rows in and drops the copies
    plain = Warehouse(path)
    assert not plain.people_prepared
    every = interactions(plain, later)
    for name, one in found.items():
        assert_frame_equal(person(plain, plan, later, name).features, one.features, rtol=1e-9)
        theirs = every[every["customer_id"] == name].drop(columns="customer_id").reset_index(drop=True)
        for purchases in (one.purchases, person(plain, plan, later, name).purchases):
            assert_frame_equal(purchases, theirs, check_dtype=False)
    plain.close()


def test_scores_leave_the_copies_and_imports_drop_them(tmp_path):
    shop = hand_counted_shop(tmp_path / "shop")
    shop.close()
    path = shop.workspace.warehouse_path
    prepare(path)
    with writing(path, derived=True) as connection:
        connection.execute("CREATE TABLE customer_scores (customer_id VARCHAR, churn_probability DOUBLE)")
    warehouse = Warehouse(path)
    assert warehouse.people_prepared and "sales" not in warehouse.columns()
    warehouse.close()
    with writing(path) as connection:
        connection.execute("DELETE FROM orders WHERE customer_id = 'a'")
    warehouse = Warehouse(path)
    assert not warehouse.people_prepared
    plan = plan_features(warehouse, date(2026, 10, 31))
    assert list(compute(warehouse, plan, date(2026, 10, 31)).index) == ["b", "e"]
    warehouse.close()
