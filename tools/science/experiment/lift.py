"""Relative lift: by what factor the treated do more, with its interval.

Dividing the interval of a difference by the control's mean forgets that the mean is itself uncertain: coverage .877
where .95 is claimed, at the rates of marketing.
"""

from __future__ import annotations

from math import exp, inf, log, sqrt

from scipy import stats
from scipy.optimize import brentq

from tools.science.experiment.estimate import Estimate
from tools.science.experiment.means import Sample, difference_of_means
from tools.science.experiment.proportions import Arm, p_value_of_rates

FARTHEST = 40.0
"""Log of the largest ratio that is looked at."""


def lift_of_rates(treated: Arm, control: Arm, *, confidence: float = 0.95) -> Estimate:
    """Rate of the treated / rate of the controls - 1 (.1 = 10 % more).

    Interval: every ratio that the score test does not reject (Koopman 1984, "Confidence intervals for the ratio of two
    binomial proportions"), found on the log scale; it keeps its coverage at five expected outcomes, where the usual
    log interval (Katz et al. 1978) is too long. An arm without outcomes leaves one end without bound, two leave both.
    The test is that of the difference.
    """
    limit = float(stats.chi2.ppf(confidence, 1))

    def excess(log_ratio: float) -> float:
        return _score(treated, control, exp(log_ratio)) - limit

    low, high, value = -1.0, inf, inf if treated.outcomes else 0.0
    if treated.outcomes and control.outcomes:
        centre = log(treated.rate / control.rate)
        value = exp(centre) - 1
        low, high = (exp(brentq(excess, centre, end, xtol=1e-12)) - 1 for end in (-FARTHEST, FARTHEST))
    elif treated.outcomes:
        low = exp(brentq(excess, -FARTHEST, FARTHEST, xtol=1e-12)) - 1
    elif control.outcomes:
        value, high = -1.0, exp(brentq(excess, -FARTHEST, FARTHEST, xtol=1e-12)) - 1
    return Estimate(value, low, high, p_value_of_rates(treated, control), confidence, "Koopman score")


def _score(treated: Arm, control: Arm, ratio: float) -> float:
    """Chi-square of the hypothesis that the treated's rate is `ratio` times the controls'."""
    n, m, a, c = treated.people, control.people, treated.outcomes, control.outcomes
    square, slope = (n + m) * ratio, -(n * ratio + a + m + c * ratio)
    # The smaller root of the likelihood equation, written so that nothing cancels.
    base = 2 * (a + c) / (-slope + sqrt(max(slope * slope - 4 * square * (a + c), 0.0)))
    new = min(base * ratio, 1.0)
    return _share(a - n * new, n * new * (1 - new)) + _share(c - m * base, m * base * (1 - base))


def _share(gap: float, variance: float) -> float:
    if variance <= 0:
        return 0.0 if abs(gap) < 1e-9 else inf
    return gap * gap / variance


def lift_of_means(treated: Sample, control: Sample, *, confidence: float = 0.95) -> Estimate:
    """Mean of the treated / mean of the controls - 1, by the delta method on the log scale.

    Both means must be above 0, else ValueError. The test is that of the difference.
    """
    if treated.mean <= 0 or control.mean <= 0:
        raise ValueError(f"a relative lift needs means above 0, not {treated.mean} and {control.mean}")
    spread = sqrt(
        treated.variance / treated.people / treated.mean**2 + control.variance / control.people / control.mean**2
    )
    centre, z = log(treated.mean / control.mean), float(stats.norm.ppf(0.5 + confidence / 2))
    test = difference_of_means(treated, control, confidence=confidence)
    return Estimate(
        treated.mean / control.mean - 1,
        exp(centre - z * spread) - 1,
        exp(centre + z * spread) - 1,
        test.p_value,
        confidence,
        "delta method on the log scale",
    )
