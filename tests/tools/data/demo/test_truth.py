"""The planted truths can be measured in the rows with nothing but SQL and pandas."""

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from tests.tools.data.demo.conftest import Frame


def test_the_churned_never_come_back_and_the_others_do(frame: Frame, people: pd.DataFrame) -> None:
    orders = frame("SELECT customer_id, max(ordered_at) AS last, min(ordered_at) AS first FROM orders GROUP BY 1")
    joined = people.merge(orders, on="customer_id")
    gone = joined[joined.churned_on.notna()]
    assert (gone["last"] < pd.to_datetime(gone.churned_on)).all()
    recent = joined["last"] >= "2026-08-01"
    assert recent[joined.churned_on.isna()].mean() > 0.5
    assert 0.3 < joined.churned_on.notna().mean() < 0.6


def test_never_bought_have_no_archetype_and_no_orders(frame: Frame, people: pd.DataFrame) -> None:
    buyers = set(frame("SELECT DISTINCT customer_id FROM orders").customer_id)
    assert set(people[people.archetype.notna()].customer_id) == buyers


def test_rate_groups_order_at_their_rates(frame: Frame, people: pd.DataFrame) -> None:
    orders = frame("SELECT customer_id, count(*) AS orders FROM orders GROUP BY 1")
    joined = people[people.archetype == "skincare_regular"].merge(orders, on="customer_id")
    means = joined.groupby("rate_group").orders.mean()
    assert means["low"] * 1.5 < means["medium"] and means["medium"] * 1.5 < means["high"]


def test_acquisition_moves_churn(people: pd.DataFrame) -> None:
    hunters = people[people.archetype == "discount_hunter"]
    churned = hunters.churned_on.notna().groupby(hunters.acquisition_channel).mean()
    assert churned["marketplace"] > churned["referral"] + 0.1


def test_planted_pairs_stand_out(frame: Frame, truth: dict[str, Any]) -> None:
    baskets = frame("SELECT order_id, product_id FROM order_lines WHERE quantity > 0")
    orders = baskets.order_id.nunique()
    single = baskets.product_id.value_counts()
    products = baskets.groupby("order_id").product_id.agg(lambda ids: sorted(ids))
    both: dict[tuple[str, str], int] = {}
    for basket in products[products.map(len) > 1]:
        for pair in combinations(basket, 2):
            both[pair] = both.get(pair, 0) + 1
    lift = pd.Series({pair: n * orders / (single[pair[0]] * single[pair[1]]) for pair, n in both.items() if n >= 30})
    planted = {tuple(sorted((entry["first"], entry["second"]))): entry for entry in truth["pairs"]}
    assert set(lift.nlargest(len(planted)).index) == set(planted)
    for pair, entry in planted.items():
        assert both[pair] == entry["orders_with_both"]
        assert np.isclose(lift[pair], entry["lift"], rtol=0.001)
        assert entry["orders_with_both"] / entry["orders_with_first"] > 0.8 * entry["planted_probability"]


def responses(frame: Frame, people: pd.DataFrame, experiment: dict[str, Any]) -> pd.DataFrame:
    buyers = frame(
        f"SELECT DISTINCT customer_id FROM orders WHERE ordered_at::DATE BETWEEN DATE '{experiment['window_starts']}' "
        f"AND DATE '{experiment['window_ends']}'"
    ).customer_id
    arms = frame(f"SELECT customer_id, arm FROM assignments WHERE campaign_id = '{experiment['campaign_id']}'")
    return arms.merge(people, on="customer_id").assign(ordered=lambda rows: rows.customer_id.isin(buyers))


def test_the_mail_moves_whom_it_is_said_to_move(frame: Frame, people: pd.DataFrame, truth: dict[str, Any]) -> None:
    experiment = next(entry for entry in truth["experiments"] if entry["effect"] == "planted")
    rows = responses(frame, people, experiment)
    assert len(rows) == experiment["treated"] + experiment["control"]
    rates = rows.groupby(["response_type", "arm"]).ordered.mean()
    for name, planted in experiment["order_probability"].items():
        assert abs(rates[name, "control"] - planted["without_mail"]) < 0.05, name
        assert abs(rates[name, "treatment"] - planted["with_mail"]) < 0.05, name
    overall = rows.groupby("arm").ordered.mean()
    assert overall["treatment"] > overall["control"]


def test_who_is_moved_can_be_told_from_what_the_shop_sees(
    frame: Frame, people: pd.DataFrame, truth: dict[str, Any]
) -> None:
    experiment = next(entry for entry in truth["experiments"] if entry["effect"] == "planted")
    last = frame(
        f"SELECT customer_id, date_diff('day', max(ordered_at), DATE '{experiment['window_starts']}') AS days "
        f"FROM orders WHERE ordered_at < DATE '{experiment['window_starts']}' GROUP BY 1"
    )
    rows = responses(frame, people, experiment).merge(last, on="customer_id")
    between = rows[(rows.days > 45) & (rows.days <= 240)]
    gain = between.groupby("arm").ordered.mean()
    recent = rows[rows.days <= 45].groupby("arm").ordered.mean()
    assert gain["treatment"] - gain["control"] > 0.03
    assert recent["treatment"] - recent["control"] < 0.02


def test_the_null_campaign_does_nothing(frame: Frame, people: pd.DataFrame, truth: dict[str, Any]) -> None:
    experiment = next(entry for entry in truth["experiments"] if entry["effect"] == "none")
    rows = responses(frame, people, experiment)
    rates = rows.groupby("arm").ordered.agg(["mean", "size"])
    spread = np.sqrt((rates["mean"] * (1 - rates["mean"]) / rates["size"]).sum())
    assert abs(rates["mean"]["treatment"] - rates["mean"]["control"]) < 2 * spread


def test_archetypes_differ_in_what_a_shop_can_measure(frame: Frame, people: pd.DataFrame) -> None:
    orders = frame(
        "WITH lines AS (SELECT order_id, sum(quantity) FILTER (quantity > 0) AS units, "
        "count(*) FILTER (category = 'skincare') AS skincare, count(*) AS n FROM order_lines "
        "JOIN products ON id = product_id GROUP BY 1) "
        "SELECT customer_id, count(*) AS orders, avg((discount > 0)::INT) AS discounted, avg(units) AS units, "
        "sum(skincare) / sum(n) AS skincare, avg((month(ordered_at) IN (11, 12))::INT) AS winter, "
        "avg((channel = 'store')::INT) AS store FROM orders JOIN lines ON order_id = id GROUP BY 1"
    )
    means = people.merge(orders, on="customer_id").groupby("archetype")[list(orders.columns[1:])].mean()
    assert means.discounted.idxmax() == "discount_hunter"
    assert means.units.idxmax() == "big_basket_fashion"
    assert means.skincare.idxmax() == "skincare_regular"
    assert means.store.idxmax() == "one_time_store_buyer"
    assert means.orders.idxmin() == "one_time_store_buyer"
    assert means.winter.drop(["discount_hunter"]).idxmax() == "gift_season_buyer"


def test_favourite_categories_are_bought_most(frame: Frame, people: pd.DataFrame) -> None:
    lines = frame(
        "SELECT customer_id, category, count(*) AS n FROM orders o JOIN order_lines ON order_id = o.id "
        "JOIN products p ON p.id = product_id WHERE quantity > 0 GROUP BY ALL"
    )
    frequent = lines[lines.groupby("customer_id").n.transform("sum") >= 10]
    favourite = frequent.sort_values("n").groupby("customer_id").tail(1).merge(people, on="customer_id")
    assert (favourite.category == favourite.favourite_category).mean() > 0.7
