"""The methods one by one: EASE, cosine, affinity, timing, chance, each against its definition."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from tests.tools.science.recommending.shop import LAST_DAY, shop
from tools.science.recommending import affinity as affinity_module
from tools.science.recommending.affinity import fit_affinity
from tools.science.recommending.candidates import best
from tools.science.recommending.cosine import SHRINKAGE, fit_cosine
from tools.science.recommending.ease import fit_ease
from tools.science.recommending.history import summed
from tools.science.recommending.logistic import Logistic, fit_logistic
from tools.science.recommending.popularity import recent_buyers, trend
from tools.science.recommending.purchases import day_number, read_purchases
from tools.science.recommending.recommender import history_of
from tools.science.recommending.timing import order_gaps, own_gaps, repeat_rates, typical_gaps


def _matrix(people=60, items=8, seed=0):
    generator = np.random.default_rng(seed)
    dense = np.where(generator.random((people, items)) < 0.3, generator.random((people, items)), 0)
    return sparse.csr_array(dense.astype(np.float32))


def test_ease_is_the_ridge_regression_of_each_item_on_all_others():
    """Steck 2019: with a zero diagonal each column is the regression of that item on the rest."""
    matrix, ridge = _matrix(), 3.0
    weights = fit_ease(matrix, ridge=ridge)
    dense = matrix.toarray().astype(float)
    for item in range(8):
        rest = np.delete(np.arange(8), item)
        expected = np.linalg.solve(
            dense[:, rest].T @ dense[:, rest] + ridge * np.eye(7), dense[:, rest].T @ dense[:, item]
        )
        assert weights[rest, item] == pytest.approx(expected, abs=1e-5)
        assert weights[item, item] == 0
    with pytest.raises(ValueError, match="ridge must be above 0"):
        fit_ease(matrix, ridge=0)


def test_cosine_is_the_shrunken_cosine_of_the_nearest_items():
    matrix = _matrix(items=12, seed=1)
    dense = matrix.toarray().astype(float)
    norms = np.sqrt((dense**2).sum(0))
    full = dense.T @ dense / (np.outer(norms, norms) + SHRINKAGE)
    np.fill_diagonal(full, 0)
    weights = fit_cosine(matrix, neighbours=4).toarray()
    for item in range(12):
        nearest = np.argsort(-full[:, item])[:4]
        assert set(np.flatnonzero(weights[:, item])) == set(nearest)
        assert weights[nearest, item] == pytest.approx(full[nearest, item], rel=1e-5)
    only = fit_cosine(matrix, neighbours=4, targets=np.array([2, 5])).toarray()
    assert (only[:, [2, 5]] == weights[:, [2, 5]]).all() and np.count_nonzero(only) == 8


@pytest.mark.parametrize("most_sellers", [5_000, 25])
def test_reasons_add_up_to_the_score_with_and_without_a_tail(most_sellers):
    purchases = shop()
    history = history_of(purchases, as_of=day_number(LAST_DAY), half_life_days=120.0)
    affinity = fit_affinity(history, most_sellers=most_sellers)
    assert len(affinity.sellers) == min(most_sellers, 60) and bool(affinity.tail.nnz) == (most_sellers == 25)
    scores = affinity.scores(history.matrix())
    for person in (0, 7, 31):
        own = history.person == person
        for item in range(0, 60, 7):
            parts = affinity.contributions(history.item[own], history.weight[own], item)
            assert parts.sum() == pytest.approx(scores[person, item], abs=1e-5)


def test_tail_items_are_liked_by_those_who_like_their_group():
    purchases = shop()
    history = history_of(purchases, as_of=day_number(LAST_DAY), half_life_days=120.0)
    affinity = fit_affinity(history, most_sellers=25)
    group = np.array([int(name[1]) for name in purchases.items])
    scores = affinity.scores(history.matrix())
    tail = np.setdiff1d(np.arange(60), affinity.sellers)
    mine = (np.arange(300) % 6)[:, None] == group[None, tail]
    assert scores[:, tail][mine].mean() > 2.5 * scores[:, tail][~mine].mean()


def test_items_of_few_buyers_are_left_to_their_owners(monkeypatch):
    monkeypatch.setattr(affinity_module, "LEAST_BUYERS", 10_000)
    monkeypatch.setattr(affinity_module, "LEAST_BUYERS_TAIL", 10_000)
    history = history_of(shop(), as_of=day_number(LAST_DAY), half_life_days=120.0)
    affinity = fit_affinity(history)
    assert not affinity.scores(history.matrix()).any()
    assert not affinity.contributions(history.item[:4], history.weight[:4], 3).any()


def _history(rows, items=2):
    person, item, day = (np.array(column) for column in zip(*rows, strict=True))
    return summed(person, item, day, as_of=100, people=int(person.max()) + 1, items=items, half_life_days=30.0)


def test_gaps_of_an_item_and_of_a_person_are_pooled():
    """Thirty people buy item 0 every ten days, item 1 is bought twice by one, sixty days apart."""
    rows = [(who, 0, 40 + 10 * time) for who in range(30) for time in range(3)] + [(0, 1, 20), (0, 1, 80)]
    history = _history(rows)
    gaps = typical_gaps(history)
    overall = (60 * 10 + 60) / 61
    assert gaps[0] == pytest.approx((20 * overall + 600) / 80) and gaps[1] == pytest.approx((20 * overall + 60) / 21)
    own = own_gaps(history, gaps)
    assert own[1] == pytest.approx((2 * gaps[1] + 60) / 3)
    assert repeat_rates(history) == pytest.approx([31 / 35, 2 / 6])
    assert np.isnan(typical_gaps(_history(rows[:20]))).all()


def test_a_person_with_a_rhythm_of_their_own_gets_it():
    regular = [(0, 0, day) for day in range(0, 100, 5)]
    others = [(who, 0, day) for who in range(1, 20) for day in (10, 50, 90)]
    history = _history(regular + others)
    own = own_gaps(history, typical_gaps(history))
    assert own[0] < 9 and own[1] > 25


def test_orders_have_a_rhythm_too_whatever_is_in_them():
    rows = [(who, (who + day) % 2, day) for who in range(20) for day in (0, 20, 40)] + [(20, 0, 90), (20, 1, 100)]
    gaps = order_gaps(_history(rows))
    overall = (20 * 40 + 10) / 41
    assert gaps[0] == pytest.approx((2 * overall + 40) / 4) and gaps[20] == pytest.approx((2 * overall + 10) / 3)
    assert np.isnan(order_gaps(_history(rows[:9]))).all()


def test_recent_buyers_count_customer_days_within_the_window():
    purchases = read_purchases(
        np.array(["a", "a", "b", "b"]),
        np.array(["x", "x", "x", "y"]),
        np.array(["2025-01-01", "2025-01-10", "2025-01-10", "2025-01-11"]),
    )
    today = int(purchases.day.max())
    assert recent_buyers(purchases, as_of=today, window_days=2).tolist() == [2, 1]
    assert recent_buyers(purchases, as_of=today - 1, window_days=30).tolist() == [3, 0]
    assert trend(np.array([2.0, 1.0])).tolist() == [1.0, 0.5] and trend(np.zeros(2)).tolist() == [0, 0]


def test_the_logistic_fit_is_the_penalised_maximum():
    generator = np.random.default_rng(3)
    columns = generator.normal(2, [1, 5, 0.1], (3_000, 3))
    label = (generator.random(3_000) < 1 / (1 + np.exp(2 - columns[:, 0] + 0.3 * columns[:, 1]))).astype(float)
    standard = (columns - columns.mean(0)) / columns.std(0)
    oracle = LogisticRegression(C=1.0, tol=1e-10, max_iter=1_000).fit(standard, label)
    fitted = fit_logistic(columns, label)
    assert fitted.probability(columns) == pytest.approx(oracle.predict_proba(standard)[:, 1], abs=1e-6)
    assert Logistic.from_array(fitted.array()).probability(columns) == pytest.approx(fitted.probability(columns))
    with pytest.raises(ValueError, match="both outcomes"):
        fit_logistic(columns, np.zeros(3_000))


def test_a_slope_of_the_wrong_sign_leaves_and_nothing_is_promised_beyond_what_was_seen():
    generator = np.random.default_rng(5)
    first = generator.normal(0, 1, 4_000)
    columns = np.column_stack((first, first + generator.normal(0, 0.3, 4_000), np.ones(4_000)))
    label = (generator.random(4_000) < 1 / (1 + np.exp(-2 * columns[:, 0] + columns[:, 1]))).astype(float)
    assert fit_logistic(columns, label).slopes[1] < 0
    held = fit_logistic(columns, label, signs=np.array([1, 1, 1]))
    assert held.slopes[0] > 0 and held.slopes[1] == 0 and held.slopes[2] == 0
    far = held.probability(np.array([[50.0, 0.0, 1.0], [columns[:, 0].max(), 0.0, 1.0]]))
    assert far[0] == far[1]


def test_the_best_are_the_first_of_each_row_ties_by_column():
    scores = np.array([[1.0, 3.0, 3.0, -np.inf], [-np.inf, -np.inf, 2.0, -np.inf]])
    row, column = best(scores, 2)
    assert row.tolist() == [0, 0, 1] and column.tolist() == [1, 2, 2]
    row, column = best(np.array([[5.0, 5.0, 5.0, 7.0]]), 3)
    assert column.tolist() == [3, 0, 1]
    assert not len(best(scores, 0)[0])
