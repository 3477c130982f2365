"""Calibration: planted slope and offset come back, drift is told from shape, and nothing is turned upside down."""

import numpy as np
import pytest
from scipy.special import expit, logit

from tools.science.propensity.calibrating import at_level, cross_calibrated, judge_calibration, platt, settle


def _votes(rows, slope, offset, seed=0):
    generator = np.random.default_rng(seed)
    votes = generator.normal(size=rows)
    return votes, (generator.random(rows) < expit(offset + slope * votes)).astype(float)


@pytest.mark.parametrize(("slope", "offset"), [(1.0, 0.0), (2.5, -1.0), (0.3, -3.0)])
def test_planted_slope_and_offset_come_back(slope, offset):
    found = platt(*_votes(60_000, slope, offset))
    assert found == pytest.approx((slope, offset), abs=0.08)


def test_the_mean_is_right_on_either_scale():
    votes, label = _votes(4_000, 1.0, -1.5)
    slope, offset = platt(votes, label)
    assert expit(offset + slope * votes).mean() == pytest.approx(label.mean(), abs=1e-3)
    slope, offset = platt(expit(votes), label, scale="probability")
    assert (offset + slope * expit(votes)).mean() == pytest.approx(label.mean(), abs=1e-9)


@pytest.mark.parametrize("scale", ["log_odds", "probability"])
def test_a_backward_or_constant_score_is_worth_the_base_rate(scale):
    votes, label = _votes(2_000, 1.0, -1.0)
    assert platt(-votes, label, scale=scale)[0] == 0.0
    slope, offset = platt(np.ones(2_000), label, scale=scale)
    level = expit(offset) if scale == "log_odds" else offset
    assert slope == 0.0 and level == pytest.approx(label.mean(), abs=1e-3)


def test_perfect_separation_stays_finite():
    label = np.repeat([0.0, 1.0], 50)
    assert np.isfinite(platt(label * 10 - 5, label)).all()


def test_each_period_back_counts_half():
    old, old_label = _votes(3_000, 1.0, -2.0, seed=1)
    new, new_label = _votes(3_000, 1.0, 0.0, seed=2)
    votes, label = np.concatenate([old, new]), np.concatenate([old_label, new_label])
    folds = [np.arange(3_000), np.arange(3_000, 6_000)]
    assert settle(votes, label, folds) == pytest.approx((1.0, -2.0 / 3), abs=0.1)
    assert settle(votes, label, folds[1:])[1] == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize("scale", ["log_odds", "probability"])
def test_periods_scored_at_different_levels_do_not_bend_the_slope(scale):
    old, old_label = _votes(3_000, 1.0, -2.0, seed=1)
    new, new_label = _votes(3_000, 1.0, 0.0, seed=2)
    votes, label = np.concatenate([old + 3.0, new]), np.concatenate([old_label, new_label])
    slope, _ = settle(votes, label, [np.arange(3_000), np.arange(3_000, 6_000)], scale=scale)
    shares = [np.cov(part, truth)[0, 1] for part, truth in ((old, old_label), (new, new_label))]
    assert slope == pytest.approx(1.0 if scale == "log_odds" else (shares[0] + 2 * shares[1]) / 3, abs=0.08)


def test_rows_are_not_calibrated_on_themselves():
    votes, label = _votes(400, 0.0, 0.0)
    folds = [np.arange(200), np.arange(200, 400)]
    before = cross_calibrated(votes, label, folds)
    label[folds[0]] = 1 - label[folds[0]]
    assert np.array_equal(before[folds[0]], cross_calibrated(votes, label, folds)[folds[0]])


def test_drift_of_the_base_rate_is_told_from_a_wrong_shape():
    votes, label = _votes(20_000, 1.0, 0.0)
    drifted = judge_calibration(label, expit(votes - 1.0), 1.0, -1.0)
    assert drifted.base_rate_drift and drifted.error > 0.1 and drifted.error_at_right_level < 0.02
    steep = judge_calibration(label, expit(4 * votes), 4.0, 0.0)
    assert not steep.base_rate_drift and steep.error > 0.1
    right = judge_calibration(label, expit(votes), 1.0, 0.0)
    assert not right.base_rate_drift and right.error == pytest.approx(right.error_by_chance, abs=0.006)


def test_moving_the_level_keeps_the_order():
    chance = np.linspace(0.01, 0.99, 99)
    moved = at_level(chance, 0.2)
    assert moved.mean() == pytest.approx(0.2) and (np.diff(moved) > 0).all()
    assert np.ptp(logit(moved) - logit(chance)) < 1e-9
