"""Metrics: equal to scikit-learn's and to plain counting, ties and weights included; intervals hold the figure."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from tools.science.propensity.metrics import (
    average_precision,
    brier,
    calibration_error,
    draws,
    interval,
    lift,
    quality,
    roc_auc,
)


@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(0, 6), st.integers(0, 3)),
        min_size=2,
        max_size=40,
    )
)
@settings(max_examples=150, deadline=None)
def test_ranking_figures_equal_scikit_learn_with_ties_and_weights(rows):
    label = np.array([row[0] for row in rows], dtype=float)
    score = np.array([row[1] for row in rows], dtype=float)
    weights = np.array([row[2] for row in rows], dtype=float)
    if not ((weights * label).sum() and (weights * (1 - label)).sum()):
        return
    assert roc_auc(label, score, weights[None])[0] == pytest.approx(roc_auc_score(label, score, sample_weight=weights))
    expected = average_precision_score(label, score, sample_weight=weights)
    assert average_precision(label, score, weights[None])[0] == pytest.approx(expected)


def test_lift_counts_the_top_tenth_and_shares_ties():
    label = np.array([1, 1, 0, 0, 0, 0, 0, 0, 0, 0] * 2, dtype=float)
    assert lift(label, label)[0] == pytest.approx(5.0)
    assert lift(label, np.zeros(20))[0] == pytest.approx(1.0)
    assert lift(label, -label)[0] == pytest.approx(0.0)


def test_brier_and_calibration_error_by_hand():
    label = np.array([0.0, 1.0] * 50)
    assert brier(label, np.full(100, 0.5))[0] == pytest.approx(0.25)
    assert calibration_error(label, np.full(100, 0.5))[0] == pytest.approx(0.0)
    assert calibration_error(label, np.full(100, 0.8))[0] == pytest.approx(0.3)


def test_customers_are_drawn_whole():
    group = np.array(["a", "b", "a", "c", "b", "a"])
    weights = draws(group, resamples=50, seed=1)
    assert weights.shape == (51, 6)
    assert (weights[0] == 1).all()
    assert (weights[:, 0] == weights[:, 2]).all() and (weights[:, 0] == weights[:, 5]).all()
    assert (weights[:, 1] == weights[:, 4]).all()


def test_the_interval_of_a_mean_is_as_wide_as_theory_says():
    generator = np.random.default_rng(0)
    label = (generator.random(2_000) < 0.5).astype(float)
    found = interval(brier(label, np.zeros(2_000), draws(np.arange(2_000), resamples=800)))
    half_width = 1.96 * 0.5 / np.sqrt(2_000)
    assert found.value == pytest.approx(label.mean())
    assert (found.high - found.low) / 2 == pytest.approx(half_width, rel=0.12)


def test_folds_are_ranked_apart():
    label = np.array([0.0, 1.0, 0.0, 1.0])
    probability = np.array([0.1, 0.2, 0.8, 0.9])
    whole = quality(label, probability, [np.arange(4)], draws(np.arange(4), resamples=5))
    apart = quality(label, probability, [np.array([0, 1]), np.array([2, 3])], draws(np.arange(4), resamples=5))
    assert whole.roc_auc.value == pytest.approx(0.75)
    assert apart.roc_auc.value == pytest.approx(1.0)
    assert apart.rows == 4 and apart.positives == 2
