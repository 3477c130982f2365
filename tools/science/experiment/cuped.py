"""CUPED: what was known before the experiment taken out of its outcome, so that the same people say more.

Deng, Xu, Kohavi & Walker 2013, "Improving the sensitivity of online controlled experiments by utilizing pre-experiment
data". The raw estimate is always given beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import stats

from tools.science.experiment.estimate import Estimate
from tools.science.experiment.means import difference_of_means, sample
from tools.science.experiment.ratio import THRESHOLD

ROWS_PER_COVARIATE = 20


@dataclass(frozen=True)
class Cuped:
    """The effect with and without the covariates."""

    raw: Estimate
    adjusted: Estimate
    variance_removed: float
    """Share of the outcome's variance within the arms that the covariates took out, 0 to 1."""
    weights: tuple[float, ...]
    """Of each covariate, in outcome units per covariate unit."""
    outcome: np.ndarray = field(default_factory=lambda: np.empty(0), compare=False, repr=False)
    """The adjusted outcome of each person, shape (people,), for another interval than Welch's."""


def cuped(outcome: np.ndarray, treated: np.ndarray, covariates: np.ndarray, *, confidence: float = 0.95) -> Cuped:
    """Adjusted difference of means: outcome (people,), treated 0 or 1 (people,), covariates (people, k) or (people,).

    Covariates must be known before the contact: spend of the time before, or a model's forecast fitted on other people
    or earlier times. One that already differs between the arms by more than chance cannot be such, and is refused with
    ValueError; so are fewer than ROWS_PER_COVARIATE people a covariate in an arm. Weights are common to both arms.
    """
    values, arm = np.asarray(outcome, dtype=float), np.asarray(treated) == 1
    table = np.asarray(covariates, dtype=float)
    table = table[:, None] if table.ndim == 1 else table
    fewest = min(int(arm.sum()), int((~arm).sum()))
    if fewest < ROWS_PER_COVARIATE * max(1, table.shape[1]):
        raise ValueError(
            f"CUPED needs at least {ROWS_PER_COVARIATE} people a covariate in each arm, there are {fewest} for "
            f"{table.shape[1]}: use fewer covariates"
        )
    if not (np.isfinite(values).all() and np.isfinite(table).all()):
        raise ValueError("CUPED needs a finite outcome and finite covariates for everyone: fill what is missing")
    _refuse_touched(table, arm)
    inside_values, inside = values.copy(), table.copy()
    for group in (arm, ~arm):
        inside_values[group] -= values[group].mean()
        inside[group] -= table[group].mean(0)
    weights = np.linalg.lstsq(inside, inside_values, rcond=1e-10)[0]
    adjusted = values - (table - table.mean(0)) @ weights
    total = float((inside_values**2).sum())
    left = float(((inside_values - inside @ weights) ** 2).sum())
    return Cuped(
        raw=difference_of_means(sample(values[arm]), sample(values[~arm]), confidence=confidence),
        adjusted=difference_of_means(sample(adjusted[arm]), sample(adjusted[~arm]), confidence=confidence),
        variance_removed=1 - left / total if total > 0 else 0.0,
        weights=tuple(float(weight) for weight in weights),
        outcome=adjusted,
    )


def _refuse_touched(table: np.ndarray, arm: np.ndarray) -> None:
    for number in range(table.shape[1]):
        gap = difference_of_means(sample(table[arm, number]), sample(table[~arm, number]))
        limit = THRESHOLD / table.shape[1]
        if gap.p_value < limit:
            sizes = stats.zscore(table[:, number])
            apart = float(sizes[arm].mean() - sizes[~arm].mean())
            raise ValueError(
                f"covariate {number + 1} differs between the arms by {apart:.2f} standard deviations (p = "
                f"{gap.p_value:.1g}, limit {limit:.1g}): it was measured after the contact, or the arms were not drawn "
                "at random"
            )
