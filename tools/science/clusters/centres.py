"""k-means: each customer belongs to the nearest of k centres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.cluster import KMeans

BATCH = 100_000


@dataclass(frozen=True, eq=False)
class Centres:
    """k points in a space; arrays of shape (k, axes)."""

    centres: np.ndarray

    @property
    def k(self) -> int:
        """How many."""
        return len(self.centres)

    def place(self, points: np.ndarray) -> np.ndarray:
        """The nearest centre of each point, shape (rows,); in batches, so that memory stays bounded."""
        constant = (self.centres**2).sum(1)
        labels = np.empty(len(points), dtype=np.int64)
        for start in range(0, len(points), BATCH):
            part = slice(start, start + BATCH)
            labels[part] = (constant - 2 * points[part] @ self.centres.T).argmin(1)
        return labels

    def reordered(self, order: np.ndarray) -> Centres:
        """The same clusters under other numbers: number i was `order[i]`."""
        return Centres(self.centres[order])


def fit_centres(points: np.ndarray, k: int, *, starts: int, seed: int) -> Centres:
    """The best of `starts` runs of Lloyd's algorithm from k-means++ seeds (Arthur and Vassilvitskii 2007)."""
    return Centres(KMeans(k, n_init=starts, random_state=seed).fit(points).cluster_centers_)


def settle(centres: Centres, points: np.ndarray) -> Centres:
    """Run on from centres already found, over more points."""
    return Centres(KMeans(centres.k, init=centres.centres, n_init=1).fit(points).cluster_centers_)
