"""Customer clusters: k-means with the number of clusters argued for, described by what sets each apart.

No single criterion finds the right k (silhouette and stability err low, both favour two blobs), so the candidates are
shown with silhouette, stability under resampling and smallest share side by side, and the choice follows a stated rule.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score
from threadpoolctl import threadpool_limits

MINIMUM_CUSTOMERS = 100
SMALLEST_SHARE = 0.03
STABLE = 0.85
UNSTABLE = 0.6
"""Adjusted Rand index over bootstraps: above STABLE a segmentation repeats itself, below UNSTABLE it is chance."""
FIT_SAMPLE = 20_000
SILHOUETTE_SAMPLE = 4_000
BOOTSTRAPS = 6


@dataclass(frozen=True)
class Candidate:
    """One k and the evidence for it."""

    k: int
    silhouette: float
    """Mean silhouette on a sample, -1 to 1."""
    stability: float
    """Mean adjusted Rand index between the fit and refits on bootstrap samples, 0 to 1."""
    smallest_share: float
    """Share of customers in the smallest cluster, 0 to 1."""


@dataclass(frozen=True)
class Clustering:
    """A fitted segmentation; everything needed to place a new customer is in plain arrays."""

    features: list[str]
    logged: list[bool]
    """Whether the feature is taken as log(1 + x)."""
    mean: np.ndarray
    scale: np.ndarray
    centres: np.ndarray
    """Shape (k, features), in standardised units."""
    candidates: list[Candidate]
    k: int
    labels: np.ndarray
    """Cluster of each row of the frame it was fitted on, 0 to k - 1, the largest cluster first."""

    @property
    def chosen(self) -> Candidate:
        """The evidence for the k that was chosen."""
        return next(candidate for candidate in self.candidates if candidate.k == self.k)

    def predict(self, frame: pd.DataFrame) -> np.ndarray:
        """Nearest centre for each row of `frame` (columns `features`); shape (rows,)."""
        points = (_transformed(frame[self.features], self.logged) - self.mean) / self.scale
        squared = (points**2).sum(1)[:, None] - 2 * points @ self.centres.T + (self.centres**2).sum(1)[None, :]
        return squared.argmin(1)


def fit_clusters(frame: pd.DataFrame, *, k_range: tuple[int, int] = (3, 8), seed: int = 0) -> Clustering:
    """Cluster the rows of a numeric frame (customers × features, no missing values).

    The k with the best product of silhouette and stability wins among those whose smallest cluster holds at least
    SMALLEST_SHARE of the customers; when none does, the smallest k. Raises ValueError under MINIMUM_CUSTOMERS rows.
    """
    if len(frame) < MINIMUM_CUSTOMERS:
        raise ValueError(f"clusters need at least {MINIMUM_CUSTOMERS} customers with orders, there are {len(frame)}")
    varying = [name for name in frame.columns if frame[name].nunique() > 1]
    logged = _skewed(frame[varying])
    values = _transformed(frame[varying], logged)
    mean, scale = values.mean(0), values.std(0)
    points = np.clip((values - mean) / scale, -4, 4)  # a handful of wholesale buyers must not become a cluster each
    generator = np.random.default_rng(seed)
    sample = points if len(points) <= FIT_SAMPLE else points[generator.choice(len(points), FIT_SAMPLE, replace=False)]
    with threadpool_limits(1):
        fits = {k: KMeans(k, n_init=5, random_state=seed).fit(sample) for k in range(k_range[0], k_range[1] + 1)}
        candidates = [_judged(k, fit, sample, generator) for k, fit in fits.items()]
    fitting = [candidate for candidate in candidates if candidate.smallest_share >= SMALLEST_SHARE] or candidates[:1]
    k = max(fitting, key=lambda candidate: candidate.silhouette * candidate.stability).k
    labels = fits[k].predict(points)
    order = np.argsort(-np.bincount(labels, minlength=k), kind="stable")
    renumber = np.empty(k, dtype=int)
    renumber[order] = np.arange(k)
    return Clustering(varying, logged, mean, scale, fits[k].cluster_centers_[order], candidates, k, renumber[labels])


def distinguishing(frame: pd.DataFrame, labels: np.ndarray) -> pd.DataFrame:
    """What sets each cluster apart: standardised mean difference of each feature against everyone else.

    Returns clusters × features, in pooled standard deviations of the (log where skewed) feature: .2 is small, .8 large.
    """
    values = _transformed(frame, _skewed(frame))
    rows = []
    for label in range(int(labels.max()) + 1):
        inside, outside = values[labels == label], values[labels != label]
        pooled = np.sqrt((inside.var(0) + outside.var(0)) / 2)
        rows.append((inside.mean(0) - outside.mean(0)) / np.where(pooled > 0, pooled, np.inf))
    return pd.DataFrame(rows, columns=frame.columns)


def _skewed(frame: pd.DataFrame) -> list[bool]:
    """Which columns are counts or amounts with a long tail: never negative and more skewed than an exponential."""
    values = frame.to_numpy(dtype=float)
    skewness = np.nan_to_num(pd.DataFrame(values).skew().to_numpy(dtype=float))
    return [bool(low >= 0 and skew > 2) for low, skew in zip(values.min(0), skewness, strict=True)]


def _transformed(frame: pd.DataFrame, logged: list[bool]) -> np.ndarray:
    values = frame.to_numpy(dtype=float).copy()
    for index, flag in enumerate(logged):
        if flag:
            values[:, index] = np.log1p(np.maximum(values[:, index], 0))
    return values


def _judged(k: int, fit: KMeans, sample: np.ndarray, generator: np.random.Generator) -> Candidate:
    rows = generator.choice(len(sample), min(SILHOUETTE_SAMPLE, len(sample)), replace=False)
    agreement = []
    for repeat in range(BOOTSTRAPS):
        drawn = sample[generator.integers(0, len(sample), min(len(sample), SILHOUETTE_SAMPLE))]
        again = KMeans(k, n_init=2, random_state=repeat).fit(drawn)
        agreement.append(adjusted_rand_score(fit.labels_[rows], again.predict(sample[rows])))
    return Candidate(
        k=k,
        silhouette=float(silhouette_score(sample[rows], fit.labels_[rows])),
        stability=float(np.mean(agreement)),
        smallest_share=float(np.bincount(fit.labels_, minlength=k).min() / len(sample)),
    )
