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
REACH = 1.959964
"""Standard errors to each side of a figure."""
TWICE = 2**0.5
"""Cross-fitting lets every two folds speak twice, each as the judge of a model fitted on the other. Where uplift finds
nothing, its Qini therefore varies by this factor more than resampling the judged people shows (in simulation .031
against .022), so its intervals are that much wider."""
STEPS = 20
"""Points of a stored curve after the first."""


@dataclass(frozen=True)
class Ranged:
    """A figure with its 95 % interval, from the spread of resampled experiments."""

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
    noise = float(spread[0].std())
    ours = _ranged(exact[0], TWICE * noise)
    plain = _ranged(exact[1], float(spread[1].std()))
    advantage = _ranged(exact[0] - exact[1], float(np.hypot((spread[0] - spread[1]).std(), noise)))
    treated, control = (Arm(len(arm), int(arm.outcome.sum())) for arm in (trial.contacted, trial.held_back))
    average = difference_of_rates(treated, control, confidence=CONFIDENCE)
    verdict: Verdict = "not_better_than_response"
    if average.p_value > EFFECT_LEVEL and ours.low <= 0:
        verdict = "no_effect_to_target"
    elif ours.low > 0 and advantage.low > 0:
        verdict = "uplift_better"
    curves = [
        _curve(observed(ranking, trial.treated, trial.outcome), drawn, widened)
        for ranking, drawn, widened in zip(rankings, draws, (TWICE, 1.0), strict=True)
    ]
    return Judgement(verdict, average, ours, plain, advantage, curves[0], curves[1])


def _ranged(value: float, deviation: float) -> Ranged:
    reach = REACH * deviation
    return Ranged(float(value), float(value - reach), float(value + reach))


def _curve(seen: Counts, drawn: Counts, widened: float) -> Curve:
    steps = np.arange(0, GROUPS + 1, GROUPS // STEPS)
    extra, reach = _per_thousand(seen), REACH * widened * _per_thousand(drawn).std(0)
    # The last point is everyone: no ranking makes that more or less certain.
    reach[-1] /= widened
    columns = (steps / GROUPS, extra[steps], (extra - reach)[steps], (extra + reach)[steps])
    return Curve(*(tuple(round(float(number), 6) for number in column) for column in columns))


def _per_thousand(counts: Counts) -> np.ndarray:
    """Extra outcomes among the treated up to each step, for 1,000 people all of whom could have been treated."""
    return 1000 * qini_curve(counts)[1] / counts.everyone().treated
