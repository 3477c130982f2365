"""Counting: one purchase a day, an explicit end, and the same customers whichever way they are counted."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.science.lifetime.counts import Counts, purchase_days, unique_patterns

ROWS = st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 400), st.integers(0, 50)), min_size=1, max_size=60)


def test_one_customer_by_hand():
    days = ["2024-01-01 09:00", "2024-01-01 18:00", "2024-01-11", "2024-01-31", "2024-03-01"]
    found = purchase_days(["ann"] * 5, pd.to_datetime(days, format="ISO8601"), [5.0, 10.0, 20.0, 40.0, 99.0])
    counts = found.counts(date(2024, 2, 10))
    assert (counts.x[0], counts.t_x[0], counts.T[0], counts.spend[0]) == (2, 30, 40, 30.0)
    assert counts.log_gaps[0] == pytest.approx(np.log(10) + np.log(20))
    orders, spend = found.between(date(2024, 2, 10), 20, counts.customers)
    assert (orders[0], spend[0]) == (1, 99.0)
    assert found.between(date(2024, 2, 10), 19, counts.customers)[0][0] == 0


def test_returns_are_no_purchases_and_later_customers_are_not_known_yet():
    found = purchase_days(
        ["a", "a", "b"], pd.to_datetime(["2024-01-01", "2024-01-05", "2024-02-01"]), [10.0, -10.0, 1.0]
    )
    counts = found.counts(date(2024, 1, 10))
    assert list(counts.customers) == ["a"] and counts.x[0] == 0 and np.isnan(counts.spend[0])


def test_missing_customers_dates_and_amounts_are_refused():
    day = pd.to_datetime(["2024-01-01"])
    with pytest.raises(ValueError, match="a customer and a date"):
        purchase_days([None], day)
    with pytest.raises(ValueError, match="a customer and a date"):
        purchase_days(["a"], pd.to_datetime([None]))
    with pytest.raises(ValueError, match="needs an amount"):
        purchase_days(["a"], day, [np.nan])


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="0 <= t_x <= T"):
        Counts(pd.RangeIndex(1), np.array([1]), np.array([9]), np.array([5]), np.zeros(1), np.zeros(1))


@given(ROWS, st.integers(0, 400))
def test_counts_are_those_of_a_plain_loop(rows, end):
    customer, day, amount = (list(part) for part in zip(*rows, strict=True))
    stamps = np.datetime64("2024-01-01", "D") + np.array(day)
    counts = purchase_days(customer, stamps, amount).counts(np.datetime64("2024-01-01", "D") + end)
    known = {who: sorted({d for w, d, _ in rows if w == who and d <= end}) for who in set(customer)}
    known = {who: days for who, days in known.items() if days}
    assert set(counts.customers) == set(known)
    for place, who in enumerate(counts.customers):
        days = known[who]
        repeat = [sum(a for w, d, a in rows if w == who and d == at) for at in days[1:]]
        assert (counts.x[place], counts.t_x[place]) == (len(days) - 1, days[-1] - days[0])
        assert counts.T[place] == end - days[0]
        assert counts.log_gaps[place] == pytest.approx(np.log(np.diff(days)).sum())
        assert counts.spend[place] == pytest.approx(np.mean(repeat)) if repeat else np.isnan(counts.spend[place])


@given(ROWS)
def test_patterns_lose_nobody(rows):
    customer, day, _ = (list(part) for part in zip(*rows, strict=True))
    stamps = np.datetime64("2024-01-01", "D") + np.array(day)
    counts = purchase_days(customer, stamps).counts(np.datetime64("2026-01-01"))
    patterns = unique_patterns(counts)
    rebuilt = np.repeat(np.stack([patterns.x, patterns.t_x, patterns.T]), patterns.weight.astype(int), axis=1)
    order = np.lexsort((counts.T, counts.t_x, counts.x))
    assert (rebuilt == np.stack([counts.x, counts.t_x, counts.T])[:, order]).all()
