"""Does predicted uplift come true? Slope of truth on prediction, and both by tenths of the ranking, held out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from tools.science.experiment.proportions import Arm, difference_of_rates
from tools.science.uplift.trial import Trial

STEEPEST = 1.5
"""No calibration stretches differences between people by more than this."""


@dataclass(frozen=True)
class Line:
    """Calibrated uplift = centre + slope × (predicted - mean): the best linear predictor (Chernozhukov et al. 2018)."""

    slope: float
    """As estimated, then held between 0 (everyone the same) and STEEPEST; 1 needs no correction."""
    raw_slope: float
    standard_error: float
    p_value: float
    """One-sided, of no difference between people that the prediction finds."""
    centre: float
    """The average effect."""
    mean: float

    def calibrated(self, predicted: np.ndarray) -> np.ndarray:
        """Shape (rows,)."""
        return self.centre + self.slope * (predicted - self.mean)


@dataclass(frozen=True)
class Decile:
    """One tenth of the people, highest predicted uplift first. All as shares."""

    people: int
    predicted: float
    observed: float
    low: float
    high: float


def fit_line(trial: Trial, predicted: np.ndarray) -> Line:
    """Regress the outcome on held-out predictions times the contact; `predicted` shape (rows,).

    Y = a + b (S - mean) + c (T - share) + slope (T - share)(S - mean); errors robust to unequal spread (White 1980).
    """
    centred, contact = predicted - predicted.mean(), trial.treated - trial.share
    unit = centred.std()
    centre = float(trial.contacted.outcome.mean() - trial.held_back.outcome.mean())
    if unit < 1e-12:
        return Line(0.0, 0.0, float("inf"), 1.0, centre, float(predicted.mean()))
    columns = np.column_stack((np.ones(len(trial)), centred / unit, contact, contact * centred / unit))
    inverse = np.linalg.inv(columns.T @ columns)
    beta = inverse @ columns.T @ trial.outcome
    error = trial.outcome - columns @ beta
    spread = inverse @ ((columns * (error**2)[:, None]).T @ columns) @ inverse
    raw, deviation = float(beta[3] / unit), float(np.sqrt(spread[3, 3]) / unit)
    held = min(max(raw, 0.0), STEEPEST)
    return Line(held, raw, deviation, float(stats.norm.sf(raw / deviation)), centre, float(predicted.mean()))


def by_decile(trial: Trial, predicted: np.ndarray, groups: int = 10) -> tuple[Decile, ...]:
    """Predicted against observed uplift (with Newcombe's 95 % interval); a group without both arms is left out."""
    order = np.argsort(-predicted, kind="stable")
    found = []
    for rows in np.array_split(order, groups):
        group = trial[rows]
        arms = [Arm(len(arm), int(arm.outcome.sum())) for arm in (group.contacted, group.held_back) if len(arm)]
        if len(arms) == 2:
            seen = difference_of_rates(arms[0], arms[1])
            found.append(Decile(len(rows), float(predicted[rows].mean()), seen.value, seen.low, seen.high))
    return tuple(found)
