"""BG/NBD and its kin: customers buy while active at their own rate, and may leave after a purchase.

BG/NBD (Fader, Hardie and Lee 2005), MBG/NBD (Batislam, Denizel and Filiztekin 2007) and their regular forms with
Erlang-k timing, (M)BG/CNBD-k (Reutterer, Platzer and Schröder 2020). In BG a customer who bought once is active for
certain, so P(alive) must never rank customers; the chance of a purchase in the horizon may.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from tools.science.lifetime.bg_likelihood import BgLikelihood
from tools.science.lifetime.counts import DAYS_PER_WEEK, Counts, Patterns
from tools.science.lifetime.newton import Optimum, maximise
from tools.science.lifetime.renewals import renewal_moments, stages_at_least

SMALLEST, LARGEST = 1e-6, 1e6
"""The box the parameters are searched in."""
_STRIDE, _MANY = 24, 40_000
"""Above _MANY patterns the search begins from the fit of every _STRIDE-th."""


@dataclass(frozen=True)
class BetaGeometric:
    """A fitted (M)BG/CNBD-k; BG/NBD is k = 1 without `immediate`, MBG/NBD k = 1 with it. Time is in weeks inside,
    in days at the door."""

    r: float
    alpha: float
    """Shape and rate (stages a week) of the gamma distribution of the purchase rate."""
    a: float
    b: float
    """Of the beta distribution of the chance to leave after a purchase."""
    k: int = 1
    """Erlang stages between two purchases: 1 is fully random timing, 3 quite regular."""
    immediate: bool = False
    """Whether a customer may leave right after the first purchase, too."""

    @property
    def name(self) -> str:
        """The model's name in the literature."""
        prefix = "MBG" if self.immediate else "BG"
        return f"{prefix}/NBD" if self.k == 1 else f"{prefix}/CNBD-{self.k}"

    @property
    def parameters(self) -> dict[str, float]:
        """The four parameters by name."""
        return {"r": self.r, "alpha": self.alpha, "a": self.a, "b": self.b}

    def with_parameters(self, values: Mapping[str, float]) -> BetaGeometric:
        """The same model with other parameters."""
        return BetaGeometric(**values, k=self.k, immediate=self.immediate)

    def alive_probability(self, x: np.ndarray, t_x: np.ndarray, T: np.ndarray) -> np.ndarray:
        """P(the customer has not left by the end of observation); shape (customers,)."""
        return self._past(x, t_x, T)[0]

    def history(self, counts: Counts) -> tuple[np.ndarray, list[np.ndarray]]:
        """P(alive), and given that the chance of each of the k hidden stages since the last purchase."""
        return self._past(counts.x, counts.t_x, counts.T)

    def _past(self, x: np.ndarray, t_x: np.ndarray, T: np.ndarray) -> tuple[np.ndarray, list[np.ndarray]]:
        x, t_x, T = (np.asarray(values, dtype=float) for values in (x, t_x, T))
        R, end = self.r + self.k * x, self.alpha + T / DAYS_PER_WEEK
        weights, total = [np.ones(x.shape)], np.ones(x.shape)
        q = (T - t_x) / DAYS_PER_WEEK / end
        for passed in range(1, self.k):
            weights.append(weights[-1] * (R + passed - 1) * q / passed)
            total = total + weights[-1]
        log_e = R * (np.log(self.alpha + t_x / DAYS_PER_WEEK) - np.log(end)) + np.log(total)
        n = x - 1 + self.immediate
        with np.errstate(divide="ignore"):
            log_d = np.where(n >= 0, np.log(self.a) - np.log(self.b + np.maximum(n, 0)), -np.inf)
        return expit(log_e - log_d), [weight / total for weight in weights]

    def active_moments(self, x: np.ndarray, T: np.ndarray, horizon_days: float) -> np.ndarray:
        """P(N >= 1), E[N], E[N²] of the purchase days in the horizon for active customers, per stage already passed.

        Depends on x and T alone; shape (k, 3, customers).
        """
        x, T = np.asarray(x, dtype=float), np.asarray(T, dtype=float)
        end, weeks = self.alpha + T / DAYS_PER_WEEK, horizon_days / DAYS_PER_WEEK
        stays = self.b + x + self.immediate
        return np.array(
            [
                renewal_moments(self.r + self.k * x + j, end, weeks, a=self.a, stays=stays, k=self.k, passed=j)
                for j in range(self.k)
            ]
        )

    def next_purchase_days(
        self, x: np.ndarray, T: np.ndarray, stages: list[np.ndarray], target: np.ndarray, longest: float
    ) -> np.ndarray:
        """Days until active customers have bought again with probability `target`; `longest` where it takes longer.

        P(no purchase) is rho^R times a polynomial in rho = A / (A + t): closed for k = 1, Newton in log rho otherwise.
        """
        R = self.r + self.k * np.asarray(x, dtype=float)
        end = self.alpha + np.asarray(T, dtype=float) / DAYS_PER_WEEK
        with np.errstate(divide="ignore"):
            goal = np.log1p(-np.minimum(target, 1.0))
        furthest = -np.log1p(longest / DAYS_PER_WEEK / end)
        log_rho = np.maximum(goal / R, furthest)
        if self.k > 1:
            log_rho = _solved(R, stages, np.maximum(goal, -700.0), furthest)
        days = np.expm1(-log_rho) * end * DAYS_PER_WEEK
        return np.where(log_rho <= furthest, longest, np.minimum(days, longest))

    def buys_within(self, x: np.ndarray, T: np.ndarray, days: np.ndarray) -> np.ndarray:
        """P(the next purchase comes within `days`) of active customers, per stage passed; shape (k, customers)."""
        x, T = np.asarray(x, dtype=float), np.asarray(T, dtype=float)
        odds = np.asarray(days) / DAYS_PER_WEEK / (self.alpha + T / DAYS_PER_WEEK)
        with np.errstate(divide="ignore"):
            return np.array([stages_at_least(self.k - j, self.r + self.k * x + j, odds) for j in range(self.k)])


def fit_bg_nbd(patterns: Patterns, *, k: int = 1, immediate: bool = False) -> tuple[BetaGeometric, Optimum]:
    """Maximum likelihood over distinct patterns; the optimum's log-likelihood is the unscaled one of the papers.

    Raises ValueError when nobody bought again: rate and leaving cannot then be told apart.
    """
    require_repeats(patterns)
    start = bg_start(patterns, k)
    box = np.full(4, np.log(SMALLEST)), np.full(4, np.log(LARGEST))
    if len(patterns.x) > _MANY:
        start = maximise(BgLikelihood(thinned(patterns), k=k, immediate=immediate).surface(), start, *box).theta
    found = maximise(BgLikelihood(patterns, k=k, immediate=immediate).surface(), start, *box)
    r, alpha, a, b = (float(value) for value in np.exp(found.theta))
    return BetaGeometric(r, alpha, a, b, k, immediate), found


def require_repeats(patterns: Patterns) -> None:
    """Raise ValueError where the models of this room are not identifiable."""
    if not (patterns.x > 0).any():
        raise ValueError(
            "a lifetime model needs customers who bought on more than one day, and none of these "
            f"{patterns.customers:,.0f} did (not identifiable): wait for repeat orders or take a longer history"
        )


def bg_start(patterns: Patterns, k: int) -> np.ndarray:
    """Log parameters to begin from: r 0.5, a rate that matches purchases per week, one in five leaving."""
    pace = float(patterns.weight @ patterns.x) / max(float(patterns.weight @ patterns.T) / DAYS_PER_WEEK, 1e-9)
    return np.log([0.5, np.clip(0.5 / (2 * k * pace), 1e-3, 1e4), 0.7, 2.5])


def thinned(patterns: Patterns) -> Patterns:
    """Every _STRIDE-th pattern; they are sorted by x, t_x, T, so all kinds of customers stay represented."""
    part = slice(_STRIDE // 2, None, _STRIDE)
    x, t_x, T, weight = patterns.x[part], patterns.t_x[part], patterns.T[part], patterns.weight[part]
    return Patterns(x, t_x, T, weight, 0.0)


def _solved(R: np.ndarray, stages: list[np.ndarray], goal: np.ndarray, furthest: np.ndarray) -> np.ndarray:
    """log rho at which log P(no purchase) falls to `goal`, or `furthest`: Newton kept inside a shrinking bracket."""
    answer = furthest.copy()
    rho = np.exp(furthest)
    rows = np.flatnonzero(R * furthest + np.log(_missed(R, stages, rho)[0]) < goal)
    R, stages, goal = R[rows], [stage[rows] for stage in stages], goal[rows]
    low, high = furthest[rows], np.zeros(len(rows))
    at = np.maximum(goal / R, low)
    for _ in range(60):
        if not len(rows):
            break
        rho = np.exp(at)
        missed, slope = _missed(R, stages, rho)
        gap = R * at + np.log(missed) - goal
        low, high = np.where(gap < 0, at, low), np.where(gap >= 0, at, high)
        following = at - gap / np.maximum(R + slope * rho / missed, 1e-300)
        following = np.where((following > low) & (following < high), following, (low + high) / 2)
        answer[rows] = following
        left = np.flatnonzero(np.abs(following - at) > 1e-8 * np.abs(following))
        rows, R, goal, low, high, at = rows[left], R[left], goal[left], low[left], high[left], following[left]
        stages = [stage[left] for stage in stages]
    return answer


def _missed(R: np.ndarray, stages: list[np.ndarray], rho: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The polynomial beside rho^R in P(no purchase), and its derivative by rho."""
    z = 1 - rho
    if len(stages) == 2:
        return stages[0] * (1 + R * z) + stages[1] * rho, stages[1] - stages[0] * R
    pair = R * (R + 1)
    value = stages[0] * (1 + R * z + pair * z * z / 2) + stages[1] * rho * (1 + (R + 1) * z) + stages[2] * rho * rho
    slope = -stages[0] * (R + pair * z) + stages[1] * (1 + (R + 1) * (1 - 2 * rho)) + 2 * stages[2] * rho
    return value, slope
