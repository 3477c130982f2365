"""Whether uplift says more than a plain response model, or than nothing: a code and the figures behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tools.science.experiment.estimate import Estimate
from tools.science.experiment.proportions import Arm, difference_of_rates
from tools.science.uplift.metrics import Counts, qini, qini_curve, qini_score
from tools.science.uplift.resampling import GROUPS, observed, resampled
from tools.science.uplift.trial import Trial

Verdict = Literal["uplift_better", "not_better_than_response", "no_effect_to_target"]
CONFIDENCE = 0.95
EFFECT_LEVEL = 0.025
"""p-value of the average effect. With the Qini's one-sided .025, an effect is seen in at most 1 of 20 where none is."""
STEPS = 20
"""Points of a stored curve after the first."""


@dataclass(frozen=True)
class Ranged:
    """A figure with its bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Curve:
    """Extra outcomes per 1,000 people of the list when only the first `share` of a ranking are contacted."""

    share: tuple[float, ...]
    extra: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Judgement:
    """The verdict with its figures, all on people the models were not fitted on."""

    verdict: Verdict
    average_effect: Estimate
    """Treated less control, as a share."""
    qini: Ranged
    """Normalised Qini of the uplift ranking; 0 is a random one."""
    response_qini: Ranged
    """That of the plain response model."""
    advantage: Ranged
    """qini - response_qini, resampled in pairs."""
    uplift_curve: Curve
    response_curve: Curve

    @property
    def response_ahead(self) -> bool:
        """Whether the plain response model does better, by the figures alone."""
        return self.advantage.value < 0


def judge(trial: Trial, uplift: np.ndarray, response: np.ndarray, *, seed: int = 0) -> Judgement:
    """Compare two rankings (places from 0 to 1, 1 = contact first, shape (rows,)) of the people of `trial`.

    - "no_effect_to_target": neither the average effect (p > EFFECT_LEVEL) nor the Qini of uplift differs from 0.
    - "uplift_better": the intervals of the Qini and of its advantage over the response model both lie above 0.
    - "not_better_than_response": all else. There is an effect, but uplift was not shown to target it any better.
    """
    rankings = (uplift, response)
    draws = resampled(rankings, trial.treated, trial.outcome, seed=seed)
    exact = [qini_score(trial.outcome, ranking, trial.treated) for ranking in rankings]
    spread = [qini(drawn) for drawn in draws]
    ours, plain = (_ranged(value, drawn) for value, drawn in zip(exact, spread, strict=True))
    advantage = _ranged(exact[0] - exact[1], spread[0] - spread[1])
    treated, control = (Arm(len(arm), int(arm.outcome.sum())) for arm in (trial.contacted, trial.held_back))
    average = difference_of_rates(treated, control, confidence=CONFIDENCE)
    verdict: Verdict = "not_better_than_response"
    if average.p_value > EFFECT_LEVEL and ours.low <= 0:
        verdict = "no_effect_to_target"
    elif ours.low > 0 and advantage.low > 0:
        verdict = "uplift_better"
    curves = [
        _curve(observed(ranking, trial.treated, trial.outcome), drawn)
        for ranking, drawn in zip(rankings, draws, strict=True)
    ]
    return Judgement(verdict, average, ours, plain, advantage, curves[0], curves[1])


def _ranged(value: float, drawn: np.ndarray) -> Ranged:
    low, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Ranged(float(value), float(low), float(high))


def _curve(seen: Counts, drawn: Counts) -> Curve:
    steps = np.arange(0, GROUPS + 1, GROUPS // STEPS)
    low, high = np.quantile(_per_thousand(drawn), [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=0)
    columns = (steps / GROUPS, _per_thousand(seen)[steps], low[steps], high[steps])
    return Curve(*(tuple(round(float(number), 6) for number in column) for column in columns))


def _per_thousand(counts: Counts) -> np.ndarray:
    """Extra outcomes among the treated up to each step, for 1,000 people all of whom could have been treated."""
    return 1000 * qini_curve(counts)[1] / counts.everyone().treated
