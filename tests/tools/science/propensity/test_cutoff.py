"""Cutoffs: against trying every threshold, and not at one half."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.science.propensity.cutoff import choose_cutoff


@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=30),
    st.floats(0.5, 100),
    st.floats(0, 60),
    st.one_of(st.none(), st.integers(0, 40)),
)
@settings(max_examples=200, deadline=None)
def test_no_other_number_of_contacts_earns_more(chances, value, cost, capacity):
    found = choose_cutoff(np.array(chances), value_per_success=value, cost_per_contact=cost, capacity=capacity)
    ranked = sorted(chances, reverse=True)
    most = len(ranked) if capacity is None else min(capacity, len(ranked))
    best = max(sum(ranked[:count]) * value - count * cost for count in range(most + 1))
    assert found.expected_profit == pytest.approx(best, abs=1e-6)
    assert found.contacted <= most
    assert found.successes_low <= found.expected_successes + 1e-9 and found.expected_successes <= found.contacted + 1e-9


def test_a_cheap_contact_pays_far_below_one_half():
    chances = np.linspace(0.001, 0.4, 1_000)
    found = choose_cutoff(chances, value_per_success=50, cost_per_contact=1)
    assert found.break_even == pytest.approx(0.02) and found.limit == "cost"
    assert found.threshold == pytest.approx(0.02, abs=0.001)
    assert found.profit_at_half == 0.0 and found.expected_profit > found.profit_of_everyone


def test_capacity_alone_takes_the_top():
    found = choose_cutoff(np.array([0.1, 0.9, 0.5, np.nan]), capacity=2)
    assert (found.contacted, found.threshold, found.limit) == (2, 0.5, "capacity")
    assert found.expected_successes == pytest.approx(1.4) and found.expected_profit is None


@pytest.mark.parametrize(
    ("chances", "cost", "limit"),
    [([0.01, 0.02], 10, "nobody"), ([0.5, 0.9], 10, "everyone"), ([0.01, 0.9], 10, "cost")],
)
def test_the_limit_is_named(chances, cost, limit):
    assert choose_cutoff(np.array(chances), value_per_success=100, cost_per_contact=cost).limit == limit


@pytest.mark.parametrize(
    "given_", [{}, {"value_per_success": 3.0}, {"value_per_success": -1.0, "cost_per_contact": 1.0}, {"capacity": -1}]
)
def test_what_cannot_decide_is_refused(given_):
    with pytest.raises(ValueError):
        choose_cutoff(np.array([0.5]), **given_)
