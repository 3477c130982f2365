"""The mixture is scikit-learn's Gaussian mixture, and going down from more clouds finds what a single start misses."""

import numpy as np
import pytest
from sklearn.mixture import GaussianMixture

from tests.tools.science.clusters.test_fitting import slanted
from tools.science.clusters.mixture import RIDGE, fit_clouds, fit_path


def test_densities_and_bic_are_scikit_learns():
    frame, truth = slanted(3, 1_500, seed=2)
    points = frame.to_numpy()
    clouds = fit_clouds(points, truth, 3)
    theirs = GaussianMixture(3, reg_covar=RIDGE, tol=1e-3, random_state=0)
    theirs.weights_, theirs.means_, theirs.covariances_ = clouds.weights, clouds.means, clouds.covariances
    theirs.precisions_cholesky_ = np.linalg.inv(np.linalg.cholesky(clouds.covariances)).transpose(0, 2, 1)
    assert clouds.log_likelihood(points) == pytest.approx(theirs.score(points), abs=1e-9)
    assert clouds.bic(points) == pytest.approx(theirs.bic(points), rel=1e-12)
    assert np.array_equal(clouds.place(points), theirs.predict(points))


def test_the_fit_is_at_least_as_likely_as_scikit_learns():
    frame, _ = slanted(5, 2_500, seed=4)
    points = ((frame - frame.mean()) / frame.std()).to_numpy()
    ours = fit_path(points, [3, 4, 5, 6])
    for k, clouds in ours.items():
        theirs = GaussianMixture(k, reg_covar=RIDGE, n_init=3, random_state=0).fit(points)
        assert clouds.log_likelihood(points) > theirs.score(points) - 0.02
    assert min(ours, key=lambda k: ours[k].bic(points)) == 5
