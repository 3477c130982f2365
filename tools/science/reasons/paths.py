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

CHUNK = 300000
"""Numbers an intermediate array may hold: rows are taken in pieces so that memory stays near 100 MB."""


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
    size = len(trees.feature)
    above, depth, z = np.full(size, LEAF), np.zeros(size, dtype=int), np.ones(size)
    reach = np.zeros(size)
    reach[trees.roots] = 1.0
    earlier_node = np.full(size, LEAF)
    frontier = trees.roots[trees.left[trees.roots] != LEAF]
    levels = []
    distinct = np.zeros(size, dtype=int)
    while len(frontier):
        children = np.concatenate([trees.left[frontier], trees.right[frontier]])
        parents = np.concatenate([frontier, frontier])
        above[children], depth[children] = parents, depth[parents] + 1
        ratio = trees.cover[children] / trees.cover[parents]
        reach[children] = reach[parents] * ratio
        found = _edge_above_on_same_feature(trees, above, parents)
        earlier_node[children] = found
        again = found != LEAF
        z[children] = ratio * np.where(again, z[found], 1.0)
        distinct[children] = distinct[parents] + ~again
        levels.append(children)
        frontier = children[trees.left[children] != LEAF]
    ordered = np.concatenate([*levels, np.empty(0, dtype=int)]).astype(int)
    count = len(ordered)
    position = np.full(size + 1, count)
    position[ordered] = np.arange(count)
    parents = above[ordered]
    to_left = trees.left[parents] == ordered
    inner = ordered[trees.left[ordered] != LEAF][::-1]
    bounds = np.cumsum([0, *(len(level) for level in levels)])
    inner_depth = depth[inner]
    steps = np.flatnonzero(np.diff(inner_depth)) + 1
    inner_bounds = np.concatenate([[0], steps, [len(inner)]]) if len(inner) else np.zeros(1, dtype=int)
    points, weights = np.polynomial.legendre.leggauss(max(1, (int(distinct.max()) + 1) // 2))
    end = np.array([True])
    return Paths(
        features=trees.features,
        base=trees.base + float(reach @ trees.value),
        feature=np.append(trees.feature[parents], 0),
        threshold=np.append(trees.threshold[parents], np.inf),
        to_left=np.append(to_left, end),
        when_missing=np.append(trees.missing_left[parents] == to_left, end),
        parent=np.append(position[parents], count),
        earlier=np.append(position[earlier_node[ordered]], count),
        absent=np.append(z[ordered], 1.0),
        value=np.append(trees.value[ordered], 0.0),
        levels=tuple(slice(int(a), int(b)) for a, b in pairwise(bounds)),
        inner=position[inner],
        children=np.stack([position[trees.left[inner]], position[trees.right[inner]]]),
        inner_levels=tuple(slice(int(a), int(b)) for a, b in pairwise(inner_bounds)),
        nodes=(points + 1) / 2,
        weights=weights / 2,
    )


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
