"""Small fitted scores of every form, for the tests of this folder."""

from functools import lru_cache

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier

from tools.science.propensity.basis import fit_basis
from tools.science.propensity.scorer import LinearMember, Scorer, TreeMember

NAMES = ("recency_days", "orders", "spend", "category_share:skin care", 'says "yes"')
FORMS = ("linear", "plain linear", "boosted", "pooled", "tree", "forest")


@lru_cache(maxsize=2)
def people(seed: int = 0, rows: int = 600) -> tuple[pd.DataFrame, np.ndarray]:
    """Features with missing values and long tails, and a label they explain in part."""
    dice = np.random.default_rng(seed)
    frame = pd.DataFrame(dice.normal(size=(rows, len(NAMES))), columns=list(NAMES))
    frame["spend"] = np.exp(frame["spend"] * 2).round(2)
    frame["orders"] = np.floor(np.exp(frame["orders"]))
    label = (frame["recency_days"] + 0.3 * frame["orders"] + dice.normal(size=rows) > 0.5).astype(int).to_numpy()
    frame = frame.mask(dice.random(frame.shape) < 0.08)
    frame['says "yes"'] = (frame['says "yes"'] > 0).astype(float)
    frame.index = pd.Index([f"c{row:05d}" for row in range(rows)], name="customer_id")
    return frame, label


@lru_cache(maxsize=8)
def score(form: str) -> Scorer:
    """A fitted score of one form."""
    frame, label = people()
    fills = frame.median().to_numpy()
    filled = frame.fillna(frame.median()).to_numpy()
    if form in ("linear", "plain linear"):
        return Scorer(NAMES, (_linear(4 if form == "linear" else 0),), (1.0,), 0.9, -0.2)
    if form == "tree":
        tree = DecisionTreeClassifier(min_samples_leaf=20, random_state=0).fit(filled, label)
        return Scorer(NAMES, (TreeMember(NAMES, tree, fills),), (1.0,), 1.1, -0.05)
    if form == "forest":
        forest = RandomForestClassifier(8, min_samples_leaf=10, random_state=0).fit(filled, label)
        return Scorer(NAMES, (TreeMember(NAMES, forest, fills),), (1.0,))
    boosted = HistGradientBoostingClassifier(
        max_iter=30, max_leaf_nodes=8, early_stopping=False, max_features=0.5, random_state=0
    )
    member = TreeMember(NAMES, boosted.fit(frame.to_numpy(), label))
    if form == "boosted":
        return Scorer(NAMES, (member,), (1.0,), 1.2, 0.1)
    return Scorer(NAMES, (_linear(2), member), (0.4, 0.6), 0.8, 0.3)


def _linear(knots: int) -> LinearMember:
    basis = fit_basis(people()[0], knots=knots)
    return LinearMember(basis, np.random.default_rng(knots).normal(size=len(basis.mean)) / 3, 0.25)
