"""Training rows: what is known on a day and what came after, against a calculation written separately."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.contract import NotEnoughData
from tools.data.category_features import FEATURES, category_frame, category_slices
from tools.data.features import category_purchases, plan_features, transactions
from tools.data.lifetime_counts import lifetime_counts
from tools.modelling.rhythm import WINDOW, typical_gap_days, with_window
from tools.modelling.snapshots import (
    HORIZONS_DAYS,
    MINIMUM_HISTORY_DAYS,
    churn_snapshots,
    longest_horizon_days,
    plan_cuts,
    purchase_snapshots,
)


@given(days=st.integers(0, 2_000), horizon=st.sampled_from(HORIZONS_DAYS))
def test_cuts_leave_history_before_and_whole_windows_after(days, horizon):
    first = date(2024, 1, 1)
    last = first + timedelta(days=days)
    if days < MINIMUM_HISTORY_DAYS + 3 * horizon:
        with pytest.raises(NotEnoughData, match=f"needs {MINIMUM_HISTORY_DAYS + 3 * horizon} days"):
            plan_cuts(first, last, horizon)
        return
    cuts = plan_cuts(first, last, horizon)
    assert cuts == sorted(set(cuts)) and cuts[-1] + timedelta(days=horizon) == last
    assert (cuts[0] - first).days >= MINIMUM_HISTORY_DAYS
    assert cuts[0] <= last - timedelta(days=3 * horizon) or len(cuts) < 9 or cuts[0] >= first


@given(days=st.integers(0, 500))
def test_the_horizon_is_the_longest_the_data_allow(days):
    first = date(2024, 1, 1)
    last = first + timedelta(days=days)
    fitting = [one for one in HORIZONS_DAYS if days >= MINIMUM_HISTORY_DAYS + 3 * one]
    if fitting:
        assert longest_horizon_days(first, last) == max(fitting)
    else:
        with pytest.raises(NotEnoughData):
            longest_horizon_days(first, last)


def test_a_purchase_label_is_an_order_in_the_window_and_nothing_else(demo_desk):
    warehouse, last = demo_desk.warehouse, demo_desk.today
    cut = last - timedelta(days=90)
    rows = purchase_snapshots(warehouse, plan_features(warehouse, last), [cut], 90)
    history = transactions(warehouse, last)
    day = history["day"].dt.date
    known = set(history[day <= cut]["customer_id"])
    later = set(history[(day > cut) & (day <= last)]["customer_id"])
    assert set(rows.group) == known
    assert {customer for customer, label in zip(rows.group, rows.label, strict=True) if label} == known & later


def test_a_churn_label_is_silence_through_the_customers_own_window(demo_desk):
    warehouse, last = demo_desk.warehouse, demo_desk.today
    rows, gap = churn_snapshots(warehouse, plan_features(warehouse, last), last, 120)
    history = transactions(warehouse, last)
    days = {customer: sorted(group.dt.date) for customer, group in history.groupby("customer_id")["day"]}
    generator = np.random.default_rng(0)
    for row in generator.choice(len(rows.label), 200, replace=False):
        cut = rows.moment[row].astype(date)
        before = [day for day in days[rows.group[row]] if day <= cut]
        gaps = len(before) - 1
        usual = ((before[-1] - before[0]).days + 2 * gap) / (gaps + 2)
        window = min(max(2 * usual, 30), 120)
        assert rows.features[WINDOW][row] == pytest.approx(window)
        assert (cut - before[-1]).days <= window
        bought = any(cut < day <= cut + timedelta(days=int(window)) for day in days[rows.group[row]])
        assert rows.label[row] == (not bought)


def test_the_window_lies_between_the_customers_gap_and_the_shops():
    frame = pd.DataFrame({"purchases": [1.0, 2.0, 40.0], "mean_gap_days": [np.nan, 10.0, 10.0]})
    window = with_window(frame, 60.0)[WINDOW].to_numpy()
    assert window[0] == 120 and 20 < window[2] < window[1] < 120
    history = pd.DataFrame(
        {"customer_id": list("aab"), "day": pd.to_datetime(["2026-01-01", "2026-01-31", "2026-02-01"])}
    )
    assert typical_gap_days(history) == 30
    assert typical_gap_days(history[2:]) == 60


def test_category_rows_look_no_further_than_their_day_and_agree_with_pandas(demo_desk):
    warehouse, cut = demo_desk.warehouse, demo_desk.today - timedelta(days=100)
    frame = category_frame(warehouse, cut).set_index(["customer_id", "category"])
    lines = warehouse.frame(
        "SELECT o.customer_id, p.category, o.ordered_at::DATE AS day, l.quantity * l.unit_price AS value FROM orders o "
        "JOIN order_lines l ON l.order_id = o.id JOIN products p ON p.id = l.product_id "
        "WHERE l.quantity > 0 AND o.customer_id IS NOT NULL"
    )
    lines["day"] = lines["day"].dt.date
    past = lines[lines["day"] <= cut]
    days = past.groupby(["customer_id", "category"])["day"].nunique()
    share = past.groupby(["customer_id", "category"])["value"].sum() / past.groupby("customer_id")["value"].sum()
    latest = past.groupby(["customer_id", "category"])["day"].max()
    own = frame[frame["category_days"] > 0]
    assert (own["category_days"] == days.reindex(own.index)).all()
    assert np.allclose(own["category_share"], share.reindex(own.index))
    assert (own["category_recency_days"] == [(cut - day).days for day in latest.reindex(own.index)]).all()
    assert len(frame) == past["customer_id"].nunique() * past["category"].nunique()
    later = lines[(lines["day"] > cut) & (lines["day"] <= demo_desk.today)]
    pairs = set(map(tuple, later[["customer_id", "category"]].itertuples(index=False)))
    bought = category_purchases(warehouse, cut, demo_desk.today)[["customer_id", "category"]]
    assert set(map(tuple, bought.itertuples(index=False))) == pairs


def test_slices_of_the_category_rows_make_the_whole(demo_desk):
    warehouse, cut = demo_desk.warehouse, demo_desk.today
    whole = category_frame(warehouse, cut)
    parts = pd.concat(list(category_slices(warehouse, cut, rows=3_000)))
    parts = parts.sort_values(["customer_id", "category"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(parts, whole.reset_index(drop=True))
    one = category_frame(warehouse, cut, [whole["customer_id"][0]])
    assert one[list(FEATURES)].equals(whole[whole["customer_id"] == whole["customer_id"][0]][list(FEATURES)])


def test_lifetime_counts_agree_with_the_purchase_days(demo_desk):
    warehouse, cut = demo_desk.warehouse, demo_desk.today - timedelta(days=50)
    counts = lifetime_counts(warehouse, cut)
    history = transactions(warehouse, cut)
    by = history[history["amount"] >= 0].groupby("customer_id")
    assert (counts["x"] == by["day"].nunique().reindex(counts.index) - 1).all()
    assert (counts["t_x"] == (by["day"].max() - by["day"].min()).dt.days.reindex(counts.index)).all()
    assert lifetime_counts(warehouse, cut, customers=[counts.index[3]]).equals(counts.iloc[[3]])
