"""A fitted uplift: what it predicts, how it is kept without pickle, and what was found out about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from tools.science.propensity.basis import Basis, ColumnPlan
from tools.science.propensity.scorer import LinearMember, TreeMember
from tools.science.uplift.balance import Balance
from tools.science.uplift.deciles import Decile, Line
from tools.science.uplift.learners import Learner
from tools.science.uplift.terms import Boosted, Effect, Linear, Link, Term, designed
from tools.science.uplift.verdict import Judgement


@dataclass(frozen=True)
class Report:
    """Everything measured while fitting, on people the models were not fitted on."""

    rows: int
    balance: Balance
    candidates: dict[Learner, float]
    """Cross-fitted Qini by learner."""
    response_model: str
    judgement: Judgement
    line: Line
    deciles: tuple[Decile, ...]
    """Of the calibrated uplift of the chosen learner."""
    auuc: float
    """Normalised, of the ranking in the judgement."""
    uplift_at_30: float
    """Of the same, as a share."""

    @property
    def calibration_error(self) -> float:
        """Mean distance of predicted and observed uplift over the deciles, as a share."""
        return float(np.average([abs(d.predicted - d.observed) for d in self.deciles], weights=self._people))

    @property
    def _people(self) -> list[int]:
        return [decile.people for decile in self.deciles]

    def card(self) -> dict[str, Any]:
        """All of it as plain JSON."""
        return {
            **asdict(self),
            "verdict": self.judgement.verdict,
            "response_ahead": self.judgement.response_ahead,
            "randomised": self.balance.verdict,
            "calibration_error": self.calibration_error,
        }


@dataclass(frozen=True, eq=False)
class Uplift:
    """Effect of the contact on the probability of the outcome, person by person."""

    learner: Learner
    basis: Basis
    effect: Effect
    line: Line
    report: Report | None = None
    """None when read back from parts: the card keeps it."""

    @property
    def features(self) -> list[str]:
        """Raw features it reads."""
        return self.basis.features

    @property
    def linear(self) -> bool:
        """Whether it is made of linear models alone: exact reasons, and SQL in the engine."""
        return all(isinstance(term.model, Linear) for term in self.effect.terms)

    @property
    def members(self) -> tuple[tuple[float, Link, LinearMember | TreeMember], ...]:
        """(weight, link, member) of each term, in the form of every other score; see `effect`, `line` for the rest."""
        features = tuple(self.features)
        return tuple(
            (
                term.weight,
                term.link,
                LinearMember(self.basis, term.model.coefficients, term.model.intercept)
                if isinstance(term.model, Linear)
                else TreeMember(features, term.model.estimator),
            )
            for term in self.effect.terms
        )

    def uplift(self, frame: pd.DataFrame) -> np.ndarray:
        """Calibrated uplift as a share (.01 = one point), shape (rows,); `frame` holds `features`, missing as NaN."""
        return self.line.calibrated(self.raw(frame))

    def raw(self, frame: pd.DataFrame) -> np.ndarray:
        """Before calibration: the same order, also where the calibration found no differences to keep."""
        return self.effect.value(designed(self.basis, frame))

    def parts(self) -> dict[str, Any]:
        """Plain dicts, lists, arrays, numbers and scikit-learn estimators: what a safe file can hold."""
        return {
            "learner": self.learner,
            "columns": [{**asdict(column), "knots": list(column.knots)} for column in self.basis.columns],
            "mean": self.basis.mean,
            "scale": self.basis.scale,
            "terms": [_term_parts(term) for term in self.effect.terms],
            "constant": self.effect.constant,
            "line": asdict(self.line),
        }

    @classmethod
    def from_parts(cls, parts: dict[str, Any]) -> Uplift:
        """The inverse of `parts`."""
        columns = tuple(ColumnPlan(**{**column, "knots": tuple(column["knots"])}) for column in parts["columns"])
        terms = tuple(_term(kept) for kept in parts["terms"])
        basis = Basis(columns, np.asarray(parts["mean"]), np.asarray(parts["scale"]))
        return cls(parts["learner"], basis, Effect(terms, parts["constant"]), Line(**parts["line"]))


def _term_parts(term: Term) -> dict[str, Any]:
    kept: dict[str, Any] = {"weight": term.weight, "link": term.link}
    if isinstance(term.model, Linear):
        return {**kept, "coefficients": term.model.coefficients, "intercept": term.model.intercept}
    return {**kept, "estimator": term.model.estimator}


def _term(kept: dict[str, Any]) -> Term:
    boosted = "estimator" in kept
    model = Boosted(kept["estimator"]) if boosted else Linear(np.asarray(kept["coefficients"]), kept["intercept"])
    return Term(kept["weight"], kept["link"], model)
