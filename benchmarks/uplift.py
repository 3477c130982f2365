"""Uplift on Hillstrom's e-mail experiment and on the demo shop's planted one, beside scikit-uplift in the same run.

    python -m venv peers && peers/bin/pip install -r benchmarks/peers/uplift.txt
    python -m benchmarks.uplift --data ../shared/data --peer-python peers/bin/python

Hillstrom: 20 splits into halves, stratified by arm and outcome; every side fits on one half and is scored on the other.
One split decides nothing: the standard deviation over splits is near .008.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

from benchmarks.demo_trial import DemoTrial, read_trials
from tools.science.uplift import fit_uplift
from tools.science.uplift.crossfit import crossfit
from tools.science.uplift.learners import LEARNERS
from tools.science.uplift.metrics import auuc_score, qini_score, uplift_at
from tools.science.uplift.terms import designed
from tools.science.uplift.trial import Trial
from tools.science.uplift.verdict import Judgement

PEER = """
import json, sys, time
try:
    import numpy as np
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklift.metrics import qini_auc_score, uplift_auc_score, uplift_at_k
    from sklift.models import ClassTransformation, SoloModel, TwoModels
except ImportError as error:
    print(json.dumps({"missing": str(error)})); sys.exit()
kept = np.load(sys.argv[1])
x, t, y = kept["x"], kept["t"], kept["y"]
def boosted(): return HistGradientBoostingClassifier(max_iter=100, max_leaf_nodes=8, learning_rate=.05, random_state=0)
def linear(): return LogisticRegression(max_iter=500)
makers = {
  "SoloModel, boosted": lambda: SoloModel(boosted()), "TwoModels, boosted": lambda: TwoModels(boosted(), boosted()),
  "TwoModels ddr_control, boosted": lambda: TwoModels(boosted(), boosted(), method="ddr_control"),
  "TwoModels, logistic": lambda: TwoModels(linear(), linear()),
  "ClassTransformation, boosted": lambda: ClassTransformation(boosted()),
}
found = {name: {"qini": [], "cpu": []} for name in makers}
for train, test in zip(kept["train"], kept["test"]):
    for name, make in makers.items():
        start = time.process_time()
        score = make().fit(x[train], y[train].astype(int), t[train].astype(int)).predict(x[test])
        found[name]["cpu"].append(time.process_time() - start)
        found[name]["qini"].append(qini_auc_score(y[test], score, t[test]))
metrics = [[qini_auc_score(o, s, a), uplift_auc_score(o, s, a), uplift_at_k(o, s, a, "overall", .3),
            uplift_at_k(o, s, a, "by_group", .3)] for o, s, a in zip(kept["mo"], kept["ms"], kept["ma"])]
print(json.dumps({"found": found, "metrics": metrics}))
"""


def hillstrom(data: Path, arm: str, outcome: str) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """(features, treated, outcome) of one of the two mails against no mail: 64,000 people's real experiment."""
    path = data / "hillstrom/hillstrom.parquet"
    rows = duckdb.execute(f"select * from '{path}' where segment in ($arm, 'No E-Mail')", {"arm": arm}).df()
    features = rows[["recency", "history", "mens", "womens", "newbie"]].astype(float)
    for column in ("zip_code", "channel"):
        for value in sorted(rows[column].unique()):
            features[f"{column}={value}"] = (rows[column] == value).astype(float)
    return features, (rows["segment"] == arm).to_numpy(float), (rows[outcome] > 0).to_numpy(float)


def splits(treated: np.ndarray, outcome: np.ndarray, seeds: int) -> list[tuple[np.ndarray, np.ndarray]]:
    everyone = np.arange(len(outcome))
    cells = 2 * treated + outcome
    return [tuple(train_test_split(everyone, test_size=0.5, random_state=s, stratify=cells)) for s in range(seeds)]


def one_mail(data: Path, arm: str, outcome: str, seeds: int, interpreter: str | None) -> None:
    features, treated, answer = hillstrom(data, arm, outcome)
    halves = splits(treated, answer, seeds)
    print(f"\n{arm}, {outcome}: {len(features):,} people, {seeds} splits; Qini on the other half\n")
    print(f"{'':34}{'Qini':>8}{'sd':>7}{'AUUC':>8}{'at 30 %':>9}{'cpu s':>8}")
    for learner in ("auto", *LEARNERS):
        scores, seconds, verdicts = [], [], Counter()
        for seed, (train, test) in enumerate(halves):
            start = time.process_time()
            fitted = fit_uplift(features.iloc[train], treated[train], answer[train], learner=learner, seed=seed)
            seconds.append(time.process_time() - start)
            parts = (answer[test], fitted.raw(features.iloc[test]), treated[test])
            scores.append((qini_score(*parts), auuc_score(*parts), uplift_at(*parts)))
            verdicts[fitted.report.judgement.verdict] += 1
        note = f"  {dict(verdicts)}" if learner == "auto" else ""
        _line(f"ours, {learner}" + (" (checks, verdict)" if note else ""), np.array(scores), seconds, note)
    _line("plain response model", np.array([_response(features, treated, answer, *half) for half in halves]), [])
    if interpreter:
        _peers(interpreter, features, treated, answer, halves)
    whole = fit_uplift(features, treated, answer, planned_share=0.5)
    print("whole experiment: " + said(whole.report.judgement) + f"; learner {whole.learner}, balance p "
          f"{whole.report.balance.p_value:.2f}, calibration error {whole.report.calibration_error:.4f}")  # fmt: skip


def _response(
    features: pd.DataFrame, treated: np.ndarray, answer: np.ndarray, train: np.ndarray, test: np.ndarray
) -> tuple[float, float, float]:
    from tools.science.propensity.basis import fit_basis
    from tools.science.uplift.outcomes import linear_outcome

    contacted = train[treated[train] == 1]
    basis = fit_basis(features.iloc[train], knots=2)
    model = linear_outcome(designed(basis, features.iloc[contacted]), answer[contacted])
    parts = (answer[test], model.vote(designed(basis, features.iloc[test])), treated[test])
    return qini_score(*parts), auuc_score(*parts), uplift_at(*parts)


def _line(name: str, scores: np.ndarray, seconds: list[float], note: str = "") -> None:
    mean = scores.mean(0)
    spent = f"{np.mean(seconds):8.3f}" if seconds else f"{'':8}"
    print(f"{name:34}{mean[0]:8.4f}{scores[:, 0].std():7.4f}{mean[1]:8.4f}{mean[2]:9.4f}{spent}{note}", flush=True)


def _peers(
    interpreter: str,
    features: pd.DataFrame,
    treated: np.ndarray,
    answer: np.ndarray,
    halves: list[tuple[np.ndarray, np.ndarray]],
) -> None:
    generator = np.random.default_rng(0)
    arms = (generator.random((60, 800)) < generator.choice([0.2, 0.5, 0.9], (60, 1))).astype(int)
    answers = (generator.random((60, 800)) < generator.choice([0.05, 0.3, 0.8], (60, 1))).astype(int)
    marks = np.where(np.arange(60)[:, None] % 2, generator.random((60, 800)), generator.integers(0, 6, (60, 800)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.npz"
        train, test = (np.array(side) for side in zip(*halves, strict=True))
        np.savez(
            path, x=features.to_numpy(), t=treated, y=answer, train=train, test=test, mo=answers, ms=marks, ma=arms
        )
        run = subprocess.run(
            [interpreter, "-W", "ignore", "-c", PEER, str(path)], capture_output=True, text=True, check=False
        )
    if run.returncode or "missing" in json.loads(run.stdout.splitlines()[-1]):
        print(f"scikit-uplift is not here: {(run.stdout or run.stderr).strip().splitlines()[-1][:100]}")
        return
    peer = json.loads(run.stdout.splitlines()[-1])
    for name, side in peer["found"].items():
        print(f"scikit-uplift {name:32}"[:46].ljust(34) + f"{np.mean(side['qini']):8.4f}{np.std(side['qini']):7.4f}"
              f"{'':17}{np.mean(side['cpu']):8.3f}")  # fmt: skip
    ours = [
        [qini_score(*rows), auuc_score(*rows), uplift_at(*rows), uplift_at(*rows, within="arm")]
        for rows in zip(answers, marks, arms, strict=True)
    ]
    gap = np.nanmax(np.abs(np.array(ours) - np.array(peer["metrics"])))
    print(f"largest difference of Qini, AUUC and uplift at 30 % to scikit-uplift's on 60 sets: {gap:.1e}")


def said(judged: Judgement) -> str:
    """The verdict with its figures in one line."""
    pairs = (("Qini", judged.qini), ("response", judged.response_qini), ("advantage", judged.advantage))
    figures = ", ".join(f"{name} {one.value:.3f} [{one.low:.3f}, {one.high:.3f}]" for name, one in pairs)
    effect = judged.average_effect
    return f"{judged.verdict} ({figures}; effect {effect.value:+.4f} [{effect.low:+.4f}, {effect.high:+.4f}])"


def demo_shop(customers: int, seeds: int) -> None:
    from tools.data.demo import build_demo_shop

    for seed in range(seeds):
        with tempfile.TemporaryDirectory() as folder:
            shop = Path(folder) / "shop"
            build_demo_shop(shop, seed=seed, customers=customers)
            trials = read_trials(shop)
        for planted, trial in trials.items():
            start = time.process_time()
            fitted = fit_uplift(trial.features, trial.treated, trial.outcome, planned_share=0.5)
            seconds = time.process_time() - start
            verdict = said(fitted.report.judgement)
            print(f"demo shop {seed}, {planted} effect, {len(trial.treated):,} people: {verdict}; "
                  f"learner {fitted.learner}, {seconds:.2f} CPU s")  # fmt: skip
            if planted == "planted":
                _planted(trial, fitted.learner)


def _planted(trial: DemoTrial, learner: str) -> None:
    """How well held-out uplift finds each planted type."""
    from tools.science.propensity.basis import fit_basis

    people = designed(fit_basis(trial.features, knots=2), trial.features)
    found = crossfit(Trial(people, trial.treated, trial.outcome), [learner]).effects[learner]
    moved = trial.response_type == "persuadable"
    first = found >= np.quantile(found, 0.8)
    means = {name: found[trial.response_type == name].mean() for name in sorted(set(trial.response_type))}
    truth = {name: kind["with_mail"] - kind["without_mail"] for name, kind in trial.order_probability.items()}
    print(f"    persuadables against the rest: AUC {roc_auc_score(moved, found):.3f}, lift in the first fifth "
          f"{moved[first].mean() / moved.mean():.2f}; mean uplift "
          + ", ".join(f"{name} {mean:+.3f} (planted {truth[name]:+.2f})" for name, mean in means.items()))  # fmt: skip


def null_calls(repeats: int, people: int = 5_000) -> None:
    """How often the automatic choice sees an effect where there is none."""
    calls: Counter[str] = Counter()
    for seed in range(repeats):
        generator = np.random.default_rng(seed)
        features = pd.DataFrame(generator.normal(size=(people, 6)), columns=list("abcdef"))
        outcome = (generator.random(people) < 1 / (1 + np.exp(2 - features["a"] - 0.5 * features["b"]))).to_numpy(float)
        treated = (generator.random(people) < 0.5).astype(float)
        calls[fit_uplift(features, treated, outcome, seed=seed).report.judgement.verdict] += 1
    print(f"\n{repeats} experiments of {people:,} people without an effect: {dict(calls)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--peer-python", default=sys.executable, help="interpreter in which the peers are installed")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--customers", type=int, default=20_000, help="of the demo shop")
    parser.add_argument("--shops", type=int, default=2)
    parser.add_argument("--null", type=int, default=200, help="experiments without an effect")
    arguments = parser.parse_args()
    if (arguments.data / "hillstrom").is_dir():
        one_mail(arguments.data, "Womens E-Mail", "visit", arguments.seeds, arguments.peer_python)
        one_mail(arguments.data, "Mens E-Mail", "visit", arguments.seeds // 2, None)
        one_mail(arguments.data, "Womens E-Mail", "conversion", arguments.seeds // 2, None)
    else:
        print(f"no Hillstrom in {arguments.data}: left out; give --data")
    demo_shop(arguments.customers, arguments.shops)
    null_calls(arguments.null)


if __name__ == "__main__":
    main()
