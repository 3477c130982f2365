"""The form of every fitted uplift: a sum of weight × link(vote), over linear models and boosted trees.

A difference of two probabilities is two terms with a logistic link; an effect fitted directly is one with none. So a
linear uplift can be written as SQL, split into reasons, and stored as plain arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.special import expit

from tools.science.propensity.basis import Basis
from tools.science.propensity.scorer import boosted_votes

Link = Literal["logistic", "identity"]


@dataclass(frozen=True, eq=False)
class Design:
    """People as the models see them: `outputs` of the basis (rows, outputs) and `raw` features (rows, features)."""

    outputs: np.ndarray
    raw: np.ndarray

    def __len__(self) -> int:
        return len(self.outputs)

    def __getitem__(self, rows: np.ndarray) -> Design:
        """Only these rows: a mask or positions."""
        return Design(self.outputs[rows], self.raw[rows])


def designed(basis: Basis, frame: pd.DataFrame) -> Design:
    """`frame` (rows × features, missing as NaN) as both kinds of model see it."""
    return Design(basis.transform(frame), frame[basis.features].to_numpy(dtype=float))


@dataclass(frozen=True, eq=False)
class Linear:
    """intercept + outputs · coefficients."""

    coefficients: np.ndarray
    """Shape (outputs of the basis,)."""
    intercept: float

    def vote(self, people: Design) -> np.ndarray:
        """Shape (rows,)."""
        return people.outputs @ self.coefficients + self.intercept


@dataclass(frozen=True, eq=False)
class Boosted:
    """A HistGradientBoosting model on the raw features: a classifier votes in log-odds, a regressor in its own unit."""

    estimator: Any

    def vote(self, people: Design) -> np.ndarray:
        """Shape (rows,)."""
        return boosted_votes(self.estimator, people.raw)


@dataclass(frozen=True, eq=False)
class Term:
    """One addend of an uplift."""

    weight: float
    link: Link
    model: Linear | Boosted

    def value(self, people: Design) -> np.ndarray:
        """weight × link(vote), in probability points as a share (.01 = one point), shape (rows,)."""
        vote = self.model.vote(people)
        return self.weight * (expit(vote) if self.link == "logistic" else vote)


@dataclass(frozen=True, eq=False)
class Effect:
    """constant + the terms: the effect of contacting each person on the probability of the outcome."""

    terms: tuple[Term, ...]
    constant: float = 0.0

    def value(self, people: Design) -> np.ndarray:
        """Shape (rows,)."""
        return self.constant + np.sum([term.value(people) for term in self.terms], axis=0)
