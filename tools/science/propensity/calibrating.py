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


def platt(votes: np.ndarray, label: np.ndarray, *, scale: Scale = "log_odds") -> tuple[float, float]:
    """Slope and offset that make `offset + slope × votes` a calibrated margin (Platt 1999; Cox 1958).

    On the log-odds scale by maximum likelihood with Platt's smoothed targets, on the probability scale by least
    squares. The slope is never negative: a score that ranked backwards is worth the base rate, not its mirror image.
    """
    return settle(votes, label, [np.arange(len(label))], scale=scale)


def settle(
    votes: np.ndarray, label: np.ndarray, periods: list[np.ndarray], *, scale: Scale = "log_odds"
) -> tuple[float, float]:
    """The same from rows of several periods (row positions, the latest last), each scored before its outcome was known.

    The slope comes from differences within a period, as each was scored by a fit of its own. The offset is the mean of
    the periods' offsets. Each period back counts half as much: a base rate that moves is neither what it was last
    (seasons return) nor what it was on average (shops change); exponential smoothing stands between (Brown 1959).
    """
    rows = np.concatenate(periods)
    sizes = [len(part) for part in periods]
    member = np.repeat(np.eye(len(periods)), sizes, axis=0)
    weights = np.repeat([0.5 ** (len(periods) - 1 - place) for place in range(len(periods))], sizes)
    share = np.array([weights[member[:, place] > 0].sum() for place in range(len(periods))]) / weights.sum()
    base = (member * label[rows, None]).sum(0) + 1.0
    base /= np.array(sizes) + 2.0
    means = (member * votes[rows, None]).sum(0) / sizes
    centred = votes[rows] - member @ means
    spread = float(np.sqrt(np.average(centred**2, weights=weights)))
    levels, slope = logit(base) if scale == "log_odds" else base, 0.0
    if spread > 1e-12 and scale == "log_odds":
        found = _newton(np.column_stack([centred / spread, member]), _smoothed(label[rows]), weights, levels)
        if found[0] > 0:
            slope, levels = found[0] / spread, found[1:]
    elif spread > 1e-12:
        slope = max(float(np.average(centred * label[rows], weights=weights)), 0.0) / spread**2
        levels = (member * label[rows, None]).sum(0) / sizes
    return float(slope), float(share @ (levels - slope * means))


def _smoothed(label: np.ndarray) -> np.ndarray:
    """Platt's targets: one imagined row of each outcome keeps separable votes finite."""
    positives = label.sum()
    return np.where(label > 0.5, (positives + 1) / (positives + 2), 1 / (len(label) - positives + 2))


def _newton(design: np.ndarray, target: np.ndarray, weights: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Weighted logistic regression without penalty, from slope 0; the first coefficient is the slope."""
    found = np.concatenate([[0.0], levels])
    for _ in range(50):
        chance = expit(design @ found)
        curve = (weights * chance * (1 - chance) + 1e-12)[:, None] * design
        step = np.linalg.solve(design.T @ curve + 1e-9 * np.eye(len(found)), design.T @ (weights * (target - chance)))
        step *= min(1.0, 4.0 / max(np.abs(step).max(), 1e-12))
        found = found + step
        if np.abs(step).max() < 1e-8:
            break
    return found


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
