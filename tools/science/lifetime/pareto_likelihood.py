"""The log-likelihood of Pareto/NBD with exact gradient and Hessian, as one positive integral per distinct pattern.

Purchases come at rate lambda ~ Gamma(r, alpha) until the customer leaves after an exponential time with rate
mu ~ Gamma(s, beta) (Schmittlein, Morrison and Colombo 1987). Written over the moment of leaving y, the likelihood is

    Gamma(r + x) alpha^r beta^s / Gamma(r) * [ (alpha + T)^-(r+x) (beta + T)^-s
                                               + s * integral_(t_x)^T (alpha + y)^-(r+x) (beta + y)^-(s+1) dy ].

The papers turn the integral into a difference of two hypergeometric functions, which cancels or overflows for heavy
buyers; Gauss-Legendre over log y keeps every term positive, and the derivatives are averages over the same nodes.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln, polygamma, psi

from tools.science.lifetime.counts import DAYS_PER_WEEK, Patterns
from tools.science.lifetime.newton import Surface, in_logs

_POINTS, _POINT_WEIGHTS = np.polynomial.legendre.leggauss(32)
_DECAY = 34.0
"""The integrand is followed until it has fallen by e^-34."""
_BLOCK = 1 << 10


def log_integrand(
    R: np.ndarray, S: float, alpha: float, beta: float, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Nodes y, shape (rows, 32), and the logs of (alpha + y)^-R (beta + y)^-S times the weight of each node.

    Their exponentials add up to the integral from `low` to `high` (weeks, each of shape (rows,)).
    """
    small, large = min(alpha, beta), max(alpha, beta)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        fallen = np.minimum.reduce(
            [
                (alpha + low) * np.expm1(_DECAY / R),
                (beta + low) * np.expm1(_DECAY / S),
                (large + low) * np.expm1(_DECAY / (R + S)),
            ]
        )
    start = np.log(small + low)
    half = (np.log(small + np.minimum(high, low + fallen)) - start)[:, None] / 2
    moved = np.exp(start[:, None] + half * (1 + _POINTS))
    y = np.maximum(moved - small, 0.0)
    with np.errstate(divide="ignore"):
        logs = np.log(half * _POINT_WEIGHTS * moved)
    return y, logs - R[:, None] * np.log(alpha + y) - S * np.log(beta + y)


def pareto_surface(patterns: Patterns) -> Surface:
    """Log-likelihood in log (r, alpha, s, beta), time in weeks."""
    weight, x = patterns.weight, patterns.x
    xs, place = np.unique(x, return_inverse=True)
    by_x, total = np.bincount(place, weight), patterns.customers
    t_x, T = patterns.t_x / DAYS_PER_WEEK, patterns.T / DAYS_PER_WEEK

    def surface(theta: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        r, alpha, s, beta = np.exp(theta)
        value = by_x @ (gammaln(r + xs) - gammaln(r)) + total * (r * theta[1] + s * theta[3])
        gradient = np.array(
            [by_x @ (psi(r + xs) - psi(r)) + total * theta[1], total * r / alpha, total * theta[3], total * s / beta]
        )
        hessian = np.zeros((4, 4))
        hessian[0, 0] = by_x @ (polygamma(1, r + xs) - polygamma(1, r))
        hessian[0, 1] = hessian[1, 0] = total / alpha
        hessian[2, 3] = hessian[3, 2] = total / beta
        hessian[1, 1], hessian[3, 3] = -total * r / alpha**2, -total * s / beta**2
        for start in range(0, len(place), _BLOCK):
            part = slice(start, start + _BLOCK)
            found = _block(r + x[part], alpha, s, beta, t_x[part], T[part], weight[part])
            value, gradient, hessian = value + found[0], gradient + found[1], hessian + found[2]
        return float(value), *in_logs(theta, gradient, hessian)

    return surface


def _block(
    R: np.ndarray, alpha: float, s: float, beta: float, t_x: np.ndarray, T: np.ndarray, weight: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    y, logs = log_integrand(R, s + 1, alpha, beta, t_x, T)
    y = np.column_stack([y, T])
    active = -R * np.log(alpha + T) - s * np.log(beta + T)
    logs = np.column_stack([logs + np.log(s), active])
    top = logs.max(1)
    chance = np.exp(logs - top[:, None])
    summed = chance.sum(1)
    chance /= summed[:, None]
    near, far = 1 / (alpha + y), 1 / (beta + y)
    left = np.ones(y.shape[1])
    left[-1] = 0.0
    slopes = (-np.log(alpha + y), -R[:, None] * near, left / s - np.log(beta + y), -(s + left) * far)
    means = np.stack([(chance * slope).sum(1) for slope in slopes])
    hessian = np.zeros((4, 4))
    for i in range(4):
        tilted = chance * slopes[i]
        for j in range(i, 4):
            hessian[i, j] = hessian[j, i] = weight @ (tilted * slopes[j]).sum(1)
    hessian -= (means * weight) @ means.T
    hessian[0, 1] -= weight @ (chance * near).sum(1)
    hessian[1, 0] = hessian[0, 1]
    hessian[1, 1] += (weight * R) @ (chance * near**2).sum(1)
    hessian[2, 2] -= weight @ (chance * left).sum(1) / s**2
    hessian[2, 3] -= weight @ (chance * far).sum(1)
    hessian[3, 2] = hessian[2, 3]
    hessian[3, 3] += weight @ (chance * (s + left) * far**2).sum(1)
    return float(weight @ (top + np.log(summed))), means @ weight, hessian
