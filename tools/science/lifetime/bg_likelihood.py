"""The log-likelihood of BG/NBD, MBG/NBD and (M)BG/CNBD-k, with exact gradient and Hessian, over distinct patterns.

While active a customer's gaps between purchases are Erlang(k, lambda), lambda ~ Gamma(r, alpha); after each repeat
purchase (in the M variants after the first purchase too) the customer leaves for good with probability p ~ Beta(a, b).
Integrating both out, with R = r + k x and n = x - 1 (M: x), gives per customer, apart from what no parameter touches,

    Gamma(R) alpha^r / Gamma(r) * B(a, b + n + 1) / B(a, b) * (alpha + t_x)^-R * [E + D],
    E = ((alpha + t_x) / (alpha + T))^R * sum_{j<k} (R)_j / j! * q^j,  q = (T - t_x) / (alpha + T),
    D = a / (b + n), 0 where x = 0 in BG,

E / (E + D) being P(alive). k = 1 is Fader, Hardie and Lee (2005) and Batislam, Denizel and Filiztekin (2007); k > 1
follows from the model of Reutterer, Platzer and Schröder (2020): the sum over j is the Erlang chance of no purchase
since t_x, one term for each of the k hidden stages the customer may have reached.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln, polygamma, psi

from tools.science.lifetime.counts import DAYS_PER_WEEK, Patterns, distinct
from tools.science.lifetime.newton import Surface, in_logs

_BLOCK = 1 << 14
"""Patterns worked on at a time: small enough for the processor's cache."""


class BgLikelihood:
    """The likelihood of one (M)BG/CNBD-k over given patterns: what does not depend on the parameters, done once.

    Parameters come as log (r, alpha, a, b), time in weeks.
    """

    def __init__(self, patterns: Patterns, *, k: int, immediate: bool) -> None:
        self.patterns, self.k, self.immediate = patterns, k, immediate
        self.xs, self.place = distinct(patterns.x)
        self.first_days = np.arange(int(patterns.t_x.max()) + 1) / DAYS_PER_WEEK
        self.last_days = np.arange(int(patterns.T.max()) + 1) / DAYS_PER_WEEK
        self.n = self.xs - 1 + immediate

    def surface(self) -> Surface:
        """Log-likelihood with gradient and Hessian and all constants, so that any two models compare."""
        weights, x = self.patterns.weight, self.patterns.x
        by_x = np.bincount(self.place, weights)
        by_time = np.bincount(self.patterns.t_x, weights), np.bincount(self.patterns.t_x, weights * x)
        repeats = float((weights * x).sum())
        gaps = self.patterns.log_gaps - repeats * np.log(DAYS_PER_WEEK)
        constant = (self.k - 1) * gaps - repeats * float(gammaln(self.k))

        def surface(theta: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
            value, gradient, hessian = self._separable(theta, by_x, by_time)
            extra = self._mixture(theta)
            return value + extra[0] + constant, *in_logs(theta, gradient + extra[1], hessian + extra[2])

        return surface

    def _leaving(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """log D and 1 / (b + n) per distinct x; -inf and 0 where nobody can have left."""
        may_leave = self.n >= 0
        chances = np.where(may_leave, np.exp(theta[3]) + self.n, 1.0)
        return np.where(may_leave, theta[2] - np.log(chances), -np.inf), np.where(may_leave, 1 / chances, 0.0)

    def _separable(
        self, theta: np.ndarray, by_x: np.ndarray, by_time: tuple[np.ndarray, np.ndarray]
    ) -> tuple[float, np.ndarray, np.ndarray]:
        """Every factor but [E + D]: sums over distinct x and over distinct t_x, which are few."""
        r, alpha, a, b = np.exp(theta)
        gamma_r, stays, total = r + self.k * self.xs, b + self.xs + self.immediate, float(by_x.sum())
        at_time, inverse = np.log(alpha + self.first_days), 1 / (alpha + self.first_days)
        powers = r * by_time[0] + self.k * by_time[1]
        value = (
            by_x @ (gammaln(gamma_r) - gammaln(r) + gammaln(stays) - gammaln(b) + gammaln(a + b) - gammaln(a + stays))
            + total * r * theta[1]
            - powers @ at_time
        )
        leave = by_x @ (psi(a + b) - psi(a + stays))
        gradient = np.array(
            [
                by_x @ (psi(gamma_r) - psi(r)) + total * theta[1] - by_time[0] @ at_time,
                total * r / alpha - powers @ inverse,
                leave,
                leave + by_x @ (psi(stays) - psi(b)),
            ]
        )
        curve = by_x @ (polygamma(1, a + b) - polygamma(1, a + stays))
        hessian = np.zeros((4, 4))
        hessian[0, 0] = by_x @ (polygamma(1, gamma_r) - polygamma(1, r))
        hessian[0, 1] = hessian[1, 0] = total / alpha - by_time[0] @ inverse
        hessian[1, 1] = powers @ inverse**2 - total * r / alpha**2
        hessian[2:, 2:] = curve
        hessian[3, 3] += by_x @ (polygamma(1, stays) - polygamma(1, b))
        return float(value), gradient, hessian

    def _mixture(self, theta: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """log [E + D] summed over the patterns, block by block, with derivatives by (r, alpha, a, b)."""
        r, alpha, a, _ = np.exp(theta)
        shape = r + self.k * self.xs
        log_d, stay = self._leaving(theta)
        logs = np.log(alpha + self.first_days), np.log(alpha + self.last_days)
        inverses = 1 / (alpha + self.first_days), 1 / (alpha + self.last_days)
        value, sums, products, curved = 0.0, np.zeros(5), np.zeros((4, 4)), np.zeros(3)
        for start in range(0, len(self.place), _BLOCK):
            part = slice(start, start + _BLOCK)
            at, t_x, T, w = self.place[part], self.patterns.t_x[part], self.patterns.T[part], self.patterns.weight[part]
            R, inverse = shape[at], inverses[1][T]
            u, gap = logs[0][t_x] - logs[1][T], inverses[0][t_x] - inverse
            log_e, e_r, e_alpha, curves = _alive_part(R, u, gap, inverse, (T - t_x) / DAYS_PER_WEEK, self.k)
            d, stays = log_d[at], stay[at]
            difference = log_e - d
            small = np.exp(-np.abs(difference))
            value += w @ (np.maximum(log_e, d) + np.log1p(small))
            alive = np.where(difference > 0, 1.0, small) / (1 + small)
            w_alive, w_left = w * alive, w * (1 - alive)
            sums += w_alive @ e_r, w_alive @ e_alpha, w_left.sum(), w_left @ stays, w_left @ stays**2
            columns = np.stack([e_r, e_alpha, np.ones_like(e_r), stays])
            products += (columns * (w_alive * (1 - alive))) @ columns.T
            curved += w_alive @ curves[0], w_alive @ curves[1], w_alive @ curves[2]
        scale = np.array([1.0, 1.0, -1 / a, 1.0])
        hessian = products * np.outer(scale, scale)
        hessian[:2, :2] += [[curved[0], curved[1]], [curved[1], curved[2]]]
        hessian[2, 2] -= sums[2] / a**2
        hessian[3, 3] += sums[4]
        return float(value), np.array([sums[0], sums[1], sums[2] / a, -sums[3]]), hessian


def _alive_part(
    R: np.ndarray, u: np.ndarray, gap: np.ndarray, inverse: np.ndarray, since: np.ndarray, k: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """log E, its derivatives by r and alpha, and its second derivatives (rr, r alpha, alpha alpha)."""
    log_e, by_r, by_alpha = R * u, u, R * gap
    curve = -R * gap * (gap + 2 * inverse)
    if k == 1:
        return log_e, by_r, by_alpha, (np.zeros_like(u), gap, curve)
    q = since * inverse
    half = q * q / 2 if k == 3 else np.zeros_like(q)
    total = 1 + R * q + R * (R + 1) * half
    g_r, g_q = (q + (2 * R + 1) * half) / total, (R + R * (R + 1) * (q if k == 3 else 0.0)) / total
    g_rr, g_rq = 2 * half / total, (1 + (2 * R + 1) * (q if k == 3 else 0.0)) / total
    g_qq = R * (R + 1) / total if k == 3 else np.zeros_like(q)
    q_a, q_aa = -q * inverse, 2 * q * inverse**2
    g_a = g_q * q_a
    curves = (
        g_rr - g_r**2,
        gap + g_rq * q_a - g_r * g_a,
        curve + g_qq * q_a**2 + g_q * q_aa - g_a**2,
    )
    return log_e + np.log(total), by_r + g_r, by_alpha + g_a, curves
