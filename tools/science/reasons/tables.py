"""Exact Shapley values of many rows at once: each small piece of a tree is answered from a table.

A leaf's contributions depend on a row only through which of the path's features pass: 2^m cases for m features. So the
leaves of a tree, taken in groups that share a few splits, have few distinct answers; they are worked out once (the same
quadrature as in `paths`), and a row costs one look-up per feature of each group instead of a walk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod

import numpy as np

from tools.science.reasons.trees import LEAF, Trees

MAX_CELLS = 1_024
"""Distinct answers a group of leaves may have: its table should fit the processor's nearer caches."""
MAX_ANSWERS = 10_000_000
"""Numbers in the leaves' own tables, all together, and…"""
MAX_THRESHOLDS = 2_048
"""…distinct thresholds of one feature up to which tables are made: 100 MB and a second of work at most."""
ROWS = 4_096
"""Rows handled at a time, so that they too stay in the cache."""
NO_END = 1 << 30


@dataclass(frozen=True, eq=False)
class Group:
    """Some leaves of one tree."""

    features: tuple[int, ...]
    steps: tuple[np.ndarray, ...]
    """Per feature: bin of the value to its part of the cell number, shape (bins,)."""
    answers: np.ndarray
    """Contribution of each feature in each cell, shape (features, cells)."""


@dataclass(frozen=True, eq=False)
class Tables:
    """All groups of all trees, and the thresholds that make the bins."""

    features: int
    edges: tuple[np.ndarray, ...]
    """Sorted distinct thresholds of each column."""
    groups: tuple[Group, ...]


@dataclass(frozen=True, eq=False)
class _Leaf:
    """One leaf: for each feature of its path the bins that pass, and the share of training rows that pass."""

    value: float
    first: dict[int, int]
    last: dict[int, int]
    missing: dict[int, bool]
    absent: dict[int, float]


def as_tables(trees: Trees) -> Tables | None:
    """Tables for `trees`; None where paths are too deep or thresholds too many for tables to pay."""
    inner = trees.left != LEAF
    if (~inner).sum() > MAX_ANSWERS // 1_000:
        return None
    edges = tuple(np.unique(trees.threshold[inner & (trees.feature == f)]) for f in range(trees.features))
    if max((len(e) for e in edges), default=0) > MAX_THRESHOLDS:
        return None
    bins = np.zeros(len(trees.feature), dtype=int)
    for feature, thresholds in enumerate(edges):
        own = inner & (trees.feature == feature)
        bins[own] = np.searchsorted(thresholds, trees.threshold[own])
    groups: list[list[_Leaf]] = []
    for root in trees.roots:
        _collect(trees, bins, int(root), groups)
    leaves = [leaf for group in groups for leaf in group]
    if sum(len(leaf.first) << len(leaf.first) for leaf in leaves) > MAX_ANSWERS:
        return None
    answers = _leaf_answers(leaves)
    made = (_group(group, answers, [len(e) for e in edges]) for group in groups)
    return Tables(trees.features, edges, tuple(group for group in made if group.features))


def table_values(tables: Tables, inputs: np.ndarray) -> np.ndarray:
    """Shapley values, shape (rows, features), for `inputs` of shape (rows, features) with NaN for missing."""
    out = np.zeros((tables.features, len(inputs)))
    for start in range(0, len(inputs), ROWS):
        piece = inputs[start : start + ROWS].T
        bins = [_bins(values, edges) for values, edges in zip(piece, tables.edges, strict=True)]
        sums = np.zeros(piece.shape)
        for group in tables.groups:
            cell = group.steps[0].take(bins[group.features[0]])
            for feature, step in zip(group.features[1:], group.steps[1:], strict=True):
                cell += step.take(bins[feature])
            for feature, answers in zip(group.features, group.answers, strict=True):
                sums[feature] += answers.take(cell)
        out[:, start : start + ROWS] = sums
    return out.T


def _bins(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Number of thresholds below each value; one more than the last bin where the value is missing."""
    return np.where(np.isnan(values), len(edges) + 1, np.searchsorted(edges, values))


def _collect(trees: Trees, bins: np.ndarray, root: int, groups: list[list[_Leaf]]) -> None:
    """Cut one tree into groups, from the leaves up: two sides stay together while their table stays small."""

    def visit(node: int, leaf: _Leaf) -> list[_Leaf] | None:
        if trees.left[node] == LEAF:
            return [replace(leaf, value=float(trees.value[node]))]
        sides = [
            visit(int(child), _narrowed(trees, bins, node, int(child), leaf))
            for child in (trees.left[node], trees.right[node])
        ]
        whole = [leaf for side in sides for leaf in side or []]
        if None not in sides and _cells(whole) <= MAX_CELLS:
            return whole
        groups.extend(side for side in sides if side)
        return None

    if rest := visit(root, _Leaf(0.0, {}, {}, {}, {})):
        groups.append(rest)


def _narrowed(trees: Trees, bins: np.ndarray, node: int, child: int, leaf: _Leaf) -> _Leaf:
    """The path of `leaf` with the edge from `node` to `child` added."""
    feature, to_left = int(trees.feature[node]), child == trees.left[node]
    first, last, missing, absent = dict(leaf.first), dict(leaf.last), dict(leaf.missing), dict(leaf.absent)
    first.setdefault(feature, 0)
    last.setdefault(feature, NO_END)
    if to_left:
        last[feature] = min(last[feature], int(bins[node]))
    else:
        first[feature] = max(first[feature], int(bins[node]) + 1)
    missing[feature] = missing.get(feature, True) and bool(trees.missing_left[node]) == to_left
    absent[feature] = absent.get(feature, 1.0) * float(trees.cover[child] / trees.cover[node])
    return _Leaf(0.0, first, last, missing, absent)


def _cells(leaves: list[_Leaf]) -> int:
    """How many cells a table for these leaves has, leaving out those that only missing values reach."""
    cuts: dict[int, set[int]] = {}
    for leaf in leaves:
        for feature, first in leaf.first.items():
            cuts.setdefault(feature, set()).update((first, leaf.last[feature] + 1))
    return prod(len(places - {0, NO_END + 1}) + 1 for places in cuts.values())


def _leaf_answers(leaves: list[_Leaf]) -> dict[int, np.ndarray]:
    """Contributions of each leaf by its id, shape (2^m, m): in row c those features pass that are the bits of c."""
    by_length: dict[int, list[_Leaf]] = {}
    for leaf in leaves:
        by_length.setdefault(len(leaf.first), []).append(leaf)
    found: dict[int, np.ndarray] = {}
    for length, alike in by_length.items():
        points, weights = np.polynomial.legendre.leggauss(max(1, (length + 1) // 2))
        present = (np.arange(2**length)[:, None] >> np.arange(length)) & 1
        step = max(1, 500_000 // present.size) if length else len(alike)
        for start in range(0, len(alike), step):
            piece = alike[start : start + step]
            absent = np.array([list(leaf.absent.values()) for leaf in piece]).reshape(len(piece), 1, length)
            gain = present - absent
            total = np.zeros_like(gain)
            for t, weight in zip((points + 1) / 2, weights / 2, strict=True):
                factor = absent + t * gain
                total += weight * factor.prod(2, keepdims=True) / factor
            total *= gain * np.array([leaf.value for leaf in piece])[:, None, None]
            found.update((id(leaf), answers) for leaf, answers in zip(piece, total, strict=True))
    return found


def _group(leaves: list[_Leaf], answers: dict[int, np.ndarray], thresholds: list[int]) -> Group:
    features = tuple(sorted({feature for leaf in leaves for feature in leaf.first}))
    steps, passing = [], {}
    for feature in features:
        cell, passing[feature] = _cells_of_feature(feature, leaves, thresholds[feature])
        steps.append(cell)
    shape = [passing[feature].shape[1] for feature in features]
    table = np.zeros((len(features), *shape))
    for index, leaf in enumerate(leaves):
        code = np.zeros((1,) * len(features), dtype=int)
        places = [features.index(feature) for feature in leaf.first]
        for bit, place in enumerate(places):
            along = [1] * len(features)
            along[place] = -1
            code = code | (passing[features[place]][index] << bit).reshape(along)
        for bit, place in enumerate(places):
            table[place] += answers[id(leaf)][:, bit][code]
    strides = [prod(shape[place + 1 :]) for place in range(len(shape))]
    return Group(
        features,
        tuple(step * stride for step, stride in zip(steps, strides, strict=True)),
        table.reshape(len(features), prod(shape)),
    )


def _cells_of_feature(feature: int, leaves: list[_Leaf], thresholds: int) -> tuple[np.ndarray, np.ndarray]:
    """Cell of each bin, shape (bins,), and whether each leaf passes in each cell, shape (leaves, cells), as 0 or 1."""
    first = np.array([leaf.first.get(feature, 0) for leaf in leaves])
    last = np.array([leaf.last.get(feature, NO_END) for leaf in leaves])
    missing = np.array([leaf.missing.get(feature, True) for leaf in leaves])
    starts = np.unique(np.concatenate([[0], first, last[last < NO_END] + 1]))
    passes = (first[:, None] <= starts) & (starts <= last[:, None])
    same = np.flatnonzero((passes == missing[:, None]).all(0))
    if not len(same):
        passes = np.column_stack([passes, missing])
    cell = np.searchsorted(starts, np.arange(thresholds + 1), side="right") - 1
    return np.append(cell, same[0] if len(same) else len(starts)), passes.astype(int)
