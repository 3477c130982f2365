"""Penalised logistic regression and ridge by Newton's method: the linear base models, fitted in milliseconds."""

from __future__ import annotations

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.special import expit

STEPS = 30
SETTLED = 1e-8
"""Largest step in any coefficient, in log-odds a standard deviation, at which the fit is done."""


def fit_logistic(
    design: np.ndarray, label: np.ndarray, penalty: np.ndarray, weight: np.ndarray | None = None
) -> np.ndarray:
    """Coefficients, shape (columns + 1,), the intercept first, of P(label = 1) = expit(intercept + design @ rest).

    Minimises the (weighted) log loss + 1/2 sum(penalty × coefficient²). `design` (rows, columns) is best standardised,
    `label` 0 or 1, `penalty` one non-negative number a column; the intercept goes free.
    """
    columns = _with_intercept(design)
    ridge = np.concatenate(([0.0], penalty))
    share = float(np.clip(np.average(label, weights=weight), 1e-6, 1 - 1e-6))
    beta = np.zeros(columns.shape[1])
    beta[0] = np.log(share / (1 - share))
    loss = _loss(columns, label, ridge, weight, beta)
    for _ in range(STEPS):
        chance = expit(columns @ beta)
        error, spread = chance - label, chance * (1 - chance)
        if weight is not None:
            error, spread = error * weight, spread * weight
        curvature = (columns * spread[:, None]).T @ columns
        curvature[np.diag_indices_from(curvature)] += ridge + 1e-9
        step = cho_solve(cho_factor(curvature), columns.T @ error + ridge * beta)
        beta, loss = _shortened(columns, label, ridge, weight, beta, step, loss)
        if np.abs(step).max() < SETTLED:
            break
    return beta


def fit_ridge(
    design: np.ndarray, target: np.ndarray, penalty: np.ndarray, weight: np.ndarray | None = None
) -> np.ndarray:
    """Coefficients, shape (columns + 1,), the intercept first, of the penalised (weighted) least squares."""
    columns = _with_intercept(design)
    weighted = columns if weight is None else columns * weight[:, None]
    curvature = weighted.T @ columns
    curvature[np.diag_indices_from(curvature)] += np.concatenate(([0.0], penalty)) + 1e-9
    return np.asarray(cho_solve(cho_factor(curvature), weighted.T @ target))


def _with_intercept(design: np.ndarray) -> np.ndarray:
    return np.column_stack((np.ones(len(design)), design))


def _loss(
    columns: np.ndarray, label: np.ndarray, ridge: np.ndarray, weight: np.ndarray | None, beta: np.ndarray
) -> float:
    margin = columns @ beta
    each = np.logaddexp(0, margin) - label * margin
    return float((each if weight is None else each * weight).sum() + 0.5 * (ridge * beta**2).sum())


def _shortened(
    columns: np.ndarray,
    label: np.ndarray,
    ridge: np.ndarray,
    weight: np.ndarray | None,
    beta: np.ndarray,
    step: np.ndarray,
    loss: float,
) -> tuple[np.ndarray, float]:
    """Newton's step, halved until the loss no longer rises: full steps may overshoot where outcomes are rare."""
    for halving in range(20):
        tried = beta - step / 2**halving
        now = _loss(columns, label, ridge, weight, tried)
        if now <= loss + 1e-9 * abs(loss):
            return tried, now
    return beta, loss
