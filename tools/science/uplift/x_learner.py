"""X-learner: each person's effect imputed with the other arm's model, then fitted (Künzel et al. 2019).

Strong where one arm is much smaller, since the larger arm's model imputes for the smaller one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tools.science.uplift.logistic import fit_ridge
from tools.science.uplift.outcomes import BaseModel, probability
from tools.science.uplift.terms import Boosted, Design, Effect, Linear, Term
from tools.science.uplift.trial import Trial

PENALTY = 100.0
"""Ridge on each standardised coefficient of the effect."""


def x_learner(trial: Trial, base: BaseModel, effect: Callable[[Design, np.ndarray], Linear | Boosted]) -> Effect:
    """share × effect seen by the controls + (1 - share) × effect seen by the treated."""
    ours, theirs, share = trial.contacted, trial.held_back, trial.share
    contacted, held_back = base(ours.people, ours.outcome), base(theirs.people, theirs.outcome)
    seen_by_treated = effect(ours.people, ours.outcome - probability(held_back, ours.people))
    seen_by_controls = effect(theirs.people, probability(contacted, theirs.people) - theirs.outcome)
    if isinstance(seen_by_treated, Linear) and isinstance(seen_by_controls, Linear):
        return Effect((Term(1.0, "identity", _mixed(seen_by_controls, seen_by_treated, share)),))
    return Effect((Term(share, "identity", seen_by_controls), Term(1 - share, "identity", seen_by_treated)))


def linear_effect(people: Design, target: np.ndarray) -> Linear:
    """Ridge regression of an imputed effect on the outputs of the basis."""
    beta = fit_ridge(people.outputs, target, np.full(people.outputs.shape[1], PENALTY))
    return Linear(beta[1:], float(beta[0]))


def _mixed(first: Linear, second: Linear, share: float) -> Linear:
    return Linear(
        share * first.coefficients + (1 - share) * second.coefficients,
        share * first.intercept + (1 - share) * second.intercept,
    )
