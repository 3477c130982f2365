"""Tests for chance and bounds: against scipy's own distribution, published examples and simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, fisher_exact, hypergeom

from tools.science.baskets.chance import fisher_greater, holm
from tools.science.baskets.measures import lift_low, measures, wilson_low


@st.composite
def tables(draw):
    baskets = draw(st.integers(1, 3_000))
    first, second = draw(st.integers(0, baskets)), draw(st.integers(0, baskets))
    low, high = max(0, first + second - baskets), min(first, second)
    return draw(st.integers(low, high)), first, second, baskets


@given(tables())
@settings(max_examples=200, deadline=None)
def test_fisher_equals_the_hypergeometric_tail(table):
    both, first, second, baskets = table
    ours = fisher_greater(np.array([both]), np.array([first]), np.array([second]), baskets)[0]
    assert ours == pytest.approx(hypergeom.sf(both - 1, baskets, first, second), rel=1e-8, abs=1e-12)


def test_the_lady_tasting_tea():
    """Fisher 1935: of eight cups, four of four right."""
    assert fisher_greater(np.array([4]), np.array([4]), np.array([4]), 8)[0] == pytest.approx(1 / 70)
    assert fisher_exact([[3, 1], [1, 3]], alternative="greater").pvalue == pytest.approx(
        fisher_greater(np.array([3]), np.array([4]), np.array([4]), np.array([8]))[0]
    )


def test_very_small_chances_keep_their_digits_in_a_million_baskets():
    ours = fisher_greater(np.array([90]), np.array([2_000]), np.array([3_000]), 1_000_000)[0]
    assert np.log(ours) == pytest.approx(hypergeom.logsf(89, 1_000_000, 2_000, 3_000), rel=1e-6)


def test_holm_on_a_worked_example():
    adjusted = holm(np.array([0.01, 0.04, 0.03, 0.005]), tests=4)
    assert adjusted == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm(np.array([0.01]), tests=50) == pytest.approx([0.5])


def test_the_bound_of_a_confidence_holds_its_level():
    """Exact coverage from the binomial, also where a normal interval around 3 of 10 would fail."""
    for share, trials in ((0.05, 40), (0.3, 10), (0.5, 25), (0.9, 200)):
        successes = np.arange(trials + 1)
        holds = wilson_low(successes, np.full(trials + 1, trials)) <= share
        assert binom.pmf(successes, trials, share)[holds].sum() > 0.91


def test_the_bound_of_a_lift_holds_its_level_in_simulation():
    generator = np.random.default_rng(0)
    cells = np.array([0.02, 0.06, 0.08, 0.84])  # both, only first, only second, neither
    drawn = generator.multinomial(2_000, cells, size=20_000)
    both, first, second = drawn[:, 0], drawn[:, 0] + drawn[:, 1], drawn[:, 0] + drawn[:, 2]
    covered = lift_low(both, first, second, 2_000) <= 0.02 / (0.08 * 0.1)
    assert 0.94 < covered.mean() < 0.965


def test_measures_of_a_table_worked_by_hand():
    """Of 1,000 baskets 100 hold tea, 250 cups, 60 both."""
    row = {name: float(values) for name, values in measures(60, 100, 250, 1_000).items()}
    assert (row["support"], row["confidence"], row["lift"]) == pytest.approx((0.06, 0.6, 2.4))
    assert (row["leverage"], row["extra_orders"]) == pytest.approx((0.035, 35))
    assert row["conviction"] == pytest.approx(0.75 / 0.4)
    assert measures(10, 10, 20, 100)["conviction"] == np.inf
