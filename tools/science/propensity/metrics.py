"""How good a score is: ROC AUC, average precision, Brier, lift and calibration error, each with a bootstrap interval.

Every figure is computed for many resamples at once from one sort: a resample is a vector of row weights, so a metric
takes weights of shape (resamples, rows) and gives shape (resamples,). The first row of weights is the sample itself.
Customers, not rows, are drawn (Poisson bootstrap: Hanley and MacGibbon 2006), and the same draws serve every candidate,
so differences between candidates are paired.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

RESAMPLES = 200
TOP_SHARE = 0.1
BINS = 10
CHUNK_CELLS = 4_000_000
"""Cells of a weight matrix worked on at once, so that memory stays bounded."""


@dataclass(frozen=True)
class Measured:
    """A figure and its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Quality:
    """What one score reached on rows it was not fitted on."""

    rows: int
    positives: int
    roc_auc: Measured
    pr_auc: Measured
    """Average precision."""
    brier: Measured
    """Mean squared error of the probability, 0 to 1; lower is better."""
    lift_at_10_percent: Measured
    """Successes among the top tenth over what a random tenth holds."""
    calibration_error: Measured
    """Mean gap between promised and observed share over ten equal bins (ECE), 0 to 1."""


def draws(group: np.ndarray, *, resamples: int = RESAMPLES, seed: int = 0) -> np.ndarray:
    """Weights, shape (1 + resamples, rows): ones, then how often each row's customer was drawn."""
    codes, count = _codes(group)
    drawn = np.random.default_rng(seed).poisson(1.0, (resamples, count)).astype(np.float32)
    return np.concatenate([np.ones((1, len(group)), np.float32), drawn[:, codes]])


def interval(values: np.ndarray) -> Measured:
    """From a metric's value per draw, shape (1 + resamples,): the first is the figure, the rest its spread."""
    value = float(values[0])
    spread = values[1:][np.isfinite(values[1:])]
    if not len(spread) or not np.isfinite(value):
        return Measured(value, float("nan"), float("nan"))
    low, high = np.quantile(spread, [0.025, 0.975])
    return Measured(value, min(float(low), value), max(float(high), value))


def roc_auc(label: np.ndarray, score: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Chance that a positive is ranked above a negative, ties half (Mann and Whitney 1947); shape (draws,)."""
    positives, negatives = _tied(label, score, weights)
    below = np.cumsum(negatives, 1) - negatives
    with np.errstate(invalid="ignore", divide="ignore"):
        return (positives * (below + negatives / 2)).sum(1) / (positives.sum(1) * negatives.sum(1))


def average_precision(label: np.ndarray, score: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Area under precision and recall as a step function; shape (draws,)."""
    positives, negatives = (part[:, ::-1] for part in _tied(label, score, weights))
    found = np.cumsum(positives, 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision = np.nan_to_num(found / (found + np.cumsum(negatives, 1)))
        return (positives * precision).sum(1) / positives.sum(1)


def lift(
    label: np.ndarray, score: np.ndarray, weights: np.ndarray | None = None, *, share: float = TOP_SHARE
) -> np.ndarray:
    """Success rate of the top `share` over that of everyone; ties at the edge count in proportion; shape (draws,)."""
    positives, negatives = (part[:, ::-1] for part in _tied(label, score, weights))
    total = positives + negatives
    room = share * total.sum(1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        taken = np.clip((room - (np.cumsum(total, 1) - total)) / total, 0, 1)
        return (np.nan_to_num(taken) * positives).sum(1) / share / positives.sum(1)


def brier(label: np.ndarray, probability: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Mean squared difference between probability and outcome (Brier 1950); shape (draws,)."""
    weights = np.ones((1, len(label)), np.float32) if weights is None else weights
    with np.errstate(invalid="ignore", divide="ignore"):
        return (weights @ ((probability - label) ** 2)) / weights.sum(1)


def calibration_error(label: np.ndarray, probability: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Expected calibration error over BINS bins of equally many rows (Naeini et al. 2015); shape (draws,)."""
    weights = np.ones((1, len(label)), np.float32) if weights is None else weights
    order = np.argsort(probability, kind="stable")
    starts = np.unique(np.arange(BINS) * len(label) // BINS)
    gaps = np.add.reduceat(weights[:, order] * (probability - label)[order], starts, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.abs(gaps).sum(1) / weights.sum(1)


def quality(label: np.ndarray, probability: np.ndarray, folds: list[np.ndarray], weights: np.ndarray) -> Quality:
    """Each figure as the mean over `folds` (row positions), with intervals from `weights` of shape (draws, rows).

    Rows of different folds were scored by different fits, so ranks are compared within a fold only.
    """
    figures = []
    for measure in (roc_auc, average_precision, brier, lift, calibration_error):
        per_fold = [measure(label[rows], probability[rows], weights[:, rows]) for rows in folds]
        figures.append(interval(np.mean(per_fold, axis=0)))
    every = np.concatenate(folds)
    return Quality(len(every), int(label[every].sum()), *figures)


def mean_auc(label: np.ndarray, score: np.ndarray, folds: list[np.ndarray], weights: np.ndarray) -> np.ndarray:
    """ROC AUC averaged over folds, shape (draws,): the figure candidates are compared by."""
    return np.mean([roc_auc(label[rows], score[rows], weights[:, rows]) for rows in folds], axis=0)


def _tied(label: np.ndarray, score: np.ndarray, weights: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """Weight of positives and of negatives at each distinct score, ascending; each of shape (draws, distinct)."""
    weights = np.ones((1, len(label)), np.float32) if weights is None else weights
    order = np.argsort(score, kind="stable")
    ranked = score[order]
    starts = np.flatnonzero(np.concatenate([[True], ranked[1:] != ranked[:-1]]))
    sorted_weights = weights[:, order].astype(float)
    positives = sorted_weights * label[order]
    if len(starts) == len(label):
        return positives, sorted_weights - positives
    return np.add.reduceat(positives, starts, axis=1), np.add.reduceat(sorted_weights - positives, starts, axis=1)


def _codes(group: np.ndarray) -> tuple[np.ndarray, int]:
    values, codes = np.unique(group, return_inverse=True)
    return codes, len(values)
