"""Is the world still the one a score was fitted in: features then and now, and promised against observed outcomes.

Three measures, each with what chance alone would make of it, so that a small group does not raise an alarm:
the population stability index (Siddiqi 2006, "Credit risk scorecards"), the Kolmogorov-Smirnov distance, and
calibration on the last horizon whose outcomes are complete.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from scipy.stats import chi2, norm

SHIFTED, DRIFTED = 0.1, 0.25
"""Population stability index from which a feature has shifted, and from which the score should be fitted anew; the
usual bounds of credit scoring. A feature that chance could have moved so far is stable."""
FAR = 1.25
"""Observed over expected (or the calibration slope) outside 1/FAR to FAR, beyond chance, is a score out of level."""
MINIMUM_ROWS, MINIMUM_EACH = 200, 10
"""Rows, and rows of either outcome, without which drift is not judged."""
GRID = 200
"""Quantiles kept of each feature: distances are exact to 1/GRID."""
BINS = 10
MAX_ROWS = 200_000
DRAWS = 200

Change = Literal["stable", "shifted", "drifted"]


@dataclass(frozen=True, eq=False)
class Reference:
    """How the features of the training rows were spread; small enough to be kept beside a model."""

    features: tuple[str, ...]
    rows: int
    points: np.ndarray
    """Quantiles of the known values, shape (features, GRID + 1); NaN where nothing is known."""
    below: np.ndarray
    """Share of the known values at or below each point, same shape."""
    missing: np.ndarray
    """Share of rows without a value, shape (features,)."""

    def to_parts(self) -> dict[str, Any]:
        """Plain lists, numbers and arrays; `from_parts` is the inverse."""
        return {**vars(self), "features": list(self.features)}

    @classmethod
    def from_parts(cls, parts: Mapping[str, Any]) -> Reference:
        """The reference that `to_parts` took apart."""
        arrays = {name: np.asarray(parts[name], dtype=float) for name in ("points", "below", "missing")}
        return cls(tuple(parts["features"]), int(parts["rows"]), **arrays)


@dataclass(frozen=True)
class FeatureDrift:
    """One feature, then and now."""

    name: str
    change: Change
    psi: float
    """Population stability index over up to ten bins of the training values, beyond them, and unknown."""
    psi_low: float
    psi_high: float
    """95 % interval, resampling both sides; chance's own part taken off."""
    psi_by_chance: float
    """What the index of every feature stays below in 95 % of cases if nothing changed: chi-square over both sizes
    (Yurdakul and Naranjo 2020), shared among the features."""
    ks: float
    """Largest distance between the two cumulative shares, 0 to 1."""
    ks_by_chance: float
    """95 % point of that distance if nothing had changed (Smirnov 1948)."""
    median_then: float | None
    median_now: float | None
    missing_then: float
    missing_now: float


@dataclass(frozen=True)
class CalibrationDrift:
    """What a score promised for the last complete horizon, and what happened."""

    verdict: Literal["holds", "level_moved", "spread_moved"]
    """`level_moved`: too many or too few throughout; `spread_moved`: high scores too high and low ones too low, or the
    reverse."""
    rows: int
    positives: int
    expected: float
    """Mean probability."""
    observed: float
    observed_low: float
    observed_high: float
    """95 % interval (Wilson 1927)."""
    ratio: float
    """Observed over expected."""
    slope: float
    slope_low: float
    slope_high: float
    """Of the outcome's log-odds on the score's (Cox 1958): 1 is right, below 1 the scores are too far apart."""
    tenths: tuple[tuple[float, float, int], ...]
    """Expected, observed and rows for each tenth of the scores, the lowest first."""


def reference(frame: pd.DataFrame) -> Reference:
    """Describe the training rows (rows × features, NaN unknown)."""
    levels = np.linspace(0, 1, GRID + 1)
    points = np.full((frame.shape[1], GRID + 1), np.nan)
    below, missing = points.copy(), np.ones(frame.shape[1])
    for place, name in enumerate(frame.columns):
        values = frame[name].to_numpy(dtype=float)
        known = np.sort(values[np.isfinite(values)])
        missing[place] = 1 - len(known) / max(len(values), 1)
        if len(known):
            points[place] = np.quantile(known, levels, method="inverted_cdf")
            below[place] = np.searchsorted(known, points[place], side="right") / len(known)
    return Reference(tuple(str(name) for name in frame.columns), len(frame), points, below, missing)


def feature_drift(then: Reference, now: pd.DataFrame, *, seed: int = 0) -> list[FeatureDrift]:
    """Every feature of `then` against the rows of `now`, the most changed first.

    At most MAX_ROWS rows are used. Raises ValueError under MINIMUM_ROWS rows on either side.
    """
    if min(then.rows, len(now)) < MINIMUM_ROWS:
        raise ValueError(
            f"drift needs at least {MINIMUM_ROWS} customers then and now, there are {then.rows} and {len(now)}"
        )
    dice = np.random.default_rng(seed)
    if len(now) > MAX_ROWS:
        now = now.iloc[np.sort(dice.choice(len(now), MAX_ROWS, replace=False))]
    found = [_one(then, place, now[name].to_numpy(dtype=float), dice) for place, name in enumerate(then.features)]
    return sorted(found, key=lambda one: -one.psi)


def calibration_drift(probability: np.ndarray, label: np.ndarray) -> CalibrationDrift:
    """Probabilities given before the horizon began against outcomes (0 or 1) known after it ended; shape (rows,) both.

    Raises ValueError under MINIMUM_ROWS rows or MINIMUM_EACH of either outcome.
    """
    p, y = np.asarray(probability, dtype=float), np.asarray(label, dtype=float)
    rows, positives = len(y), int(y.sum())
    if rows < MINIMUM_ROWS or min(positives, rows - positives) < MINIMUM_EACH:
        raise ValueError(
            f"calibration needs at least {MINIMUM_ROWS} outcomes with {MINIMUM_EACH} of either kind, there are {rows} "
            f"with {positives} and {rows - positives}"
        )
    expected, observed = float(p.mean()), positives / rows
    low, high = _wilson(positives, rows)
    ratio = observed / expected if expected > 0 else float("inf")
    slope, error = _slope(p, y)
    bounds = slope - 1.96 * error, slope + 1.96 * error
    verdict: Literal["holds", "level_moved", "spread_moved"] = "holds"
    if not bounds[0] <= 1 <= bounds[1] and not 1 / FAR <= slope <= FAR:
        verdict = "spread_moved"
    if not low <= expected <= high and not 1 / FAR <= ratio <= FAR:
        verdict = "level_moved"
    parts = np.array_split(np.argsort(p, kind="stable"), BINS)
    tenths = tuple((float(p[part].mean()), float(y[part].mean()), len(part)) for part in parts)
    return CalibrationDrift(verdict, rows, positives, expected, observed, low, high, ratio, slope, *bounds, tenths)


def _one(then: Reference, place: int, values: np.ndarray, dice: np.random.Generator) -> FeatureDrift:
    known = np.sort(values[np.isfinite(values)])
    points, below, missing = then.points[place], then.below[place], float(then.missing[place])
    missing_now = 1 - len(known) / len(values)
    ks, ks_chance = 0.0, 1.0
    edges = np.empty(0)
    if len(known) and missing < 1:
        now_below = np.searchsorted(known, points, side="right") / len(known)
        ks = float(np.abs(now_below - below).max())
        ks_chance = 1.358 * float(np.sqrt(1 / len(known) + 1 / max(then.rows * (1 - missing), 1)))
    if missing < 1:
        edges = np.unique([np.nextafter(points[0], -np.inf), *points[GRID // BINS :: GRID // BINS]])
    shares = np.interp(edges, *_steps(points, below), left=0.0) if len(edges) else np.empty(0)
    before = np.append(np.diff([0.0, *shares, 1.0]) * (1 - missing), missing)
    counts = np.diff([0, *np.searchsorted(known, edges, side="right"), len(known)])
    after = np.append(counts, len(values) - len(known)) / len(values)
    kept = (before > 0) | (after > 0)
    before, after = before[kept], after[kept]
    psi = float(_psi(before, after, then.rows, len(values)))
    size, degrees = 1 / then.rows + 1 / len(values), max(len(before) - 1, 1)
    chance = size * float(chi2.ppf(1 - 0.05 / len(then.features), degrees))
    drawn = _psi(
        dice.multinomial(then.rows, before / before.sum(), DRAWS) / then.rows,
        dice.multinomial(len(values), after / after.sum(), DRAWS) / len(values),
        then.rows,
        len(values),
    )
    low, high = (float(max(0.0, end - size * (len(before) - 1))) for end in np.quantile(drawn, [0.025, 0.975]))
    change: Change = "stable"
    if psi > chance and psi >= SHIFTED:
        change = "drifted" if psi >= DRIFTED else "shifted"
    return FeatureDrift(
        name=then.features[place],
        change=change,
        psi=psi,
        psi_low=min(low, psi),
        psi_high=max(high, psi),
        psi_by_chance=chance,
        ks=ks,
        ks_by_chance=min(ks_chance, 1.0),
        median_then=float(points[GRID // 2]) if missing < 1 else None,
        median_now=float(np.median(known)) if len(known) else None,
        missing_then=missing,
        missing_now=missing_now,
    )


def _steps(points: np.ndarray, below: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    unique, last = np.unique(points[::-1], return_index=True)
    return unique, below[::-1][last]


def _psi(before: np.ndarray, after: np.ndarray, rows_then: int, rows_now: int) -> np.ndarray:
    """Sum over bins of (after - before) ln(after / before); an empty bin counts half a row."""
    one, two = np.maximum(before, 0.5 / rows_then), np.maximum(after, 0.5 / rows_now)
    return np.asarray(((two - one) * np.log(two / one)).sum(-1))


def _wilson(positives: int, rows: int) -> tuple[float, float]:
    z = float(norm.ppf(0.975))
    centre = (positives + z * z / 2) / (rows + z * z)
    half = z * np.sqrt(positives * (rows - positives) / rows + z * z / 4) / (rows + z * z)
    return float(centre - half), float(centre + half)


def _slope(probability: np.ndarray, label: np.ndarray) -> tuple[float, float]:
    """Slope and standard error of a logistic regression of the outcome on the score's log-odds (Newton's method)."""
    x = logit(np.clip(probability, 1e-6, 1 - 1e-6))
    if x.std() < 1e-9:
        return 1.0, float("inf")
    design = np.column_stack([np.ones(len(x)), x])
    beta = np.array([0.0, 1.0])
    for _ in range(50):
        chance = expit(design @ beta)
        hessian = design.T @ (design * (chance * (1 - chance) + 1e-12)[:, None])
        step = np.linalg.solve(hessian, design.T @ (label - chance))
        beta = beta + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-9:
            break
    return float(beta[1]), float(np.sqrt(np.linalg.inv(hessian)[1, 1]))
