"""What sets clusters apart: Cohen's d with its interval, and the words made from it."""

import numpy as np
import pandas as pd
import pytest

from tests.tools.science.clusters.test_fitting import planted
from tools.science.clusters import distinguishing, standardised_differences, traits
from tools.segment_names import name_clusters


def test_differences_are_cohens_against_everyone_else():
    generator = np.random.default_rng(0)
    frame = pd.DataFrame({"age": generator.normal(40, 10, 600), "visits": generator.normal(5, 1, 600)})
    labels = np.repeat([0, 1, 2], 200)
    frame.loc[labels == 1, "age"] += 8
    found = distinguishing(frame, labels)
    inside, outside = frame["age"][labels == 1], frame["age"][labels != 1]
    pooled = np.sqrt((inside.var(ddof=0) + outside.var(ddof=0)) / 2)
    assert found.loc[1, "age"] == pytest.approx((inside.mean() - outside.mean()) / pooled)
    assert abs(found.loc[1, "visits"]) < 0.2


def test_the_interval_covers_the_true_difference_as_often_as_it_says():
    generator = np.random.default_rng(1)
    covered = 0
    for _ in range(400):
        inside, outside = generator.normal(0.5, 1, 60), generator.normal(0, 1, 240)
        moments = [np.array([[f(inside)], [f(outside)]]) for f in (len, np.mean, np.var)]
        _, low, high = standardised_differences(*moments)
        covered += low[0, 0] <= 0.5 <= high[0, 0]
    assert 0.92 <= covered / 400 <= 0.98


def test_traits_come_with_plain_means_and_sizes_the_largest_first():
    frame = pd.DataFrame({"spend": [1.0, 1.1, 1.2, 9.0, 9.1, 9.2], "noise": [1.0, 2.0, 3.0, 1.0, 2.0, 3.0]})
    found = traits(frame, np.array([0, 0, 0, 1, 1, 1]))
    assert list(found["feature"]) == ["spend", "spend"] and list(found["customers"]) == [3, 3]
    assert found.loc[0, "inside"] == pytest.approx(1.1) and found.loc[0, "outside"] == pytest.approx(9.1)
    assert found.loc[0, "low"] < found.loc[0, "difference"] < found.loc[0, "high"] < 0


def test_a_group_of_one_has_no_difference():
    difference, _, _ = standardised_differences(np.array([[1], [50]]), np.array([[9.0], [1.0]]), np.array([[0.0], [1]]))
    assert np.isnan(difference).all()


def test_clusters_are_named_by_what_sets_them_apart():
    frame = pd.DataFrame({"spend": [1.0, 1.1, 1.2, 9.0, 9.1, 9.2], "category:skincare": [0.9, 0.8, 0.9, 0.1, 0.2, 0.1]})
    differences = distinguishing(frame, np.array([0, 0, 0, 1, 1, 1]))
    profiles = name_clusters(differences, stable=True, chinese_names={"skincare": "护肤"})
    assert "skincare buyers" in profiles[0].text_en and "high-spend" in profiles[1].text_en
    assert "高消费" in profiles[1].text_zh and "护肤" in profiles[0].text_zh


def test_unstable_clusters_get_no_name():
    frame, _ = planted(3, 50)
    differences = distinguishing(frame, np.repeat([0, 1, 2], 50))
    profiles = name_clusters(differences, stable=False)
    assert [profile.name_en for profile in profiles] == ["Cluster 1", "Cluster 2", "Cluster 3"]
    mixed = [profile.name_en for profile in name_clusters(differences, stable=[True, False, True])]
    assert mixed[1] == "Cluster 2" and mixed[0] != "Cluster 1"
