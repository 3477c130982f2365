"""scikit-learn's trees as plain arrays, one form for all kinds, so that reasons, SQL and ONNX read the same thing.

scikit-learn keeps the nodes of its boosted trees in private attributes; this is the only place that touches them, and
`Trees.predict` is tested to be equal to the estimator's own answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

LEAF = -1


@dataclass(frozen=True, eq=False)
class Trees:
    """Trees whose leaf values add up, the nodes of all of them one after the other; every array has shape (nodes,)."""

    features: int
    """Number of input columns."""
    feature: np.ndarray
    """Column a node splits on; LEAF at leaves."""
    threshold: np.ndarray
    """A value at or below it goes left; compared in double precision."""
    left: np.ndarray
    right: np.ndarray
    """Positions of the children; LEAF at leaves."""
    missing_left: np.ndarray
    """Whether a missing value goes left."""
    value: np.ndarray
    """What a leaf adds; 0 at inner nodes."""
    cover: np.ndarray
    """Weight of the training rows that reached the node."""
    roots: np.ndarray
    """Positions of the roots, shape (trees,)."""
    base: float
    """Added to every answer."""

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        """Base plus the leaves' values, shape (rows,), for `inputs` of shape (rows, features) with NaN for missing."""
        total = np.full(len(inputs), self.base)
        rows = np.arange(len(inputs))
        for root in self.roots:
            at = np.full(len(inputs), root)
            while (inner := self.left[at] != LEAF).any():
                values = inputs[rows, np.where(inner, self.feature[at], 0)]
                goes_left = np.where(np.isnan(values), self.missing_left[at], values <= self.threshold[at])
                at = np.where(inner, np.where(goes_left, self.left[at], self.right[at]), at)
            total += self.value[at]
        return total


def as_trees(estimator: Any) -> Trees:
    """The trees of a fitted scikit-learn estimator.

    HistGradientBoosting adds up on its raw scale (log-odds for a classifier); a decision tree or a forest on the scale
    of its answer (probability of the second class, or the mean). Raises ValueError for anything else, for more than
    two classes and for categorical splits.
    """
    if len(getattr(estimator, "classes_", (0, 1))) != 2:
        raise ValueError(f"reasons need two classes, the model has {len(estimator.classes_)}")
    if hasattr(estimator, "_predictors"):
        return _from_boosting(estimator)
    if hasattr(estimator, "tree_"):
        return _from_forest([estimator], estimator.n_features_in_)
    if hasattr(estimator, "estimators_") and all(hasattr(tree, "tree_") for tree in estimator.estimators_):
        return _from_forest(list(estimator.estimators_), estimator.n_features_in_)
    raise ValueError(f"no trees can be read from {type(estimator).__name__}")


def _from_boosting(estimator: Any) -> Trees:
    parts = [predictor.nodes for stage in estimator._predictors for predictor in stage]
    nodes = np.concatenate(parts)
    if nodes["is_categorical"].any():
        raise ValueError("trees with categorical splits are not supported: give categories as yes/no columns")
    sizes = np.array([len(part) for part in parts])
    roots = np.cumsum(sizes) - sizes
    shift = np.repeat(roots, sizes)
    leaf = nodes["is_leaf"].astype(bool)
    return Trees(
        features=int(estimator.n_features_in_),
        feature=np.where(leaf, LEAF, nodes["feature_idx"]).astype(np.intp),
        threshold=np.where(leaf, 0.0, nodes["num_threshold"]),
        left=np.where(leaf, LEAF, nodes["left"] + shift).astype(np.intp),
        right=np.where(leaf, LEAF, nodes["right"] + shift).astype(np.intp),
        missing_left=nodes["missing_go_to_left"].astype(bool),
        value=np.where(leaf, nodes["value"], 0.0),
        cover=nodes["count"].astype(float),
        roots=roots,
        base=float(np.ravel(estimator._baseline_prediction)[0]),
    )


def _from_forest(estimators: list[Any], features: int) -> Trees:
    trees = [estimator.tree_ for estimator in estimators]
    sizes = np.array([tree.node_count for tree in trees])
    roots = np.cumsum(sizes) - sizes
    shift = np.repeat(roots, sizes)
    left = np.concatenate([tree.children_left for tree in trees])
    leaf = left == LEAF
    answer = np.concatenate([tree.value[:, 0, -1] for tree in trees])  # the second class, or the only output
    return Trees(
        features=int(features),
        feature=np.where(leaf, LEAF, np.concatenate([tree.feature for tree in trees])).astype(np.intp),
        threshold=np.where(leaf, 0.0, as_double(np.concatenate([tree.threshold for tree in trees]))),
        left=np.where(leaf, LEAF, left + shift).astype(np.intp),
        right=np.where(leaf, LEAF, np.concatenate([tree.children_right for tree in trees]) + shift).astype(np.intp),
        missing_left=np.concatenate([tree.missing_go_to_left for tree in trees]).astype(bool),
        value=np.where(leaf, answer / len(trees), 0.0),
        cover=np.concatenate([tree.weighted_n_node_samples for tree in trees]),
        roots=roots,
        base=0.0,
    )


def as_double(threshold: np.ndarray) -> np.ndarray:
    """Thresholds t' such that float32(x) <= t exactly where x <= t', for every double x.

    Forests round their inputs to single precision before comparing. Rounding keeps order and goes to the even
    neighbour at a tie, so the largest double that still rounds to at most t is the midpoint to the next float, or the
    double just below that midpoint.
    """
    below = threshold.astype(np.float32)
    below = np.where(below > threshold, np.nextafter(below, np.float32(-np.inf)), below).astype(np.float32)
    above = np.nextafter(below, np.float32(np.inf))
    midpoint = (below.astype(float) + above.astype(float)) / 2
    return np.where(midpoint.astype(np.float32) == below, midpoint, np.nextafter(midpoint, -np.inf))
