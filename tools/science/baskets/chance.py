"""Could it be chance? The one-sided Fisher exact test for "more often together than apart", and Holm's correction."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

NEGLIGIBLE = 1e-17
"""A term this small beside the sum of a tail no longer changes a double."""


def fisher_greater(both: np.ndarray, first: np.ndarray, second: np.ndarray, baskets: np.ndarray | int) -> np.ndarray:
    """P(at least `both` baskets hold the two | their own counts, independence): the hypergeometric upper tail.

    All arguments are counts of baskets; arrays of shape (rules,), `baskets` (all there are) may be one number. Fisher
    (1935). The tail is summed from the observed count outwards with the ratio of neighbouring terms, on the shorter
    side of the mean.
    """
    both, first, second, total = (part.astype(float) for part in np.broadcast_arrays(both, first, second, baskets))
    above = both > first * second / total
    start = np.where(above, both, both - 1)
    log = _log_probability(start, first, second, total)
    begun = np.flatnonzero(np.isfinite(log))  # one below the smallest possible count there is no tail
    tail = np.zeros(len(log))
    tail[begun] = np.exp(log[begun]) * _relative_tail(
        start[begun], first[begun], second[begun], total[begun], above[begun]
    )
    return np.clip(np.where(above, tail, 1 - tail), 0.0, 1.0)


def holm(p_values: np.ndarray, tests: int) -> np.ndarray:
    """Holm's (1979) adjusted p-values: below alpha means that of all `tests` looked at, none is a false find with
    probability 1 - alpha, whatever their dependence.

    `tests` counts everything that was tried, also what is not among `p_values`, shape (rules,). What is not listed may
    hold smaller p-values, which only makes the answer more careful.
    """
    order = np.argsort(p_values, kind="stable")
    remaining = np.maximum(tests - np.arange(len(p_values)), 1)
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(np.maximum.accumulate(p_values[order] * remaining), 1.0)
    return adjusted


def _log_probability(both: np.ndarray, first: np.ndarray, second: np.ndarray, baskets: np.ndarray) -> np.ndarray:
    """Log of the hypergeometric probability of exactly `both`; -inf where that is impossible."""
    cells = (both, first - both, second - both, baskets - first - second + both)
    possible = np.all([cell >= 0 for cell in cells], axis=0)
    margins = (first, baskets - first, second, baskets - second)
    log = sum(gammaln(margin + 1) for margin in margins) - gammaln(baskets + 1)
    for cell in cells:
        log = log - gammaln(np.maximum(cell, 0) + 1)
    return np.where(possible, log, -np.inf)


def _relative_tail(
    start: np.ndarray, first: np.ndarray, second: np.ndarray, baskets: np.ndarray, upwards: np.ndarray
) -> np.ndarray:
    """Sum of the tail that begins at `start`, divided by its first term; upwards or downwards for each rule."""
    total, term, count = np.ones(len(start)), np.ones(len(start)), start.copy()
    running = np.arange(len(start))
    while len(running):
        k, x, y, n = count[running], first[running], second[running], baskets[running]
        with np.errstate(divide="ignore", invalid="ignore"):  # in the direction not taken
            up = (x - k) * (y - k) / ((k + 1) * (n - x - y + k + 1))
            down = k * (n - x - y + k) / ((x - k + 1) * (y - k + 1))
        term[running] *= np.where(upwards[running], up, down)
        total[running] += term[running]
        count[running] += np.where(upwards[running], 1, -1)
        running = running[np.abs(term[running]) > NEGLIGIBLE * total[running]]
    return total
