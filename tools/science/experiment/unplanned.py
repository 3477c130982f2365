"""Unplanned looks: a p-value and an interval that hold however often one peeks.

The mixture sequential probability ratio test (Robbins 1970; Johari, Pekelis & Walsh 2017, "Always valid inference"):
the likelihood of the difference under a normal spread of effects, against none. It is cautious: 1 % where planned looks
would spend 5 %.
"""

from __future__ import annotations

from math import exp, log, sqrt

from tools.science.experiment.estimate import Estimate


def always_valid(
    difference: float,
    standard_error: float,
    *,
    expected_effect: float,
    confidence: float = 0.95,
    p_value_so_far: float = 1.0,
) -> Estimate:
    """The difference of two arms at one of any number of looks, all in the unit of the outcome.

    `expected_effect` is the size of effect one would care about, chosen before the start (the standard deviation of the
    mixture); `p_value_so_far` the result of the look before, since an always-valid p-value never rises. The interval
    holds for all looks at once. Raises ValueError unless spread and effect are above 0.
    """
    if standard_error <= 0 or expected_effect <= 0:
        raise ValueError(
            f"an always-valid look needs a standard error and an expected effect above 0: "
            f"{standard_error}, {expected_effect}"
        )
    noise, prior = standard_error**2, expected_effect**2
    shrink = log((noise + prior) / noise)
    log_ratio = prior * difference**2 / (2 * noise * (noise + prior)) - shrink / 2
    p_value = min(p_value_so_far, 1.0, exp(-log_ratio) if log_ratio > 0 else 1.0)
    reach = sqrt(noise * (noise + prior) / prior * (2 * log(1 / (1 - confidence)) + shrink))
    return Estimate(difference, difference - reach, difference + reach, p_value, confidence, "mSPRT, always valid")
