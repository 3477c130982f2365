"""S-learner: one model of the outcome with the contact among its inputs (Künzel et al. 2019; Lo 2002).

The contact is multiplied with every output of the basis, so that its effect may differ from person to person. The
products are held back harder than the main effects, since effects differ less than people do.
"""

from __future__ import annotations

import numpy as np

from tools.science.uplift.logistic import fit_logistic
from tools.science.uplift.terms import Effect, Linear, Term
from tools.science.uplift.trial import Trial

MAIN, PRODUCT = 1.0, 30.0
"""Ridge on the main effects and on their products with the contact, per standardised coefficient."""


def s_learner(trial: Trial) -> Effect:
    """P(outcome | contacted) - P(outcome | not), both from the one model."""
    outputs = trial.people.outputs
    width, share = outputs.shape[1], trial.share
    contact = (trial.treated - share)[:, None]  # centred, so that main effects stay those of everyone
    penalty = np.concatenate(([0.0], np.full(width, MAIN), np.full(width, PRODUCT)))
    beta = fit_logistic(np.hstack((contact, outputs, outputs * contact)), trial.outcome, penalty)
    intercept, alone, main, product = beta[0], beta[1], beta[2 : 2 + width], beta[2 + width :]
    contacted = Linear(main + (1 - share) * product, float(intercept + (1 - share) * alone))
    held_back = Linear(main - share * product, float(intercept - share * alone))
    return Effect((Term(1.0, "logistic", contacted), Term(-1.0, "logistic", held_back)))
