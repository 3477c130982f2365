"""The verdict: held-out rows, touched once; simple rules beside the score; what a shuffled split would have claimed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from tools.science.propensity.evidence import Difference, Part, Period, RuleEvidence, ShuffledEvidence, Verdict
from tools.science.propensity.metrics import Measured, Quality, average_precision, brier, draws, interval, lift, roc_auc
from tools.science.propensity.splitting import Plan
from tools.science.propensity.tuning import Data, sample_rows

MOVED = 0.25
"""Population stability index from which a feature counts as moved (a convention of credit scoring; Siddiqi 2006)."""
RANKS_BY_CHANCE = 0.01
MOVED_SHOWN = 5
MOVED_ROWS = 20_000
SHUFFLED_TEST_SHARE = 0.2
PERIOD_TOLD = 0.01
"""Loss of ROC AUC when ranks are compared within a period only, from which the date is said to be told."""


def judge_rules(
    label: np.ndarray, probability: np.ndarray, rules: dict[str, np.ndarray], weights: np.ndarray
) -> tuple[RuleEvidence, ...]:
    """Each rule on the held-out rows beside the score; unknown rule values rank last."""
    ours = roc_auc(label, probability, weights)
    judged = []
    for name, raw in rules.items():
        values = np.asarray(raw, dtype=float)
        known = np.isfinite(values)
        values = np.where(known, values, values[known].min() - 1 if known.any() else 0.0)
        theirs = roc_auc(label, values, weights)
        precision, gain = (interval(measure(label, values, weights)) for measure in (average_precision, lift))
        judged.append(RuleEvidence(name, interval(theirs), precision, gain, interval(ours - theirs)))
    return tuple(judged)


def brier_skill(label: np.ndarray, probability: np.ndarray, base_rate: float, weights: np.ndarray) -> Measured:
    """1 - Brier / Brier of promising everyone the base rate known before."""
    reference = brier(label, np.full(len(label), base_rate), weights)
    return interval(1 - brier(label, probability, weights) / np.maximum(reference, 1e-12))


def verdict(quality: Quality, skill: Measured, rules: tuple[RuleEvidence, ...]) -> Verdict:
    """Whether the score may be shown; the rule in words is `evidence.USEFUL_RULE`."""
    if not (quality.roc_auc.low > 0.5 and chance_of_auc(quality) < RANKS_BY_CHANCE and skill.value > 0):
        return "no_better_than_base_rate"
    return "no_better_than_rule" if any(rule.score_minus_rule.high < 0 for rule in rules) else "useful"


def chance_of_auc(quality: Quality) -> float:
    """One-sided p-value of the ROC AUC against .5 (Mann and Whitney 1947): small samples fool a bootstrap, not this."""
    from scipy.stats import norm

    positives, negatives = quality.positives, quality.rows - quality.positives
    error = np.sqrt((positives + negatives + 1) / (12 * positives * negatives))
    return float(norm.sf((quality.roc_auc.value - 0.5) / error))


def periods_of(data: Data, plan: Plan) -> tuple[Period, ...]:
    """Rows, base rate and part of each block of moments."""
    part = np.full(len(data.label), "waiting", dtype=object)
    part[plan.before], part[plan.held_out] = "fitted", "held_out"
    if plan.validation_order != "none":
        for fold in plan.folds:
            part[fold.valid] = "validated"
    found = []
    for block in np.unique(plan.block):
        rows = np.flatnonzero(plan.block == block)
        names = set(part[rows].tolist())
        start, end = span(data, rows)
        positives = int(data.label[rows].sum())
        role: Part = names.pop() if len(names) == 1 else "mixed"
        found.append(Period(start, end, len(rows), positives, positives / len(rows), role))
    return tuple(found)


def span(data: Data, rows: np.ndarray) -> tuple[str, str]:
    """First and last moment of some rows, as ISO dates; row numbers from 1 where there are no moments."""
    if data.moment is None:
        return str(int(rows.min()) + 1), str(int(rows.max()) + 1)
    return str(data.moment[rows].min()), str(data.moment[rows].max())


def shuffled_claim(
    data: Data,
    plan: Plan,
    held_out: Quality,
    fit: Callable[[np.ndarray], Callable[[pd.DataFrame], np.ndarray]],
    most_rows: int,
    resamples: int,
) -> ShuffledEvidence:
    """Fit and test the chosen candidate on rows dealt at random, as a careless split would, and say why it differs.

    `fit` takes row positions and gives the fitted score's votes. The fit is thrown away.
    """
    generator = np.random.default_rng(data.seed + 7)
    rows = generator.permutation(np.concatenate([plan.before, plan.held_out]))[:most_rows]
    cut = int(len(rows) * SHUFFLED_TEST_SHARE)
    test, train = np.sort(rows[:cut]), np.sort(rows[cut:])
    votes, label = fit(train)(data.frame.iloc[test]), data.label[test]
    claimed = interval(roc_auc(label, votes, draws(data.group[test], resamples=resamples, seed=data.seed)))
    within = _within(label, votes, plan.block[test])
    moved = _moved(data.frame, plan)
    before, after = data.label[plan.before], data.label[plan.held_out]
    shared = float(np.isin(data.group[test], data.group[train]).mean())
    reasons: list[Difference] = []
    if claimed.value <= held_out.roc_auc.high:
        reasons.append("within_chance")
    else:
        if _rates_differ(before, after):
            reasons.append("base_rate_drift")
        if any(index >= MOVED for index in moved.values()):
            reasons.append("moved_features")
        if claimed.value - within >= PERIOD_TOLD:
            reasons.append("tells_the_period")
        if shared > 0.05:
            reasons.append("same_customers")
    higher = claimed.value - held_out.roc_auc.value
    rates = float(before.mean()), float(after.mean())
    return ShuffledEvidence(claimed, within, higher, tuple(reasons), *rates, moved, shared)


def _within(label: np.ndarray, votes: np.ndarray, block: np.ndarray) -> float:
    """ROC AUC over pairs of the same period, each period weighing by its pairs."""
    total, pairs = 0.0, 0.0
    for one in np.unique(block):
        rows = block == one
        positives = float(label[rows].sum())
        weight = positives * (rows.sum() - positives)
        if weight:
            total += weight * float(roc_auc(label[rows], votes[rows])[0])
            pairs += weight
    return float(total / pairs) if pairs else float("nan")


def _rates_differ(before: np.ndarray, after: np.ndarray) -> bool:
    pooled = float(np.concatenate([before, after]).mean())
    error = np.sqrt(pooled * (1 - pooled) * (1 / len(before) + 1 / len(after)))
    return bool(abs(after.mean() - before.mean()) > max(1.96 * error, 0.1 * before.mean()))


def _moved(frame: pd.DataFrame, plan: Plan) -> dict[str, float]:
    """Population stability index per feature, fitted against held-out rows, the largest first."""
    found = {}
    rows = [sample_rows(part, MOVED_ROWS, 0) for part in (plan.before, plan.held_out)]
    for name in frame.columns:
        before, after = (frame[name].to_numpy(dtype=float)[part] for part in rows)
        known = before[np.isfinite(before)]
        if not len(known):
            continue
        edges = np.unique(np.quantile(known, np.linspace(0, 1, 11)[1:-1]))
        shares = []
        for part in (before, after):
            bins = np.where(np.isfinite(part), np.searchsorted(edges, np.nan_to_num(part), side="left"), len(edges) + 1)
            counts = np.bincount(bins, minlength=len(edges) + 2) + 0.5
            shares.append(counts / counts.sum())
        found[str(name)] = float(((shares[0] - shares[1]) * np.log(shares[0] / shares[1])).sum())
    ranked = sorted(found.items(), key=lambda pair: -pair[1])[:MOVED_SHOWN]
    return {name: index for name, index in ranked if index >= 0.1}
