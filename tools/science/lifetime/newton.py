"""Maximum likelihood by Newton's method with an exact Hessian, for a handful of positive parameters.

The search runs over log parameters inside a box; where the surface is not concave the eigenvalues of the Hessian are
turned positive (Nocedal and Wright 2006, section 3.4), so every step goes uphill. The last Hessian gives the standard
errors for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Surface = Callable[[np.ndarray], tuple[float, np.ndarray, np.ndarray]]
"""Log parameters to (log-likelihood, gradient, Hessian), each with respect to the log parameters."""
LONGEST_STEP = 2.0
"""In log units: a factor of about 7 per parameter and step."""
TOLERANCE = 1e-7
"""Stop where a full step promises less than this of log-likelihood."""
STEPS = 200


@dataclass(frozen=True, eq=False)
class Optimum:
    """Where the log-likelihood is largest."""

    theta: np.ndarray
    """Log parameters."""
    value: float
    covariance: np.ndarray
    """Of the log parameters: the inverse of the negative Hessian over the free ones; 0 for those at a bound."""
    at_bound: np.ndarray
    """Which parameters ended at the edge of the box: the data do not pin them down."""
    evaluations: int


def maximise(surface: Surface, start: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> Optimum:
    """Climb from `start` to the top of `surface` inside the box; never raises, never leaves the box."""
    theta = np.clip(start, lower, upper)
    value, gradient, hessian = surface(theta)
    evaluations = 1
    for _ in range(STEPS):
        free = ~(((theta <= lower) & (gradient <= 0)) | ((theta >= upper) & (gradient >= 0)))
        step, promised = _step(gradient, hessian, free)
        if promised < TOLERANCE:
            break
        step *= min(1.0, LONGEST_STEP / np.abs(step).max())
        for _shorter in range(12):
            trial = np.clip(theta + step, lower, upper)
            found = surface(trial)
            evaluations += 1
            if np.isfinite(found[0]) and found[0] >= value:
                break
            step = step * 0.3
        else:
            break
        rounding = found[0] - value <= 1e-12 * abs(value)
        theta, (value, gradient, hessian) = trial, found
        if rounding:
            break
    at_bound = (theta <= lower) | (theta >= upper)
    return Optimum(theta, float(value), _covariance(hessian, ~at_bound), at_bound, evaluations)


def _step(gradient: np.ndarray, hessian: np.ndarray, free: np.ndarray) -> tuple[np.ndarray, float]:
    """The Newton step over the free parameters, and the rise it promises."""
    step = np.zeros(len(gradient))
    if not free.any():
        return step, 0.0
    values, vectors = np.linalg.eigh(hessian[np.ix_(free, free)])
    curvature = np.maximum(np.abs(values), 1e-9 * max(float(np.abs(values).max()), 1e-30))
    slope = vectors.T @ gradient[free]
    step[free] = vectors @ (slope / curvature)
    return step, float((slope**2 / curvature).sum() / 2)


def _covariance(hessian: np.ndarray, free: np.ndarray) -> np.ndarray:
    """Inverse of the negative Hessian over the `free` parameters; directions the data leave flat count for nothing."""
    covariance = np.zeros_like(hessian)
    if free.any():
        values, vectors = np.linalg.eigh(-hessian[np.ix_(free, free)])
        known = values > 1e-10 * max(float(np.abs(values).max()), 1e-30)
        inverse = np.where(known, 1 / np.where(known, values, 1.0), 0.0)
        covariance[np.ix_(free, free)] = (vectors * inverse) @ vectors.T
    return covariance


def in_logs(theta: np.ndarray, gradient: np.ndarray, hessian: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Turn derivatives by the parameters exp(theta) into derivatives by theta."""
    parameters = np.exp(theta)
    slope = gradient * parameters
    return slope, hessian * np.outer(parameters, parameters) + np.diag(slope)
