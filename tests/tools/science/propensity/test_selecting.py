"""Cleaning and selection: each planted fault is found, with its reason, and good features stay."""

import numpy as np
import pandas as pd
import pytest

from tools.science.propensity.selecting import select_features


@pytest.fixture
def frame_and_label():
    generator = np.random.default_rng(4)
    signal, label_noise = generator.normal(size=3_000), generator.normal(size=3_000)
    label = (signal + 2 * label_noise > 0).astype(float)
    frame = pd.DataFrame(
        {
            "signal": signal,
            "bent": np.abs(signal) + generator.normal(scale=0.2, size=3_000),
            "noise": generator.normal(size=3_000),
            "constant": 1.0,
            "nearly_constant": np.where(np.arange(3_000) < 5, 1.0, 0.0),
            "empty": np.nan,
            "nearly_empty": np.where(np.arange(3_000) < 30, signal, np.nan),
            "copy": signal,
            "logged": np.exp(signal),
            "leak": label + generator.normal(scale=0.01, size=3_000),
            "gap": np.where(label > generator.random(3_000), np.nan, generator.normal(size=3_000)),
        }
    )
    return frame, label


def test_each_fault_has_its_reason(frame_and_label):
    frame, label = frame_and_label
    found = {one.name: one for one in select_features(frame, label).dropped}
    assert {name: one.reason for name, one in found.items() if name != "noise"} == {
        "constant": "constant",
        "nearly_constant": "constant",
        "empty": "constant",
        "nearly_empty": "nearly_empty",
        "copy": "duplicate",
        "logged": "redundant",
        "leak": "tells_the_label",
        "bent": "unrelated",
    }
    assert found["copy"].other == found["logged"].other == "signal"
    assert found["leak"].figures["auc_alone"] > 0.99


def test_signal_and_telling_gaps_stay_with_their_figures(frame_and_label):
    kept = {one.name: one for one in select_features(*frame_and_label).kept}
    assert {"signal", "gap"} <= set(kept)
    assert kept["signal"].p_value < 1e-9 and kept["signal"].auc_alone > 0.6
    assert kept["gap"].known_share == pytest.approx(0.5, abs=0.1)


def test_a_hump_is_related():
    generator = np.random.default_rng(5)
    values = generator.normal(size=2_000)
    label = (generator.random(2_000) < np.where(np.abs(values) < 0.5, 0.8, 0.2)).astype(float)
    frame = pd.DataFrame({"hump": values, **{f"noise_{i}": generator.normal(size=2_000) for i in range(6)}})
    assert "hump" in select_features(frame, label).names


def test_the_history_probability_is_spared():
    generator = np.random.default_rng(6)
    label = (generator.random(500) < 0.4).astype(float)
    frame = pd.DataFrame(generator.normal(size=(500, 12)), columns=[f"f{i}" for i in range(12)])
    assert all("f3" in select_features(frame, label, spare="f3", seed=seed).names for seed in range(3))


def test_nothing_that_varies_is_refused():
    with pytest.raises(ValueError, match="at least one feature"):
        select_features(pd.DataFrame({"a": np.ones(300)}), np.arange(300) % 2.0)
