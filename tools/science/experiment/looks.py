"""Planned looks at a running experiment: when it may stop early with false positives still at alpha.

O'Brien-Fleming's caution (O'Brien & Fleming 1979) as alpha spending (Lan & DeMets 1983), so that looks may fall
anywhere. The bounds come from integrating the path of the test statistic numerically, look by look (Armitage, McPherson
& Rowe 1969). Unplanned looks: see `unplanned.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import stats
from scipy.optimize import brentq
from scipy.special import ndtr

NODES = 160
"""Gauss-Legendre nodes a look; doubling them moves no bound by 1e-8."""
UNREACHABLE = 10.0
"""Bound, in standard errors, beyond which nothing is spent."""


@dataclass(frozen=True)
class Looks:
    """The plan: at look k stop, with an effect, when |z| >= bounds[k] (p <= p_values[k])."""

    fractions: tuple[float, ...]
    """Share of all people seen at each look, rising, the last 1 if the experiment runs to its end."""
    bounds: tuple[float, ...]
    p_values: tuple[float, ...]
    """Two-sided p-value of the ordinary test that stops at each look."""
    spent: tuple[float, ...]
    """False positives allowed up to and including each look."""
    alpha: float

    def stops(self, look: int, p_value: float) -> bool:
        """Whether the ordinary two-sided p-value found at look `look` (0 for the first) ends the experiment."""
        return p_value <= self.p_values[look]

    def power(self, drift: float) -> float:
        """Chance of stopping at some look when the final z has mean `drift`."""
        return float(sum(_exits(self.fractions, self.bounds, drift)))

    def inflation(self, power: float = 0.8) -> float:
        """Factor by which a fixed experiment's sample size grows so that the looks cost no power."""
        fixed = stats.norm.isf(self.alpha / 2) + stats.norm.isf(1 - power)
        needed = brentq(lambda drift: self.power(drift) - power, 0.5 * fixed, 2 * fixed)
        return float((needed / fixed) ** 2)


def plan_looks(fractions: Sequence[float], *, alpha: float = 0.05) -> Looks:
    """Bounds for looks after these `fractions` of the people, rising, above 0 and up to 1.

    Spending of each side: 2 (1 - Phi(z(alpha/4) / sqrt(t))). Raises ValueError for fractions out of order.
    """
    times = [float(fraction) for fraction in fractions]
    if not times or times[0] <= 0 or times[-1] > 1 or any(b <= a for a, b in pairwise(times)):
        raise ValueError(f"looks come after rising shares of the people, above 0 and up to 1, not {times}")
    spent = [float(4 * stats.norm.sf(stats.norm.isf(alpha / 4) / np.sqrt(time))) for time in times]
    bounds: list[float] = []
    path: _Path | None = None
    for number, time in enumerate(times):
        share = spent[number] - (spent[number - 1] if number else 0.0)
        bounds.append(_bound(path, time, share))
        path = _next(path, time, bounds[-1], 0.0)
    p_values = tuple(float(2 * stats.norm.sf(bound)) for bound in bounds)
    return Looks(tuple(times), tuple(bounds), p_values, tuple(spent), alpha)


def even_looks(count: int, *, alpha: float = 0.05) -> Looks:
    """`count` looks after equal shares of the people."""
    return plan_looks([(number + 1) / count for number in range(count)], alpha=alpha)


@dataclass(frozen=True, eq=False)
class _Path:
    """Density of the score z × sqrt(time) of experiments still running, on quadrature nodes."""

    time: float
    nodes: np.ndarray
    mass: np.ndarray
    """Density × quadrature weight at each node."""


def _next(path: _Path | None, time: float, bound: float, drift: float) -> _Path:
    points, weights = np.polynomial.legendre.leggauss(NODES)
    # A bound far out would thin the nodes where the mass is, so the grid ends where nothing is left.
    low, high = (side * bound * np.sqrt(time) for side in (-1.0, 1.0))
    low, high = max(low, drift * time - 8 * np.sqrt(time)), min(high, drift * time + 8 * np.sqrt(time))
    nodes = (high + low) / 2 + points * (high - low) / 2
    if path is None:
        density = _normal((nodes - drift * time) / np.sqrt(time)) / np.sqrt(time)
    else:
        step = time - path.time
        apart = (nodes[:, None] - path.nodes[None, :] - drift * step) / np.sqrt(step)
        density = _normal(apart) @ path.mass / np.sqrt(step)
    return _Path(time, nodes, density * weights * (high - low) / 2)


def _exit(path: _Path | None, time: float, bound: float, drift: float) -> float:
    """Chance of crossing at this look and not before."""
    edge = bound * np.sqrt(time)
    if path is None:
        spread = np.sqrt(time)
        return float(ndtr((drift * time - edge) / spread) + ndtr((-edge - drift * time) / spread))
    step = time - path.time
    spread, centre = np.sqrt(step), path.nodes + drift * step
    crossing = ndtr((centre - edge) / spread) + ndtr((-edge - centre) / spread)
    return float(crossing @ path.mass)


def _bound(path: _Path | None, time: float, share: float) -> float:
    if _exit(path, time, UNREACHABLE, 0.0) >= share:
        return UNREACHABLE
    return float(brentq(lambda bound: _exit(path, time, bound, 0.0) - share, 0.1, UNREACHABLE, xtol=1e-10))


def _exits(fractions: Sequence[float], bounds: Sequence[float], drift: float) -> list[float]:
    found, path = [], None
    for time, bound in zip(fractions, bounds, strict=True):
        found.append(_exit(path, time, bound, drift))
        path = _next(path, time, bound, drift)
    return found


def _normal(z: np.ndarray) -> np.ndarray:
    return np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
