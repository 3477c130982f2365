"""Boosted trees vote the same on one thread as they do by scikit-learn's public way."""

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from threadpoolctl import threadpool_limits

from tools.science.propensity.scorer import FEW_ROWS, boosted_votes


@pytest.mark.parametrize("rows", [1, 7, FEW_ROWS, FEW_ROWS + 1])
def test_one_thread_changes_no_vote(rows):
    generator = np.random.default_rng(0)
    inputs = generator.normal(size=(FEW_ROWS + 1, 4))
    inputs[generator.random(inputs.shape) < 0.1] = np.nan
    answer = generator.random(600) < 0.3
    with threadpool_limits(1):
        classifier = HistGradientBoostingClassifier(max_iter=5).fit(inputs[:600], answer)
        regressor = HistGradientBoostingRegressor(max_iter=5).fit(inputs[:600], answer.astype(float))
    assert np.array_equal(boosted_votes(classifier, inputs[:rows]), classifier.decision_function(inputs[:rows]))
    assert np.array_equal(boosted_votes(regressor, inputs[:rows]), regressor.predict(inputs[:rows]))


def test_a_regressor_with_a_link_keeps_its_link():
    generator = np.random.default_rng(0)
    inputs, amount = generator.normal(size=(500, 2)), generator.poisson(3.0, 500).astype(float)
    with threadpool_limits(1):
        poisson = HistGradientBoostingRegressor(loss="poisson", max_iter=5).fit(inputs, amount)
    assert np.array_equal(boosted_votes(poisson, inputs[:5]), poisson.predict(inputs[:5]))
