"""Gaussian mixture: each cluster a cloud of its own size, shape and slant, fitted by expectation maximisation.

Its Bayesian information criterion (Schwarz 1978; for the number of clusters Fraley and Raftery 2002) is the one
criterion that finds overlapping, slanted clusters; where clusters are not Gaussian it asks for too many.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_triangular

RIDGE = 1e-3
"""Added to every variance (the axes have variance 1), so that a value many share exactly is no spike."""
TOLERANCE = 1e-3
"""Gain in mean log-likelihood below which fitting stops."""
WARM_ROWS = 5_000
"""Fitting first converges on so many rows; over all of them few steps are then left."""
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


def fit_clouds(points: np.ndarray, labels: np.ndarray, k: int, *, seed: int = 0) -> Clouds:
    """A mixture of k clouds with full covariances over points (rows, d), starting from labels such as k-means'."""
    start = np.eye(k)[labels]
    if len(points) > 2 * WARM_ROWS:
        rows = np.random.default_rng(seed).choice(len(points), WARM_ROWS, replace=False)
        warm = _converged(points[rows], start[rows], steps=150)
        start = _responsibilities(warm, points)[0]
        return _converged(points, start, steps=25)
    return _converged(points, start, steps=150)


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
