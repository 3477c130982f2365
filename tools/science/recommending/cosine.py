"""Item-item cosine: items bought by the same people; sparse, so that it reaches catalogues no dense matrix can hold."""

from __future__ import annotations

import numpy as np
from scipy import sparse

NEIGHBOURS = 50
SHRINKAGE = 5.0
"""Added to the product of the norms: two items with one common buyer must not look identical."""
BLOCK = 1_024


def fit_cosine(
    matrix: sparse.csr_array, *, neighbours: int = NEIGHBOURS, targets: np.ndarray | None = None
) -> sparse.csr_array:
    """Weights W, shape (items, items): people's rows x score the items as x W; zero diagonal.

    Each item in `targets` (positions; all by default) keeps its `neighbours` most similar items. `matrix` is people ×
    items with recency weights. Cosine on weighted purchases (Sarwar et al. 2001), shrunk.
    """
    items = matrix.shape[1]
    targets = np.arange(items) if targets is None else targets
    by_item = matrix.T.tocsr()
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=0)).ravel())
    sources, columns, weights = [], [], []
    for start in range(0, len(targets), BLOCK):
        block = targets[start : start + BLOCK]
        common = (by_item[block] @ matrix).tocsr()
        row = np.repeat(np.arange(len(block)), np.diff(common.indptr))
        target = block[row]
        similar = common.data / (norms[target] * norms[common.indices] + SHRINKAGE)
        similar[target == common.indices] = 0.0
        order = np.argsort(2.0 * row - similar, kind="stable")  # a cosine is below 2: rows together, the closest first
        place = np.arange(len(order)) - common.indptr[row]
        kept = order[(place < neighbours) & (similar[order] > 0)]
        sources.append(common.indices[kept])
        columns.append(target[kept])
        weights.append(similar[kept])
    parts = [np.concatenate(part) if part else np.empty(0) for part in (weights, sources, columns)]
    values, places = parts[0].astype(np.float32), (parts[1].astype(np.int32), parts[2].astype(np.int32))
    return sparse.csr_array((values, places), shape=(items, items))
