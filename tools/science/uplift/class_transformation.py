"""Class transformation: one model of "contacted and did, or not contacted and did not" (Jaskowski & Jaroszewicz 2012).

With both arms weighted to one half each, P(that) = (1 + uplift) / 2.
"""

from __future__ import annotations

import numpy as np

from tools.science.uplift.logistic import fit_logistic
from tools.science.uplift.outcomes import PENALTY
from tools.science.uplift.terms import Effect, Linear, Term
from tools.science.uplift.trial import Trial


def class_transformation(trial: Trial) -> Effect:
    """2 × P(contacted and did, or not contacted and did not) - 1."""
    contacted = trial.treated == 1
    changed = np.where(contacted, trial.outcome, 1 - trial.outcome)
    weight = np.where(contacted, 0.5 / trial.share, 0.5 / (1 - trial.share))
    outputs = trial.people.outputs
    beta = fit_logistic(outputs, changed, np.full(outputs.shape[1], PENALTY), weight)
    return Effect((Term(2.0, "logistic", Linear(beta[1:], float(beta[0]))),), constant=-1.0)
