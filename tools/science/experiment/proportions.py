"""Two rates compared: the difference in points with Newcombe's interval, from counts of people and of outcomes.

Wald's interval is too short at the rates of marketing (coverage .918 at .5 % with a small holdout), so it is not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from scipy import stats

from tools.science.experiment.estimate import Estimate

FEWEST_EXPECTED = 5
"""Expected outcomes in a cell under which Fisher's exact test replaces the z test."""


@dataclass(frozen=True)
class Arm:
    """One arm of an experiment with a yes/no outcome."""

    people: int
    outcomes: int

    def __post_init__(self) -> None:
        if not 0 <= self.outcomes <= self.people or self.people < 1:
            raise ValueError(f"an arm needs 1 person or more and no more outcomes than people: {self}")

    @property
    def rate(self) -> float:
        """Outcomes per person, 0 to 1."""
        return self.outcomes / self.people


def difference_of_rates(treated: Arm, control: Arm, *, confidence: float = 0.95) -> Estimate:
    """Rate of the treated less rate of the controls, as a share (.01 = one point).

    Interval: Newcombe 1998, "Interval estimation for the difference between independent proportions", method 10 (both
    rates' Wilson intervals combined). Test: see `p_value_of_rates`.
    """
    z = float(stats.norm.ppf(0.5 + confidence / 2))
    low_t, high_t = wilson(treated, z)
    low_c, high_c = wilson(control, z)
    value = treated.rate - control.rate
    return Estimate(
        value=value,
        low=value - sqrt((treated.rate - low_t) ** 2 + (high_c - control.rate) ** 2),
        high=value + sqrt((high_t - treated.rate) ** 2 + (control.rate - low_c) ** 2),
        p_value=p_value_of_rates(treated, control),
        confidence=confidence,
        method="Newcombe",
    )


def wilson(arm: Arm, z: float) -> tuple[float, float]:
    """Wilson's interval for one rate (1927), z standard errors to each side."""
    n, rate = arm.people, arm.rate
    centre = (rate + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    return max(0.0, centre - reach), min(1.0, centre + reach)


def p_value_of_rates(treated: Arm, control: Arm) -> float:
    """Two-sided: the pooled z test, or Fisher's exact test where some cell expects fewer than FEWEST_EXPECTED."""
    people, outcomes = treated.people + control.people, treated.outcomes + control.outcomes
    pooled = outcomes / people
    if min(treated.people, control.people) * min(pooled, 1 - pooled) < FEWEST_EXPECTED:
        table = [[arm.outcomes, arm.people - arm.outcomes] for arm in (treated, control)]
        return float(stats.fisher_exact(table).pvalue)
    error = sqrt(pooled * (1 - pooled) * (1 / treated.people + 1 / control.people))
    return float(2 * stats.norm.sf(abs(treated.rate - control.rate) / error))
