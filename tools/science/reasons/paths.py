"""Exact Shapley values of trees for a few rows, or for trees too deep to tabulate: one pass down and one up the paths.

The game is the path-dependent one of Lundberg et al. (2020, "From local explanations to global understanding with
explainable AI for trees"): a feature outside the coalition sends a row down both sides, weighted by how many training
rows went each way. A leaf then contributes value · prod over the path's features of z (absent) or o (present), where z
is the share of training rows that pass the feature's splits and o is 1 where this row passes them, else 0.

Shapley's average over orders is an integral (Owen 1972, "Multilinear extensions of games"):
    phi_j = value · (o_j - z_j) · integral over t in [0, 1] of prod over i != j of ((1 - t) z_i + t o_i).
The integrand is a polynomial, so Gauss-Legendre nodes make the integral exact, with no sum over subsets.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tools.science.reasons.trees import LEAF, Trees

CHUNK = 150_000
"""Numbers an intermediate array may hold: rows are taken in pieces that stay in the cache."""


@dataclass(frozen=True, eq=False)
class Paths:
    """Every node but the roots as the edge leading to it, parents before children, and one sentinel at the end.

    The sentinel stands for "nothing above": its factor is 1 and its weight in the sum is 0. Arrays have shape (edges +
    1,) unless said otherwise.
    """

    features: int
    base: float
    """Expected answer over the training rows: what all contributions are counted from."""
    feature: np.ndarray
    threshold: np.ndarray
    to_left: np.ndarray
    """Whether the edge is taken when the value is at or below the threshold."""
    when_missing: np.ndarray
    """Whether the edge is taken when the value is missing."""
    parent: np.ndarray
    earlier: np.ndarray
    """The last edge above on the same feature, or the sentinel."""
    absent: np.ndarray
    """z: share of training rows passing all splits on this feature down to here."""
    value: np.ndarray
    """Of a leaf; 0 elsewhere."""
    levels: tuple[slice, ...]
    """Edges by depth, from the roots down."""
    inner: np.ndarray
    """Edges that lead to an inner node, deepest first, shape (inner,)."""
    children: np.ndarray
    """Their two child edges, shape (2, inner)."""
    inner_levels: tuple[slice, ...]
    """`inner` by depth, from the deepest up."""
    nodes: np.ndarray
    weights: np.ndarray
    """Gauss-Legendre on [0, 1], shape (points,)."""


def as_paths(trees: Trees) -> Paths:
    """Order the edges of `trees` by depth and work out everything that does not depend on a row."""
    walk = _walk(trees)
    ordered = np.concatenate([np.empty(0, dtype=int), *walk.levels]).astype(int)
    count, end = len(ordered), np.array([True])
    position = np.full(len(trees.feature) + 1, count)  # the last one, which LEAF points to, is the sentinel
    position[ordered] = np.arange(count)
    parents = walk.above[ordered]
    to_left = trees.left[parents] == ordered
    inner = [level[trees.left[level] != LEAF] for level in reversed(walk.levels)]
    deepest_first = np.concatenate([np.empty(0, dtype=int), *inner]).astype(int)
    points, weights = np.polynomial.legendre.leggauss(max(1, (walk.most_features + 1) // 2))
    return Paths(
        features=trees.features,
        base=trees.base + float(walk.reach @ trees.value),
        feature=np.append(trees.feature[parents], 0),
        threshold=np.append(trees.threshold[parents], np.inf),
        to_left=np.append(to_left, end),
        when_missing=np.append(trees.missing_left[parents] == to_left, end),
        parent=np.append(position[parents], count),
        earlier=np.append(position[walk.earlier[ordered]], count),
        absent=np.append(walk.absent[ordered], 1.0),
        value=np.append(trees.value[ordered], 0.0),
        levels=_slices(walk.levels),
        inner=position[deepest_first],
        children=np.stack([position[trees.left[deepest_first]], position[trees.right[deepest_first]]]),
        inner_levels=_slices(inner),
        nodes=(points + 1) / 2,
        weights=weights / 2,
    )


@dataclass(frozen=True, eq=False)
class _Walk:
    """What going down all trees at once finds out; arrays of shape (nodes,), a node standing for the edge above it."""

    levels: list[np.ndarray]
    """Nodes by depth, without the roots."""
    above: np.ndarray
    earlier: np.ndarray
    absent: np.ndarray
    reach: np.ndarray
    """Share of training rows that arrive."""
    most_features: int
    """Distinct features on the path that has most."""


def _walk(trees: Trees) -> _Walk:
    size = len(trees.feature)
    above, earlier = np.full(size, LEAF), np.full(size, LEAF)
    absent, reach, distinct = np.ones(size), np.zeros(size), np.zeros(size, dtype=int)
    reach[trees.roots] = 1.0
    levels = []
    frontier = trees.roots[trees.left[trees.roots] != LEAF]
    while len(frontier):
        children = np.concatenate([trees.left[frontier], trees.right[frontier]])
        parents = np.concatenate([frontier, frontier])
        above[children] = parents
        share = trees.cover[children] / trees.cover[parents]
        found = _edge_above_on_same_feature(trees, above, parents)
        earlier[children] = found
        absent[children] = share * np.where(found == LEAF, 1.0, absent[found])
        reach[children] = reach[parents] * share
        distinct[children] = distinct[parents] + (found == LEAF)
        levels.append(children)
        frontier = children[trees.left[children] != LEAF]
    return _Walk(levels, above, earlier, absent, reach, int(distinct.max(initial=0)))


def _slices(levels: list[np.ndarray]) -> tuple[slice, ...]:
    bounds = np.cumsum([0, *(len(level) for level in levels)])
    return tuple(slice(int(start), int(stop)) for start, stop in pairwise(bounds))


def _edge_above_on_same_feature(trees: Trees, above: np.ndarray, parents: np.ndarray) -> np.ndarray:
    """For edges leaving `parents`: the lower end of the nearest edge above on the same feature, or LEAF."""
    wanted = trees.feature[parents]
    lower, found = parents.copy(), np.full(len(parents), LEAF)
    while True:
        upper = np.where(lower == LEAF, LEAF, above[lower])
        open_ = (upper != LEAF) & (found == LEAF)
        if not open_.any():
            return found
        hit = open_ & (trees.feature[upper] == wanted)
        found[hit] = lower[hit]
        lower = np.where(open_, upper, LEAF)


def path_values(paths: Paths, inputs: np.ndarray) -> np.ndarray:
    """Shapley values, shape (rows, features), for `inputs` of shape (rows, features) with NaN for missing."""
    out = np.zeros((len(inputs), paths.features))
    step = max(1, CHUNK // len(paths.feature))
    order = np.argsort(paths.feature[:-1], kind="stable")
    used, starts = np.unique(paths.feature[:-1][order], return_index=True)
    for start in range(0, len(inputs), step) if len(order) else ():
        shares = _edge_shares(paths, inputs[start : start + step])
        out[start : start + step, used] = np.add.reduceat(shares[order], starts, axis=0).T
    return out


def _edge_shares(paths: Paths, inputs: np.ndarray) -> np.ndarray:
    """What each edge adds to its feature's value, shape (edges, rows)."""
    values = inputs.T[paths.feature]
    passes = np.where(
        np.isnan(values), paths.when_missing[:, None], (values <= paths.threshold[:, None]) == paths.to_left[:, None]
    )
    passes[-1] = True
    for level in paths.levels:
        passes[level] &= passes[paths.earlier[level]]
    present, absent = passes.astype(float), paths.absent[:, None]
    gain = present - absent
    total = np.zeros_like(present)
    for t, weight in zip(paths.nodes, paths.weights, strict=True):  # one at a time: the arrays stay in the cache
        factor = absent + t * gain
        step = factor / factor[paths.earlier]
        product = np.empty_like(factor)
        product[-1] = weight
        for level in paths.levels:
            product[level] = product[paths.parent[level]] * step[level]
        product *= paths.value[:, None]
        for level in paths.inner_levels:
            left, right = paths.children[:, level]
            product[paths.inner[level]] = product[left] + product[right]
        lean = gain / factor  # of the sentinel: 0
        total += product * (lean - lean[paths.earlier])
    return total[:-1]
