"""Qini, AUUC and uplift at k: equal to scikit-uplift 0.5.1 on the same rows, and right where the answer is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.science.uplift.metrics import auuc_score, counts_by_score, qini_curve, qini_score, uplift_at, uplift_curve
from tools.science.uplift.resampling import GROUPS, observed, resampled


def _rows(seed: int, share: float, rate: float, levels: int):
    """Reproducible anywhere without a random generator; `levels` distinct scores, 0 for all different."""
    number = np.arange(1, 401)
    first, second, score = (((number * k + seed * 12.9898) * 0.6180339887498949) % 1 for k in (1, 2.7, 5.3))
    score = np.floor(score * levels) if levels else score
    return (second < rate).astype(int), score, (first < share).astype(int)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [  # qini_auc_score, uplift_auc_score, uplift_at_k "overall" and "by_group" of scikit-uplift 0.5.1
        ((0, 0.5, 0.2, 0), (-0.05325428, -0.03841454, -0.04251181, -0.0299435)),
        ((1, 0.8, 0.05, 0), (0.13539102, 0.05013115, -0.01041667, -0.01222826)),
        ((2, 0.3, 0.6, 7), (0.0063947, 0.00824511, -0.04761905, -0.04317269)),
        ((3, 0.5, 0.9, 0), (0.03403888, 0.0648334, 0.00277855, 0.01666667)),
    ],
)
def test_scores_equal_scikit_uplift(rows, expected):
    outcome, score, treated = _rows(*rows)
    found = (
        qini_score(outcome, score, treated),
        auuc_score(outcome, score, treated),
        uplift_at(outcome, score, treated, 0.3),
        uplift_at(outcome, score, treated, 0.3, within="arm"),
    )
    assert found == pytest.approx(expected, abs=1e-7)


def test_the_curves_of_six_people_can_be_drawn_by_hand():
    outcome, treated = np.array([1, 0, 0, 1, 0, 1]), np.array([1, 0, 1, 1, 0, 0])
    counts = counts_by_score(outcome, np.array([6, 5, 4, 3, 2, 1]), treated)
    people, extra = qini_curve(counts)
    assert people.tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert extra.tolist() == pytest.approx([0, 1, 1, 1, 2, 2, 1])
    assert uplift_curve(counts)[1].tolist() == pytest.approx([0, 1, 2, 1.5, 8 / 3, 10 / 3, 2])


def test_the_best_ranking_scores_one_and_no_ranking_nothing():
    outcome, _, treated = _rows(5, 0.5, 0.3, 0)
    assert qini_score(outcome, outcome * (2 * treated - 1), treated) == pytest.approx(1)
    assert qini_score(outcome, np.zeros(400), treated) == pytest.approx(0)
    assert auuc_score(outcome, np.zeros(400), treated) == pytest.approx(0)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 0.9), st.floats(0.05, 0.95), st.integers(0, 9))
def test_scores_depend_on_the_order_alone(seed, share, rate, levels):
    outcome, score, treated = _rows(seed, share, rate, levels)
    for measure in (qini_score, auuc_score):
        value = measure(outcome, score, treated)
        assert value == pytest.approx(measure(outcome, np.exp(score / 10), treated))
        shuffled = np.random.default_rng(seed).permutation(400)
        assert value == pytest.approx(measure(outcome[shuffled], score[shuffled], treated[shuffled]))
    assert qini_score(outcome, score, treated) <= 1 + 1e-9


def test_resampled_scores_centre_on_the_score_and_spread_as_real_repeats_do():
    def draw(seed: int):
        generator = np.random.default_rng(seed)
        place, treated = generator.random(4_000), (generator.random(4_000) < 0.5).astype(float)
        outcome = (generator.random(4_000) < 0.1 + 0.2 * treated * place).astype(float)
        return place, treated, outcome

    from tools.science.uplift.metrics import qini

    place, treated, outcome = draw(0)
    drawn = qini(resampled([place], treated, outcome, draws=400)[0])
    exact = qini_score(outcome, place, treated)
    assert qini(observed(place, treated, outcome)) == pytest.approx(exact, abs=1e-3)
    assert drawn.shape == (400,) and drawn.mean() == pytest.approx(exact, abs=0.01)
    repeats = [qini_score(o, p, t) for p, t, o in map(draw, range(150))]
    assert drawn.std() == pytest.approx(np.std(repeats), rel=0.25)
    assert GROUPS == 100
