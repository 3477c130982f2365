"""Uplift on a real experiment, and on the demo shop's planted one."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from benchmarks.demo_trial import read_trials
from benchmarks.uplift import hillstrom
from tools.data.demo import build_demo_shop
from tools.science.uplift import fit_uplift
from tools.science.uplift.metrics import qini_score

DATA = Path(__file__).parents[4] / "../shared/data"


@pytest.mark.skipif(not (DATA / "hillstrom").is_dir(), reason=f"no Hillstrom e-mail experiment in {DATA}")
@pytest.mark.parametrize(
    ("arm", "verdict"), [("Womens E-Mail", "uplift_better"), ("Mens E-Mail", "not_better_than_response")]
)
def test_hillstrom(arm, verdict):
    features, treated, outcome = hillstrom(DATA, arm, "visit")
    fitted = fit_uplift(features, treated, outcome, planned_share=0.5)
    judged = fitted.report.judgement
    assert fitted.report.balance.verdict == "randomised" and judged.verdict == verdict
    published = {"Womens E-Mail": 0.04523, "Mens E-Mail": 0.07659}[arm]
    assert judged.average_effect.value == pytest.approx(published, abs=1e-5)
    assert judged.response_ahead == (arm == "Mens E-Mail")


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop") / "shop"
    build_demo_shop(folder, customers=20_000)
    return read_trials(folder)


def test_planted_persuadables_are_found(shop):
    trial = shop["planted"]
    half = np.arange(len(trial.treated)) % 2 == 0
    fitted = fit_uplift(trial.features[half], trial.treated[half], trial.outcome[half], planned_share=0.5)
    found, types = fitted.uplift(trial.features[~half]), trial.response_type[~half]
    assert roc_auc_score(types == "persuadable", found) > 0.8
    first = found >= np.quantile(found, 0.8)
    assert (types[first] == "persuadable").mean() > 2 * (types == "persuadable").mean()
    assert found[types == "persuadable"].mean() > 0.03 > 0 > found[types == "sleeping_dog"].mean()
    assert qini_score(trial.outcome[~half], found, trial.treated[~half]) > 0.04


def test_the_planted_effect_is_worth_targeting_and_the_null_one_is_not(shop):
    judged = {
        name: fit_uplift(trial.features, trial.treated, trial.outcome, planned_share=0.5).report.judgement
        for name, trial in shop.items()
    }
    assert judged["planted"].verdict == "uplift_better"
    assert judged["none"].verdict == "no_effect_to_target"
