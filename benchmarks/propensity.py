"""Propensity scores on Bank Marketing, Telco and Online Retail, beside simple rules and LightGBM, in one run.

    python -m venv peers && peers/bin/pip install -r benchmarks/peers/propensity.txt
    python -m benchmarks.propensity --peer-python peers/bin/python [--only bank telco retail chance speed]

Every side sees the same rows. Seconds are processor seconds of one core: for ours the whole search, for peers one fit.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from benchmarks.propensity_data import (
    CUT_EVERY_DAYS,
    FIRST_CUT,
    HISTORY,
    HORIZON_DAYS,
    TESTS,
    bank,
    retail_lines,
    retail_rows,
    rules,
    telco,
)
from tools.science.propensity.evidence import Evidence
from tools.science.propensity.fitting import Propensity, fit_propensity
from tools.science.propensity.metrics import average_precision, brier, calibration_error, draws, interval, lift, roc_auc

PEER = """
import sys, time
try:
    import lightgbm, numpy as np
except ImportError as error:
    sys.exit(str(error))
kept = np.load(sys.argv[1])
x, y, test = kept["x"], kept["y"], kept["test"]
found = {}
small = dict(n_estimators=150, num_leaves=15, learning_rate=.05)
for name, settings in {"LightGBM": {}, "LightGBM 150x15": small}.items():
    start = time.process_time()
    model = lightgbm.LGBMClassifier(**settings, n_jobs=1, verbose=-1, random_state=0).fit(x, y)
    found[name + "|seconds"] = time.process_time() - start
    found[name] = model.predict_proba(test)[:, 1]
np.savez(sys.argv[2], **found)
"""
Figures = tuple[float, float, float, float, float, float]
"""ROC AUC, PR AUC, Brier, lift@10 %, calibration error, processor seconds."""


OURS = "this score"
MEASURES = (
    ("AUC", roc_auc, 1),
    ("PR AUC", average_precision, 1),
    ("Brier", brier, -1),
    ("lift@10", lift, 1),
    ("ECE", calibration_error, -1),
)
"""Name, measure, and 1 where more is better."""


class Table:
    """Figures per model and split; prints the means."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Figures]] = {}
        self.scores: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}

    def add(
        self, name: str, label: np.ndarray, score: np.ndarray, seconds: float = np.nan, *, chance: bool = True
    ) -> None:
        """One model on one split; `chance` says whether its score is a probability."""
        values = [float(measure(label, score)[0]) for _, measure, _ in MEASURES]
        if not chance:
            values[2] = values[4] = np.nan
        self.rows.setdefault(name, []).append((*values, seconds))  # type: ignore[arg-type]
        self.scores.setdefault(name, []).append((label, score))

    def against_best(self) -> None:
        """This score minus the best of the others in each figure, with a paired bootstrap interval over customers."""
        others = [name for name in self.rows if name != OURS]
        for place, (title, measure, sign) in enumerate(MEASURES):
            means = {name: sign * float(np.mean(self.rows[name], 0)[place]) for name in others}
            best = max(means, key=lambda name: -np.inf if np.isnan(means[name]) else means[name])
            gaps = []
            for (label, ours), (_, theirs) in zip(self.scores[OURS], self.scores[best], strict=True):
                weights = draws(np.arange(len(label)), resamples=400)
                gaps.append(measure(label, ours, weights) - measure(label, theirs, weights))
            gap = interval(np.mean(gaps, 0))
            print(f"  {title:8} this score minus {best:20} {gap.value:+.4f} ({gap.low:+.4f} to {gap.high:+.4f})")
        print(flush=True)

    def show(self) -> None:
        """Means over the splits, and the ROC AUC of each."""
        print(f"{'':22}{'AUC':>8}{'PR AUC':>8}{'Brier':>8}{'lift@10':>8}{'ECE':>8}{'cpu s':>8}   AUC of each split")
        for name, found in self.rows.items():
            each = " ".join(f"{figures[0]:.4f}" for figures in found)
            mean = "".join(" " * 7 + "-" if np.isnan(value) else f"{value:8.4f}" for value in np.mean(found, 0)[:5])
            print(f"{name:22}{mean}{np.mean(found, 0)[5]:8.2f}   {each}")
        print(flush=True)


def timed(work: Callable[[], Propensity]) -> tuple[Propensity, float]:
    """The result and the processor seconds it took."""
    start = time.process_time()
    return work(), time.process_time() - start


def peers(
    train: pd.DataFrame, label: np.ndarray, test: pd.DataFrame, python: str
) -> Iterator[tuple[str, np.ndarray, float]]:
    """scikit-learn's logistic regression and boosting here, LightGBM in the peers' interpreter."""
    for name, model in (
        ("logistic C=1", _linear(1.0)),
        ("logistic C=.05", _linear(0.05)),
        ("HistGradientBoosting", HistGradientBoostingClassifier(random_state=0)),
    ):
        start = time.process_time()
        model.fit(train.to_numpy(), label)
        yield name, model.predict_proba(test.to_numpy())[:, 1], time.process_time() - start
    with tempfile.TemporaryDirectory() as folder:
        given, answer = Path(folder) / "in.npz", Path(folder) / "out.npz"
        np.savez(given, x=train.to_numpy(), y=label, test=test.to_numpy())
        run = subprocess.run([python, "-c", PEER, str(given), str(answer)], capture_output=True, text=True, check=False)
        if run.returncode:
            print(f"LightGBM left out: {run.stderr.strip().splitlines()[-1]}")
            return
        found = np.load(answer)
        for name in (key for key in found.files if "|" not in key):
            yield name, found[name], float(found[f"{name}|seconds"])


def five_fold(title: str, features: pd.DataFrame, label: np.ndarray, python: str, budget: float) -> None:
    """Shuffled five-fold cross-validation: comparable with what others print, not what a card should say."""
    print(f"{title}, five-fold shuffled, {len(label):,} rows × {features.shape[1]}")
    table, pooled = Table(), np.zeros(len(label))
    for train, test in StratifiedKFold(5, shuffle=True, random_state=42).split(features, label):
        known, asked = features.iloc[train], features.iloc[test]
        fitted, seconds = timed(lambda: fit_propensity(known, label[train], None, None, budget_seconds=budget))  # noqa: B023
        pooled[test] = fitted.scorer.probability(asked)
        table.add(OURS, label[test], pooled[test], seconds)
        for name, chance, took in peers(known, label[train], asked, python):
            table.add(name, label[test], chance, took)
    table.show()
    print(f"  calibration error over all rows at once {calibration_error(label, pooled)[0]:.4f}\n")


def forward(title: str, features: pd.DataFrame, label: np.ndarray, budget: float) -> None:
    """The card's own figure, rows being in time order."""
    fitted, seconds = timed(
        lambda: fit_propensity(features, label, None, None, rows_in_time_order=True, budget_seconds=budget)
    )
    print(f"{title}, the card's own figure, in time order ({seconds:.1f} cpu s)")
    _card(fitted.evidence)


def retail(python: str, budget: float) -> None:
    """Purchase in the next 90 days, trained on cuts whose labels were known at each test date."""
    start = time.process_time()
    cuts = sorted({FIRST_CUT + CUT_EVERY_DAYS * step for step in range(10)} | set(TESTS))
    rows = retail_rows(retail_lines(), cuts)
    print(f"Online Retail, purchase within {HORIZON_DAYS} days, tests {', '.join(str(day) for day in TESTS)}")
    print(f"  {len(rows.label):,} rows × {rows.features.shape[1]}, made in {time.process_time() - start:.1f} cpu s")
    table, evidence = Table(), None
    for day in TESTS:
        past, now = rows.take(rows.moment <= day - HORIZON_DAYS), rows.take(rows.moment == day)
        fitted, seconds = timed(
            lambda: fit_propensity(
                past.features,  # noqa: B023
                past.label,  # noqa: B023
                past.moment,  # noqa: B023
                past.customer,  # noqa: B023
                history_probability=HISTORY,
                baseline=rules(past),  # noqa: B023
                horizon_days=HORIZON_DAYS,
                budget_seconds=budget,
            )
        )
        evidence = fitted.evidence
        table.add(OURS, now.label, fitted.scorer.probability(now.features), seconds)
        for name, score in rules(now).items():
            table.add(name, now.label, score, chance=name == HISTORY)
        for name, chance, took in peers(past.features, past.label, now.features, python):
            table.add(name, now.label, chance, took)
    table.show()
    table.against_best()
    if evidence:
        print("  the card of the last date:")
        _card(evidence)


def chance(seeds: int = 100) -> None:
    """Labels dealt at random: how often the verdict is that nothing was found."""
    for ordered in (True, False):
        verdicts: Counter[str] = Counter()
        for seed in range(seeds):
            generator = np.random.default_rng(seed)
            frame = pd.DataFrame(generator.lognormal(size=(1_500, 12)), columns=[f"f{i}" for i in range(12)])
            moment = np.datetime64("2025-01-01") + 30 * (np.arange(1_500) // 300) if ordered else None
            label = (generator.random(1_500) < 0.3).astype(float)
            verdicts[fit_propensity(frame, label, moment, None, budget_seconds=1.0, seed=seed).evidence.verdict] += 1
        print(
            f"random labels, {'five moments' if ordered else 'no moments'}, {seeds} seeds: {dict(verdicts)}", flush=True
        )
    print()


def speed(budget: float) -> None:
    """A whole fit: search, choice, calibration, held-out rows, served score."""
    for rows, budget_seconds in ((1_500, 1.5), (9_000, 3.0), (20_000, budget), (200_000, budget)):
        generator = np.random.default_rng(0)
        frame = pd.DataFrame(generator.normal(size=(rows, 40)), columns=[f"f{i}" for i in range(40)])
        margin = 0.5 * frame["f0"] + np.maximum(frame["f1"], 0) - 1
        label = (generator.random(rows) < 1 / (1 + np.exp(-margin.to_numpy()))).astype(float)
        moment = np.datetime64("2025-01-01") + 30 * (np.arange(rows) * 6 // rows)
        start = time.perf_counter()
        fitted, seconds = timed(lambda: fit_propensity(frame, label, moment, None, budget_seconds=budget_seconds))  # noqa: B023
        wall = time.perf_counter() - start
        print(f"{rows:8,} rows × 40: {seconds:5.2f} cpu s, {wall:5.2f} s, {fitted.evidence.search}", flush=True)


def _linear(penalty: float) -> object:
    return make_pipeline(
        SimpleImputer(strategy="median", keep_empty_features=True),
        StandardScaler(),
        LogisticRegression(C=penalty, max_iter=2_000),
    )


def _card(evidence: Evidence) -> None:
    held, shuffled, level = evidence.held_out, evidence.shuffled, evidence.calibration
    print(f"  chosen {evidence.chosen} ({evidence.choice}), {evidence.search} search, split by {evidence.order}")
    for one in evidence.candidates:
        print(f"    {one.name:20} AUC {one.quality.roc_auc.value:.4f} on validation, behind {one.auc_behind_best:+.4f}")
    for rule in evidence.rules:
        print(
            f"    {rule.name:20} AUC {rule.roc_auc.value:.4f} held out, score ahead {rule.score_minus_rule.value:+.4f}"
        )
    auc = held.roc_auc
    print(
        f"  held out {held.rows:,}: AUC {auc.value:.4f} ({auc.low:.4f} to {auc.high:.4f}), verdict {evidence.verdict}"
    )
    print(f"  promised {level.promised:.3f}, observed {level.observed:.3f}, calibration error {level.error:.4f}")
    print(
        f"  a shuffled split would claim {shuffled.roc_auc.value:.4f}; within a period {shuffled.within_period_auc:.4f}"
    )
    print(f"  base rate {shuffled.base_rate_before:.3f} -> {shuffled.base_rate_held_out:.3f}; why: {shuffled.reasons}")
    print(f"  moved most: { {name: round(index, 2) for name, index in shuffled.moved.items()} }\n", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer-python", default=sys.executable, help="interpreter that has LightGBM")
    parser.add_argument("--only", nargs="*", default=["bank", "telco", "retail", "chance", "speed"])
    parser.add_argument("--budget", type=float, default=20.0)
    arguments = parser.parse_args()
    with threadpool_limits(1):
        run(arguments.only, arguments.peer_python, arguments.budget)


def run(only: list[str], python: str, budget: float) -> None:
    """The chosen parts, one after another."""
    if "telco" in only:
        five_fold("Telco", *telco(), python, budget)
    if "bank" in only:
        five_fold("Bank (bank-full without duration)", *bank("bank-full"), python, 2 * budget)
        forward("Bank (bank-additional-full, no macro columns)", *bank("bank-additional-full", macro=False), budget)
        forward("Bank (bank-full)", *bank("bank-full"), budget)
    if "retail" in only:
        retail(python, budget)
    if "chance" in only:
        chance()
    if "speed" in only:
        speed(budget)


if __name__ == "__main__":
    main()
