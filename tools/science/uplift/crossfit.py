"""Every learner's uplift for people it was not fitted on, and a plain response model's beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from tools.science.uplift.learners import LEARNERS, Learner
from tools.science.uplift.outcomes import linear_outcome, probability
from tools.science.uplift.terms import Boosted, Linear
from tools.science.uplift.trial import Trial

FOLDS = 3


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Cross-fitted values, one a person, shape (rows,)."""

    fold: np.ndarray
    effects: dict[Learner, np.ndarray]
    """Uplift by learner, as a share."""
    response: np.ndarray
    """Log-odds of the outcome when contacted, from the better of the plain response models."""
    expected: np.ndarray
    """P(outcome) whatever the arm, by a linear model."""
    response_model: str
    """"linear" or "boosted": whichever foresaw the contacted people's outcomes better (log loss)."""


def crossfit(trial: Trial, learners: Sequence[Learner], *, seed: int = 0) -> HeldOut:
    """Fit `learners` and response models on all folds but one, value that one, in turn.

    Folds hold equal shares of each arm and outcome. The response models are the contacted arms' of the T-learners, so
    that they cost nothing more.
    """
    fold = _folds(trial, seed)
    effects: dict[Learner, np.ndarray] = {name: np.empty(len(trial)) for name in learners}
    expected = np.empty(len(trial))
    responses = {name: np.empty(len(trial)) for name in ("linear", *(["boosted"] if "t_boosted" in learners else []))}
    for number in range(FOLDS):
        here = fold == number
        train, people = trial[~here], trial.people[here]
        expected[here] = probability(linear_outcome(train.people, train.outcome), people)
        models: dict[str, Linear | Boosted] = {}
        for name in learners:
            effect = LEARNERS[name](train)
            effects[name][here] = effect.value(people)
            if name in ("t", "t_boosted"):
                models["linear" if name == "t" else "boosted"] = effect.terms[0].model
        if "linear" not in models:
            contacted = train.contacted
            models["linear"] = linear_outcome(contacted.people, contacted.outcome)
        for kind, model in models.items():
            responses[kind][here] = model.vote(people)
    best = min(responses, key=lambda kind: _log_loss(trial, responses[kind]))
    return HeldOut(fold, effects, responses[best], expected, best)


def standing(fold: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Place of each person among their fold, 0 to 1, equals sharing one; folds' models are not on one scale."""
    places = np.empty(len(values))
    for number in np.unique(fold):
        here = fold == number
        places[here] = (stats.rankdata(values[here]) - 0.5) / here.sum()
    return places


def _folds(trial: Trial, seed: int) -> np.ndarray:
    shuffled = np.random.default_rng(seed).permutation(len(trial))
    cell = (2 * trial.treated + trial.outcome)[shuffled]
    fold = np.empty(len(trial), dtype=int)
    fold[shuffled[np.argsort(cell, kind="stable")]] = np.arange(len(trial)) % FOLDS
    return fold


def _log_loss(trial: Trial, votes: np.ndarray) -> float:
    contacted = trial.treated == 1
    margin, answer = votes[contacted], trial.outcome[contacted]
    return float(np.mean(np.logaddexp(0, margin) - answer * margin))
