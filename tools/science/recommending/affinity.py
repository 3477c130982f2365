"""Affinity: how much a person's purchases speak for each item; EASE among the sellers, cosine beyond them.

Every score is a sum over the person's own purchases, so the reasons for it are exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from tools.science.recommending.cosine import fit_cosine
from tools.science.recommending.ease import RIDGE, fit_ease
from tools.science.recommending.history import History

MOST_SELLERS = 5_000
"""Items of the dense matrix: 100 MB, and about 5 s of a processor to invert."""
LEAST_BUYERS, LEAST_BUYERS_TAIL = 10, 5
"""Buyers an item needs to be weighed by EASE, and to be recommended as new at all."""


@dataclass(frozen=True, eq=False)
class Affinity:
    """Weights from bought items to scored ones."""

    sellers: np.ndarray
    """Positions of the items in the dense matrix, ascending, shape (sellers,)."""
    weights: np.ndarray
    """From seller to seller, shape (sellers, sellers), float32."""
    tail: sparse.csr_array
    """From any item to the others, and from the others to sellers, shape (items, items), float32, sparse."""

    def scores(self, matrix: sparse.csr_array) -> np.ndarray:
        """Score of every item for every row of people × items weights; shape (people, items), float32."""
        scores = np.zeros(matrix.shape, dtype=np.float32)
        if self.tail.nnz:
            scores += (matrix @ self.tail).toarray()
        scores[:, self.sellers] += np.asarray(matrix[:, self.sellers] @ self.weights)
        return scores

    def contributions(self, items: np.ndarray, weights: np.ndarray, item: int) -> np.ndarray:
        """What each bought item adds to the score of `item`, shape (bought,); their sum is the score."""
        place, known = self._seller_rows(items)
        target, among = self._seller_rows(np.array([item]))
        added = np.zeros(len(items))
        if among[0]:
            added[known] = self.weights[place[known], target[0]]
        if self.tail.nnz:
            added += self.tail[items][:, [item]].toarray()[:, 0]
        return added * weights

    def _seller_rows(self, items: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Row of each item in the dense matrix, and whether it has one."""
        place = np.searchsorted(self.sellers, items)
        place[place == len(self.sellers)] = 0
        return place, (self.sellers[place] == items) if len(self.sellers) else np.zeros(len(items), dtype=bool)


def fit_affinity(history: History, *, ridge: float = RIDGE, most_sellers: int = MOST_SELLERS) -> Affinity:
    """EASE over the best sellers (by recency-weighted purchases), cosine for the other items with enough buyers."""
    matrix = history.matrix()
    buyers = np.bincount(history.item, minlength=history.items)
    volume = np.bincount(history.item, history.weight, minlength=history.items)
    candidates = np.flatnonzero(buyers >= LEAST_BUYERS)
    sellers = np.sort(candidates[np.argsort(-volume[candidates], kind="stable")[:most_sellers]])
    weights = fit_ease(matrix[:, sellers], ridge=ridge)
    beyond = (buyers >= LEAST_BUYERS_TAIL) & ~np.isin(np.arange(history.items), sellers)
    return Affinity(sellers, weights, _tail(matrix, np.flatnonzero(beyond)))


def _tail(matrix: sparse.csr_array, targets: np.ndarray) -> sparse.csr_array:
    """Cosine weights of the items beyond the sellers, scaled so that they predict purchases as EASE weights do."""
    if not len(targets):
        return sparse.csr_array(matrix.shape[1:] * 2, dtype=np.float32)
    weights = fit_cosine(matrix, targets=targets)
    predicted, actual = matrix @ weights, matrix[:, targets]
    squares = float(predicted.multiply(predicted).sum())
    scale = float(predicted.tocsr()[:, targets].multiply(actual).sum()) / squares if squares else 0.0
    among = np.isin(np.arange(matrix.shape[1]), targets)
    back = sparse.diags_array((~among).astype(np.float32)) @ weights  # from sellers to the others, turned round below
    both = (weights + back.T).tocsr()
    return sparse.csr_array((both.data * scale, both.indices, both.indptr), shape=both.shape, dtype=np.float32)
