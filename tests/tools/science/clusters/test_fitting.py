"""Clusters: planted groups are found, the choice is argued for, and the fit can be stored and used later."""

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from tools.science.clusters import MINIMUM_CUSTOMERS, SMALLEST_SHARE, Clustering, fit_clusters

NAMES = ["spend", "orders", "recency_days", "category:skincare", "tenure_days"]


def planted(groups: int, per_group: int, seed: int = 3) -> tuple[pd.DataFrame, np.ndarray]:
    """Round groups far apart in five features; the frame and the true group of each row."""
    generator = np.random.default_rng(seed)
    centres = generator.normal(0, 4, (groups, 5))
    labels = np.repeat(np.arange(groups), per_group)
    points = centres[labels] + generator.normal(0, 0.7, (len(labels), 5))
    return pd.DataFrame(points, columns=NAMES), labels


def slanted(groups: int, rows: int, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Unequal, overlapping, slanted Gaussian groups in six features."""
    generator = np.random.default_rng(seed)
    share = np.clip(generator.dirichlet(np.full(groups, 3.0)), 0.06, None)
    label = generator.choice(groups, rows, p=share / share.sum())
    centres = generator.normal(0, 2, (groups, 6))
    points = np.empty((rows, 6))
    for group in range(groups):
        turn, _ = np.linalg.qr(generator.normal(size=(6, 6)))
        member = label == group
        points[member] = centres[group] + generator.normal(size=(member.sum(), 6)) * generator.uniform(0.3, 2, 6) @ turn
    return pd.DataFrame(points, columns=[f"x{number}" for number in range(6)]), label


@pytest.mark.parametrize("groups", [3, 4, 5, 6])
def test_the_planted_number_of_clusters_is_chosen(groups):
    frame, truth = planted(groups, 150)
    fitted = fit_clusters(frame)
    assert fitted.k == groups and groups in fitted.offered and 2 <= len(fitted.offered) <= 3
    assert pd.crosstab(truth, fitted.labels).gt(10).sum(axis=1).eq(1).all()


def test_every_candidate_shows_all_three_criteria():
    frame, _ = slanted(4, 3_000, seed=1)
    fitted = fit_clusters(frame)
    assert [one.k for one in fitted.candidates] == [3, 4, 5, 6, 7, 8]
    for one in fitted.candidates:
        assert -1 <= one.silhouette <= 1 and 0 <= one.stability <= 1 and one.bic is not None
        assert len(one.recovery) == one.k and all(0 <= share <= 1 for share in one.recovery)
    assert 4 in fitted.offered and fitted.bic_decides
    assert all(one.smallest_share >= SMALLEST_SHARE for one in fitted.candidates if one.k in fitted.offered)


def test_a_mixture_finds_slanted_groups_better_than_centres_do():
    frame, truth = slanted(4, 3_000, seed=1)
    centres = fit_clusters(frame, k=4, k_range=(4, 4))
    clouds = fit_clusters(frame, k=4, k_range=(4, 4), method="mixture")
    assert clouds.method == "mixture"
    reached = [adjusted_rand_score(truth, fitted.labels) for fitted in (centres, clouds)]
    assert reached[1] > 0.9 and reached[1] > reached[0]


def test_the_largest_cluster_comes_first_and_new_customers_are_placed_alike():
    frame, _ = planted(4, 150)
    frame = pd.concat([frame, frame.iloc[:150] + 0.01], ignore_index=True)
    fitted = fit_clusters(frame)
    sizes = np.bincount(fitted.labels)
    assert (np.diff(sizes) <= 0).all()
    assert np.array_equal(fitted.predict(frame), fitted.labels)


@pytest.mark.parametrize("method", ["kmeans", "mixture"])
def test_a_fit_survives_as_json(method):
    frame, _ = planted(3, 100)
    fitted = fit_clusters(frame, method=method)
    back = Clustering.from_plain(json.loads(json.dumps(fitted.plain())))
    assert np.array_equal(back.predict(frame), fitted.labels)
    assert (back.k, back.offered, back.candidates) == (fitted.k, fitted.offered, fitted.candidates)


def test_a_few_wholesale_buyers_do_not_become_a_cluster():
    frame, _ = planted(3, 300)
    frame["spend"] = np.exp(frame["spend"] - frame["spend"].min())
    frame.loc[:3, "spend"] *= 10_000
    assert np.bincount(fit_clusters(frame).labels).min() >= SMALLEST_SHARE * len(frame)


def test_chance_is_not_firm_enough_for_a_name():
    generator = np.random.default_rng(0)
    frame = pd.DataFrame(generator.normal(size=(1_500, 8)), columns=[f"x{number}" for number in range(8)])
    chosen = fit_clusters(frame).chosen
    assert not any(chosen.nameable(cluster) for cluster in range(chosen.k))


def test_too_few_customers_are_refused():
    frame, _ = planted(3, 10)
    with pytest.raises(ValueError, match=f"at least {MINIMUM_CUSTOMERS}"):
        fit_clusters(frame)
