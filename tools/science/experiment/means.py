"""Two means compared, from the sums of each arm; and when spend is too skewed for that."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from scipy import stats

from tools.science.experiment.estimate import Estimate


@dataclass(frozen=True)
class Sample:
    """One arm's numbers."""

    people: int
    mean: float
    variance: float
    """With n - 1 in the denominator."""
    skewness: float = 0.0

    @property
    def people_needed(self) -> int:
        """People from which the mean is normal enough for its interval: 355 × skewness² (Kohavi et al. 2014)."""
        return ceil(355 * self.skewness**2)


def sample(values: np.ndarray) -> Sample:
    """Sum up one arm's values, shape (people,), finite; raises ValueError under two people."""
    values = np.asarray(values, dtype=float)
    if len(values) < 2 or not np.isfinite(values).all():
        raise ValueError(f"a mean needs a finite number for each of 2 people or more, there are {len(values)}")
    variance = float(values.var(ddof=1))
    centred = values - values.mean()
    skewness = float((centred**3).mean() / (centred**2).mean() ** 1.5) if variance > 0 else 0.0
    return Sample(len(values), float(values.mean()), variance, skewness)


def difference_of_means(treated: Sample, control: Sample, *, confidence: float = 0.95) -> Estimate:
    """Mean of the treated less mean of the controls, in their unit: Welch 1947, unequal variances.

    Of skewed spend it is trustworthy from `people_needed` in each arm on, which a caller should say when it is not met.
    """
    share_t, share_c = treated.variance / treated.people, control.variance / control.people
    error = sqrt(share_t + share_c)
    value = treated.mean - control.mean
    if error == 0:
        return Estimate(value, value, value, 1.0 if value == 0 else 0.0, confidence, "Welch t")
    freedom = (share_t + share_c) ** 2 / (share_t**2 / (treated.people - 1) + share_c**2 / (control.people - 1))
    reach = float(stats.t.ppf(0.5 + confidence / 2, freedom)) * error
    p_value = float(2 * stats.t.sf(abs(value) / error, freedom))
    return Estimate(value, value - reach, value + reach, p_value, confidence, "Welch t")


def winsorised(
    treated: np.ndarray, control: np.ndarray, *, share: float = 0.99
) -> tuple[np.ndarray, np.ndarray, float]:
    """Both arms with values above their common `share` quantile held there, and that limit.

    It steadies the mean of a few very large baskets, and changes what is estimated: say so with the limit.
    """
    limit = float(np.quantile(np.concatenate((treated, control)), share))
    return np.minimum(treated, limit), np.minimum(control, limit), limit
