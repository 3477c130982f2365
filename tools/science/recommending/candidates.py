"""Which items are worth a closer look: the first so many a person has not bought."""

from __future__ import annotations

import numpy as np

from tools.science.recommending.history import History


def new_candidates(history: History, scores: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Person and item of up to `count` items with the highest `scores`, people × items, that a person never bought;
    best first within a person. Items with a score of -inf are never taken."""
    unseen = np.array(scores, dtype=np.float32)
    unseen[history.person, history.item] = -np.inf
    return best(unseen, count)


def best(scores: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Row and column of the `count` highest finite scores of each row, best first; ties by column."""
    width = scores.shape[1]
    count = min(count, width)
    if count == 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    least = np.partition(scores, width - count, axis=1)[:, width - count]  # several times faster than argpartition
    row, column = np.nonzero((scores >= least[:, None]) & np.isfinite(scores))
    order = np.lexsort((column, -scores[row, column], row))
    place = np.arange(len(order)) - np.searchsorted(row, row)  # `order` keeps rows together, so places stay true
    order = order[place < count]
    return row[order], column[order]


def pair_affinity(history: History, scores: np.ndarray) -> np.ndarray:
    """The score of each person and item of the history, shape (pairs,)."""
    return scores[history.person, history.item]
