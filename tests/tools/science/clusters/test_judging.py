"""The criteria are the known ones, and the rule picks as it says."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.metrics import silhouette_score

from tools.science.clusters.judging import Candidate, choose, offered, silhouette


@pytest.mark.parametrize("k", [2, 3, 5])
def test_silhouette_is_scikit_learns(k):
    generator = np.random.default_rng(k)
    points, labels = generator.normal(size=(200, 3)), generator.integers(0, k, 200)
    labels[:k] = np.arange(k)
    assert silhouette(cdist(points, points), labels, k) == pytest.approx(silhouette_score(points, labels), abs=1e-12)


def test_a_cluster_of_one_has_silhouette_nought_and_an_empty_one_is_no_neighbour():
    points = np.array([[0.0], [0.1], [5.0]])
    labels = np.array([0, 0, 1])
    expected = silhouette_score(points, labels)
    assert silhouette(cdist(points, points), labels, 3) == pytest.approx(expected)


def _candidate(k: int, silhouette: float, stability: float, bic: float | None, smallest: float = 0.1) -> Candidate:
    return Candidate(k, silhouette, stability, smallest, bic)


def test_each_criterion_puts_one_k_forward_and_the_product_chooses():
    candidates = [_candidate(3, 0.5, 0.8, 90), _candidate(4, 0.3, 0.95, 80), _candidate(5, 0.2, 0.94, 85)]
    candidates += [_candidate(6, 0.1, 0.7, 70), _candidate(7, 0.6, 0.99, 60, smallest=0.01)]
    among = offered(candidates, bic_decides=True)
    assert among == (3, 5, 6)
    assert choose(candidates, among) == 3


def test_where_bic_keeps_falling_the_next_best_takes_its_place():
    candidates = [_candidate(3, 0.5, 0.8, 90), _candidate(4, 0.4, 0.9, 80), _candidate(5, 0.3, 0.7, 70)]
    candidates += [_candidate(8, 0.1, 0.2, 10)]
    assert offered(candidates, bic_decides=False) == (3, 4, 5)
    assert offered(candidates, bic_decides=True) == (3, 4, 8)


def test_when_all_clusters_are_too_small_the_fewest_are_offered():
    assert offered([_candidate(3, 0.5, 0.9, None, 0.01), _candidate(4, 0.6, 0.9, None, 0.01)], bic_decides=False) == (
        3,
    )


def test_a_cluster_needs_its_own_firmness_to_be_named():
    firm = Candidate(2, 0.5, 0.9, 0.4, None, (0.9, 0.4))
    assert firm.nameable(0) and not firm.nameable(1)
    assert not Candidate(2, 0.5, 0.5, 0.4, None, (0.9, 0.9)).nameable(0)
