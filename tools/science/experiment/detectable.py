"""The smallest effect an experiment of a given size would probably see."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from scipy import stats
from scipy.optimize import brentq

from tools.science.experiment.sample_size import power_of_rates


@dataclass(frozen=True)
class Detectable:
    """A rise from `base_rate` that is seen with the stated power."""

    base_rate: float
    new_rate: float
    power: float
    alpha: float

    @property
    def points(self) -> float:
        """new_rate - base_rate, as a share (.01 = one point)."""
        return self.new_rate - self.base_rate

    @property
    def lift(self) -> float:
        """The same, relative to the base rate (.1 = 10 % more)."""
        return self.points / self.base_rate


def detectable_rate(
    treated: int, control: int, base_rate: float, *, power: float = 0.8, alpha: float = 0.05
) -> Detectable | None:
    """The smallest rise over `base_rate` (0 to 1, both ends excluded) seen with `power`; None when no rise is.

    The inverse of `power_of_rates`.
    """
    if not 0 < base_rate < 1 or min(treated, control) < 1 or not 0 < alpha < power < 1:
        raise ValueError(
            f"a detectable effect needs people in both arms, a rate between 0 and 1 and power above alpha: "
            f"{treated}, {control}, {base_rate}, {power}, {alpha}"
        )

    def short(rate: float) -> float:
        return power_of_rates(treated, control, base_rate, rate, alpha=alpha) - power

    if short(1.0) < 0:
        return None
    return Detectable(base_rate, float(brentq(short, base_rate, 1.0, xtol=1e-12)), power, alpha)


def detectable_mean(treated: int, control: int, deviation: float, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """The smallest difference of means seen with `power` (normal approximation), in the unit of `deviation`."""
    reach = stats.norm.isf(alpha / 2) + stats.norm.isf(1 - power)
    return float(reach * deviation * sqrt(1 / treated + 1 / control))
