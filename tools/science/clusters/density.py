"""HDBSCAN, for small shops: groups are where customers crowd, and whoever stands between them belongs to none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.science.clusters.space import fit_space

MINIMUM_CUSTOMERS = 100
MOST_CUSTOMERS = 20_000
"""Its time grows with the square of the customers: 13 CPU seconds at 20,000."""
SMALLEST_SHARE = 0.02


@dataclass(frozen=True, eq=False)
class DenseGroups:
    """What crowding alone shows; no centres, so new customers cannot be placed."""

    labels: np.ndarray
    """Group of each row, 0 to groups - 1, the largest first; -1 for those in none."""

    @property
    def groups(self) -> int:
        """How many groups were found; 0 when customers shade into each other."""
        return int(self.labels.max(initial=-1)) + 1

    @property
    def share_in_none(self) -> float:
        """Share of customers who stand between the groups, 0 to 1."""
        return float((self.labels < 0).mean())


def find_dense_groups(
    frame: pd.DataFrame, *, evidence: str | None = None, smallest_share: float = SMALLEST_SHARE, seed: int = 0
) -> DenseGroups:
    """Groups of at least `smallest_share` of the customers (Campello, Moulavi and Sander 2013).

    Raises ValueError outside MINIMUM_CUSTOMERS to MOST_CUSTOMERS rows.
    """
    if not MINIMUM_CUSTOMERS <= len(frame) <= MOST_CUSTOMERS:
        raise ValueError(
            f"groups by density are for {MINIMUM_CUSTOMERS:,} to {MOST_CUSTOMERS:,} customers, there are "
            f"{len(frame):,}: use k-means or a mixture"
        )
    from sklearn.cluster import HDBSCAN

    points = fit_space(frame, evidence=evidence, seed=seed).points(frame)
    size = max(5, int(smallest_share * len(points)))
    found = HDBSCAN(min_cluster_size=size, min_samples=min(size, 10), copy=True).fit_predict(points)
    sizes = np.bincount(found[found >= 0], minlength=1)
    place = np.empty(len(sizes) + 1, dtype=np.int64)
    place[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    place[-1] = -1
    return DenseGroups(place[found])
