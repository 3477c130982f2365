"""From features to points between which distances mean something: shares smoothed, long tails logged, all on one scale.

A share counted over one order is 0 or 1 and says little. Each share is therefore pulled towards the average customer's
by half an order (the weight of Jeffreys' prior) and its square root taken, which evens out the variance of small
shares (Bartlett 1936); without this, clusters gather whoever bought once and happened to buy the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

PRIOR_ORDERS = 0.5
LIMIT = 4.0
"""Standard deviations at which a point is cut off: a handful of wholesale buyers must not become a cluster each."""
TAIL = 0.002
"""Share of customers at each end whose values do not move mean and scale further than the last of the others."""
SKEWED = 2.0
"""An exponential's skewness; above it a count or an amount is taken as log(1 + x)."""
INFLATED = 10.0
"""Variance inflation factor (Marquardt 1970) above which a feature is left out as a copy of the others together."""
PLANNING_ROWS = 50_000


@dataclass(frozen=True)
class Axis:
    """One feature and how it is bent."""

    name: str
    kind: Literal["plain", "logged", "share"]
    average: float
    """Mean of the raw feature; shares are smoothed towards it."""
    mean: float
    scale: float
    """Of the bent feature."""

    def values(self, raw: np.ndarray, evidence: np.ndarray) -> np.ndarray:
        """Standardised and cut off at LIMIT; an unknown value is an average one. Both shape (rows,)."""
        bent = _bent(raw, self.kind, self.average, evidence)
        return np.nan_to_num(np.clip((bent - self.mean) / self.scale, -LIMIT, LIMIT))


@dataclass(frozen=True)
class Space:
    """Fitted once; places any later frame."""

    axes: tuple[Axis, ...]
    evidence: str | None
    """The column that counts the observations behind every share, such as orders; None when shares are exact."""
    left_out: tuple[tuple[str, str], ...]
    """Features not used, each with the reason."""

    @property
    def features(self) -> list[str]:
        """Names of the features used, in order."""
        return [axis.name for axis in self.axes]

    def points(self, frame: pd.DataFrame) -> np.ndarray:
        """Shape (rows, axes). A column the frame lacks is taken as 0: a level nobody has bought from yet."""
        raw = frame.reindex(columns=self.features, fill_value=0.0).to_numpy(dtype=float)
        evidence = _evidence(frame, self.evidence)
        columns = [axis.values(raw[:, place], evidence) for place, axis in enumerate(self.axes)]
        return np.column_stack(columns) if columns else np.empty((len(frame), 0))


def fit_space(frame: pd.DataFrame, *, evidence: str | None = None, seed: int = 0) -> Space:
    """Plan the axes of a frame (customers × features, numbers or NaN) on at most PLANNING_ROWS of its rows.

    With `evidence`, features whose values all lie between 0 and 1 are shares. Features that do not vary, or that the
    others together reproduce (spend is orders times basket value), are left out. Raises ValueError when none is left.
    """
    sample = frame if len(frame) <= PLANNING_ROWS else frame.sample(PLANNING_ROWS, random_state=seed)
    counted = _evidence(sample, evidence)
    axes, left_out = [], []
    for name in frame.columns:
        axis = _planned(str(name), sample[name].to_numpy(dtype=float), counted, share=evidence is not None)
        if axis is None:
            left_out.append((str(name), "the same for every customer"))
        else:
            axes.append(axis)
    copies = _copies(Space(tuple(axes), evidence, ()), sample)
    left_out += [(name, "the other features together say the same") for name in copies]
    kept = tuple(axis for axis in axes if axis.name not in copies)
    if not kept:
        raise ValueError("clusters need at least one feature that differs between customers; there is none")
    return Space(kept, evidence, tuple(left_out))


def skewed(values: np.ndarray) -> bool:
    """Whether a feature, shape (rows,), is a count or an amount with a long tail: never negative, skewness above 2."""
    known = values[np.isfinite(values)]
    if len(known) < 3 or known.min() < 0:
        return False
    centred = known - known.mean()
    spread = float((centred**2).mean())
    return spread > 0 and float((centred**3).mean()) / spread**1.5 > SKEWED


def _planned(name: str, raw: np.ndarray, evidence: np.ndarray, *, share: bool) -> Axis | None:
    known = raw[np.isfinite(raw)]
    if not len(known) or known.min() == known.max():
        return None
    kind: Literal["plain", "logged", "share"] = "logged" if skewed(raw) else "plain"
    if share and known.min() >= 0 and known.max() <= 1:
        kind = "share"
    average = float(known.mean())
    bent = _bent(raw, kind, average, evidence)
    low, high = np.nanquantile(bent, [TAIL, 1 - TAIL])
    if low < high:  # one absurd value must not make all others alike
        bent = np.clip(bent, low, high)
    scale = float(np.nanstd(bent))
    return Axis(name, kind, average, float(np.nanmean(bent)), scale) if scale > 1e-12 else None


def _bent(raw: np.ndarray, kind: str, average: float, evidence: np.ndarray) -> np.ndarray:
    if kind == "logged":
        return np.log1p(np.maximum(raw, 0))
    if kind == "share":
        smoothed = (np.maximum(raw, 0) * evidence + average * PRIOR_ORDERS) / (evidence + PRIOR_ORDERS)
        return np.sqrt(smoothed)
    return raw


def _evidence(frame: pd.DataFrame, name: str | None) -> np.ndarray:
    if name is None:
        return np.ones(len(frame))
    return np.maximum(frame[name].to_numpy(dtype=float), 0)


def _copies(space: Space, sample: pd.DataFrame) -> list[str]:
    """Features, other than shares, to leave out one after another until none is inflated; the most inflated first."""
    points = space.points(sample)
    names, kinds = space.features, [axis.kind for axis in space.axes]
    dropped: list[str] = []
    keep = list(range(len(names)))
    while len(keep) > 2:
        correlation = np.corrcoef(points[:, keep], rowvar=False) + 1e-9 * np.eye(len(keep))
        inflation = np.diag(np.linalg.pinv(correlation, hermitian=True))
        able = [place for place, index in enumerate(keep) if kinds[index] != "share"]
        worst = max(able, key=lambda place: inflation[place], default=None)
        if worst is None or inflation[worst] <= INFLATED:
            break
        dropped.append(names[keep.pop(worst)])
    return dropped
