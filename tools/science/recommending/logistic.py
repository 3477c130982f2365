"""A small logistic regression with known signs: a dozen columns, a hundred thousand rows, tens of milliseconds.

What speaks for a purchase may not speak against it because two columns overlap, and nothing is promised beyond what was
seen: a slope of the wrong sign leaves the model, and columns are clipped to the range they had when it was fitted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ROUNDS = 25
TOLERANCE = 1e-6


@dataclass(frozen=True, eq=False)
class Logistic:
    """P(yes) = 1 / (1 + exp(-(offset + columns · slopes))), the columns first clipped to [low, high]."""

    offset: float
    slopes: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def probability(self, columns: np.ndarray) -> np.ndarray:
        """Shape (rows,) from `columns`, shape (rows, columns)."""
        return 1.0 / (1.0 + np.exp(-(np.clip(columns, self.low, self.high) @ self.slopes + self.offset)))

    def array(self) -> np.ndarray:
        """All of it as one array, shape (3, columns + 1); `from_array` brings it back."""
        rows = np.zeros((3, len(self.slopes) + 1))
        rows[0, 0], rows[0, 1:], rows[1, 1:], rows[2, 1:] = self.offset, self.slopes, self.low, self.high
        return rows

    @staticmethod
    def from_array(rows: np.ndarray) -> Logistic:
        """The regression whose `array` this is."""
        return Logistic(float(rows[0, 0]), rows[0, 1:], rows[1, 1:], rows[2, 1:])


def fit_logistic(
    columns: np.ndarray, label: np.ndarray, *, signs: np.ndarray | None = None, ridge: float = 1.0
) -> Logistic:
    """Fitted to labels 0 or 1, shape (rows,); `ridge` is the penalty on standardised slopes, worth about a row.

    `signs`, shape (columns,): 1 or -1 where the slope may only be positive or negative, 0 where it is free. Raises
    ValueError unless both labels occur.
    """
    if not 0 < label.sum() < len(label):
        raise ValueError("a chance needs rows of both outcomes, bought and not bought")
    signs = np.zeros(columns.shape[1]) if signs is None else signs
    mean, scale = columns.mean(axis=0), columns.std(axis=0)
    kept = np.flatnonzero(scale > 0)
    while True:
        points = np.column_stack((np.ones(len(columns)), (columns[:, kept] - mean[kept]) / scale[kept]))
        slopes = _newton(points, label, ridge)
        wrong = slopes[1:] * signs[kept] < 0
        if not wrong.any():
            break
        kept = np.delete(kept, np.argmax(np.abs(slopes[1:]) * wrong))  # the worst first: others may right themselves
    raw = np.zeros(columns.shape[1])
    raw[kept] = slopes[1:] / scale[kept]
    return Logistic(float(slopes[0] - raw @ mean), raw, columns.min(axis=0), columns.max(axis=0))


def _newton(points: np.ndarray, label: np.ndarray, ridge: float) -> np.ndarray:
    """Penalised maximum by iteratively reweighted least squares (Nelder and Wedderburn 1972), the first column free."""
    penalty = np.diag([0.0] + [ridge] * (points.shape[1] - 1))
    slopes = np.zeros(points.shape[1])
    slopes[0] = np.log(label.mean() / (1 - label.mean()))
    for _ in range(ROUNDS):
        probability = 1.0 / (1.0 + np.exp(-np.clip(points @ slopes, -30, 30)))
        gradient = points.T @ (label - probability) - penalty @ slopes
        curvature = (points * (probability * (1 - probability))[:, None]).T @ points + penalty
        step = np.linalg.solve(curvature, gradient)
        slopes = slopes + np.clip(step, -4.0, 4.0)
        if np.abs(step).max() < TOLERANCE:
            break
    return slopes
