"""What each feature adds to each person's score: exact for linear members, Shapley values for trees, pooled like votes.

A contribution says what moved the score, not what would change the customer: nothing here is causal.
"""

from __future__ import annotations

import threading
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from tools.science.propensity.basis import Basis
from tools.science.propensity.scorer import LinearMember, Member, Scorer
from tools.science.reasons.paths import as_paths, path_values
from tools.science.reasons.tables import Tables, as_tables, table_values
from tools.science.reasons.trees import as_trees

MANY_ROWS = 256
"""From here on tables are worth making for the rows at hand…"""
SOME_ROWS = 16
"""…and from here on tables that were made before are worth using."""


def contributions(scorer: Scorer, frame: pd.DataFrame) -> tuple[float, pd.DataFrame]:
    """Base and contributions (rows of `frame` × `scorer.features`) on the score's scale: log-odds, or probability for
    a tree or a forest; base + a row's sum is `scorer.margin` of that row.

    The base is the score of nobody in particular: the mean over the rows a linear member was fitted on, and the
    expectation of the trees over theirs. A missing value counts as a value: its contribution is that of not knowing.
    The first call for a scorer reads its trees; later calls reuse them.
    """
    total = np.zeros((len(frame), len(scorer.features)))
    base = scorer.offset
    position = {name: index for index, name in enumerate(scorer.features)}
    for weight, member in zip(scorer.weights, scorer.members, strict=True):
        explainer = explainer_of(member)
        own_base, own = explainer.explain(member, frame)
        base += scorer.slope * weight * own_base
        total[:, [position[name] for name in explainer.features]] += scorer.slope * weight * own
    return float(base), pd.DataFrame(total, index=frame.index, columns=list(scorer.features))


class LinearExplainer:
    """w · (z - centre of z) per output, added up by the feature the output comes from."""

    def __init__(self, member: LinearMember) -> None:
        self.features = tuple(member.basis.features)
        self._owners = member.basis.owners
        self._centre = _centre(member.basis)
        self._base = float(member.intercept + self._centre @ member.coefficients)

    def explain(self, member: Any, frame: pd.DataFrame) -> tuple[float, np.ndarray]:
        """Base and contributions, shape (rows, own features), in log-odds."""
        parts = (member.basis.transform(frame) - self._centre) * member.coefficients
        starts = np.flatnonzero(np.diff(self._owners, prepend=-1))
        return self._base, np.add.reduceat(parts, starts, axis=1) if len(starts) else parts


class TreeExplainer:
    """Shapley values of a tree member; tables are made when enough rows ask for them."""

    def __init__(self, member: Any) -> None:
        self.features = tuple(member.features)
        self._trees = as_trees(member.estimator)
        self._paths = as_paths(self._trees)
        self._tables: Tables | None = None
        self._tables_pay = True

    def explain(self, member: Any, frame: pd.DataFrame) -> tuple[float, np.ndarray]:
        """Base and contributions, shape (rows, own features), on the member's scale."""
        inputs = member.inputs(frame)
        if self._tables is None and self._tables_pay and len(inputs) >= MANY_ROWS:
            self._tables = as_tables(self._trees)
            self._tables_pay = self._tables is not None
        if self._tables is not None and len(inputs) >= SOME_ROWS:
            return self._paths.base, table_values(self._tables, inputs)
        return self._paths.base, path_values(self._paths, inputs)


def _centre(basis: Basis) -> np.ndarray:
    """Outputs that count as nothing special, shape (outputs,).

    Standardised outputs have mean 0 over the rows they were fitted on. A basis that was not standardised (a formula
    rather than a fit) is centred at the customer of whom nothing is known, whose values are the fills.
    """
    if basis.mean.any() or (basis.scale != 1).any():
        return np.zeros(len(basis.mean))
    unknown = pd.DataFrame([[column.fill for column in basis.columns]], columns=basis.features)
    return basis.transform(unknown)[0]


_MADE: WeakKeyDictionary[Member, LinearExplainer | TreeExplainer] = WeakKeyDictionary()
_LOCK = threading.Lock()


def explainer_of(member: Member) -> LinearExplainer | TreeExplainer:
    """The explainer of a member, made once and remembered as long as the member lives."""
    with _LOCK:
        if member not in _MADE:
            _MADE[member] = LinearExplainer(member) if isinstance(member, LinearMember) else TreeExplainer(member)
        return _MADE[member]
