"""The figures in print: CDNOW (Fader, Hardie and Lee 2005; Fader and Hardie 2013) and groceryElog."""

import numpy as np
import pytest

from tests.tools.science.lifetime.shops import CDNOW_END, GROCERY_END, cdnow, grocery
from tools.science.lifetime.bg_nbd import BetaGeometric
from tools.science.lifetime.choice import choose_lifetime
from tools.science.lifetime.fitting import fit_purchases
from tools.science.lifetime.gamma_gamma import fit_order_value
from tools.science.lifetime.outlook import look_ahead


def test_cdnow_counts_are_those_of_the_paper():
    counts = cdnow().counts(CDNOW_END)
    orders, _ = cdnow().between(CDNOW_END, 273, counts.customers)
    assert (len(counts), counts.x.sum(), (counts.x > 0).sum(), orders.sum()) == (2_357, 2_457, 946, 1_882)


def test_bg_nbd_on_cdnow():
    fit = fit_purchases(cdnow().counts(CDNOW_END), "BG/NBD")
    expected = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
    assert fit.model.parameters == pytest.approx(expected, abs=0.001)
    assert fit.log_likelihood == pytest.approx(-9582.43, abs=0.01)
    assert fit.at_bound == ()


def test_bg_nbd_expects_what_the_paper_expects():
    counts = cdnow().counts(CDNOW_END)
    fit = fit_purchases(counts, "BG/NBD")
    outlook = look_ahead(fit.model, counts, 273)
    assert outlook.orders.sum() == pytest.approx(1_653, abs=1)
    published = BetaGeometric(0.243, 4.414, 0.793, 2.426)
    one = counts.take(np.flatnonzero((counts.x == 2) & (counts.t_x == 213) & (counts.T == 272)))
    assert look_ahead(published, one, 273).orders == pytest.approx(1.226, abs=0.001)


@pytest.mark.parametrize(
    ("name", "log_likelihood", "parameters"),
    [
        ("MBG/NBD", -9582.1, {"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614}),
        ("Pareto/NBD", -9595.0, {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.668}),
        ("BG/CNBD-2", -9855.3, None),
    ],
)
def test_the_kin_on_cdnow(name, log_likelihood, parameters):
    fit = fit_purchases(cdnow().counts(CDNOW_END), name)
    assert fit.log_likelihood == pytest.approx(log_likelihood, abs=0.1)
    assert parameters is None or fit.model.parameters == pytest.approx(parameters, abs=0.002)


def test_all_of_cdnow():
    fit = fit_purchases(cdnow("cdnow_master").counts(CDNOW_END), "BG/NBD")
    assert fit.model.parameters == pytest.approx({"r": 0.25162, "alpha": 4.7889, "a": 0.72343, "b": 2.16109}, abs=1e-4)
    assert fit.log_likelihood == pytest.approx(-95_368.44, abs=0.01)


def test_gamma_gamma_on_cdnow():
    value = fit_order_value(cdnow().counts(CDNOW_END))
    assert (value.p, value.q, value.v) == pytest.approx((6.25, 3.744, 15.443), abs=0.005)
    assert value.log_likelihood == pytest.approx(-4055.92, abs=0.01)
    assert value.customers == 946 and value.kind == "gamma_gamma"
    assert value.pearson == pytest.approx(0.11, abs=0.01) and value.independent


def test_regular_buyers_are_recognised():
    counts = grocery().counts(GROCERY_END)
    orders, _ = grocery().between(GROCERY_END, 364, counts.customers)
    assert orders.sum() == 3_389
    assert fit_purchases(counts, "MBG/CNBD-2").log_likelihood == pytest.approx(-14_978.2, abs=0.1)
    model = choose_lifetime(grocery(), end=GROCERY_END, horizon_days=364)
    expected = look_ahead(model.purchases.model, counts, 364).orders * model.rescaling.factor
    assert "CNBD" in model.purchases.model.name
    assert np.abs(expected - orders).sum() / orders.sum() <= 0.62
    assert abs(expected.sum() / orders.sum() - 1) < 0.05


def test_random_buyers_are_not_called_regular():
    model = choose_lifetime(cdnow(), end=CDNOW_END, horizon_days=273)
    assert model.purchases.model.name in ("BG/NBD", "MBG/NBD", "Pareto/NBD")
    assert model.rescaling.factor == 1.0 and model.beaten_by == ()
    assert {test.name for test in model.back_tests if test.baseline} == {"carry_over", "last_365_days"}
