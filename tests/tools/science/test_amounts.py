"""Amounts: what was planted is found, chance is not, and the last moment is only measured on."""

import numpy as np
import pandas as pd
import pytest

from tools.science.amounts import FAMILIES, MEAN, AmountFit, fit_amounts


def _snapshots(rows: int = 400, moments: int = 4, seed: int = 0, signal: bool = True):
    dice = np.random.default_rng(seed)
    total = rows * moments
    frame = pd.DataFrame(
        {
            "orders_90": dice.poisson(2.0, total).astype(float),
            "spend_365": dice.lognormal(3, 1, total),
            "recency_days": np.where(dice.random(total) < 0.1, np.nan, dice.integers(0, 300, total)),
            "noise": dice.normal(size=total),
        }
    )
    mean = 0.2 * frame.spend_365 * (1 + frame.orders_90) if signal else pd.Series(np.full(total, 30.0))
    buys = dice.random(total) < (0.7 - 0.001 * frame.recency_days.fillna(150) if signal else 0.5)
    amount = np.where(buys, mean * dice.gamma(3, 1 / 3, total), 0.0)
    moment = np.repeat(np.datetime64("2024-01-01", "D") + 90 * np.arange(moments), rows)
    return frame, amount, moment


@pytest.fixture(scope="module")
def planted() -> AmountFit:
    frame, amount, moment = _snapshots()
    rule = (frame.spend_365 * 90 / 365).to_numpy()
    return fit_amounts(frame, amount, moment=moment, horizon_days=90, baselines={"last_365_days": rule})


def test_planted_amounts_are_found_and_beat_the_baselines(planted):
    own = planted.own
    assert planted.beaten_by == () and planted.tested_on == "2024-09-27" and planted.rows == 1_600
    rules = {found.name: found for found in planted.evidence if found.baseline}
    assert set(rules) == {MEAN, "last_365_days"}
    assert all(own.rmse.value < found.rmse.value for found in rules.values())
    assert own.capture.low > rules[MEAN].capture.high and own.capture.value <= own.best_capture
    assert abs(own.total_error.value) < 0.25
    for found in planted.evidence:
        assert found.rmse.low <= found.rmse.value <= found.rmse.high


def test_every_candidate_is_measured_and_the_choice_looks_one_moment_back(planted):
    measured = {found.name: found.validation_rmse for found in planted.evidence if not found.baseline}
    assert set(measured) == set(FAMILIES)
    assert planted.model.name == min(measured, key=lambda name: measured[name])


@pytest.mark.parametrize("name", list(FAMILIES))
def test_each_candidate_predicts_amounts_with_the_right_total(name):
    from tools.science.amounts import _fit

    frame, amount, _ = _snapshots(seed=2)
    model = _fit(name, FAMILIES[name][0], frame, amount, 0)
    predicted = model.predict(frame)
    assert (predicted >= 0).all() and np.isfinite(predicted).all()
    assert predicted.sum() == pytest.approx(amount.sum())
    assert np.corrcoef(predicted, amount)[0, 1] > 0.4
    assert model.predict(frame.iloc[:3]) == pytest.approx(predicted[:3])


def test_the_last_moment_decides_nothing():
    frame, amount, moment = _snapshots(seed=4)
    last = moment == moment.max()
    spoilt = np.where(last, np.random.default_rng(1).permutation(amount), amount)
    plain = fit_amounts(frame, amount, moment=moment, horizon_days=90)
    other = fit_amounts(frame, spoilt, moment=moment, horizon_days=90)
    assert plain.model.name == other.model.name
    assert [found.validation_rmse for found in plain.evidence] == pytest.approx(
        [found.validation_rmse for found in other.evidence], nan_ok=True
    )
    assert other.own.capture.value < plain.own.capture.value


def test_with_two_moments_the_choice_falls_back_to_the_last():
    frame, amount, moment = _snapshots(moments=2)
    found = fit_amounts(frame, amount, moment=moment, horizon_days=90)
    assert np.isnan(found.own.validation_rmse)
    assert found.own.rmse.value == min(one.rmse.value for one in found.evidence if not one.baseline)


def test_too_little_is_refused_with_the_rule():
    frame, amount, moment = _snapshots()
    with pytest.raises(ValueError, match="200 rows from 400 days or more before it"):
        fit_amounts(frame, amount, moment=moment, horizon_days=400)
    with pytest.raises(ValueError, match="50 of them with an amount"):
        fit_amounts(frame, amount * 0, moment=moment, horizon_days=90)


def test_amounts_without_a_pattern_do_not_beat_the_mean_by_much():
    frame, amount, moment = _snapshots(signal=False, seed=7)
    found = fit_amounts(frame, amount, moment=moment, horizon_days=90)
    mean = next(one for one in found.evidence if one.name == MEAN)
    assert found.own.rmse.value > 0.97 * mean.rmse.value


def test_a_feature_that_nobody_has_is_no_obstacle():
    """Event counts from before events were recorded are unknown for everyone."""
    generator = np.random.default_rng(0)
    moment = np.repeat(np.array(["2026-01-01", "2026-04-01", "2026-07-01"], dtype="datetime64[D]"), 300)
    features = pd.DataFrame({"spend": generator.exponential(10, 900), "opens": np.full(900, np.nan)})
    amount = features["spend"].to_numpy() * generator.integers(0, 2, 900)
    found = fit_amounts(features, amount, moment=moment, horizon_days=90)
    assert np.isfinite(found.model.predict(features)).all()
