"""The evidence for each number of clusters, and the rule that chooses.

No criterion finds the right k alone: silhouette and stability err low (both like two blobs), BIC errs high unless
clusters are Gaussian. So all three are computed and shown together, the k that each favours are offered, and a stated
rule chooses among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.metrics import adjusted_rand_score

from tools.science.clusters.centres import Centres, fit_centres
from tools.science.clusters.mixture import Clouds, fit_clouds, fit_path

SMALLEST_SHARE = 0.03
STABLE = 0.85
UNSTABLE = 0.6
"""Agreement over bootstraps: above STABLE a segmentation repeats itself, below UNSTABLE it is chance (Hennig 2007)."""
WITHIN = 0.02
"""Of two k whose stability differs by less than this, the larger counts as favoured."""
BOOTSTRAPS = 8
BOOTSTRAP_ROWS = 4_000
JUDGED_ROWS = 3_000
"""Silhouette takes the square of this; agreement is counted over the same rows."""
ROWS_PER_PARAMETER = 3
"""BIC needs at least so many rows per parameter of a cloud and cluster; with fewer it is left out."""
RULE = (
    "offered: the k with the highest silhouette, the largest k within .02 of the highest stability, and the k with the "
    "lowest BIC or, where BIC keeps falling beyond the range, the next best stable k by silhouette × stability, every "
    "cluster holding at least 3 % of customers; chosen among them: the highest silhouette × stability"
)

Method = Literal["kmeans", "mixture"]
Placer = Centres | Clouds


@dataclass(frozen=True)
class Candidate:
    """One k and the evidence for it."""

    k: int
    silhouette: float
    """Mean silhouette on a sample, -1 to 1 (Rousseeuw 1987)."""
    stability: float
    """Mean adjusted Rand index (Hubert and Arabie 1985) between the fit and refits on bootstrap samples; 1 is best."""
    smallest_share: float
    """Share of customers in the smallest cluster, 0 to 1."""
    bic: float | None = None
    """Bayesian information criterion of a full Gaussian mixture; lower is better. None with too few rows for it."""
    recovery: tuple[float, ...] = ()
    """Of each cluster, largest first: mean over bootstraps of the best Jaccard overlap with a refitted one."""

    def nameable(self, cluster: int) -> bool:
        """Whether a cluster is firm enough to be given a name: it and the whole segmentation repeat themselves."""
        return self.stability >= UNSTABLE and (not self.recovery or self.recovery[cluster] >= UNSTABLE)


def judge(
    points: np.ndarray, ks: Sequence[int], method: Method, *, starts: int, seed: int
) -> tuple[list[tuple[Candidate, Placer]], bool]:
    """Fit and judge every k on a sample of points (rows, axes); clusters numbered from the largest.

    Also says whether BIC has its minimum among these k: where one more cluster is better still, the clusters are not
    Gaussian and BIC would go on splitting them.
    """
    generator = np.random.default_rng(seed)
    rows = generator.choice(len(points), min(JUDGED_ROWS, len(points)), replace=False)
    distances = cdist(points[rows], points[rows])
    draws = [generator.integers(0, len(points), min(BOOTSTRAP_ROWS, len(points))) for _ in range(BOOTSTRAPS)]
    able = [k for k in (*ks, max(ks) + 1) if _enough(points, k)]
    path = fit_path(points, able, seed=seed) if able else {}
    bic = {k: clouds.bic(points) for k, clouds in path.items()}
    judged = []
    for k in ks:
        first = path[k] if method == "mixture" and k in path else _fitted(points, k, method, starts, seed)
        placer, labels = largest_first(first, points)
        again = [_fitted(points[draw], k, method, 2, number).place(points[rows]) for number, draw in enumerate(draws)]
        here = labels[rows]
        candidate = Candidate(
            k=k,
            silhouette=silhouette(distances, here, k),
            stability=float(np.mean([adjusted_rand_score(here, other) for other in again])),
            smallest_share=float(np.bincount(labels, minlength=k).min() / len(points)),
            bic=bic.get(k),
            recovery=tuple(np.mean([_overlaps(here, other, k) for other in again], axis=0).tolist()),
        )
        judged.append((candidate, placer))
    return judged, max(ks) + 1 in bic and min(bic, key=lambda k: bic[k]) <= max(ks)


def offered(candidates: Sequence[Candidate], *, bic_decides: bool) -> tuple[int, ...]:
    """Two or three k, smallest first, by the first half of RULE; with fewer than three names on it, the next best."""
    fitting = [one for one in candidates if one.smallest_share >= SMALLEST_SHARE]
    pool = fitting if fitting else list(candidates[:1])
    most_stable = max(one.stability for one in pool)
    chosen = {
        max(pool, key=lambda one: one.silhouette).k,
        max(one.k for one in pool if one.stability >= most_stable - WITHIN),
    }
    with_bic = [one for one in pool if one.bic is not None and bic_decides]
    if with_bic:
        chosen.add(min(with_bic, key=lambda one: one.bic or 0.0).k)
    rest = [one for one in pool if one.k not in chosen and (one.stability >= UNSTABLE or len(chosen) == 1)]
    if rest and (not with_bic or len(chosen) == 1):
        chosen.add(max(rest, key=lambda one: one.silhouette * one.stability).k)
    return tuple(sorted(chosen))


def choose(candidates: Sequence[Candidate], among: Sequence[int]) -> int:
    """The k among those offered with the highest silhouette × stability."""
    return max((one for one in candidates if one.k in among), key=lambda one: one.silhouette * one.stability).k


def largest_first(placer: Placer, points: np.ndarray) -> tuple[Placer, np.ndarray]:
    """The clusters renumbered by size over `points`, and the points' labels."""
    labels = placer.place(points)
    order = np.argsort(-np.bincount(labels, minlength=placer.k), kind="stable")
    number = np.empty(placer.k, dtype=np.int64)
    number[order] = np.arange(placer.k)
    return placer.reordered(order), number[labels]


def silhouette(distances: np.ndarray, labels: np.ndarray, k: int) -> float:
    """Mean silhouette from a matrix of distances (rows, rows), computed once for every k; a cluster of one has 0."""
    members = np.eye(k)[labels]
    sizes = members.sum(0)
    sums = distances @ members
    rows, own = np.arange(len(labels)), sizes[labels]
    within = sums[rows, labels] / np.maximum(own - 1, 1)
    means = np.where(sizes > 0, sums / np.maximum(sizes, 1), np.inf)
    means[rows, labels] = np.inf
    nearest = means.min(1)
    widest = np.maximum(within, nearest)
    known = (own > 1) & np.isfinite(nearest) & (widest > 0)
    return float(np.where(known, (nearest - within) / np.where(known, widest, 1), 0.0).mean())


def _fitted(points: np.ndarray, k: int, method: Method, starts: int, seed: int) -> Placer:
    centres = fit_centres(points, k, starts=starts, seed=seed)
    return fit_clouds(points, centres.place(points), k) if method == "mixture" else centres


def _enough(points: np.ndarray, k: int) -> bool:
    axes = points.shape[1]
    return len(points) >= ROWS_PER_PARAMETER * k * axes * (axes + 3) / 2


def _overlaps(one: np.ndarray, other: np.ndarray, k: int) -> np.ndarray:
    """The best Jaccard overlap of each of `one`'s clusters with any of `other`'s, shape (k,)."""
    both = np.bincount(one * k + other, minlength=k * k).reshape(k, k).astype(float)
    union = both.sum(1)[:, None] + both.sum(0)[None, :] - both
    return np.asarray((both / np.maximum(union, 1)).max(1))
