"""T-learner: one model of the outcome for each arm, and the difference of the two (Künzel et al. 2019)."""

from __future__ import annotations

from tools.science.uplift.outcomes import BaseModel
from tools.science.uplift.terms import Effect, Term
from tools.science.uplift.trial import Trial


def t_learner(trial: Trial, base: BaseModel) -> Effect:
    """P(outcome | contacted) from the treated, less P(outcome | not) from the controls."""
    arms = (trial.contacted, trial.held_back)
    contacted, held_back = (base(arm.people, arm.outcome) for arm in arms)
    return Effect((Term(1.0, "logistic", contacted), Term(-1.0, "logistic", held_back)))
