"""Drift of features and of calibration: found where it was planted, not where it is chance."""

import json
from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ks_2samp

from tools.science.drift import Reference, calibration_drift, feature_drift, reference


def people(rows: int, seed: int, *, shift: float = 0.0, missing: float = 0.1) -> pd.DataFrame:
    dice = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "spend": np.exp(dice.normal(size=rows) + shift),
            "orders": dice.poisson(1.5 + shift, rows).astype(float),
            "age": dice.normal(40, 12, rows),
            "has_card": (dice.random(rows) < 0.3).astype(float),
        }
    )
    frame.loc[dice.random(rows) < missing, "age"] = np.nan
    return frame


def test_nothing_moved_is_stable_and_within_chance():
    then = reference(people(5_000, 1))
    beyond = 0
    for seed in range(2, 12):
        for one in feature_drift(then, people(2_000, seed), seed=seed):
            assert one.change == "stable" and one.psi < 0.03 and one.psi_low <= one.psi <= one.psi_high
            beyond += one.psi > one.psi_by_chance
    assert beyond <= 2  # of 40 at 1 - .05 / 4: a half expected


def test_what_was_planted_is_found_and_ranked():
    found = feature_drift(reference(people(5_000, 1)), people(4_000, 2, shift=0.8, missing=0.5))
    by_name = {one.name: one for one in found}
    assert {name: one.change for name, one in by_name.items()} == {
        "spend": "drifted",
        "orders": "drifted",
        "age": "drifted",
        "has_card": "stable",
    }
    assert found[-1].name == "has_card" and by_name["age"].missing_now == pytest.approx(0.5, abs=0.03)
    assert by_name["spend"].median_now > by_name["spend"].median_then > 0.9
    assert by_name["spend"].psi_low > 0.25 and by_name["spend"].ks > by_name["spend"].ks_by_chance
    json.dumps([asdict(one) for one in found], allow_nan=False)


def test_the_index_of_two_bins_is_the_formula():
    then = pd.DataFrame({"has_card": [0.0] * 700 + [1.0] * 300})
    now = pd.DataFrame({"has_card": [0.0] * 500 + [1.0] * 500})
    (one,) = feature_drift(reference(then), now)
    assert one.psi == pytest.approx(0.2 * np.log(0.5 / 0.3) - 0.2 * np.log(0.5 / 0.7), rel=1e-12)
    assert one.ks == pytest.approx(0.2) and one.change == "shifted"
    assert one.psi_by_chance == pytest.approx(3.841 * (1 / 1000 + 1 / 1000), rel=1e-3)
    assert one.psi_low < one.psi < one.psi_high


def test_the_distance_is_that_of_kolmogorov_and_smirnov():
    one, two = people(3_000, 1), people(2_000, 2, shift=0.3)
    for found in feature_drift(reference(one), two):
        exact = ks_2samp(one[found.name].dropna(), two[found.name].dropna()).statistic
        assert found.ks == pytest.approx(exact, abs=1 / 200)


def test_a_small_group_raises_no_alarm():
    then = reference(people(300, 1))
    assert {one.change for one in feature_drift(then, people(200, 2))} == {"stable"}
    with pytest.raises(ValueError, match="at least 200 customers then and now, there are 300 and 199"):
        feature_drift(then, people(199, 2))


def test_unknown_everywhere_and_constants_are_fine():
    then = people(400, 1).assign(nothing=np.nan, same=3.0)
    now = people(400, 2).assign(nothing=1.0, same=3.0, age=np.nan)
    found = {one.name: one for one in feature_drift(reference(then), now)}
    assert found["same"].change == "stable" and found["same"].psi == 0
    assert found["nothing"].change == "drifted" and found["nothing"].median_then is None
    assert found["age"].change == "drifted" and found["age"].median_now is None
    new = feature_drift(reference(then), now.assign(same=4.0))
    assert next(one for one in new if one.name == "same").change == "drifted"


def test_a_reference_is_small_and_comes_back():
    then = reference(people(100_000, 1))
    parts = then.to_parts()
    assert sum(np.asarray(part).nbytes for part in parts.values()) < 20_000
    again = Reference.from_parts(parts)
    assert feature_drift(again, people(500, 2)) == feature_drift(then, people(500, 2))


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.integers(0, 3), st.floats(-1e9, 1e9)), min_size=200, max_size=230),
    st.lists(st.one_of(st.none(), st.integers(0, 3), st.floats(-1e9, 1e9)), min_size=200, max_size=230),
)
def test_any_values_give_finite_figures(then, now):
    frames = [pd.DataFrame({"x": [np.nan if value is None else value for value in side]}) for side in (then, now)]
    (one,) = feature_drift(reference(frames[0]), frames[1])
    assert 0 <= one.psi < 20 and 0 <= one.ks <= 1 and one.psi_low <= one.psi <= one.psi_high
    json.dumps(asdict(one), allow_nan=False)
    (same,) = feature_drift(reference(frames[0]), frames[0])
    assert same.psi == pytest.approx(0, abs=1e-12) and same.ks == pytest.approx(0, abs=1e-12)


def promised(rows: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).beta(1, 6, rows)


def test_a_calibrated_score_holds():
    verdicts = []
    for seed in range(40):
        chance = promised(3_000, seed)
        verdicts.append(calibration_drift(chance, np.random.default_rng(seed + 99).random(3_000) < chance).verdict)
    assert verdicts == ["holds"] * 40


def test_a_moved_level_and_a_moved_spread_are_told_apart():
    chance, dice = promised(20_000, 1), np.random.default_rng(2)
    level = calibration_drift(chance, dice.random(20_000) < chance * 1.5)
    assert level.verdict == "level_moved" and level.ratio == pytest.approx(1.5, abs=0.1)
    assert level.observed_low < level.observed < level.observed_high
    odds = np.log(chance / (1 - chance))
    true = 1 / (1 + np.exp(-(odds.mean() + 0.4 * (odds - odds.mean()))))
    scaled = true * chance.mean() / true.mean()
    spread = calibration_drift(chance, dice.random(20_000) < scaled)
    assert spread.verdict == "spread_moved" and spread.slope_high < 0.8
    assert len(spread.tenths) == 10 and sum(rows for *_, rows in spread.tenths) == 20_000
    json.dumps(asdict(spread), allow_nan=False)


def test_too_few_outcomes_are_not_judged():
    with pytest.raises(ValueError, match="at least 200 outcomes with 10 of either kind, there are 300 with 9 and 291"):
        calibration_drift(np.full(300, 0.03), np.arange(300) < 9)


def test_the_same_promise_for_all_has_no_slope():
    one = calibration_drift(np.full(400, 0.25), np.arange(400) < 100)
    assert one.verdict == "holds" and one.slope == 1.0
