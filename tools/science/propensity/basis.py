"""From raw features to the columns a linear model weighs: filled, clipped, logged, bent at knots, standardised.

Every output column comes from exactly one feature, so a linear score over the outputs splits exactly into one
contribution per feature; and every step is plain arithmetic, so the same score can be written as SQL or ONNX.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

SKEWED = 2.0
"""Skewness above which a feature that is never negative is taken as log(1 + x); an exponential has 2."""
TAIL = 0.005
"""Share of rows beyond which each end of a feature is clipped, so that one wholesale buyer bends nothing."""


@dataclass(frozen=True)
class ColumnPlan:
    """How one feature becomes output columns: the value, one hinge a knot, and a flag where it may be missing."""

    name: str
    fill: float
    """Stands in for a missing value."""
    low: float
    high: float
    """Values are clipped to this range before anything else is done."""
    logged: bool
    """Whether log(1 + x) is taken after clipping; `low` is then at least 0."""
    knots: tuple[float, ...] = ()
    """Points, in the units after logging, at which the line may bend: each adds max(0, x - knot)."""
    flagged: bool = False
    """Whether a last column says 1 where the value was missing."""

    @property
    def width(self) -> int:
        """Number of output columns."""
        return 1 + len(self.knots) + self.flagged

    def outputs(self, values: np.ndarray) -> np.ndarray:
        """Raw values, shape (rows,), to unstandardised outputs, shape (rows, width)."""
        missing = ~np.isfinite(values)
        bent = np.clip(np.where(missing, self.fill, values), self.low, self.high)
        if self.logged:
            bent = np.log1p(bent)
        columns = [bent, *(np.maximum(bent - knot, 0.0) for knot in self.knots)]
        if self.flagged:
            columns.append(missing.astype(float))
        return np.column_stack(columns)


@dataclass(frozen=True, eq=False)
class Basis:
    """The columns of a linear model, fitted on past rows only."""

    columns: tuple[ColumnPlan, ...]
    mean: np.ndarray
    scale: np.ndarray
    """Of each output column, shape (outputs,); scale is 1 where a column does not vary."""

    @property
    def features(self) -> list[str]:
        """Names of the raw features, in order."""
        return [column.name for column in self.columns]

    @property
    def owners(self) -> np.ndarray:
        """Position of the feature each output column comes from, shape (outputs,)."""
        return np.repeat(np.arange(len(self.columns)), [column.width for column in self.columns])

    def transform(self, frame: pd.DataFrame) -> np.ndarray:
        """Standardised outputs, shape (rows, outputs); `frame` holds `features`, NaN or infinite where not known."""
        raw = frame[self.features].to_numpy(dtype=float)
        parts = [column.outputs(raw[:, index]) for index, column in enumerate(self.columns)]
        return (np.column_stack(parts) - self.mean) / self.scale if parts else np.empty((len(frame), 0))


def fit_basis(frame: pd.DataFrame, *, knots: int = 0) -> Basis:
    """Plan the outputs of every column of `frame` (rows × features, numbers or NaN) that varies.

    `knots` hinges per feature sit at evenly spaced quantiles of its distinct values; yes/no features get none.
    """
    columns = []
    for name in frame.columns:
        values = frame[name].to_numpy(dtype=float)
        known = values[np.isfinite(values)]
        if len(known) and (known.min() < known.max() or len(known) < len(values)):
            columns.append(_planned(str(name), known, flagged=len(known) < len(values), knots=knots))
    plain = Basis(tuple(columns), np.zeros(sum(c.width for c in columns)), np.ones(sum(c.width for c in columns)))
    outputs = plain.transform(frame)
    scale = outputs.std(0)
    return Basis(plain.columns, outputs.mean(0), np.where(scale > 1e-12, scale, 1.0))


def _planned(name: str, known: np.ndarray, *, flagged: bool, knots: int) -> ColumnPlan:
    low, high = (float(end) for end in np.quantile(known, [TAIL, 1 - TAIL]))
    if low == high:
        low, high = float(known.min()), float(known.max())
    clipped = np.clip(known, low, high)
    logged = low >= 0 and bool(np.mean((clipped - clipped.mean()) ** 3) > SKEWED * clipped.std() ** 3)
    units = np.log1p(clipped) if logged else clipped
    places: tuple[float, ...] = ()
    if knots and len(np.unique(units)) > 2:
        quantiles = np.unique(np.quantile(units, np.arange(1, knots + 1) / (knots + 1)))
        places = tuple(float(place) for place in quantiles if units.min() < place < units.max())
    return ColumnPlan(name, float(np.median(known)), low, high, logged, places, flagged)
