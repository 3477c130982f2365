"""Which learner: the highest cross-fitted Qini; and a ranking that pays for the choosing."""

from __future__ import annotations

import numpy as np

from tools.science.uplift.crossfit import HeldOut, standing
from tools.science.uplift.learners import Learner
from tools.science.uplift.metrics import qini_score
from tools.science.uplift.trial import Trial

Places = dict[Learner, np.ndarray]
"""Place of each person by learner, 0 to 1 (1 = contact first), shape (rows,)."""


def held_out_places(held_out: HeldOut) -> Places:
    """Where each learner puts the people it was not fitted on."""
    return {name: standing(held_out.fold, values) for name, values in held_out.effects.items()}


def choose(trial: Trial, places: Places) -> tuple[Learner, dict[Learner, float]]:
    """The learner with the highest Qini on people it was not fitted on (the first among equals), and every Qini."""
    scores = {name: qini_score(trial.outcome, place, trial.treated) for name, place in places.items()}
    return max(scores, key=lambda name: scores[name]), scores


def honest_places(trial: Trial, places: Places, folds: np.ndarray) -> np.ndarray:
    """Place of each person, 0 to 1, by the learner that the *other* folds would have chosen.

    The best of several learners looks better than it is on the rows that chose it; these places do not, so intervals
    drawn from them include the price of choosing. With one learner they are simply its places.
    """
    if len(places) == 1:
        return next(iter(places.values()))
    result = np.empty(len(trial))
    for fold in np.unique(folds):
        here = folds == fold
        outcome, treated = trial.outcome[~here], trial.treated[~here]
        scores = {name: qini_score(outcome, place[~here], treated) for name, place in places.items()}
        result[here] = places[max(scores, key=lambda name: scores[name])][here]
    return result
