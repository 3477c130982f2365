"""How many purchases an active customer makes in a horizon, for every member of the (M)BG/CNBD-k family.

The hidden stages a customer passes in a horizon h are negative binomial with shape R and odds h / A, because the rate
is Gamma(R, A) given the past; the i-th purchase falls on stage k i - j when j stages are already passed, and it happens
at all when the customer stayed after the i - 1 before it. Hence, exactly and with nothing but positive terms,

    E[N] = sum_i c_i P(stages >= k i - j),   E[N^2] = sum_i (2 i - 1) c_i P(stages >= k i - j),
    c_i = B(a, b' + i - 1) / B(a, b') with the ratio of gamma functions (b')_(i-1) / (a + b')_(i-1).

For k = 1 the first sum is the closed form with Gauss' hypergeometric function in Fader, Hardie and Lee (2005), which
overflows or cancels for heavy buyers and tiny parameters; the sum does neither.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, gammaincinv, gammaln

_SHORT = 1600
"""Up to this many purchases the sum is taken term by term; beyond, its smooth tail is integrated."""
_FEW = 32
"""Rows up to which the terms of a row are worked out at once rather than one after the other."""
_HEAD = 48
_TAIL = 1e-12
"""Probability of more stages than are looked at."""
_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(40)


def renewal_moments(
    R: np.ndarray, A: np.ndarray, horizon: float, *, a: float, stays: np.ndarray, k: int, passed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """P(N >= 1), E[N] and E[N^2] of customers active now; each of shape (rows,).

    `R`, `A`: shape and rate of the customer's gamma rate (stages a week); `horizon` in weeks; `stays` is b' of the
    leaving probability Beta(a, b'); `passed` of the k stages since the last purchase are behind already.
    """
    R, A, stays = np.broadcast_arrays(R, A, stays)
    first, mean, square = np.zeros(R.shape), np.zeros(R.shape), np.zeros(R.shape)
    if horizon <= 0:
        return first, mean, square
    odds = horizon / A
    reach = _largest(R, odds)
    terms = (reach + passed) / k + 1
    short = (terms <= _SHORT) & (R * np.log1p(odds) < 600)
    rows = np.flatnonzero(short)
    rows = rows[np.argsort(-terms[rows], kind="stable")]
    summed = _all_at_once if len(R) <= _FEW else _term_by_term
    found = summed(R[rows], odds[rows], terms[rows], a, stays[rows], k, passed)
    first[rows], mean[rows], square[rows] = found
    rows = np.flatnonzero(~short)
    for start in range(0, len(rows), 4096):
        part = rows[start : start + 4096]
        found = _integrated(R[part], odds[part], reach[part], a, stays[part], k, passed)
        first[part], mean[part], square[part] = found
    return first, mean, square


def stages_at_least(count: int, R: np.ndarray, odds: np.ndarray) -> np.ndarray:
    """P(at least `count` stages), count 1, 2 or 3: the chance of the next purchase when that many are missing."""
    log_none = -R * np.log1p(odds)
    chance = -np.expm1(log_none)
    z = odds / (1 + odds)
    if count >= 2:
        chance = chance - np.exp(log_none + np.log(R) + np.log(z))
    if count >= 3:
        chance = chance - np.exp(log_none + np.log(R) + np.log1p(R) + 2 * np.log(z)) / 2
    return np.clip(chance, 0.0, 1.0)


def _largest(R: np.ndarray, odds: np.ndarray) -> np.ndarray:
    """A number of stages hardly ever exceeded: the gamma rate's far quantile, and Poisson noise on top."""
    expected = _gamma_reach(R) * odds
    return expected + 8 * np.sqrt(expected) + 30


def _gamma_reach(R: np.ndarray) -> np.ndarray:
    """An upper bound of the 1 - 1e-12 quantile of Gamma(R, 1), by Laurent and Massart's (2000) chi-square bound."""
    tail = -np.log(_TAIL)
    return R + np.sqrt(4 * R * tail) + tail


def _all_at_once(
    R: np.ndarray, odds: np.ndarray, terms: np.ndarray, a: float, stays: np.ndarray, k: int, passed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same sums as `_term_by_term`, over a matrix of rows by terms."""
    i = np.arange(1.0, (float(terms[0]) if len(terms) else 0.0) + 1)
    b = stays[:, None]
    stayed = np.cumprod((b + i - 1) / (a + b + i - 1), axis=1) * (a + b + i - 1) / (b + i - 1)
    term = stayed * betainc(k * i - passed, R[:, None], (odds / (1 + odds))[:, None])
    return term[:, :1].sum(1), term.sum(1), ((2 * i - 1) * term).sum(1)


def _term_by_term(
    R: np.ndarray, odds: np.ndarray, terms: np.ndarray, a: float, stays: np.ndarray, k: int, passed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows sorted by falling `terms`; negative binomial chances by recursion from P(no stage)."""
    z = odds / (1 + odds)
    log_none = -R * np.log1p(odds)
    pmf, above, c = np.exp(log_none), -np.expm1(log_none), np.ones(len(R))
    first, mean, square = np.zeros(len(R)), np.zeros(len(R)), np.zeros(len(R))
    last = int(terms[0]) if len(R) else 0
    active = np.searchsorted(-terms, -np.arange(last + 2), side="right")
    stage = 0
    for i in range(1, last + 1):
        size = int(active[i])
        if size == 0:
            break
        while stage < k * i - passed - 1:
            pmf[:size] *= z[:size] * (R[:size] + stage) / (stage + 1)
            above[:size] -= pmf[:size]
            stage += 1
        term = c[:size] * np.maximum(above[:size], 0.0)
        if i == 1:
            first[:size] = term
        mean[:size] += term
        square[:size] += (2 * i - 1) * term
        c[:size] *= (stays[:size] + i - 1) / (a + stays[:size] + i - 1)
    return first, mean, square


def _integrated(
    R: np.ndarray, odds: np.ndarray, reach: np.ndarray, a: float, stays: np.ndarray, k: int, passed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The first terms one by one; the rest, smooth in i, by the midpoint rule turned round into an integral.

    The integral is split where the negative binomial begins to fall, and taken over log i on both sides; the midpoint
    rule's own first correction, a twenty-fourth of the slope at its start, is added.
    """
    z = (odds / (1 + odds))[:, None]
    shape, b = R[:, None], stays[:, None]
    base = gammaln(a + b) - gammaln(b)

    def term(i: np.ndarray) -> np.ndarray:
        stayed = np.exp(base + gammaln(b + i - 1) - gammaln(a + b + i - 1))
        return np.minimum(stayed, 1.0) * betainc(k * i - passed, shape, z)

    head = np.broadcast_to(np.arange(1.0, _HEAD + 2), (len(R), _HEAD + 1))
    found = np.stack([term(head)] * 2)
    found[1] *= 2 * head - 1
    first, slope = found[0, :, 0], found[:, :, -1] - found[:, :, -2]
    mean, square = found[:, :, :-1].sum(2) + slope / 24
    low = np.full(len(R), _HEAD + 0.5)
    quantile = gammaincinv(R, 1e-10) * odds
    falls = np.clip((quantile - 7 * np.sqrt(quantile)) / k, low, None)
    ends = np.maximum((reach + passed) / k, falls) + 1
    for left, right in ((low, falls), (falls, ends)):
        half = (np.log(right) - np.log(left))[:, None] / 2
        i = left[:, None] * np.exp(half * (1 + _NODES))
        part = term(i) * i * half * _NODE_WEIGHTS
        mean = mean + part.sum(1)
        square = square + ((2 * i - 1) * part).sum(1)
    return first, mean, square
