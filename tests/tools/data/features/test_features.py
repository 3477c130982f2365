"""Features: equal to a separate calculation, blind to the future, the same one by one as all at once."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from tests.tools.data.features.shops import AS_OF, PRODUCTS, fill, random_tables, random_warehouse
from tests.tools.small_shop import hand_counted_shop
from tools.data.engine import Warehouse
from tools.data.features import FeaturePlan, compute, feature_query, plan_features, stream

CUT = AS_OF - timedelta(days=60)


def separately(tables: dict[str, pd.DataFrame], as_of: date) -> pd.DataFrame:
    """The features anew, in pandas, from the plain tables."""
    end = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    orders = tables["orders"].dropna(subset="customer_id")
    orders = orders[orders["ordered_at"] < end]
    lines = tables["order_lines"].merge(orders, left_on="order_id", right_on="id")
    lines["day"] = lines["ordered_at"].dt.normalize()
    lines["amount"] = lines["quantity"] * lines["unit_price"]
    lines["gross"] = lines["amount"].clip(lower=0)
    lines["sold"] = lines["quantity"].clip(lower=0)
    lines["returned"] = -lines["quantity"].clip(upper=0)
    lines["age"] = (pd.Timestamp(as_of) - lines["day"]).dt.days
    discounts = lines.drop_duplicates("order_id").groupby(["customer_id", "day"])["discount"].sum()
    days = lines.groupby(["customer_id", "day"]).agg(
        amount=("amount", "sum"), gross=("gross", "sum"), sold=("sold", "sum"), returned=("returned", "sum"),
        age=("age", "first"),
    )  # fmt: skip
    days["spend"] = days["amount"] - discounts
    days["discount"] = discounts
    days = days.reset_index()
    bought = days[days["sold"] > 0]
    of = bought.groupby("customer_id")
    gaps = bought.assign(gap=of["day"].diff().dt.days).groupby("customer_id")["gap"]
    frame = pd.DataFrame(index=sorted(of.groups))
    every = days[days["customer_id"].isin(frame.index)]
    total = every.groupby("customer_id")
    frame["recency_days"] = of["age"].min()
    frame["tenure_days"] = of["age"].max()
    frame["purchases"] = of.size()
    frame["mean_gap_days"] = gaps.mean()
    frame["gap_variability"] = gaps.std() / gaps.mean()
    frame["recency_over_gap"] = frame["recency_days"] / frame["mean_gap_days"]
    frame["purchases_decayed"] = bought.assign(w=0.5 ** (bought["age"] / 90)).groupby("customer_id")["w"].sum()
    frame["spend_decayed"] = (
        every.assign(w=every["spend"] * 0.5 ** (every["age"] / 90)).groupby("customer_id")["w"].sum()
    )
    frame["spend"] = total["spend"].sum()
    frame["average_order_value"] = frame["spend"] / frame["purchases"]
    frame["largest_order_value"] = of["spend"].max()
    for n in (30, 90, 180, 365):
        frame[f"purchases_{n}d"] = bought[bought["age"] < n].groupby("customer_id").size()
        frame[f"spend_{n}d"] = every[every["age"] < n].groupby("customer_id")["spend"].sum()
    frame["units_per_order"] = total["sold"].sum() / frame["purchases"]
    frame["discount_share"] = total["discount"].sum() / total["gross"].sum()
    frame["return_share"] = total["returned"].sum() / total["sold"].sum()
    frame["weekend_share"] = (bought["day"].dt.dayofweek >= 5).groupby(bought["customer_id"]).mean()
    sold = lines[lines["quantity"] > 0]
    frame["distinct_products"] = sold.groupby("customer_id")["product_id"].nunique()
    known = lines.merge(PRODUCTS.rename(columns={"id": "product_id"}), on="product_id")
    for level in ("food", "home", "skin"):
        part = known[known["category"] == level].groupby("customer_id")["gross"].sum()
        frame[f"category_share:{level}"] = (
            part.reindex(frame.index).fillna(0) / lines.groupby("customer_id")["gross"].sum()
        )
    events = tables["events"][tables["events"]["occurred_at"] < end]
    age = (pd.Timestamp(as_of) - events["occurred_at"].dt.normalize()).dt.days
    for name, kind in (("opens", "opened"), ("clicks", "click"), ("views", "view"), ("carts", "cart")):
        for n in (7, 30, 90):
            frame[f"{name}_{n}d"] = events[(events["type"] == kind) & (age < n)].groupby("customer_id").size()
    counted = [name for name in frame if name.endswith("d") and name[-2].isdigit()]
    frame[counted] = frame[counted].fillna(0.0)
    return frame.astype(float)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_engine_agrees_with_a_separate_calculation(tmp_path, seed):
    warehouse, tables = random_warehouse(tmp_path / "w.duckdb", seed)
    plan = plan_features(warehouse, CUT)
    frame, expected = compute(warehouse, plan, CUT), separately(tables, CUT)
    assert list(frame.columns) == plan.features
    assert all(kind == np.float64 for kind in frame.dtypes)
    assert_frame_equal(frame[expected.columns], expected, check_names=False, check_index_type=False, rtol=1e-9)


@pytest.mark.parametrize("population", ["buyers", "everyone"])
def test_rows_dated_later_change_nothing(tmp_path, population):
    path = tmp_path / "w.duckdb"
    warehouse, _ = random_warehouse(path, 3)
    plan = plan_features(warehouse, AS_OF, population=population)
    before = compute(warehouse, plan, AS_OF)
    warehouse.close()
    fill(
        path, random_tables(4, after=AS_OF, until=AS_OF + timedelta(days=40)), only=("orders", "order_lines", "events")
    )
    warehouse = Warehouse(path)
    assert plan_features(warehouse, AS_OF, population=population) == plan
    assert_frame_equal(compute(warehouse, plan, AS_OF), before, rtol=1e-9)
    assert not compute(warehouse, plan, AS_OF + timedelta(days=40)).equals(before)


def test_one_customer_some_and_batches_equal_the_whole(tmp_path):
    warehouse, _ = random_warehouse(tmp_path / "w.duckdb", 5)
    plan = plan_features(warehouse, AS_OF)
    whole = compute(warehouse, plan, AS_OF)
    for customer in ("c0", "c7"):
        assert_frame_equal(compute(warehouse, plan, AS_OF, customers=[customer]), whole.loc[[customer]], rtol=1e-9)
    some = ["c9", "c2", "nobody", "c2"]
    frame = compute(warehouse, plan, AS_OF, customers=some)
    assert list(frame.index) == some
    assert_frame_equal(frame.loc[["c9"]], whole.loc[["c9"]], rtol=1e-9)
    assert frame.loc["nobody", "purchases"] == 0 and np.isnan(frame.loc["nobody", "recency_days"])
    assert compute(warehouse, plan, AS_OF, customers=[]).empty
    batches = list(stream(warehouse, plan, AS_OF, rows=7))
    assert len(batches) > 2
    assert_frame_equal(pd.concat(batches).sort_index(), whole, rtol=1e-9)


def test_a_plan_is_plain_json_and_lets_scoring_sql_be_laid_on_top(tmp_path):
    warehouse, _ = random_warehouse(tmp_path / "w.duckdb", 6)
    plan = FeaturePlan.model_validate_json(plan_features(warehouse, AS_OF).model_dump_json())
    sql, parameters = feature_query(plan, AS_OF)
    scored = f"SELECT customer_id, 2 * recency_days + $intercept AS score FROM ({sql}) AS features"
    _, rows = warehouse.query(scored, {**parameters, "intercept": 1.0})
    recency = compute(warehouse, plan, AS_OF)["recency_days"]
    assert dict(rows) == {customer: 2 * days + 1 for customer, days in recency.items()}


def test_by_hand(tmp_path):
    shop = hand_counted_shop(tmp_path / "shop")
    plan = plan_features(shop.warehouse, date(2026, 10, 31))
    frame = compute(shop.warehouse, plan, date(2026, 10, 31))
    assert list(frame.index) == ["a", "b", "e"]  # c only returned, d's order has no lines
    a, b, e = (frame.loc[customer] for customer in frame.index)
    assert (a["purchases"], a["spend"], a["recency_days"], a["mean_gap_days"]) == (2, 65, 0, 90)
    assert (b["purchases"], b["spend"], b["return_share"], b["spend_90d"]) == (1, 35, 0.2, -10)
    assert (e["purchases"], e["spend"], e["units_per_order"]) == (1, 95, 11)  # two orders of one day are one purchase
    assert a["category_share:skincare"] == pytest.approx(60 / 70) and a["country=China"] == 1
    assert (a["opens_90d"], a["unsubscribed"], b["days_since_event"]) == (0, 1, 0)
    shop.close()


def test_what_was_not_yet_recorded_is_unknown_and_not_nothing(tmp_path):
    shop = hand_counted_shop(tmp_path / "shop")
    plan = plan_features(shop.warehouse, date(2026, 10, 31))
    frame = compute(shop.warehouse, plan, date(2026, 8, 3))
    assert frame["views_7d"].isna().all()  # the first view is of October
    assert (frame["opens_30d"] == 0).all() and frame["opens_90d"].isna().all()  # messages since 1 July
    shop.close()


def test_nothing_personal_and_nothing_without_history_is_a_feature(tmp_path):
    shop = hand_counted_shop(tmp_path / "shop", statements=[
        "ALTER TABLE customers ADD COLUMN loyalty_tier VARCHAR", "UPDATE customers SET loyalty_tier = 'gold'",
        "ALTER TABLE customers ADD COLUMN never_filled VARCHAR", "UPDATE orders SET status = 'paid'",
    ])  # fmt: skip
    plan = plan_features(shop.warehouse, date(2026, 10, 31))
    dropped = {item.column: item.reason.en for item in plan.dropped}
    assert "into the future" in dropped["customers.loyalty_tier"] and "city" not in str(plan.features)
    assert "sex or age" in dropped["customers.gender"] and "sex or age" in dropped["customers.birth_date"]
    assert "identifies" in dropped["customers.email"] and "Consent" in dropped["customers.email_consent"]
    assert "changed" in dropped["orders.status"] and "customers.never_filled" not in dropped
    assert not {"customers.signup_date", "customers.country", "orders.channel"} & set(dropped)
    shop.close()


def test_a_shop_with_next_to_nothing_has_next_to_no_features(tmp_path):
    tables = random_tables(7)
    tables["orders"] = tables["orders"][["id", "customer_id", "ordered_at"]]
    tables["order_lines"]["quantity"] = 1.0
    fill(tmp_path / "w.duckdb", tables, only=("orders", "order_lines"))
    warehouse = Warehouse(tmp_path / "w.duckdb")
    plan = plan_features(warehouse, AS_OF)
    families = {spec.family for spec in plan.specs().values()}
    assert not families & {"discounts", "returns", "engagement", "channel", "place"}
    assert "signup_age_days" not in plan.features
    buyers = tables["order_lines"].merge(tables["orders"], left_on="order_id", right_on="id")["customer_id"].nunique()
    assert len(compute(warehouse, plan, AS_OF)) == buyers
