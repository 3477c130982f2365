"""Fitting an uplift: checks, candidates, choice, verdict, calibration, in that order."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from tools.science.propensity.basis import fit_basis
from tools.science.uplift.balance import check_balance, refuse_unless_randomised
from tools.science.uplift.choice import choose, honest_places
from tools.science.uplift.crossfit import crossfit, standing
from tools.science.uplift.deciles import by_decile, fit_line
from tools.science.uplift.learners import CANDIDATES, LEARNERS, Learner
from tools.science.uplift.metrics import auuc_score, qini_score, uplift_at
from tools.science.uplift.minimum import refuse_unless_enough
from tools.science.uplift.model import Report, Uplift
from tools.science.uplift.terms import designed
from tools.science.uplift.trial import Trial
from tools.science.uplift.verdict import judge

KNOTS = 2
"""Bends of each feature in the linear learners."""


def fit_uplift(
    features: pd.DataFrame,
    treated: np.ndarray,
    outcome: np.ndarray,
    *,
    learner: Learner | Literal["auto"] = "auto",
    planned_share: float | None = None,
    seed: int = 0,
) -> Uplift:
    """Learn from a randomised experiment how much the contact changes each person's chance of the outcome.

    `features` (people × numbers, missing as NaN) as they were before the contact; `treated` and `outcome` 0 or 1,
    shape (people,); `planned_share` the share meant to be treated, for the sample-ratio check. "auto" takes the learner
    with the smallest cross-fitted loss. Raises ValueError when there is too little data, and NotRandomised (a
    ValueError) when the arms differ by more than chance. Read `report.judgement.verdict` before using a prediction.
    """
    arm, answer = np.asarray(treated, dtype=float), np.asarray(outcome, dtype=float)
    if not len(features) == len(arm) == len(answer):
        raise ValueError(f"features, treated and outcome differ in length: {len(features)}, {len(arm)}, {len(answer)}")
    refuse_unless_enough(arm, answer)
    basis = fit_basis(features, knots=KNOTS)
    with threadpool_limits(1):
        balance = check_balance(features, arm, basis, planned_share=planned_share, seed=seed)
        refuse_unless_randomised(balance)
        trial = Trial(designed(basis, features), arm, answer)
        held_out = crossfit(trial, CANDIDATES if learner == "auto" else (learner,), seed=seed)
        chosen, ranking = choose(trial, held_out), honest_places(trial, held_out)
        judgement = judge(trial, ranking, standing(held_out.fold, held_out.response), seed=seed)
        line = fit_line(trial, held_out.effects[chosen])
        effect = LEARNERS[chosen](trial)
    report = Report(
        rows=len(trial),
        balance=balance,
        candidates={
            name: qini_score(answer, standing(held_out.fold, values), arm) for name, values in held_out.effects.items()
        },
        response_model=held_out.response_model,
        judgement=judgement,
        line=line,
        deciles=by_decile(trial, line.calibrated(held_out.effects[chosen])),
        auuc=auuc_score(answer, ranking, arm),
        uplift_at_30=uplift_at(answer, ranking, arm),
    )
    return Uplift(chosen, basis, effect, line, report)
