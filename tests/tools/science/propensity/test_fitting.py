"""The whole fit: planted effects are found and kept honest, chance is not offered, and every figure is on record."""

import json
from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit

from tools.science.propensity.candidates import FAMILIES, history_member
from tools.science.propensity.fitting import fit_propensity
from tools.science.propensity.metrics import roc_auc

BUDGET = 1.0


def _shop(seed=0, customers=300, cuts=6, drift=0.0):
    generator = np.random.default_rng(seed)
    rows = customers * cuts
    frame = pd.DataFrame(
        {
            "recency_days": generator.exponential(60, rows),
            "orders": generator.poisson(3, rows).astype(float),
            "discount_share": np.where(generator.random(rows) < 0.3, np.nan, generator.random(rows)),
            "noise": generator.normal(size=rows),
            "shop": 1.0,
        }
    )
    period = np.arange(rows) // customers
    recency, orders = frame["recency_days"].to_numpy(), frame["orders"].to_numpy()
    margin = 0.5 - 0.03 * recency + 0.4 * np.maximum(orders - 3, 0) + drift * period
    label = (generator.random(rows) < expit(margin)).astype(float)
    moment = np.datetime64("2025-01-01", "D") + 30 * period
    return frame, label, moment, np.tile(np.arange(customers), cuts), expit(margin)


@pytest.fixture(scope="module")
def shop():
    return _shop()


@pytest.fixture(scope="module")
def fitted(shop):
    frame, label, moment, group, _ = shop
    rules = {"recency": -frame["recency_days"].to_numpy()}
    return fit_propensity(frame, label, moment, group, horizon_days=30, baseline=rules, budget_seconds=BUDGET)


def test_the_planted_effect_is_found_on_new_customers(fitted):
    frame, label, _, _, truth = _shop(seed=9, customers=800)
    chance = fitted.scorer.probability(frame)
    assert roc_auc(label, chance)[0] > roc_auc(label, truth)[0] - 0.02
    assert np.abs(chance - truth).mean() < 0.06
    assert fitted.useful and fitted.evidence.verdict == "useful"


def test_the_evidence_holds_what_the_card_needs(fitted):
    evidence = fitted.evidence
    assert {one.name for one in evidence.candidates} == {family.name for family in FAMILIES} | {"blend"}
    assert {one.name for one in evidence.candidates if not one.exact_reasons} == {"neural_network"}
    for one in evidence.candidates:
        figures = asdict(one.quality)
        assert all(
            figures[name]["low"] <= figures[name]["value"] <= figures[name]["high"] for name in list(figures)[2:]
        )
    assert evidence.order == evidence.validation_order == "time" and evidence.time_ordered
    assert [period.part for period in evidence.periods[-3:]] == ["validated", "validated", "held_out"]
    assert sum(period.rows for period in evidence.periods) == evidence.rows == 1_800
    assert {one.name: one.reason for one in evidence.dropped}["shop"] == "constant"
    assert evidence.rules[0].name == "recency" and 0.5 < evidence.rules[0].roc_auc.value < 1
    assert json.loads(json.dumps(asdict(evidence), allow_nan=False))["customers"] == 300


def test_the_same_data_give_the_same_score(shop, fitted):
    frame, label, moment, group, _ = shop
    again = fit_propensity(frame, label, moment, group, horizon_days=30, budget_seconds=BUDGET)
    assert np.array_equal(again.scorer.probability(frame), fitted.scorer.probability(frame))


def test_rows_without_any_known_value_still_get_a_probability(fitted, shop):
    empty = pd.DataFrame(np.nan, index=["a", "b"], columns=shop[0].columns)
    chance = fitted.scorer.probability(empty)
    assert np.isfinite(chance).all() and ((chance > 0) & (chance < 1)).all()


def test_infinities_count_as_unknown(shop):
    frame, label, moment, group, _ = shop
    odd = frame.assign(ratio=np.where(np.arange(len(frame)) % 7 == 0, np.inf, frame["orders"]))
    scorer = fit_propensity(odd, label, moment, group, budget_seconds=BUDGET).scorer
    unknown = odd.replace([np.inf, -np.inf], np.nan)
    assert np.array_equal(scorer.probability(odd), scorer.probability(unknown))


def test_the_held_out_answers_change_no_choice(shop, fitted):
    frame, label, moment, group, _ = shop
    last = moment == moment.max()
    other = np.where(last, 1 - label, label)
    changed = fit_propensity(frame, other, moment, group, horizon_days=30, budget_seconds=BUDGET).evidence
    assert changed.candidates == fitted.evidence.candidates and changed.kept == fitted.evidence.kept
    assert changed.verdict == "no_better_than_base_rate"


@pytest.mark.parametrize("ordered", [True, False])
def test_shuffled_labels_are_no_better_than_the_base_rate(ordered):
    caught = 0
    for seed in range(6):
        frame, label, moment, group, _ = _shop(seed, customers=150, cuts=4)
        label = np.random.default_rng(seed).permutation(label)
        times = (moment, group) if ordered else (None, None)
        caught += not fit_propensity(frame, label, *times, budget_seconds=0.5, seed=seed).useful
    assert caught >= 5


def test_a_rule_that_ranks_better_forbids_the_score(shop):
    frame, label, moment, group, truth = shop
    blurred = frame["recency_days"] + np.random.default_rng(1).normal(scale=40, size=len(frame))
    rules = {"truth": truth}
    found = fit_propensity(blurred.to_frame("blurred"), label, moment, group, baseline=rules, budget_seconds=BUDGET)
    assert found.evidence.verdict == "no_better_than_rule"


def test_a_rising_base_rate_is_named_as_why_shuffling_flatters():
    frame, label, moment, group, _ = _shop(seed=3, drift=0.6)
    frame["month"] = (moment - moment.min()).astype(float) + np.random.default_rng(0).normal(size=len(frame))
    evidence = fit_propensity(frame, label, moment, group, budget_seconds=BUDGET).evidence
    assert evidence.shuffled.base_rate_held_out > evidence.shuffled.base_rate_before + 0.1
    assert "month" in evidence.shuffled.moved
    if evidence.shuffled.reasons != ("within_chance",):
        assert "base_rate_drift" in evidence.shuffled.reasons


def test_customers_without_moments_are_split_at_random_and_it_is_said(shop):
    frame, label, _, group, _ = shop
    evidence = fit_propensity(frame, label, None, group, budget_seconds=BUDGET).evidence
    assert (evidence.order, evidence.why, evidence.time_ordered) == ("none", "one_moment", False)
    assert evidence.useful


def test_a_history_probability_alone_can_be_served():
    generator = np.random.default_rng(2)
    chance = generator.beta(0.8, 1.2, 1_500)
    label = (generator.random(1_500) < chance).astype(float)
    frame = pd.DataFrame({"history": chance, "noise": generator.normal(size=1_500)})
    found = fit_propensity(frame, label, None, None, history_probability="history", budget_seconds=BUDGET)
    assert "history_probability" in {one.name for one in found.evidence.candidates}
    assert np.abs(found.scorer.probability(frame) - chance).mean() < 0.05


def test_the_history_member_is_the_log_odds():
    chance = np.linspace(0.02, 0.98, 400)
    votes = history_member("p", chance).vote(pd.DataFrame({"p": chance}))
    assert np.abs(votes - logit(chance)).max() < 0.03


def test_the_cutoff_contacts_whom_it_pays_to(fitted, shop):
    found = fitted.cutoff(shop[0], value_per_success=20.0, cost_per_contact=2.0)
    chance = fitted.scorer.probability(shop[0])
    assert found.contacted == int((chance >= 0.1).sum()) and found.break_even == pytest.approx(0.1)


@pytest.mark.parametrize("label", [np.array([0.0, 2.0] * 150), np.array([0.0, np.nan] * 150), np.zeros(10)])
def test_labels_that_are_none_are_refused(label):
    with pytest.raises(ValueError, match="0 or 1"):
        fit_propensity(pd.DataFrame({"a": np.arange(300.0)}), label, None, None)
