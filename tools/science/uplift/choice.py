"""Which learner: the smallest cross-fitted R-loss; and a ranking that pays for the choosing.

R-loss (Nie & Wager 2021, "Quasi-oracle estimation of heterogeneous treatment effects") judges the size of every
person's uplift, a Qini only their order, with more noise: on six demo shops the R-loss found the learner closest to the
planted effects six times, the highest Qini four times, and on Hillstrom's mails both do equally well.
"""

from __future__ import annotations

import numpy as np

from tools.science.uplift.crossfit import HeldOut, standing
from tools.science.uplift.learners import Learner
from tools.science.uplift.trial import Trial


def choose(trial: Trial, held_out: HeldOut) -> Learner:
    """The learner whose uplift explains best what those it was not fitted on did (the first among equals)."""
    return _best({name: float(losses.mean()) for name, losses in _losses(trial, held_out).items()})


def honest_places(trial: Trial, held_out: HeldOut) -> np.ndarray:
    """Place of each person, 0 to 1 (1 = contact first), by the learner that the *other* folds would have chosen.

    The best of several learners looks better than it is on the rows that chose it; these places do not, so figures
    drawn from them include the price of choosing. With one learner they are simply its places.
    """
    losses = _losses(trial, held_out)
    places = {name: standing(held_out.fold, values) for name, values in held_out.effects.items()}
    result = np.empty(len(trial))
    for fold in np.unique(held_out.fold):
        here = held_out.fold == fold
        chosen = _best({name: float(loss[~here].mean()) for name, loss in losses.items()})
        result[here] = places[chosen][here]
    return result


def _losses(trial: Trial, held_out: HeldOut) -> dict[Learner, np.ndarray]:
    """(Y - expected - (T - share) uplift)², by learner and person."""
    surprise, contact = trial.outcome - held_out.expected, trial.treated - trial.share
    return {name: (surprise - contact * values) ** 2 for name, values in held_out.effects.items()}


def _best(losses: dict[Learner, float]) -> Learner:
    return min(losses, key=lambda name: losses[name])
