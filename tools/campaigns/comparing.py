"""Arms compared: the difference, the relative lift and whether either can be told, for one outcome.

One family of questions is corrected together (Holm): all arms against those held back, and each of them; or all
segments. Where history from before the sending narrows the interval (CUPED), it is used, with the plain one beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log, sqrt
from typing import Literal

import numpy as np
from scipy import stats

from tools.science.experiment.cuped import ROWS_PER_COVARIATE, Cuped, cuped
from tools.science.experiment.estimate import Estimate
from tools.science.experiment.lift import lift_of_rates
from tools.science.experiment.means import sample
from tools.science.experiment.multiple import holm
from tools.science.experiment.proportions import FEWEST_EXPECTED, Arm, difference_of_rates
from tools.science.experiment.skewed import difference_of_skewed_means, effective_outcomes, lift_of_skewed_means

Kind = Literal["rate", "amount"]
ALPHA = 0.05
FEWEST_OUTCOMES = 20
"""Yes and no answers in each arm from which history may be taken out of a rate; Newcombe's interval is safer below."""


@dataclass(frozen=True)
class Compared:
    """One group of contacted people against those held back."""

    group: str
    """Arm or segment; empty for everyone contacted."""
    people: int
    held_back: int
    value: float
    """Of the contacted: share who did, or amount per person."""
    base: float
    """Of those held back."""
    difference: Estimate | None
    """Per person; None where too little happened for an interval to be honest."""
    lift: Estimate | None
    """Relative to those held back; None where their own figure is not above 0 or too little happened."""
    evidence: float
    """Outcomes (people with an amount) to be expected in the smaller group."""
    weight: float
    """The same with large amounts counted as fewer (Kish): few here means that a few large orders decide."""
    p_value: float = 1.0
    """After correction for all that was looked at together."""
    plain: Estimate | None = None
    """The difference without what was known before; None where that is `difference` already."""
    removed: float = 0.0
    """Share of the variance that history explained."""

    @property
    def enough(self) -> bool:
        """Whether enough happened to say anything."""
        return self.evidence >= FEWEST_EXPECTED and self.difference is not None

    @property
    def narrower(self) -> float:
        """By what share the interval became narrower through history, 0 to 1."""
        if self.plain is None or self.difference is None or self.plain.high == self.plain.low:
            return 0.0
        return 1 - (self.difference.high - self.difference.low) / (self.plain.high - self.plain.low)

    def told(self, alpha: float = ALPHA) -> int:
        """1 for more than chance, -1 for less, 0 where it cannot be told."""
        if not self.enough or self.difference is None or self.p_value >= alpha:
            return 0
        return (self.difference.low > 0) - (self.difference.high < 0)


def compare(
    group: str, kind: Kind, treated: np.ndarray, control: np.ndarray, history: np.ndarray | None = None
) -> Compared:
    """Compare outcomes of the contacted and the held-back, each of shape (people,), 2 people or more in both.

    `history` of shape (contacted + held back, covariates), in that order, known before the sending.
    """
    evidence, weight = _evidence(kind, treated, control)
    difference, lift = _plain(kind, treated, control)
    found = Compared(group, len(treated), len(control), float(treated.mean()), float(control.mean()),
                     difference, lift, evidence, weight, difference.p_value)  # fmt: skip
    if kind == "amount" and evidence < FEWEST_EXPECTED:
        return replace(found, difference=None, lift=None, p_value=1.0)
    if history is None or not _may_adjust(kind, treated, control, history):
        return found
    return _adjusted(kind, found, np.concatenate((treated, control)), history)


def _plain(kind: Kind, treated: np.ndarray, control: np.ndarray) -> tuple[Estimate, Estimate]:
    if kind == "rate":
        arms = Arm(len(treated), int(treated.sum())), Arm(len(control), int(control.sum()))
        return difference_of_rates(*arms), lift_of_rates(*arms)
    both = sample(treated), sample(control)
    return difference_of_skewed_means(*both), lift_of_skewed_means(*both)


def _evidence(kind: Kind, treated: np.ndarray, control: np.ndarray) -> tuple[float, float]:
    """Outcomes to be expected in the smaller group, plain and with large amounts counted as fewer.

    Whether an interval is given rests on the first alone: to give one only where no large order happened to come would
    pick the luckiest samples, and their intervals hold the truth in 88 of 100 instead of 95 (simulated).
    """
    everyone = np.concatenate((treated, control))
    share = min(len(treated), len(control)) / len(everyone)
    if kind == "rate":
        fewer = share * float(min(everyone.sum(), len(everyone) - everyone.sum()))
        return fewer, fewer
    return share * float(np.count_nonzero(everyone)), share * effective_outcomes(everyone)


def _may_adjust(kind: Kind, treated: np.ndarray, control: np.ndarray, history: np.ndarray) -> bool:
    if min(len(treated), len(control)) < ROWS_PER_COVARIATE * history.shape[1]:
        return False
    if kind == "amount":
        return True
    counts = [count for arm in (treated, control) for count in (arm.sum(), len(arm) - arm.sum())]
    return bool(min(counts) >= FEWEST_OUTCOMES)


def _adjusted(kind: Kind, found: Compared, values: np.ndarray, history: np.ndarray) -> Compared:
    """The comparison with history taken out, where that narrows the interval; else as it was."""
    contacted = np.arange(len(values)) < found.people
    try:
        result = cuped(values, contacted.astype(float), history)
    except ValueError:
        return found  # the arms differ in what they were before, which is said where the split is checked
    both = sample(result.outcome[contacted]), sample(result.outcome[~contacted])
    if kind == "rate":
        difference, lift = _narrowed(found, result, both[0].mean, both[1].mean)
    else:
        difference, lift = difference_of_skewed_means(*both), lift_of_skewed_means(*both)
    adjusted = replace(found, difference=difference, lift=lift, p_value=difference.p_value, plain=found.difference,
                       removed=result.variance_removed)  # fmt: skip
    return adjusted if adjusted.narrower > 0 else found


def _narrowed(found: Compared, result: Cuped, mean: float, base: float) -> tuple[Estimate, Estimate | None]:
    """Newcombe's and Koopman's intervals about the adjusted rates, narrower by as much as Welch's standard error is.

    So they keep the lopsidedness that small rates need, which a t interval of the adjusted outcome would lack.
    """
    assert found.difference is not None
    factor = (result.adjusted.high - result.adjusted.low) / (result.raw.high - result.raw.low)
    plain, value = found.difference, result.adjusted.value
    everyone = found.people + found.held_back
    pooled = (found.value * found.people + found.base * found.held_back) / everyone
    error = sqrt(pooled * (1 - pooled) * (1 / found.people + 1 / found.held_back)) * factor
    difference = replace(
        plain, value=value, low=value - (plain.value - plain.low) * factor,
        high=value + (plain.high - plain.value) * factor, p_value=float(2 * stats.norm.sf(abs(value) / error)),
        method=f"{plain.method}, CUPED",
    )  # fmt: skip
    if found.lift is None or not found.value or not found.base or min(mean, base) <= 0:
        return difference, None
    whole, centre = log(1 + found.lift.value), log(mean / base)
    low, high = (exp(centre + (log(1 + end) - whole) * factor) - 1 for end in (found.lift.low, found.lift.high))
    lift = replace(found.lift, value=mean / base - 1, low=low, high=high, p_value=difference.p_value,
                   method=f"{found.lift.method}, CUPED")  # fmt: skip
    return difference, lift


def corrected(family: Sequence[Compared]) -> list[Compared]:
    """The same comparisons with p-values corrected for being looked at together."""
    adjusted = holm([one.p_value for one in family])
    return [replace(one, p_value=float(p)) for one, p in zip(family, adjusted, strict=True)]


def differing(family: Sequence[Compared]) -> float:
    """p-value of "the effect is the same in all segments": Cochran's Q over the differences; 1 for fewer than two."""
    known = [one.difference for one in family if one.enough and one.difference is not None]
    reach = float(stats.norm.ppf(0.5 + known[0].confidence / 2)) if known else 1.0
    return _homogeneity([one.value for one in known], [(one.high - one.low) / 2 / reach for one in known])


def unlike(groups: Sequence[np.ndarray]) -> float:
    """p-value of "these arms do the same", from the arms alone: their common holdout has no say; 1 for fewer than two.

    Cochran's Q over the means, each with the variance of all together, as small arms know theirs badly.
    """
    if len(groups) < 2 or min(np.count_nonzero(group) for group in groups) < FEWEST_EXPECTED:
        return 1.0
    inside = sum(float(group.var()) * len(group) for group in groups) / (sum(map(len, groups)) - len(groups))
    return _homogeneity([float(group.mean()) for group in groups], [sqrt(inside / len(group)) for group in groups])


def _homogeneity(values: Sequence[float], errors: Sequence[float]) -> float:
    if len(values) < 2 or min(errors) <= 0:
        return 1.0
    found, weights = np.array(values), np.array(errors) ** -2
    centre = (weights * found).sum() / weights.sum()
    return float(stats.chi2.sf((weights * (found - centre) ** 2).sum(), len(found) - 1))
