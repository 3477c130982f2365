"""A fitted score: a few members whose votes add up, and a calibration on top. Nothing here learns.

Votes are pooled where they add up exactly: linear models and boosted trees on the log-odds scale, a single tree or a
forest on the probability scale. Reasons can therefore be exact, and a linear score can be written as SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.special import expit

from tools.science.propensity.basis import Basis

Scale = Literal["log_odds", "probability"]


@dataclass(frozen=True, eq=False)
class LinearMember:
    """intercept + outputs · coefficients, in log-odds."""

    basis: Basis
    coefficients: np.ndarray
    """Shape (outputs of the basis,)."""
    intercept: float

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the raw features it reads."""
        return tuple(self.basis.features)

    @property
    def scale(self) -> Scale:
        """Where its votes add up."""
        return "log_odds"

    def vote(self, frame: pd.DataFrame) -> np.ndarray:
        """Log-odds, shape (rows,)."""
        return self.basis.transform(frame) @ self.coefficients + self.intercept


FEW_ROWS = 5_000
"""Up to so many rows, boosted trees vote on one thread: starting a team of threads a tree costs a single person more
than the votes, and on a busy machine a hundred times as much."""


def boosted_votes(estimator: Any, inputs: np.ndarray) -> np.ndarray:
    """Votes of a HistGradientBoosting model, shape (rows,): log-odds of a classifier, the value of a regressor.

    The thread count is an argument only of a private method, so this is pinned by a test against the public one.
    """
    classifier = hasattr(estimator, "decision_function")
    if len(inputs) <= FEW_ROWS and hasattr(estimator, "_raw_predict") and _plain_link(estimator):
        return np.asarray(estimator._raw_predict(inputs, n_threads=1), dtype=float).ravel()
    return np.asarray((estimator.decision_function if classifier else estimator.predict)(inputs), dtype=float)


def _plain_link(estimator: Any) -> bool:
    """Whether the raw sum is what the model says: a classifier's log-odds, a regressor of squared error."""
    return hasattr(estimator, "decision_function") or getattr(estimator, "loss", "") == "squared_error"


@dataclass(frozen=True, eq=False)
class TreeMember:
    """Trees from scikit-learn, fitted on the raw features: HistGradientBoostingClassifier votes in log-odds,
    DecisionTreeClassifier and RandomForestClassifier in probability (missing values filled with `fills`)."""

    features: tuple[str, ...]
    estimator: Any
    fills: np.ndarray | None = None
    """Shape (features,); None where the trees take missing values themselves."""

    @property
    def scale(self) -> Scale:
        """Where its votes add up."""
        return "log_odds" if hasattr(self.estimator, "decision_function") else "probability"

    def inputs(self, frame: pd.DataFrame) -> np.ndarray:
        """What the trees see, shape (rows, features)."""
        raw = frame[list(self.features)].to_numpy(dtype=float)
        raw = np.where(np.isfinite(raw), raw, np.nan)
        return raw if self.fills is None else np.where(np.isnan(raw), self.fills, raw)

    def vote(self, frame: pd.DataFrame) -> np.ndarray:
        """Log-odds or probability, by `scale`, shape (rows,)."""
        inputs = self.inputs(frame)
        if self.scale == "log_odds":
            return boosted_votes(self.estimator, inputs)
        return np.asarray(self.estimator.predict_proba(inputs)[:, 1], dtype=float)


Member = LinearMember | TreeMember


@dataclass(frozen=True, eq=False)
class Scorer:
    """offset + slope × weighted sum of the members' votes, all on one scale."""

    features: tuple[str, ...]
    """Every raw feature any member reads."""
    members: tuple[Member, ...]
    weights: tuple[float, ...]
    """One a member, adding up to 1."""
    slope: float = 1.0
    offset: float = 0.0
    """Calibration fitted on a later period than the members (Platt 1999)."""

    def __post_init__(self) -> None:
        if len({member.scale for member in self.members}) != 1 or len(self.members) != len(self.weights):
            raise ValueError("members of one score vote on one scale, each with a weight")

    @property
    def scale(self) -> Scale:
        """Where contributions add up: log-odds, or probability for a single tree or forest."""
        return self.members[0].scale

    def margin(self, frame: pd.DataFrame) -> np.ndarray:
        """The calibrated score on `scale`, shape (rows,)."""
        votes = sum(weight * member.vote(frame) for member, weight in zip(self.members, self.weights, strict=True))
        return self.offset + self.slope * np.asarray(votes)

    def probability(self, frame: pd.DataFrame) -> np.ndarray:
        """Calibrated probability, 0 to 1, shape (rows,)."""
        margin = self.margin(frame)
        return expit(margin) if self.scale == "log_odds" else np.clip(margin, 0.0, 1.0)
