"""The models against arithmetic done another way: closed forms, numerical integrals, differences, simulation."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import betaln, gammaln, hyp2f1

from tools.science.lifetime.bg_likelihood import BgLikelihood
from tools.science.lifetime.bg_nbd import BetaGeometric
from tools.science.lifetime.counts import Counts, unique_patterns
from tools.science.lifetime.fitting import CANDIDATES, fit_purchases
from tools.science.lifetime.outlook import look_ahead
from tools.science.lifetime.pareto_likelihood import pareto_surface
from tools.science.lifetime.pareto_nbd import ParetoNBD
from tools.science.lifetime.simulate import simulate

MODELS = [
    BetaGeometric(0.243, 4.414, 0.793, 2.426),
    BetaGeometric(0.525, 6.183, 0.891, 1.614, immediate=True),
    BetaGeometric(1.33, 2.81, 0.42, 0.79, k=2, immediate=True),
    BetaGeometric(1.5, 2.0, 0.2, 1.5, k=3),
    ParetoNBD(0.553, 10.578, 0.606, 11.668),
]


def _counts(x, t_x, T) -> Counts:
    x, t_x, T = (np.atleast_1d(np.asarray(values, dtype=np.int64)) for values in (x, t_x, T))
    return Counts(pd.RangeIndex(len(x)), x, t_x, T, np.zeros(len(x)), np.full(len(x), np.nan))


def _drawn(model, rows=400, seed=1) -> Counts:
    return simulate(model, np.random.default_rng(seed).integers(100, 400, rows), 180, seed=seed)[0]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_gradient_and_hessian_are_the_derivatives(model):
    patterns = unique_patterns(_drawn(model))
    if isinstance(model, ParetoNBD):
        surface = pareto_surface(patterns)
    else:
        surface = BgLikelihood(patterns, k=model.k, immediate=model.immediate).surface()
    theta, step = np.log(list(model.parameters.values())) + 0.1, 1e-5
    _, gradient, hessian = surface(theta)
    sides = [(surface(theta + step * unit), surface(theta - step * unit)) for unit in np.eye(4)]
    assert gradient == pytest.approx([(up[0] - down[0]) / (2 * step) for up, down in sides], rel=1e-5, abs=1e-4)
    numeric = np.array([(up[1] - down[1]) / (2 * step) for up, down in sides])
    assert hessian == pytest.approx(numeric, rel=1e-5, abs=1e-4)


@pytest.mark.parametrize(("k", "immediate"), [(1, False), (1, True), (2, True), (3, False)])
def test_the_likelihood_is_the_integral_over_rate_and_leaving(k, immediate):
    model = BetaGeometric(0.8, 3.0, 0.7, 1.9, k=k, immediate=immediate)
    counts = _counts([0, 1, 4], [0, 20, 100], [70, 90, 130])
    counts = Counts(counts.customers, counts.x, counts.t_x, counts.T, np.array([0, np.log(20), 12.0]), counts.spend)
    found = BgLikelihood(unique_patterns(counts), k=k, immediate=immediate).surface()
    value = found(np.log(list(model.parameters.values())))[0]
    assert value == pytest.approx(sum(_by_hand(model, counts, row) for row in range(3)), abs=1e-6)


def _by_hand(model: BetaGeometric, counts: Counts, row: int) -> float:
    """log of the integral of the likelihood given rate and leaving, both densities written out."""
    x, t_x, T = int(counts.x[row]), counts.t_x[row] / 7, counts.T[row] / 7
    k, extra = model.k, int(model.immediate)
    gaps = counts.log_gaps[row] - x * np.log(7)

    def erlang(rate):
        waits = sum((rate * (T - t_x)) ** j / np.exp(gammaln(j + 1)) for j in range(k)) * np.exp(-rate * (T - t_x))
        return rate ** (k * x) * np.exp((k - 1) * gaps - x * gammaln(k) - rate * t_x), waits

    def density(rate):
        power = np.exp(model.r * np.log(model.alpha) - gammaln(model.r) - model.alpha * rate)
        return power * rate ** (model.r - 1)

    stays = np.exp(betaln(model.a, model.b + x + extra) - betaln(model.a, model.b))
    leaves = np.exp(betaln(model.a + 1, model.b + x + extra - 1) - betaln(model.a, model.b)) if x + extra else 0.0
    total, _ = quad(
        lambda log_rate: (
            density(np.exp(log_rate))
            * erlang(np.exp(log_rate))[0]
            * (stays * erlang(np.exp(log_rate))[1] + leaves)
            * np.exp(log_rate)
        ),
        -40,
        5,
        limit=500,
        points=[-4, -2, 0],
    )
    return float(np.log(total))


def test_the_expectation_is_the_papers_closed_form_where_that_can_be_computed():
    model, t = MODELS[0], 13.0
    x, T = np.array([0, 1, 2, 5, 12]), np.array([50, 272, 100, 365, 200])
    R, stays, end = model.r + x, model.b + x, model.alpha + T / 7
    gauss = hyp2f1(R, stays, model.a + stays - 1, t / (end + t))
    closed = (model.a + stays - 1) / (model.a - 1) * (1 - (end / (end + t)) ** R * gauss)
    assert model.active_moments(x, T, 7 * t)[0, 1] == pytest.approx(closed, rel=1e-9)


def test_pareto_expectations_against_integrals():
    model, weeks = MODELS[4], 20.0
    R, A, B = model.r + 3, model.alpha + 30, model.beta + 30
    mean = quad(lambda y: R / A * (B / (B + y)) ** model.s, 0, weeks)[0]
    pairs = quad(lambda y: 2 * R * (R + 1) / A**2 * y * (B / (B + y)) ** model.s, 0, weeks)[0]
    first = quad(lambda y: R / A * (A / (A + y)) ** (R + 1) * (B / (B + y)) ** model.s, 0, weeks)[0]
    assert model.active_moments([3], [210], 140)[0, :, 0] == pytest.approx([first, mean, mean + pairs], rel=1e-8)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_a_simulated_shop_does_what_is_expected_of_it(model):
    counts, orders, _ = simulate(model, np.random.default_rng(5).integers(60, 365, 40_000), 180, seed=5)
    outlook = look_ahead(model, counts, 180)
    error = np.sqrt((outlook.square - outlook.orders**2).sum())
    assert abs(orders.sum() - outlook.orders.sum()) < 3.5 * error
    assert abs((orders > 0).mean() - outlook.purchase.mean()) < 0.008
    assert (orders**2).mean() == pytest.approx(outlook.square.mean(), rel=0.08)
    likely = outlook.purchase > 0.6
    assert (orders[likely] > 0).mean() == pytest.approx(outlook.purchase[likely].mean(), abs=0.03)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_the_next_order_is_as_likely_before_its_date_as_after(model):
    counts = _drawn(model, rows=2_000)
    alive, stages = model.history(counts)
    rows = np.flatnonzero(alive > 0.7)
    picked, told = counts.take(rows), [stage[rows] for stage in stages]
    days = model.next_purchase_days(picked.x, picked.T, told, 0.5 / alive[rows], 5_000.0)
    reached = sum(part * chance for part, chance in zip(told, model.buys_within(picked.x, picked.T, days), strict=True))
    found = days < 5_000
    assert found.sum() > 20
    assert (alive[rows] * reached)[found] == pytest.approx(0.5, abs=1e-6)


@pytest.mark.parametrize("name", CANDIDATES)
def test_a_fit_recovers_what_it_was_drawn_from(name):
    model = next(model for model in [*MODELS, *_MORE] if model.name == name)
    counts, _, _ = simulate(model, np.random.default_rng(2).integers(200, 500, 12_000), 30, seed=2)
    fit = fit_purchases(counts, name)
    for key, true in model.parameters.items():
        assert abs(np.log(fit.model.parameters[key] / true)) < 4 * fit.standard_errors[key] / fit.model.parameters[key]


_MORE = [
    BetaGeometric(0.6, 3.0, 0.7, 2.0, k=2),
    BetaGeometric(0.9, 2.0, 0.7, 2.0, k=3, immediate=True),
]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["bg", "mbg", "cnbd2", "cnbd3", "pareto"]),
    st.lists(st.floats(-6, 6), min_size=4, max_size=4),
    st.lists(st.tuples(st.integers(0, 20_000), st.floats(0, 1), st.integers(0, 10_000)), min_size=1, max_size=6),
    st.floats(0, 4_000),
)
def test_no_valid_input_gives_nan(kind, logs, rows, horizon_days):
    numbers = [float(np.exp(value)) for value in logs]
    model = {
        "bg": lambda: BetaGeometric(*numbers),
        "mbg": lambda: BetaGeometric(*numbers, immediate=True),
        "cnbd2": lambda: BetaGeometric(*numbers, k=2),
        "cnbd3": lambda: BetaGeometric(*numbers, k=3, immediate=True),
        "pareto": lambda: ParetoNBD(*numbers),
    }[kind]()
    T = np.array([row[2] for row in rows])
    x = np.array([row[0] for row in rows]) * (T > 0)
    t_x = np.where(x > 0, np.round([row[1] * row[2] for row in rows]), 0).astype(int)
    outlook = look_ahead(model, _counts(x, t_x, T), horizon_days)
    for chance in (outlook.alive, outlook.purchase):
        assert ((chance >= 0) & (chance <= 1 + 1e-9)).all()
    assert np.isfinite(outlook.orders).all() and np.isfinite(outlook.square).all()
    assert (outlook.orders >= outlook.purchase * (1 - 1e-6) - 1e-9).all()
    assert (outlook.square >= outlook.orders * (1 - 1e-6) - 1e-9).all()
    days = model.next_purchase_days(x, T, outlook.stages, np.minimum(0.5 / np.maximum(outlook.alive, 1e-9), 1), 730)
    assert ((days >= 0) & (days <= 730 + 1e-6)).all()


@pytest.mark.parametrize("name", CANDIDATES)
def test_hard_data_are_fitted_without_nan(name):
    alike = _counts([3] * 50, [140] * 50, [210] * 50)
    heavy = _counts([0, 1, 2, 0, 20_000], [0, 50, 90, 0, 300], [100, 120, 130, 140, 310])
    fresh = _counts([0, 0, 1], [0, 0, 0], [0, 0, 0])
    for counts in (alike, heavy, fresh):
        fit = fit_purchases(counts, name)
        assert np.isfinite(fit.log_likelihood) and np.isfinite(list(fit.model.parameters.values())).all()
        outlook = look_ahead(fit.model, counts, 210)
        assert np.isfinite(outlook.orders).all() and np.isfinite(outlook.purchase).all()
    if name == "BG/NBD":
        assert look_ahead(fit_purchases(alike, name).model, alike, 210).orders == pytest.approx(3.0, abs=0.05)


def test_a_customer_that_breaks_the_closed_form_is_forecast():
    model = BetaGeometric(0.11, 2.24, 0.31, 0.5)
    assert look_ahead(model, _counts(0, 0, 7), 210).orders == pytest.approx(0.5646, abs=1e-4)


def test_without_repeat_purchases_nothing_is_identifiable():
    for name in CANDIDATES:
        with pytest.raises(ValueError, match=r"more than one day.*not identifiable"):
            fit_purchases(_counts([0, 0], [0, 0], [10, 20]), name)
    with pytest.raises(ValueError, match="choose one of BG/NBD"):
        fit_purchases(_counts([1, 0], [5, 0], [10, 20]), "BG/BB")
