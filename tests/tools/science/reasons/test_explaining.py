"""Contributions against Shapley's own definition, and the sums they must have."""

from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from tools.science.propensity.basis import Basis, ColumnPlan, fit_basis
from tools.science.propensity.scorer import LinearMember, Scorer, TreeMember
from tools.science.reasons.explaining import contributions
from tools.science.reasons.paths import as_paths, path_values
from tools.science.reasons.tables import as_tables, table_values
from tools.science.reasons.trees import as_double, as_trees

NAMES = ("recency_days", "orders", "spend", "opens", "visits")


def people(rows: int, seed: int = 0, missing: float = 0.1) -> tuple[pd.DataFrame, np.ndarray]:
    dice = np.random.default_rng(seed)
    values = dice.normal(size=(rows, len(NAMES))).round(2)
    label = (values[:, 0] + values[:, 1] * values[:, 2] + dice.normal(size=rows) > 0).astype(int)
    values[dice.random(values.shape) < missing] = np.nan
    return pd.DataFrame(values, columns=NAMES, index=[f"c{row}" for row in range(rows)]), label


def by_definition(trees, row: np.ndarray) -> np.ndarray:
    """Shapley values by the sum over all coalitions, the game played by walking the trees."""

    def walk(node: int, known: set[int]) -> float:
        if trees.left[node] < 0:
            return trees.value[node]
        feature, left, right = trees.feature[node], trees.left[node], trees.right[node]
        if feature in known:
            goes_left = trees.missing_left[node] if np.isnan(row[feature]) else row[feature] <= trees.threshold[node]
            return walk(left if goes_left else right, known)
        return (walk(left, known) * trees.cover[left] + walk(right, known) * trees.cover[right]) / trees.cover[node]

    def worth(known) -> float:
        return sum(walk(root, set(known)) for root in trees.roots)

    count, values = trees.features, np.zeros(trees.features)
    for one in range(count):
        rest = [other for other in range(count) if other != one]
        for size in range(count):
            share = factorial(size) * factorial(count - size - 1) / factorial(count)
            for known in combinations(rest, size):
                values[one] += share * (worth((*known, one)) - worth(known))
    return values


ESTIMATORS = {
    "boosted": HistGradientBoostingClassifier(max_iter=4, max_leaf_nodes=8, early_stopping=False),
    "boosted deep": HistGradientBoostingClassifier(max_iter=2, early_stopping=False),
    "boosted stumps": HistGradientBoostingClassifier(max_iter=5, max_leaf_nodes=2, early_stopping=False),
    "boosted amounts": HistGradientBoostingRegressor(max_iter=2, early_stopping=False),
    "tree": DecisionTreeClassifier(min_samples_leaf=20, random_state=0),
    "tree of amounts": DecisionTreeRegressor(max_depth=4, random_state=0),
    "a leaf": DecisionTreeClassifier(min_samples_leaf=500, random_state=0),
    "forest": RandomForestClassifier(4, min_samples_leaf=10, random_state=0),
    "forest of amounts": RandomForestRegressor(3, max_depth=4, random_state=0),
}


@pytest.mark.parametrize("name", ESTIMATORS)
def test_trees_are_read_as_they_answer_and_explained_by_definition(name):
    frame, label = people(800)
    inputs = frame.to_numpy()
    estimator = ESTIMATORS[name].fit(inputs, label)
    trees = as_trees(estimator)
    if hasattr(estimator, "decision_function"):
        answer = estimator.decision_function(inputs)
    else:
        answer = estimator.predict_proba(inputs)[:, 1] if hasattr(estimator, "classes_") else estimator.predict(inputs)
    assert np.abs(trees.predict(inputs) - answer).max() < 1e-12
    paths, tables = as_paths(trees), as_tables(trees)
    values = path_values(paths, inputs)
    assert np.abs(paths.base + values.sum(1) - answer).max() < 1e-12
    assert np.abs(table_values(tables, inputs) - values).max() < 1e-12
    for row in range(2):
        assert np.abs(by_definition(trees, inputs[row]) - values[row]).max() < 1e-12


def test_small_groups_of_leaves_say_the_same_as_large_ones(monkeypatch):
    frame, label = people(600)
    trees = as_trees(HistGradientBoostingClassifier(max_iter=5, early_stopping=False).fit(frame.to_numpy(), label))
    whole = table_values(as_tables(trees), frame.to_numpy())
    monkeypatch.setattr("tools.science.reasons.tables.MAX_CELLS", 4)
    assert np.abs(table_values(as_tables(trees), frame.to_numpy()) - whole).max() < 1e-12


def test_trees_too_deep_for_tables_are_walked(monkeypatch):
    frame, label = people(600)
    trees = as_trees(RandomForestClassifier(3, random_state=0).fit(frame.to_numpy(), label))
    monkeypatch.setattr("tools.science.reasons.tables.MAX_ANSWERS", 10_000)
    assert as_tables(trees) is None
    scorer = Scorer(NAMES, (TreeMember(NAMES, RandomForestClassifier(3).fit(frame.to_numpy(), label)),), (1.0,))
    base, parts = contributions(scorer, frame)
    assert np.abs(base + parts.sum(axis=1).to_numpy() - scorer.margin(frame)).max() < 1e-9


@given(st.floats(-1e30, 1e30), st.integers(-2, 2))
def test_thresholds_for_doubles_agree_with_rounding_first(threshold, step):
    border = float(as_double(np.array([threshold]))[0])
    value = border
    for _ in range(abs(step)):
        value = float(np.nextafter(value, np.inf * step))
    assert (float(np.float32(value)) <= threshold) == (value <= border)


FRAME, LABEL = people(500, seed=1)
BOOSTED = HistGradientBoostingClassifier(max_iter=15, max_leaf_nodes=8).fit(FRAME.to_numpy(), LABEL)
FILLS = FRAME.median().to_numpy()
FOREST = RandomForestClassifier(5, max_depth=4, random_state=0).fit(FRAME.fillna(FRAME.median()).to_numpy(), LABEL)
numbers = st.one_of(st.none(), st.floats(-1e9, 1e9), st.sampled_from([0.0, -0.0, float("inf"), float("-inf")]))


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(st.tuples(*[numbers] * len(NAMES)), min_size=1, max_size=20),
    knots=st.integers(0, 4),
    weights=st.lists(st.floats(0.05, 1), min_size=2, max_size=2),
    slope=st.floats(-3, 3),
    offset=st.floats(-3, 3),
    seed=st.integers(0, 9),
)
def test_contributions_add_up_for_every_form(rows, knots, weights, slope, offset, seed):
    frame = pd.DataFrame([[np.nan if value is None else value for value in row] for row in rows], columns=NAMES)
    basis = fit_basis(FRAME[list(NAMES[1:])], knots=knots)
    coefficients = np.random.default_rng(seed).normal(size=len(basis.mean))
    linear = LinearMember(basis, coefficients, 0.3)
    shares = tuple(weight / sum(weights) for weight in weights)
    for scorer in (
        Scorer(NAMES, (linear,), (1.0,), slope, offset),
        Scorer(NAMES, (linear, TreeMember(NAMES, BOOSTED)), shares, slope, offset),
        Scorer(NAMES, (TreeMember(NAMES, FOREST, FILLS),), (1.0,), slope, offset),
    ):
        base, parts = contributions(scorer, frame)
        assert list(parts.columns) == list(NAMES) and parts.index.equals(frame.index)
        assert np.abs(base + parts.sum(axis=1).to_numpy() - scorer.margin(frame)).max() < 1e-9


def test_a_linear_contribution_is_counted_from_the_mean_customer():
    frame, _ = people(400, missing=0)
    basis = fit_basis(frame)
    scorer = Scorer(NAMES, (LinearMember(basis, np.arange(1.0, 6.0), 0.5),), (1.0,))
    base, parts = contributions(scorer, frame)
    assert base == pytest.approx(0.5)
    assert np.abs(parts.mean().to_numpy()).max() < 1e-12
    z = (frame["orders"] - frame["orders"].clip(*frame["orders"].quantile([0.005, 0.995])).mean()).iloc[0]
    assert np.sign(parts["orders"].iloc[0]) == np.sign(z)


def test_a_formula_is_counted_from_the_unknown_customer():
    plan = ColumnPlan("orders", 2.0, 0.0, 10.0, False)
    scorer = Scorer(("orders",), (LinearMember(Basis((plan,), np.zeros(1), np.ones(1)), np.ones(1), 1.0),), (1.0,))
    base, parts = contributions(scorer, pd.DataFrame({"orders": [5.0, np.nan]}))
    assert base == 3.0 and parts["orders"].tolist() == [3.0, 0.0]


def test_nobody_and_no_features_are_fine():
    scorer = Scorer(NAMES, (TreeMember(NAMES, BOOSTED),), (1.0,))
    assert contributions(scorer, FRAME.iloc[:0])[1].shape == (0, len(NAMES))
    empty = LinearMember(fit_basis(FRAME[[]]), np.zeros(0), 0.4)
    base, parts = contributions(Scorer((), (empty,), (1.0,)), FRAME)
    assert base == 0.4 and parts.shape == (len(FRAME), 0)


@pytest.mark.parametrize("rows", [1, 20, 300])
def test_few_rows_and_many_rows_are_answered_alike(rows):
    scorer = Scorer(NAMES, (TreeMember(NAMES, BOOSTED),), (1.0,))
    _, every = contributions(scorer, FRAME)
    _, some = contributions(scorer, FRAME.iloc[:rows])
    assert np.abs(every.iloc[:rows].to_numpy() - some.to_numpy()).max() < 1e-12


def test_what_cannot_be_explained_is_refused():
    frame, label = people(300, missing=0)
    with pytest.raises(ValueError, match="two classes"):
        as_trees(DecisionTreeClassifier().fit(frame, label + (frame["opens"] > 1)))
    with pytest.raises(ValueError, match="no trees"):
        as_trees(object())
    categories = frame.assign(opens=(frame["opens"] > 0).astype(float), visits=frame["visits"].round())
    model = HistGradientBoostingClassifier(max_iter=30, categorical_features=["opens"]).fit(categories, label)
    if any(tree.nodes["is_categorical"].any() for stage in model._predictors for tree in stage):
        with pytest.raises(ValueError, match="categorical"):
            as_trees(model)
