"""From votes to probabilities: slope and offset on rows scored before their outcome was known, nothing more.

Two numbers cannot overfit a later period as isotonic regression does, and keep the score linear in its members.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit

from tools.science.propensity.evidence import CalibrationEvidence
from tools.science.propensity.metrics import calibration_error
from tools.science.propensity.scorer import Scale

CHANCE_DRAWS = 20
ENOUGH_EACH = 200
"""Rows of each outcome that settle slope and offset: their log-odds are then known to about a tenth."""


def platt(
    votes: np.ndarray, label: np.ndarray, weights: np.ndarray | None = None, *, scale: Scale = "log_odds"
) -> tuple[float, float]:
    """Slope and offset that make `offset + slope × votes` a calibrated margin (Platt 1999; Cox 1958).

    On the log-odds scale by maximum likelihood with Platt's smoothed targets, on the probability scale by least
    squares. The slope is never negative: a score that ranked backwards is worth the base rate, not its mirror image.
    """
    weights = np.ones(len(label)) if weights is None else weights
    total, mean = weights.sum(), float(np.average(votes, weights=weights))
    spread = float(np.sqrt(np.average((votes - mean) ** 2, weights=weights)))
    positives = float((weights * label).sum())
    base = (positives + 1) / (total + 2)
    if spread < 1e-12:
        return 0.0, float(logit(base)) if scale == "log_odds" else base
    centred = (votes - mean) / spread
    if scale == "probability":
        slope = max(float(np.average(centred * (label - label.mean()), weights=weights)), 0.0)
        return slope / spread, float(np.average(label, weights=weights)) - slope * mean / spread
    slope, offset = _newton(centred, _smoothed(label, positives, total), weights, float(logit(base)))
    if slope <= 0:
        return 0.0, float(logit(base))
    return slope / spread, offset - slope * mean / spread


def _smoothed(label: np.ndarray, positives: float, total: float) -> np.ndarray:
    return np.where(label > 0.5, (positives + 1) / (positives + 2), 1 / (total - positives + 2))


def _newton(votes: np.ndarray, target: np.ndarray, weights: np.ndarray, start: float) -> tuple[float, float]:
    slope, offset = 0.0, start
    for _ in range(50):
        chance = expit(offset + slope * votes)
        error, curve = weights * (target - chance), weights * chance * (1 - chance) + 1e-12
        gradient = np.array([(error * votes).sum(), error.sum()])
        hessian = np.array([[(curve * votes**2).sum(), (curve * votes).sum()], [(curve * votes).sum(), curve.sum()]])
        step = np.linalg.solve(hessian + 1e-9 * np.eye(2), gradient)
        step *= min(1.0, 4.0 / max(np.abs(step).max(), 1e-12))
        slope, offset = slope + float(step[0]), offset + float(step[1])
        if np.abs(step).max() < 1e-8:
            break
    return slope, offset


def probabilities(votes: np.ndarray, slope: float, offset: float, scale: Scale) -> np.ndarray:
    """What `Scorer.probability` gives for these pooled votes, shape (rows,)."""
    margin = offset + slope * votes
    return expit(margin) if scale == "log_odds" else np.clip(margin, 0.0, 1.0)


def cross_calibrated(
    votes: np.ndarray, label: np.ndarray, folds: list[np.ndarray], scale: Scale = "log_odds"
) -> np.ndarray:
    """Probabilities of validation rows, each fold calibrated on the others (one fold: its halves on each other)."""
    if len(folds) == 1:
        rows = folds[0]
        folds = [rows[0::2], rows[1::2]]
    probability = np.full(len(votes), np.nan)
    for index, rows in enumerate(folds):
        others = np.concatenate([part for other, part in enumerate(folds) if other != index])
        slope, offset = platt(votes[others], label[others], scale=scale)
        probability[rows] = probabilities(votes[rows], slope, offset, scale)
    return probability


def settle(
    votes: np.ndarray, label: np.ndarray, folds: list[np.ndarray], *, ordered: bool, scale: Scale = "log_odds"
) -> tuple[float, float]:
    """Slope and offset from rows scored before their outcome was known: where time is known, from the latest of them.

    `folds` hold row positions, the latest last; as many of the latest are taken as hold ENOUGH_EACH of both outcomes,
    since an older period says less about how steep and how high the score stands now.
    """
    taken = folds[-1]
    for older in reversed(folds[:-1]):
        if ordered and min(label[taken].sum(), (1 - label[taken]).sum()) >= ENOUGH_EACH:
            break
        taken = np.concatenate([older, taken])
    return platt(votes[taken], label[taken], scale=scale)


def refined_loss(votes: np.ndarray, label: np.ndarray, scale: Scale = "log_odds") -> float:
    """Mean log loss after slope and offset are put right on the same rows: what the ranking alone can be blamed for."""
    slope, offset = platt(votes, label, scale=scale)
    chance = np.clip(probabilities(votes, slope, offset, scale), 1e-6, 1 - 1e-6)
    return float(-np.mean(label * np.log(chance) + (1 - label) * np.log1p(-chance)))


def at_level(probability: np.ndarray, mean: float) -> np.ndarray:
    """The same probabilities moved on the log-odds scale until their mean is `mean`; shape (rows,)."""
    margin = logit(np.clip(probability, 1e-6, 1 - 1e-6))
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        if expit(margin + middle).mean() < mean:
            low = middle
        else:
            high = middle
    return expit(margin + low)


def judge_calibration(
    label: np.ndarray, probability: np.ndarray, slope: float, offset: float, *, seed: int = 0
) -> CalibrationEvidence:
    """How far promised and observed differ on held-out rows, and whether the base rate's drift is the cause."""
    promised, observed = float(probability.mean()), float(label.mean())
    error = float(calibration_error(label, probability)[0])
    at_right = float(calibration_error(label, at_level(probability, min(max(observed, 1e-6), 1 - 1e-6)))[0])
    chance = 1.96 * np.sqrt((probability * (1 - probability)).sum()) / len(label)
    drift = bool(abs(promised - observed) > chance and at_right < error / 2)
    outcomes = np.random.default_rng(seed).random((CHANCE_DRAWS, len(label))) < probability
    by_chance = float(np.mean([calibration_error(drawn, probability)[0] for drawn in outcomes]))
    return CalibrationEvidence(slope, offset, promised, observed, error, by_chance, at_right, drift)
