"""Gaussian mixture: each cluster a cloud of its own size, shape and slant, fitted by expectation maximisation.

Its Bayesian information criterion (Schwarz 1978; for the number of clusters Fraley and Raftery 2002) is the one
criterion that finds overlapping, slanted clusters; where clusters are not Gaussian it asks for too many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_triangular

from tools.science.clusters.centres import fit_centres

RIDGE = 1e-3
"""Added to every variance (the axes have variance 1), so that a value many share exactly is no spike."""
TOLERANCE = 1e-3
"""Gain in mean log-likelihood below which fitting stops."""
WARM_ROWS = 5_000
"""Fitting first converges on so many rows; over all of them few steps are then left."""
SHORT_STEPS, STEPS, LAST_STEPS = 8, 40, 12
"""Every start gets a few steps, only the best goes to the end (short runs: Biernacki, Celeux and Govaert 2003)."""
STARTS = 3
AHEAD = 2
BATCH = 100_000


@dataclass(frozen=True, eq=False)
class Clouds:
    """k Gaussians in a space of d axes."""

    weights: np.ndarray
    """Shape (k,), adding up to 1."""
    means: np.ndarray
    """Shape (k, d)."""
    covariances: np.ndarray
    """Shape (k, d, d)."""

    @property
    def k(self) -> int:
        """How many."""
        return len(self.weights)

    def log_densities(self, points: np.ndarray) -> np.ndarray:
        """log(weight × density) of each point under each cloud, shape (rows, k)."""
        dimensions = points.shape[1]
        result = np.empty((len(points), self.k))
        for index in range(self.k):
            root = np.linalg.cholesky(self.covariances[index])
            whitening = solve_triangular(root, np.eye(dimensions), lower=True).T
            distance = points @ whitening - self.means[index] @ whitening
            result[:, index] = (
                np.log(self.weights[index])
                - 0.5 * (np.einsum("ij,ij->i", distance, distance) + dimensions * np.log(2 * np.pi))
                - np.log(np.diag(root)).sum()
            )
        return result

    def place(self, points: np.ndarray) -> np.ndarray:
        """The most probable cloud of each point, shape (rows,)."""
        parts = [self.log_densities(points[start : start + BATCH]).argmax(1) for start in range(0, len(points), BATCH)]
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)

    def log_likelihood(self, points: np.ndarray) -> float:
        """Mean per point."""
        return float(np.logaddexp.reduce(self.log_densities(points), axis=1).mean())

    def bic(self, points: np.ndarray) -> float:
        """Bayesian information criterion over these points: lower is better."""
        rows, d = points.shape
        parameters = self.k - 1 + self.k * d + self.k * d * (d + 1) / 2
        return -2 * rows * self.log_likelihood(points) + parameters * float(np.log(rows))

    def reordered(self, order: np.ndarray) -> Clouds:
        """The same clusters under other numbers: number i was `order[i]`."""
        return Clouds(self.weights[order], self.means[order], self.covariances[order])


def fit_clouds(points: np.ndarray, labels: np.ndarray, k: int) -> Clouds:
    """A mixture of k clouds with full covariances over points (rows, d), starting from labels such as k-means'."""
    return _converged(points, np.eye(k)[labels], steps=4 * STEPS)


def fit_path(points: np.ndarray, ks: Sequence[int], *, seed: int = 0) -> dict[int, Clouds]:
    """The best mixture found for each k.

    A start from k-means misses clusters that lie across or inside others, and at the true k alone it may miss one while
    halving another. So fitting begins AHEAD clusters beyond the largest k, where each is likelier to be met, and goes
    down: besides starts of its own each k is tried from the k above with the two clouds merged that cost least.
    """
    generator = np.random.default_rng(seed)
    rows = generator.permutation(len(points))[:WARM_ROWS]
    warm, path = points[rows], {}
    above: Clouds | None = None
    for k in range(max(ks) + AHEAD, min(ks) - 1, -1):
        places = [fit_centres(warm, k, starts=1, seed=seed + start).place(warm) for start in range(STARTS)]
        tried = [_converged(warm, np.eye(k)[labels], steps=SHORT_STEPS) for labels in places]
        if above is not None:
            tried.append(_converged(warm, _merged(above, warm), steps=SHORT_STEPS))
        best = max(tried, key=lambda clouds: clouds.log_likelihood(warm))
        above = _converged(warm, _responsibilities(best, warm)[0], steps=STEPS)
        if k in ks:
            path[k] = _converged(points, _responsibilities(above, points)[0], steps=LAST_STEPS)
    return path


def _merged(clouds: Clouds, points: np.ndarray) -> np.ndarray:
    """Responsibilities with the two clouds made one whose union costs least likelihood (Runnalls 2007, its bound)."""
    spread = np.linalg.slogdet(clouds.covariances)[1]
    best, pair = np.inf, (0, 1)
    for i in range(clouds.k):
        for j in range(i + 1, clouds.k):
            weight = clouds.weights[i] + clouds.weights[j]
            share = clouds.weights[i] / weight
            apart = clouds.means[i] - clouds.means[j]
            union = share * clouds.covariances[i] + (1 - share) * clouds.covariances[j]
            union = union + share * (1 - share) * np.outer(apart, apart)
            cost = weight * np.linalg.slogdet(union)[1] - clouds.weights[i] * spread[i] - clouds.weights[j] * spread[j]
            if cost < best:
                best, pair = cost, (i, j)
    responsibilities = _responsibilities(clouds, points)[0]
    responsibilities[:, pair[0]] += responsibilities[:, pair[1]]
    return np.delete(responsibilities, pair[1], axis=1)


def _converged(points: np.ndarray, responsibilities: np.ndarray, *, steps: int) -> Clouds:
    last = -np.inf
    clouds = _maximised(points, responsibilities)
    for _ in range(steps):
        responsibilities, likelihood = _responsibilities(clouds, points)
        if likelihood - last < TOLERANCE:
            break
        last = likelihood
        clouds = _maximised(points, responsibilities)
    return clouds


def _responsibilities(clouds: Clouds, points: np.ndarray) -> tuple[np.ndarray, float]:
    """Each point's probability of belonging to each cloud, and the mean log-likelihood."""
    densities = clouds.log_densities(points)
    highest = densities.max(1)
    weights = np.exp(densities - highest[:, None])
    total = weights.sum(1)
    return weights / total[:, None], float((highest + np.log(total)).mean())


def _maximised(points: np.ndarray, responsibilities: np.ndarray) -> Clouds:
    rows, dimensions = points.shape
    mass = responsibilities.sum(0) + 1e-9
    means = responsibilities.T @ points / mass[:, None]
    covariances = np.empty((len(mass), dimensions, dimensions))
    for index in range(len(mass)):
        centred = points - means[index]
        covariances[index] = (centred * responsibilities[:, index : index + 1]).T @ centred / mass[index]
        covariances[index].flat[:: dimensions + 1] += RIDGE
    return Clouds(mass / rows, means, covariances)
