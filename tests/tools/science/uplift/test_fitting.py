"""Uplift on experiments whose truth is known: found, told from response, told from nothing, refused."""

import json

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression, Ridge

from tests.tools.science.uplift.trials import made
from tools.science.propensity.basis import fit_basis
from tools.science.uplift import Uplift, fit_uplift
from tools.science.uplift.balance import NotRandomised, check_balance
from tools.science.uplift.learners import LEARNERS
from tools.science.uplift.logistic import fit_logistic, fit_ridge
from tools.science.uplift.minimum import OUTCOMES, PEOPLE
from tools.science.uplift.reasons import contributions


@pytest.fixture(scope="module")
def persuadable():
    features, treated, outcome, effect = made(0)
    return features, treated, outcome, effect, fit_uplift(features, treated, outcome, planned_share=0.5)


@pytest.mark.parametrize("learner", list(LEARNERS))
def test_every_learner_finds_who_is_moved(learner):
    features, treated, outcome, effect = made(1, share=0.6)
    fitted = fit_uplift(features, treated, outcome, learner=learner)
    found = fitted.uplift(features)
    assert fitted.learner == learner and fitted.linear == (not learner.endswith("_boosted"))
    assert np.corrcoef(found, effect)[0, 1] > 0.7
    assert found.mean() == pytest.approx(effect.mean(), abs=0.03)
    again = Uplift.from_parts(fitted.parts())
    assert abs(again.uplift(features) - found).max() < 1e-12
    base, parts = contributions(again, features[:300])
    assert abs(base + parts.sum(axis=1).to_numpy() - found[:300]).max() < 1e-9
    assert parts.abs().mean().idxmax() == "keen"


def test_the_verdict_says_that_uplift_is_better(persuadable):
    *_, fitted = persuadable
    judged = fitted.report.judgement
    assert judged.verdict == "uplift_better" and judged.qini.low > 0 and judged.advantage.low > 0
    assert judged.qini.value > judged.response_qini.value and not judged.response_ahead
    assert judged.average_effect.low < 0.08 < judged.average_effect.high
    assert len(judged.uplift_curve.share) == 21 and judged.uplift_curve.extra[0] == 0
    # The last point is the average effect, whatever the ranking.
    assert judged.uplift_curve.extra[-1] == pytest.approx(1000 * judged.average_effect.value, abs=1e-3)
    assert judged.response_curve.extra[-1] == judged.uplift_curve.extra[-1]


def test_predictions_come_true_on_held_out_people(persuadable):
    *_, fitted = persuadable
    report = fitted.report
    assert report.line.slope == pytest.approx(1, abs=0.25) and report.line.p_value < 1e-6
    assert len(report.deciles) == 10 and report.calibration_error < 0.05
    assert sum(d.low <= d.predicted <= d.high for d in report.deciles) >= 7
    fresh, _, _, truth = made(99)
    assert np.sqrt(np.mean((fitted.uplift(fresh) - truth) ** 2)) < 0.06


def test_the_card_is_json(persuadable):
    *_, fitted = persuadable
    card = json.loads(json.dumps(fitted.report.card()))
    assert card["verdict"] == "uplift_better" and card["randomised"] == "randomised"
    assert set(card["candidates"]) == {"s", "t", "x", "class", "t_boosted"}


def test_where_likely_buyers_are_moved_most_a_response_model_does_as_well():
    features, treated, outcome, _ = made(2, kind="everyone")
    judged = fit_uplift(features, treated, outcome).report.judgement
    assert judged.verdict == "not_better_than_response" and judged.response_qini.low > 0


def test_a_campaign_without_effect_is_called_that():
    calls = []
    for seed in range(8):
        features, treated, outcome, _ = made(seed, people=3_000, kind="nobody")
        fitted = fit_uplift(features, treated, outcome, seed=seed)
        calls.append(fitted.report.judgement.verdict)
    assert calls.count("no_effect_to_target") >= 7 and "uplift_better" not in calls


def test_arms_that_were_not_drawn_at_random_are_refused():
    features, _, outcome, _ = made(3)
    chosen = (features["loyal"] + np.random.default_rng(0).normal(size=len(features)) > 0).astype(float).to_numpy()
    with pytest.raises(NotRandomised, match=r"loyal by .* standard deviations"):
        fit_uplift(features, chosen, outcome)


def test_arms_that_lost_people_are_refused():
    features, treated, outcome, _ = made(4)
    kept = (treated == 0) | (np.random.default_rng(0).random(len(treated)) < 0.85)
    with pytest.raises(NotRandomised, match="not the planned 50%"):
        fit_uplift(features[kept], treated[kept], outcome[kept], planned_share=0.5)


def test_fair_draws_pass_the_balance_check():
    verdicts = []
    for seed in range(40):
        features, treated, _, _ = made(seed, people=1_500)
        balance = check_balance(features, treated, fit_basis(features, knots=2), planned_share=0.5, seed=seed)
        verdicts.append(balance.verdict)
        assert abs(balance.propensity_auc - 0.5) < 0.08
    assert verdicts.count("randomised") >= 39


def test_a_tiny_imbalance_is_told_and_not_refused():
    features, _, _, _ = made(5, people=60_000)
    treated = (0.06 * features["loyal"] + np.random.default_rng(0).normal(size=60_000) > 0).to_numpy(float)
    balance = check_balance(features, treated, fit_basis(features))
    assert balance.verdict == "imbalanced" and next(iter(balance.differences)) == "loyal"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (slice(0, 700), f"at least {PEOPLE} people in each group"),
        (slice(0, 8_000), f"at least {OUTCOMES} people with and without the outcome"),
    ],
)
def test_too_little_is_refused_with_the_rule(rows, message):
    features, treated, outcome, _ = made(6)
    rare = outcome * (np.arange(len(outcome)) % 40 == 0)
    with pytest.raises(ValueError, match=message):
        fit_uplift(features[rows], treated[rows], rare[rows])


def test_amounts_are_not_taken_for_outcomes():
    features, treated, outcome, _ = made(6)
    with pytest.raises(ValueError, match="as 0 or 1"):
        fit_uplift(features, treated, outcome * 12.5)
    with pytest.raises(ValueError, match="differ in length"):
        fit_uplift(features, treated[:-1], outcome)


def test_the_same_seed_gives_the_same_uplift(persuadable):
    features, treated, outcome, _, fitted = persuadable
    again = fit_uplift(features, treated, outcome, planned_share=0.5)
    assert (again.uplift(features) == fitted.uplift(features)).all()
    assert again.report.judgement.qini == fitted.report.judgement.qini


def test_the_base_models_are_those_of_scikit_learn():
    generator = np.random.default_rng(0)
    x, weight = generator.normal(size=(800, 5)), generator.uniform(0.5, 2, 800)
    y = (generator.random(800) < 1 / (1 + np.exp(2 - x @ [1, -0.5, 0, 0, 0.3]))).astype(float)
    found = fit_logistic(x, y, np.full(5, 4.0), weight)
    oracle = LogisticRegression(C=1 / 4.0, tol=1e-10, max_iter=500).fit(x, y, weight)
    assert found == pytest.approx(np.r_[oracle.intercept_, oracle.coef_[0]], abs=1e-5)
    ridge = Ridge(alpha=4.0).fit(x, y, weight)
    assert fit_ridge(x, y, np.full(5, 4.0), weight) == pytest.approx(np.r_[ridge.intercept_, ridge.coef_], abs=1e-8)


def test_a_separable_outcome_still_converges():
    x = np.linspace(-1, 1, 100)[:, None]
    found = fit_logistic(x, (x[:, 0] > 0).astype(float), np.array([0.01]))
    assert np.isfinite(found).all() and found[1] > 5
