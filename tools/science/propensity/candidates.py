"""The candidates: what each family of models tries, and how one setting is fitted.

All but the neural network have the form of `scorer.py`, so reasons are exact; the network is there for comparison.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd
from scipy.special import logit

from tools.science.propensity.basis import Basis, ColumnPlan, fit_basis
from tools.science.propensity.scorer import LinearMember, Scale, TreeMember

Settings = dict[str, Any]
FOREST_SAMPLE = 2_000
"""Rows each tree of a forest sees: more cost much and change little."""


@dataclass(frozen=True, eq=False)
class Table:
    """Rows to fit: features (rows × features), label 0 or 1 (rows,), weights (rows,) for the linear members.

    Trees take every row alike: they hold older rows apart by themselves, and weighing costs scikit-learn's boosting
    more time for its bins than all its trees.
    """

    frame: pd.DataFrame
    label: np.ndarray
    weights: np.ndarray


class Voter(Protocol):
    """Anything that votes on rows of a frame."""

    @property
    def scale(self) -> Scale: ...

    def vote(self, frame: pd.DataFrame) -> np.ndarray: ...


@dataclass(frozen=True, eq=False)
class NetworkVoter:
    """A neural network on the outputs of a basis; its reasons would not be exact, so it is never served."""

    basis: Basis
    estimator: Any

    @property
    def scale(self) -> Scale:
        """Where its votes add up."""
        return "log_odds"

    def vote(self, frame: pd.DataFrame) -> np.ndarray:
        """Log-odds, shape (rows,)."""
        chance = self.estimator.predict_proba(np.clip(self.basis.transform(frame), -8, 8))[:, 1]
        return np.asarray(logit(np.clip(chance, 1e-6, 1 - 1e-6)))


@dataclass(frozen=True)
class Family:
    """One kind of model; `simplicity` orders the families, 0 the simplest."""

    name: str
    simplicity: int
    grid: tuple[Settings, ...]
    fit: Callable[[Table, Settings, int], Voter]
    exact_reasons: bool = True
    survivors: int = 2
    """Most settings that reach the last rung of the search."""
    most_rows: int = 100_000
    """Rows above which a fit would take too long for what it adds; a sample is fitted then."""
    checkpoints: tuple[int, ...] = ()
    """For boosting: numbers of trees judged from one fit."""


@contextmanager
def quiet() -> Iterator[None]:
    """scikit-learn's remarks about iterations are no news to a marketer."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _logistic(table: Table, settings: Settings, seed: int) -> Voter:
    from sklearn.linear_model import LogisticRegression

    basis = fit_basis(table.frame, knots=settings.get("knots", 0))
    outputs = basis.transform(table.frame)
    solver = "newton-cholesky" if outputs.shape[1] < 400 else "lbfgs"
    model = LogisticRegression(C=settings["C"], solver=solver, max_iter=200, random_state=seed)
    with quiet():
        model.fit(outputs, table.label, sample_weight=table.weights)
    return LinearMember(basis, model.coef_[0].astype(float), float(model.intercept_[0]))


def _linear_svm(table: Table, settings: Settings, seed: int) -> Voter:
    from sklearn.svm import LinearSVC

    basis = fit_basis(table.frame)
    model = LinearSVC(C=settings["C"], dual=False, max_iter=500, random_state=seed)
    with quiet():
        model.fit(basis.transform(table.frame), table.label, sample_weight=table.weights)
    return LinearMember(basis, model.coef_[0].astype(float), float(model.intercept_[0]))


def _tree(table: Table, settings: Settings, seed: int) -> Voter:
    from sklearn.tree import DecisionTreeClassifier

    leaf = max(10, int(settings["leaf_share"] * len(table.label)))
    return _filled(DecisionTreeClassifier(min_samples_leaf=leaf, random_state=seed), table)


def _forest(table: Table, settings: Settings, seed: int) -> Voter:
    from sklearn.ensemble import RandomForestClassifier

    sample = FOREST_SAMPLE if len(table.label) > FOREST_SAMPLE else None
    model = RandomForestClassifier(
        settings["trees"],
        min_samples_leaf=settings["leaf"],
        max_samples=sample,
        n_jobs=1,
        random_state=seed,
    )
    return _filled(model, table)


def _filled(model: Any, table: Table) -> TreeMember:
    raw = table.frame.to_numpy(dtype=float)
    with quiet():
        fills = np.nan_to_num(np.nanmedian(raw, axis=0))
        model.fit(np.where(np.isnan(raw), fills, raw), table.label)
    return TreeMember(tuple(table.frame.columns), model, fills)


def _boosted(table: Table, settings: Settings, seed: int) -> Voter:
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        learning_rate=settings["rate"],
        max_iter=settings["trees"],
        max_leaf_nodes=settings["leaves"],
        min_samples_leaf=settings.get("leaf", 20),
        l2_regularization=settings.get("l2", 1.0),
        max_features=settings.get("share", 0.5),
        early_stopping=False,
        random_state=seed,
    )
    raw = table.frame.to_numpy(dtype=float)
    with quiet():
        model.fit(np.where(np.isnan(raw).all(0), 0.0, raw), table.label)  # a column of nothing has no bins
    return TreeMember(tuple(table.frame.columns), model)


def _network(table: Table, settings: Settings, seed: int) -> Voter:
    from sklearn.neural_network import MLPClassifier

    basis = fit_basis(table.frame)
    model = MLPClassifier(
        (16,), alpha=settings["alpha"], batch_size=200, learning_rate_init=0.01, max_iter=15, random_state=seed
    )
    with quiet():
        model.fit(np.clip(basis.transform(table.frame), -8, 8), table.label)
    return NetworkVoter(basis, model)


def history_member(name: str, probability: np.ndarray) -> LinearMember:
    """The log-odds of a probability that is itself a feature, as hinges: exact at the knots, straight between them.

    It learns nothing from labels. `probability`, shape (rows,), gives the fill for unknown values.
    """
    knots = 1 / (1 + np.exp(-np.linspace(-4.5, 4.5, 31)))
    values = logit(knots)
    slopes = np.diff(values) / np.diff(knots)
    hinges = knots[1:-1]
    fill = float(np.nanmedian(probability)) if np.isfinite(probability).any() else 0.5
    plan = ColumnPlan(name, fill, float(knots[0]), float(knots[-1]), False, tuple(float(knot) for knot in hinges))
    basis = Basis((plan,), np.zeros(plan.width), np.ones(plan.width))
    coefficients = np.concatenate([[slopes[0]], np.diff(slopes)])
    return LinearMember(basis, coefficients, float(values[0] - slopes[0] * knots[0]))


def _penalties(*values: float, **fixed: Any) -> tuple[Settings, ...]:
    return tuple({"C": value, **fixed} for value in values)


FAMILIES = (
    Family("logistic", 1, _penalties(0.01, 0.1, 0.001, 1.0), _logistic),
    Family("linear_svm", 2, _penalties(0.01, 0.001), _linear_svm),
    Family(
        "logistic_splines",
        3,
        (*_penalties(0.01, 0.1, 0.002, 1.0, knots=4), *_penalties(0.01, 0.1, knots=8)),
        _logistic,
    ),
    Family("decision_tree", 0, tuple({"leaf_share": share} for share in (0.03, 0.01, 0.1)), _tree),
    Family(
        "random_forest",
        4,
        tuple({"trees": 40, "leaf": leaf} for leaf in (10, 30)),
        _forest,
        survivors=1,
        most_rows=5_000,
    ),
    Family(
        "boosted_trees",
        5,
        tuple(
            {"rate": 0.06, "leaves": leaves, "leaf": leaf} for leaves, leaf in ((8, 40), (4, 40), (16, 20), (31, 20))
        ),
        _boosted,
        checkpoints=(30, 60, 100, 150, 220, 300),
    ),
    Family(
        "neural_network",
        6,
        ({"alpha": 1.0},),
        _network,
        exact_reasons=False,
        most_rows=5_000,
    ),
)
"""In each grid the setting that is right most often comes first: a small budget tries only the first ones."""
