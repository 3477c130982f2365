"""What an order is worth to come: Gamma-Gamma, or a shrunken average where the data deny it.

Fader, Hardie and Lee (2005, "RFM and CLV"), Fader and Hardie (2013): the amounts of a customer's orders are
Gamma(p, nu), nu differs between customers as Gamma(q, v), and both are taken to be independent of how often the
customer buys. That last assumption is checked and reported, not believed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import gammaln, polygamma, psi

from tools.science.lifetime.counts import Counts
from tools.science.lifetime.newton import Surface, in_logs, maximise

FEWEST = 10
"""Customers with a known average of repeat orders below which nothing is fitted."""
INDEPENDENT = 0.3
"""Spearman correlation of orders and average spend beyond which the card must say that they go together."""
SMALLEST, LARGEST = 1e-4, 1e6


@dataclass(frozen=True)
class OrderValue:
    """How an average of past orders is turned into the mean of the orders to come."""

    kind: str
    """"gamma_gamma", or "shrunken_average" where the fitted population has no mean (q <= 1)."""
    population_mean: float
    """Mean amount per order of a customer nothing is known of."""
    pull: float
    """The population counts as this many orders: (q - 1) / p, or variance within over variance between customers."""
    p: float
    """Shape of one order's amount within a customer."""
    q: float
    v: float
    log_likelihood: float
    customers: int
    """Customers fitted on: those with a positive average of repeat orders."""
    pearson: float
    spearman: float
    """Correlation of the number of repeat orders with their average, over these customers; NaN when one is constant."""

    @property
    def independent(self) -> bool:
        """Whether spend and frequency go together little enough for a product of the two; a constant passes."""
        return not abs(self.spearman) > INDEPENDENT

    def conditional_mean(self, x: np.ndarray, spend: np.ndarray) -> np.ndarray:
        """Expected amount per future order; `spend` is the mean of the x repeat orders, NaN or <= 0 for unknown."""
        orders, known = _known(x, spend)
        return (orders * known + self.pull * self.population_mean) / (orders + self.pull)

    def log_spread(self, x: np.ndarray, spend: np.ndarray, orders: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean and variance of log(total amount) of `orders` future orders, given the past.

        Given nu the total is Gamma(p · orders, nu), and nu is Gamma(q + p x, v + p x spend) after the past; log moments
        of both are finite even where the mean is not. The shrunken average puts the same shapes round its own mean.
        """
        past, known = _known(x, spend)
        shape, after = self.p * np.asarray(orders, dtype=float), self.q + self.p * past
        variance = _trigamma(shape) + _trigamma(after)
        if self.kind == "gamma_gamma":
            return _digamma(shape) - _digamma(after) + np.log(self.v + past * known), variance
        mean = np.log(self.conditional_mean(x, spend) * orders)
        return mean - variance / 2, variance


def fit_order_value(counts: Counts) -> OrderValue:
    """Maximum likelihood over customers with a positive average of repeat orders.

    Raises ValueError with fewer than FEWEST of them. Where q <= 1 the population has no mean; the shrunken average
    (Bühlmann 1967) takes its place: the plain mean, and variances within and between customers by moments.
    """
    rows = (counts.x > 0) & (counts.spend > 0)
    x, spend = counts.x[rows].astype(float), counts.spend[rows]
    if len(x) < FEWEST:
        raise ValueError(
            f"spend per order needs at least {FEWEST} customers with paid repeat orders, there are {len(x)}: "
            "take a longer history, or forecast orders alone"
        )
    unit = float(np.exp(np.average(np.log(spend))))
    start = np.log([3.0, 3.0, 3.0])
    box = np.full(3, np.log(SMALLEST)), np.full(3, np.log(LARGEST))
    found = maximise(_surface(x, spend / unit), start, *box)
    p, q, v = (float(value) for value in np.exp(found.theta))
    fitted = OrderValue(
        "gamma_gamma",
        population_mean=p * v * unit / (q - 1) if q > 1 else float("nan"),
        pull=(q - 1) / p,
        p=p,
        q=q,
        v=v * unit,
        log_likelihood=found.value - len(x) * float(np.log(unit)),
        customers=len(x),
        pearson=_correlation(x, spend),
        spearman=_correlation(_ranks(x), _ranks(spend)),
    )
    if q > 1 and np.isfinite(fitted.population_mean):
        return fitted
    mean = float(np.average(spend, weights=x))
    return replace(fitted, kind="shrunken_average", population_mean=mean, pull=_credibility(x, spend))


def _surface(x: np.ndarray, spend: np.ndarray) -> Surface:
    """Log-likelihood in log (p, q, v); all but log(v + x z) and its inverse is summed per distinct x."""
    xs, place = np.unique(x, return_inverse=True)
    by_x = np.bincount(place)
    total, paid = float(len(x)), x * spend
    logged = float(x @ np.log(paid))
    constant = -float(np.log(spend).sum())

    def surface(theta: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        p, q, v = np.exp(theta)
        after, orders = p * xs + q, p * xs
        inverse = 1 / (v + paid)
        logs = np.bincount(place, np.log(v + paid))
        firsts, seconds = np.bincount(place, inverse), np.bincount(place, inverse**2)
        value = by_x @ (gammaln(after) - gammaln(orders)) - after @ logs + p * logged + constant
        value += total * (q * theta[2] - gammaln(q))
        gradient = np.array(
            [
                by_x @ (xs * (psi(after) - psi(orders))) + logged - xs @ logs,
                by_x @ (psi(after) - psi(q)) + total * theta[2] - logs.sum(),
                total * q / v - after @ firsts,
            ]
        )
        trigamma = polygamma(1, after)
        hessian = np.zeros((3, 3))
        hessian[0, 0] = by_x @ (xs**2 * (trigamma - polygamma(1, orders)))
        hessian[0, 1] = by_x @ (xs * trigamma)
        hessian[0, 2] = -xs @ firsts
        hessian[1, 1] = by_x @ (trigamma - polygamma(1, q))
        hessian[1, 2] = total / v - firsts.sum()
        hessian[2, 2] = after @ seconds - total * q / v**2
        hessian += np.triu(hessian, 1).T
        return float(value), *in_logs(theta, gradient, hessian)

    return surface


def _digamma(z: np.ndarray) -> np.ndarray:
    """psi by its asymptotic series (Abramowitz and Stegun 6.3.18) six steps up; several times scipy's pace."""
    far = 1 / (z + 6)
    series = -np.log(far) - far / 2 - far**2 * (1 / 12 - far**2 * (1 / 120 - far**2 / 252))
    return series - sum(1 / (z + step) for step in range(6))


def _trigamma(z: np.ndarray) -> np.ndarray:
    """Derivative of psi, likewise (6.4.12)."""
    far = 1 / (z + 6)
    series = far + far**2 / 2 + far**3 * (1 / 6 - far**2 * (1 / 30 - far**2 / 42))
    return series + sum(1 / (z + step) ** 2 for step in range(6))


def _known(x: np.ndarray, spend: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Orders whose average is known and positive, and that average; 0 and 0 otherwise."""
    x, spend = np.asarray(x, dtype=float), np.asarray(spend, dtype=float)
    use = (x > 0) & (spend > 0)
    return np.where(use, x, 0.0), np.where(use, spend, 0.0)


def _credibility(x: np.ndarray, spend: np.ndarray) -> float:
    """Within over between variance, from squared deviations against 1 / x; the far tail is drawn in first."""
    drawn = np.minimum(spend, np.quantile(spend, 0.99))
    squared = (drawn - np.average(drawn, weights=x)) ** 2
    inverse = 1 / x
    slope = float(np.polyfit(inverse, squared, 1)[0]) if np.ptp(inverse) > 0 else float(squared.mean()) / 2
    overall = max(float(squared.mean()), 1e-12)
    within = float(np.clip(slope, 0.05 * overall, 20 * overall))
    between = max(overall - within * float(inverse.mean()), 0.05 * overall)
    return within / between


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks with ties at their mean."""
    _, place, sizes = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(sizes) - (sizes - 1) / 2)[place]


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])
