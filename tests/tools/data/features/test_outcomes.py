"""What came of it, counted by hand."""

from datetime import date

import pandas as pd
import pytest

from tests.tools.small_shop import hand_counted_shop
from tools.data.features import (
    baskets,
    campaign_responses,
    category_purchases,
    experiment_outcomes,
    interactions,
    plan_features,
    purchases_in,
    transactions,
)

TODAY = date(2026, 10, 31)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    assigned = [
        {"campaign_id": "k1", "customer_id": "a", "arm": "treatment", "assigned_at": "2026-07-01 08:00:00"},
        {"campaign_id": "k2", "customer_id": "b", "arm": "control", "assigned_at": None},
        {"campaign_id": "k9", "customer_id": "b", "arm": "control", "assigned_at": None},
    ]
    opened = hand_counted_shop(tmp_path_factory.mktemp("outcomes") / "shop", assignments=assigned)
    yield opened
    opened.close()


def test_purchases_of_a_window_leave_out_its_first_day_and_keep_its_last(shop):
    got = purchases_in(shop.warehouse, date(2026, 8, 1), TODAY)
    assert got.to_dict("index") == {
        "a": {"purchases": 2.0, "spend": 65.0}, "b": {"purchases": 0.0, "spend": -10.0},
        "c": {"purchases": 0.0, "spend": -24.0}, "e": {"purchases": 1.0, "spend": 95.0},
    }  # fmt: skip
    assert list(purchases_in(shop.warehouse, date(2026, 10, 31), date(2026, 11, 1)).index) == ["a"]


def test_category_purchases(shop):
    got = category_purchases(shop.warehouse, date(2026, 8, 1), TODAY)
    assert got.to_numpy().tolist() == [
        ["a", "home", 1.0, 10.0], ["a", "skincare", 2.0, 60.0], ["e", "home", 1.0, 120.0],
    ]  # fmt: skip


def test_transactions_are_one_a_day_and_never_a_mere_return(shop):
    got = transactions(shop.warehouse, TODAY)
    assert [(c, str(d.date()), a) for c, d, a in got.itertuples(index=False)] == [
        ("a", "2026-08-02", 45.0), ("a", "2026-10-31", 20.0), ("b", "2026-08-01", 45.0), ("e", "2026-10-05", 95.0),
    ]  # fmt: skip


def test_interactions_hold_returns_below_zero_and_nobody_else_s_lines(shop):
    got = interactions(shop.warehouse, TODAY)
    assert len(got) == 10 and set(got["customer_id"]) == {"a", "b", "c", "e"}
    assert got[got["customer_id"] == "c"]["quantity"].tolist() == [-2.0]
    assert got["day"].max() == pd.Timestamp(TODAY)


def test_baskets_include_orders_of_nobody_and_no_returns(shop):
    got = baskets(shop.warehouse, TODAY).groupby("order_id")["product_id"].apply(list).to_dict()
    assert got == {"o1": ["p1", "p2"], "o2": ["p1"], "o3": ["p2", "p4"], "o6": ["p3"], "o7": ["p4"], "o8": ["p1"]}
    assert set(baskets(shop.warehouse, TODAY, after=date(2026, 10, 5))["order_id"]) == {"o2", "o8"}


def test_responses_count_what_followed_the_message_within_its_days(shop):
    types = plan_features(shop.warehouse, TODAY).event_types
    got = campaign_responses(shop.warehouse, TODAY, types, within_days=40).set_index(["campaign_id", "customer_id"])
    columns = ["opened", "clicked", "ordered", "spend"]
    assert got.loc[("k1", "a"), columns].tolist() == [1, 1, 1, 45]
    assert got.loc[("k1", "b"), columns].tolist() == [1, 0, 1, 45]
    assert got.loc[("k1", "e"), columns].tolist() == [0, 0, 0, 0]
    assert got.loc[("k3", "e"), columns].tolist() == [0, 0, 1, 95]
    soon = campaign_responses(shop.warehouse, date(2026, 9, 10), types, within_days=7)
    assert set(soon["campaign_id"]) == {"k1", "k2"}  # k3's days have not passed


def test_an_experiment_s_outcomes_start_with_the_assignment_or_the_sending(shop):
    types = plan_features(shop.warehouse, TODAY).event_types
    got = experiment_outcomes(shop.warehouse, TODAY, types, within_days=40).set_index(["campaign_id", "customer_id"])
    assert list(got.index) == [("k1", "a"), ("k2", "b")]  # nobody knows when k9 was sent
    assert got.loc[("k1", "a"), ["opened", "clicked", "ordered", "spend"]].tolist() == [1, 1, 1, 45]
    assert got.loc[("k2", "b"), ["ordered", "spend", "visited"]].tolist() == [0, -10, 0]
