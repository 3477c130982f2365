"""Pareto/NBD: customers buy at their own rate and leave at a moment of their own, whether or not they just bought.

Schmittlein, Morrison and Colombo (1987); expectations as in Fader and Hardie (2005). Same methods as BetaGeometric, so
that nothing above needs to know which model it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from tools.science.lifetime.bg_nbd import _MANY, LARGEST, SMALLEST, require_repeats, thinned
from tools.science.lifetime.counts import DAYS_PER_WEEK, Counts, Patterns
from tools.science.lifetime.newton import Optimum, maximise
from tools.science.lifetime.pareto_likelihood import log_integrand, pareto_surface


@dataclass(frozen=True)
class ParetoNBD:
    """A fitted Pareto/NBD. Time is in weeks inside, in days at the door."""

    r: float
    alpha: float
    """Shape and rate (purchases a week) of the gamma distribution of the purchase rate."""
    s: float
    beta: float
    """Shape and rate (a week) of the gamma distribution of the leaving rate."""

    @property
    def name(self) -> str:
        """The model's name in the literature."""
        return "Pareto/NBD"

    @property
    def parameters(self) -> dict[str, float]:
        """The four parameters by name."""
        return {"r": self.r, "alpha": self.alpha, "s": self.s, "beta": self.beta}

    def with_parameters(self, values: Mapping[str, float]) -> ParetoNBD:
        """The same model with other parameters."""
        return ParetoNBD(**values)

    def alive_probability(self, x: np.ndarray, t_x: np.ndarray, T: np.ndarray) -> np.ndarray:
        """P(the customer has not left by the end of observation); shape (customers,)."""
        x, t_x, T = (np.asarray(values, dtype=float) for values in (x, t_x, T))
        chance = np.empty(len(x))
        for start in range(0, len(x), 4096):
            part = slice(start, start + 4096)
            R, first, last = self.r + x[part], t_x[part] / DAYS_PER_WEEK, T[part] / DAYS_PER_WEEK
            _, logs = log_integrand(R, self.s + 1, self.alpha, self.beta, first, last)
            active = -R * np.log(self.alpha + last) - self.s * np.log(self.beta + last)
            top = np.maximum(logs.max(1), active)
            with np.errstate(divide="ignore"):
                left = top + np.log(np.exp(logs - top[:, None]).sum(1)) + np.log(self.s)
            chance[part] = expit(active - left)
        return chance

    def history(self, counts: Counts) -> tuple[np.ndarray, list[np.ndarray]]:
        """P(alive), and the one stage there is."""
        chance = self.alive_probability(counts.x, counts.t_x, counts.T)
        return chance, [np.ones(chance.shape)]

    def active_moments(self, x: np.ndarray, T: np.ndarray, horizon_days: float) -> np.ndarray:
        """P(N >= 1), E[N], E[N²] of the purchase days in the horizon for active customers; shape (1, 3, customers).

        With R = r + x, A = alpha + T, B = beta + T: E[N] = R / A * integral_0^h (B / (B + y))^s dy and
        E[N (N - 1)] = 2 R (R + 1) / A² * integral_0^h y (B / (B + y))^s dy, since a purchase at y, or a pair of them
        ending at y, needs a customer who is active then.
        """
        x, T = np.asarray(x, dtype=float), np.asarray(T, dtype=float)
        R, A, B = self.r + x, self.alpha + T / DAYS_PER_WEEK, self.beta + T / DAYS_PER_WEEK
        span = np.log1p(horizon_days / DAYS_PER_WEEK / B)
        whole, partial = _decayed(self.s - 1, span), _decayed(self.s - 2, span)
        mean = R / A * B * whole
        pairs = 2 * R * (R + 1) / A**2 * B**2 * np.maximum(partial - whole, 0.0)
        first = self.buys_within(x, T, np.full(x.shape, float(horizon_days)))[0]
        return np.stack([first, mean, mean + pairs])[None]

    def next_purchase_days(
        self,
        x: np.ndarray,
        T: np.ndarray,
        stages: list[np.ndarray],  # noqa: ARG002 - the family's signature
        target: np.ndarray,
        longest: float,
    ) -> np.ndarray:
        """Days until active customers have bought again with probability `target`; `longest` where it takes longer.

        Newton from the answer for customers who never leave, which is too early, so every step goes forward.
        """
        R = self.r + np.asarray(x, dtype=float)
        last = np.asarray(T, dtype=float) / DAYS_PER_WEEK
        A, B, limit = self.alpha + last, self.beta + last, longest / DAYS_PER_WEEK
        with np.errstate(divide="ignore", over="ignore"):
            weeks = np.minimum(A * np.expm1(-np.log1p(-np.minimum(target, 1.0)) / R), limit)
        rows, x, T = np.arange(len(R)), np.asarray(x), np.asarray(T)
        for _ in range(60):
            at = weeks[rows]
            short = target[rows] - self.buys_within(x[rows], T[rows], at * DAYS_PER_WEEK)[0]
            fall = (R[rows] + 1) * np.log1p(at / A[rows]) + self.s * np.log1p(at / B[rows])
            with np.errstate(over="ignore"):
                step = np.where(short > 0, short * A[rows] / R[rows] * np.exp(np.minimum(fall, 700.0)), 0.0)
            weeks[rows] = np.minimum(at + step, limit)
            rows = rows[(step > 1e-8 * at) & (at + step < limit)]
            if not len(rows):
                break
        return np.where(weeks >= limit, longest, weeks * DAYS_PER_WEEK)

    def buys_within(self, x: np.ndarray, T: np.ndarray, days: np.ndarray) -> np.ndarray:
        """P(a purchase within `days`, before leaving) of active customers; shape (1, customers)."""
        x, T, days = np.broadcast_arrays(np.asarray(x, float), np.asarray(T, float), np.asarray(days, float))
        chance = np.empty(x.shape)
        for start in range(0, len(x), 4096):
            part = slice(start, start + 4096)
            R, last = self.r + x[part], T[part] / DAYS_PER_WEEK
            _, logs = log_integrand(R + 1, self.s, self.alpha, self.beta, last, last + days[part] / DAYS_PER_WEEK)
            scale = np.log(R) + R * np.log(self.alpha + last) + self.s * np.log(self.beta + last)
            chance[part] = np.exp(logs + scale[:, None]).sum(1)
        return np.clip(chance, 0.0, 1.0)[None]


def fit_pareto_nbd(patterns: Patterns) -> tuple[ParetoNBD, Optimum]:
    """Maximum likelihood over distinct patterns, unscaled. Raises ValueError when nobody bought again."""
    require_repeats(patterns)
    mean_time = max(float(patterns.weight @ patterns.T) / patterns.customers / DAYS_PER_WEEK, 1e-3)
    pace = float(patterns.weight @ patterns.x) / patterns.customers / mean_time
    start = np.log([0.5, np.clip(0.25 / pace, 1e-3, 1e4), 0.5, np.clip(mean_time / 2, 1e-3, 1e4)])
    box = np.full(4, np.log(SMALLEST)), np.full(4, np.log(LARGEST))
    if len(patterns.x) > _MANY // 8:
        start = maximise(pareto_surface(thinned(patterns)), start, *box).theta
    found = maximise(pareto_surface(patterns), start, *box)
    r, alpha, s, beta = (float(value) for value in np.exp(found.theta))
    return ParetoNBD(r, alpha, s, beta), found


def _decayed(power: float, span: np.ndarray) -> np.ndarray:
    """integral_0^span exp(-power * t) dt, without dividing by a power of 0."""
    reach = power * span
    with np.errstate(over="ignore"):
        return np.where(np.abs(reach) < 1e-9, span * (1 - reach / 2), -np.expm1(-reach) / (power or 1.0))
