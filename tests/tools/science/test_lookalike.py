"""Lookalikes: planted people are found again, chance is not sold as likeness, and small seeds are refused."""

import numpy as np
import pandas as pd
import pytest

from tools.science.lookalike import MINIMUM_SEED, SHARES, fit_lookalike
from tools.science.propensity.scorer import Scorer


def _shop(customers: int = 4_000, *, seed: int = 0) -> tuple[pd.DataFrame, np.ndarray]:
    """A fifth buys often and online; two features are noise, one is unknown for many."""
    generator = np.random.default_rng(seed)
    kind = generator.random(customers) < 0.2
    frame = pd.DataFrame(
        {
            "orders": generator.poisson(np.where(kind, 6, 2)).astype(float),
            "online_share": np.clip(generator.normal(np.where(kind, 0.7, 0.4), 0.2), 0, 1),
            "noise": generator.normal(size=customers),
            "age": np.where(generator.random(customers) < 0.3, np.nan, generator.normal(40, 10, customers)),
        },
        index=[f"c{number:05d}" for number in range(customers)],
    )
    return frame, kind


def test_the_most_alike_are_of_the_seeds_kind_and_the_back_test_says_how_surely():
    frame, kind = _shop()
    in_seed = np.zeros(len(frame), dtype=bool)
    in_seed[np.flatnonzero(kind)[:200]] = True
    found = fit_lookalike(frame, in_seed)
    score = np.where(in_seed, -np.inf, found.score(frame))
    assert kind[np.argsort(-score)[:200]].mean() > 0.7
    assert [one.share for one in found.reach] == list(SHARES) and found.works
    assert all(one.low <= one.lift <= one.high <= 1 / one.share + 1e-9 for one in found.reach)
    # of everyone a fifth is of the seed's kind, so no ranking can find it more than five times as often
    assert 2 < next(one.lift for one in found.reach if one.share == 0.1) < 5
    assert found.seed_size == 200 and 0.75 < found.roc_auc < 0.95


def test_a_seed_drawn_by_chance_does_not_work():
    frame, _ = _shop()
    works = []
    for draw in range(6):
        in_seed = np.zeros(len(frame), dtype=bool)
        in_seed[np.random.default_rng(draw).choice(len(frame), 150, replace=False)] = True
        works.append(fit_lookalike(frame, in_seed).works)
    assert sum(works) <= 1


def test_the_score_is_a_linear_member_that_others_can_use():
    frame, kind = _shop(1_500)
    found = fit_lookalike(frame, kind)
    scorer = Scorer(tuple(found.selection.names), (found.member,), (1.0,))
    assert np.allclose(scorer.margin(frame), found.score(frame))


def test_a_feature_that_is_the_seed_itself_is_left_out_with_the_reason():
    frame, kind = _shop()
    frame["vip"] = kind.astype(float)
    found = fit_lookalike(frame, kind)
    assert "vip" not in found.selection.names
    assert {one.name: one.reason for one in found.selection.dropped}["vip"] == "tells_the_label"


def test_small_seeds_and_seeds_of_almost_everyone_are_refused():
    frame, _ = _shop(1_000)
    few = np.zeros(len(frame), dtype=bool)
    few[: MINIMUM_SEED - 1] = True
    with pytest.raises(ValueError, match="at least 50 customers, there are 49"):
        fit_lookalike(frame, few)
    most = np.ones(len(frame), dtype=bool)
    most[:100] = False
    with pytest.raises(ValueError, match="narrow the seed"):
        fit_lookalike(frame, most)


def test_the_same_seed_gives_the_same_answer():
    frame, kind = _shop(1_500)
    one, two = fit_lookalike(frame, kind), fit_lookalike(frame, kind)
    assert np.array_equal(one.score(frame), two.score(frame)) and one.reach == two.reach
