"""Clusters: planted groups are found, the choice is argued for, and chance is not given a name."""

import numpy as np
import pandas as pd
import pytest

from tools.science.clusters import MINIMUM_CUSTOMERS, distinguishing, fit_clusters
from tools.segment_names import name_clusters


def _planted(groups: int, per_group: int, seed: int = 3) -> tuple[pd.DataFrame, np.ndarray]:
    generator = np.random.default_rng(seed)
    centres = generator.normal(0, 4, (groups, 5))
    labels = np.repeat(np.arange(groups), per_group)
    points = centres[labels] + generator.normal(0, 0.7, (len(labels), 5))
    return pd.DataFrame(points, columns=["spend", "orders", "recency_days", "category:skincare", "tenure_days"]), labels


@pytest.mark.parametrize("groups", [3, 4, 5, 6])
def test_the_planted_number_of_clusters_is_chosen(groups):
    frame, truth = _planted(groups, 200)
    fitted = fit_clusters(frame)
    assert fitted.k == groups
    assert pd.crosstab(truth, fitted.labels).gt(10).sum(axis=1).eq(1).all()


def test_the_largest_cluster_comes_first_and_new_customers_are_placed_alike():
    frame, _ = _planted(4, 150)
    frame = pd.concat([frame, frame.iloc[:150] + 0.01], ignore_index=True)
    fitted = fit_clusters(frame)
    sizes = np.bincount(fitted.labels)
    assert (np.diff(sizes) <= 0).all()
    assert (fitted.predict(frame) == fitted.labels).mean() > 0.99


def test_a_few_wholesale_buyers_do_not_become_a_cluster():
    frame, _ = _planted(3, 300)
    frame["spend"] = np.exp(frame["spend"] - frame["spend"].min())
    frame.loc[:3, "spend"] *= 10_000
    assert np.bincount(fit_clusters(frame).labels).min() >= 0.03 * len(frame)


def test_too_few_customers_are_refused():
    frame, _ = _planted(3, 10)
    with pytest.raises(ValueError, match=f"at least {MINIMUM_CUSTOMERS}"):
        fit_clusters(frame)


def test_clusters_are_named_by_what_sets_them_apart():
    frame = pd.DataFrame({"spend": [1.0, 1.1, 1.2, 9.0, 9.1, 9.2], "category:skincare": [0.9, 0.8, 0.9, 0.1, 0.2, 0.1]})
    profiles = name_clusters(distinguishing(frame, np.array([0, 0, 0, 1, 1, 1])), stable=True)
    assert "skincare buyers" in profiles[0].text_en and "high-spend" in profiles[1].text_en
    assert "高消费" in profiles[1].text_zh


def test_unstable_clusters_get_no_name():
    frame, _ = _planted(3, 50)
    profiles = name_clusters(distinguishing(frame, np.arange(150) % 3), stable=False)
    assert [profile.name_en for profile in profiles] == ["Cluster 1", "Cluster 2", "Cluster 3"]
