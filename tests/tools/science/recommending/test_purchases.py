"""Purchases and histories: one row per person, item and day, summed as a reader would sum them."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.science.recommending.history import summed
from tools.science.recommending.purchases import day_number, read_purchases

rows = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 5), st.integers(0, 40)), min_size=1, max_size=60, unique=True
)


def test_lines_of_one_day_are_one_purchase_and_incomplete_ones_none():
    moments = pd.to_datetime(["2025-03-01 09:00", "2025-03-01 18:00", "2025-03-02 07:30", None, "2025-03-02 07:30"])
    purchases = read_purchases(
        pd.Series(["b", "b", "a", "a", None]), pd.Series(["tea", "tea", "cup", "tea", "tea"]), pd.Series(moments)
    )
    assert purchases.customers.tolist() == ["a", "b"] and purchases.items.tolist() == ["cup", "tea"]
    assert purchases.customer.tolist() == [0, 1] and purchases.item.tolist() == [0, 1]
    assert purchases.day.tolist() == [day_number(date(2025, 3, 2)), day_number(date(2025, 3, 1))]


def test_names_are_never_objects():
    purchases = read_purchases(np.array(["x"], dtype=object), np.array([7]), np.array(["2025-01-01"]))
    assert purchases.customers.dtype.kind == "U" and purchases.items.dtype.kind == "i"


def test_nothing_to_read_is_refused():
    with pytest.raises(ValueError, match="there are no purchases"):
        read_purchases(pd.Series([None]), pd.Series(["tea"]), pd.Series(["2025-01-01"]))


@given(rows, st.integers(0, 40))
@settings(max_examples=60, deadline=None)
def test_a_history_is_the_sum_of_its_rows(rows, as_of):
    person, item, day = (np.array(column) for column in zip(*rows, strict=True))
    history = summed(person, item, day, as_of=as_of, people=5, items=6, half_life_days=10.0)
    seen = [row for row in rows if row[2] <= as_of]
    pairs = sorted({(who, what) for who, what, _ in seen})
    assert list(zip(history.person.tolist(), history.item.tolist(), strict=True)) == pairs
    for place, pair in enumerate(pairs):
        ages = [as_of - when for who, what, when in seen if (who, what) == pair]
        assert (history.times[place], history.first_age[place], history.last_age[place]) == (
            len(ages),
            max(ages),
            min(ages),
        )
        assert history.weight[place] == pytest.approx(sum(2 ** (-age / 10) for age in ages) ** 0.5, rel=1e-6)
        assert history.matrix().toarray()[pair] == history.weight[place]
    for who in range(5):
        days = {when for one, _, when in seen if one == who}
        assert history.order_days[who] == len(days)
        assert history.recency_days[who] == (as_of - max(days) if days else 0)
