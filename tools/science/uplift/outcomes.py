"""The base models: the chance of the outcome in one group of people, linear or boosted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import expit

from tools.science.uplift.logistic import fit_logistic
from tools.science.uplift.terms import Boosted, Design, Linear

PENALTY = 10.0
"""Ridge on each standardised coefficient of an outcome model: that of a normal prior with variance 1/10."""
ITERATIONS, RATE, LEAVES, SMALLEST_LEAF, BINS = 20, 0.15, 4, 100, 64
"""Boosting is kept short and shallow: differences of two deep models are mostly noise."""

BaseModel = Callable[[Design, np.ndarray], Linear | Boosted]
"""Fits P(outcome) on people (rows) and their outcomes (rows,); its vote is in log-odds."""


def linear_outcome(people: Design, outcome: np.ndarray) -> Linear:
    """Penalised logistic regression on the outputs of the basis."""
    beta = fit_logistic(people.outputs, outcome, np.full(people.outputs.shape[1], PENALTY))
    return Linear(beta[1:], float(beta[0]))


def boosted_outcome(people: Design, outcome: np.ndarray) -> Boosted:
    """Shallow gradient boosting on the raw features, missing values as they are."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    return Boosted(HistGradientBoostingClassifier(**boosting(len(people))).fit(people.raw, outcome))


def boosted_effect(people: Design, target: np.ndarray) -> Boosted:
    """The same for a number that is fitted by least squares."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    return Boosted(HistGradientBoostingRegressor(**boosting(len(people))).fit(people.raw, target))


def boosting(rows: int) -> dict[str, float | int | bool]:
    """Settings of every boosted model; leaves may be smaller where there are few people."""
    return {
        "max_iter": ITERATIONS,
        "learning_rate": RATE,
        "max_leaf_nodes": LEAVES,
        "min_samples_leaf": max(20, min(SMALLEST_LEAF, rows // 50)),
        "max_bins": BINS,
        "early_stopping": False,
        "random_state": 0,
    }


def probability(model: Linear | Boosted, people: Design) -> np.ndarray:
    """P(outcome), shape (rows,)."""
    return np.asarray(expit(model.vote(people)))
