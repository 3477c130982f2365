"""scikit-learn's tree estimators as arrays and a slim rest, and back after a check of every node.

scikit-learn follows child and feature numbers of its trees without looking at their bounds, so a crafted file could
make it read outside its memory. The trees are therefore kept as plain arrays and only become trees once every node
points forward, inside its tree and to a feature that exists.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from tools.contract import BadInput

BOOSTED = ("HistGradientBoostingClassifier", "HistGradientBoostingRegressor")
FORESTS = ("RandomForestClassifier", "RandomForestRegressor")
TREES = ("DecisionTreeClassifier", "DecisionTreeRegressor")
KEPT = BOOSTED + FORESTS + TREES
"""Every estimator that can be kept; a linear model is kept as its coefficients."""


def pack(estimator: Any) -> dict[str, Any]:
    """A fitted estimator as {"slim": itself without trees, "nodes", "sizes" and for others than boosted trees
    "values" and "depths": arrays over all trees}.

    Raises TypeError for an estimator that is not in KEPT, ValueError for categorical splits.
    """
    import numpy as np

    name, slim = type(estimator).__name__, copy(estimator)
    if name not in KEPT:
        raise TypeError(f"a {name} is not among the models that can be kept: {', '.join(KEPT)}")
    if name in BOOSTED:
        trees = [tree.nodes for stage in estimator._predictors for tree in stage]
        if any(tree["is_categorical"].any() for tree in trees):
            raise ValueError("trees with categorical splits cannot be kept: give categories as yes/no columns")
        slim._predictors = []
        slim.__dict__.pop("_feature_subsample_rng", None)
        return {"slim": slim, "nodes": np.concatenate(trees), "sizes": np.array([len(tree) for tree in trees])}
    inner = [one.tree_.__getstate__() for one in (estimator.estimators_ if name in FORESTS else [estimator])]
    if name in FORESTS:
        slim.estimators_ = []
        slim.__dict__.pop("_sample_weight", None)
    else:
        del slim.tree_
    return {
        "slim": slim,
        "nodes": np.concatenate([tree["nodes"] for tree in inner]),
        "sizes": np.array([len(tree["nodes"]) for tree in inner]),
        "values": np.concatenate([tree["values"] for tree in inner]),
        "depths": np.array([tree["max_depth"] for tree in inner]),
    }


def unpack(packed: dict[str, Any]) -> Any:
    """The estimator that `pack` took apart. Raises BadInput where nodes lead astray."""
    slim = copy(packed["slim"])
    try:
        if type(slim).__name__ in BOOSTED:
            return _with_boosted_trees(slim, packed["nodes"], packed["sizes"])
        if type(slim).__name__ in KEPT:
            return _with_trees(slim, packed["nodes"], packed["sizes"], packed["values"], packed["depths"])
    except (AttributeError, KeyError, TypeError, ValueError, IndexError) as error:
        raise BadInput(f"A kept model cannot be put together again ({error}): train it anew.") from error
    raise BadInput(f"A kept model is a {type(slim).__name__}, which is not allowed: train it anew.")


def _with_boosted_trees(slim: Any, nodes: Any, sizes: Any) -> Any:
    import numpy as np
    from sklearn.ensemble._hist_gradient_boosting.common import PREDICTOR_RECORD_DTYPE
    from sklearn.ensemble._hist_gradient_boosting.predictor import TreePredictor

    nodes = _as_type(nodes, PREDICTOR_RECORD_DTYPE)
    _expect(slim.n_trees_per_iteration_ == 1 and slim._preprocessor is None, "it has more than one tree a round")
    _expect(slim.is_categorical_ is None or not np.any(slim.is_categorical_), "it has categorical features")
    _expect(not nodes["is_categorical"].any(), "it has categorical splits")
    leaf = nodes["is_leaf"] == 1
    left = np.where(leaf, -1, nodes["left"].astype(np.int64))
    right = np.where(leaf, -1, nodes["right"].astype(np.int64))
    parts = _split(nodes, sizes)
    _check(left, right, np.where(leaf, 0, nodes["feature_idx"]), sizes, slim.n_features_in_)
    none = np.zeros((0, 8), dtype=np.uint32)
    slim._predictors = [[TreePredictor(np.ascontiguousarray(part), none, none)] for part in parts]
    return slim


def _with_trees(slim: Any, nodes: Any, sizes: Any, values: Any, depths: Any) -> Any:
    import numpy as np
    from sklearn.tree._tree import NODE_DTYPE, Tree

    features, classes = slim.n_features_in_, getattr(slim, "n_classes_", 1)
    nodes = _as_type(nodes, NODE_DTYPE)
    _expect(isinstance(classes, int | np.integer) and 1 <= classes <= 100, "its number of classes is impossible")
    _expect(slim.n_outputs_ == 1 and isinstance(features, int), "it has more than one output")
    _expect(values.dtype == np.float64 and values.shape == (len(nodes), 1, classes), "its values have another shape")
    _expect(depths.shape == sizes.shape, "its trees have no depths")
    parts, answers = _split(nodes, sizes), _split(values, sizes)
    leaf = nodes["left_child"] == -1
    right = np.where(leaf, -1, nodes["right_child"])
    _check(nodes["left_child"], right, np.where(leaf, 0, nodes["feature"]), sizes, features)
    trees = []
    for part, answer, depth in zip(parts, answers, depths, strict=True):
        tree = Tree(features, np.array([classes], dtype=np.intp), 1)
        tree.__setstate__(
            {
                "max_depth": int(depth),
                "node_count": len(part),
                "nodes": np.ascontiguousarray(part),
                "values": np.ascontiguousarray(answer),
            }
        )
        trees.append(tree)
    if type(slim).__name__ in TREES:
        _expect(len(trees) == 1, "it has more than one tree")
        slim.tree_ = trees[0]
        return slim
    slim.estimators_ = [_tree_of_forest(slim, tree) for tree in trees]
    return slim


def _tree_of_forest(forest: Any, tree: Any) -> Any:
    """One of a forest's own estimators around `tree`; classes inside a forest are numbered 0, 1, …"""
    import numpy as np
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    classifier = hasattr(forest, "n_classes_")
    estimator = DecisionTreeClassifier() if classifier else DecisionTreeRegressor()
    estimator.n_features_in_, estimator.n_outputs_, estimator.tree_ = forest.n_features_in_, 1, tree
    if classifier:
        estimator.n_classes_ = forest.n_classes_
        estimator.classes_ = np.arange(forest.n_classes_, dtype=float)
    return estimator


def _as_type(nodes: Any, wanted: Any) -> Any:
    """Nodes with the same fields as this scikit-learn's own, which may lie at other places in a record."""
    same = nodes.dtype.names == wanted.names and nodes.ndim == 1
    _expect(same and all(nodes.dtype[name] == wanted[name] for name in wanted.names), "its nodes are of another kind")
    return nodes.astype(wanted)


def _split(rows: Any, sizes: Any) -> list[Any]:
    import numpy as np

    _expect(sizes.ndim == 1 and sizes.dtype.kind == "i" and (sizes > 0).all(), "its trees have no sizes")
    _expect(len(sizes) > 0 and int(sizes.sum()) == len(rows), "its trees and nodes do not match")
    return list(np.split(rows, np.cumsum(sizes)[:-1]))


def _check(left: Any, right: Any, feature: Any, sizes: Any, features: Any) -> None:
    """Every inner node has two children of its own further on in the same tree, and splits on an existing feature."""
    import numpy as np

    _expect(isinstance(features, int) and features > 0, "its number of features is impossible")
    position = np.arange(len(left)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    size = np.repeat(sizes, sizes)
    inner = left != -1
    for child in (left, right):
        _expect(((child > position) & (child < size))[inner].all(), "a node leads out of its tree")
        _expect((child == -1)[~inner].all(), "a leaf has children")
    _expect(((feature >= 0) & (feature < features)).all(), "a node asks for a feature that does not exist")
    start = (np.arange(len(left)) - position)[inner]
    children = np.sort(np.concatenate([left[inner] + start, right[inner] + start]))
    _expect(np.array_equal(children, np.flatnonzero(position > 0)), "a node has two parents or none")


def _expect(holds: Any, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)
