"""Order value, the choice of a model, its JSON, and forecasts of one, of many and of all together."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import polygamma, psi

from tools.science.lifetime.backtest import BackTest, top_capture
from tools.science.lifetime.bg_nbd import BetaGeometric
from tools.science.lifetime.choice import _chosen, _rescaling, choose_lifetime
from tools.science.lifetime.counts import Counts, purchase_days
from tools.science.lifetime.fitting import CANDIDATES, Fit, fit_purchases
from tools.science.lifetime.forecast import COLUMNS, forecast, forecast_columns, total_forecast
from tools.science.lifetime.gamma_gamma import OrderValue, fit_order_value
from tools.science.lifetime.model import LifetimeModel, Rescaling
from tools.science.lifetime.pareto_nbd import ParetoNBD
from tools.science.lifetime.simulate import simulate

VALUE = OrderValue("gamma_gamma", 6.25 * 15.44 / 2.74, 2.74 / 6.25, 6.25, 3.74, 15.44, 0.0, 0, 0.0, 0.0)
TRUE = BetaGeometric(0.9, 5.0, 0.6, 2.0, immediate=True)


def _model(counts: Counts, name: str = "MBG/NBD", value: OrderValue | None = VALUE) -> LifetimeModel:
    return LifetimeModel(fit_purchases(counts, name), value, Rescaling(), "2024-12-31", 180, (), ())


def _drawn(rows: int = 3_000, seed: int = 3):
    return simulate(TRUE, np.random.default_rng(seed).integers(60, 365, rows), 180, value=VALUE, seed=seed)


def _transactions(seed: int = 0, customers: int = 400) -> pd.DataFrame:
    dice, rows = np.random.default_rng(seed), []
    for who in range(customers):
        day, mean = dice.integers(0, 200), dice.lognormal(3, 0.4)
        while day < 500:
            rows.append((f"c{who}", np.datetime64("2023-01-01") + day, mean * dice.gamma(5, 0.2)))
            day += 1 + int(dice.exponential(20))
            if dice.random() < 0.2:
                break
    return pd.DataFrame(rows, columns=["customer", "day", "amount"])


def test_gamma_gamma_recovers_what_it_was_drawn_from():
    fitted = fit_order_value(_drawn(20_000)[0])
    assert (fitted.p, fitted.q, fitted.v) == pytest.approx((VALUE.p, VALUE.q, VALUE.v), rel=0.12)
    assert fitted.population_mean == pytest.approx(VALUE.population_mean, rel=0.03)


def test_a_mean_is_pulled_towards_the_population_less_the_more_is_known():
    means = VALUE.conditional_mean(np.array([0, 1, 100, 3]), np.array([np.nan, 100.0, 100.0, -5.0]))
    assert means[0] == means[3] == VALUE.population_mean
    assert means[0] < means[1] < means[2] < 100
    assert means[1] == pytest.approx(VALUE.p * (VALUE.v + 100) / (VALUE.p + VALUE.q - 1))


def test_log_moments_are_those_of_scipy():
    x, spend, orders = np.array([0, 2, 9]), np.array([np.nan, 30.0, 80.0]), np.array([1.0, 2.5, 40.0])
    middle, variance = VALUE.log_spread(x, spend, orders)
    shape, after = VALUE.p * orders, VALUE.q + VALUE.p * x
    assert middle == pytest.approx(psi(shape) - psi(after) + np.log(VALUE.v + x * np.nan_to_num(spend)), abs=1e-8)
    assert variance == pytest.approx(polygamma(1, shape) + polygamma(1, after), abs=1e-8)


def test_a_population_without_a_mean_gets_the_shrunken_average():
    dice = np.random.default_rng(1)
    x = dice.geometric(0.3, 3_000)
    spend = dice.gamma(2.0 * x) / dice.gamma(0.8, 0.1, 3_000) / x
    counts = Counts(pd.RangeIndex(3_000), x, 2 * x, 3 * x, np.zeros(3_000), spend)
    fitted = fit_order_value(counts)
    assert fitted.kind == "shrunken_average" and fitted.q <= 1
    assert fitted.population_mean == pytest.approx(np.average(spend, weights=x))
    low, high = sorted([5.0, fitted.population_mean])
    assert low < fitted.conditional_mean(np.array([4]), np.array([5.0]))[0] < high
    assert np.isfinite(fitted.log_spread(x, spend, np.full(3_000, 2.0))[0]).all()


def test_spend_that_goes_with_frequency_is_noticed():
    counts = _drawn()[0]
    assert fit_order_value(counts).independent
    tied = Counts(counts.customers, counts.x, counts.t_x, counts.T, counts.log_gaps, counts.spend * (1 + counts.x) ** 2)
    assert not fit_order_value(tied).independent


def test_too_few_amounts_are_refused():
    counts = _drawn()[0]
    with pytest.raises(ValueError, match="at least 10 customers"):
        fit_order_value(counts.take(np.flatnonzero(counts.x > 0)[:9]))


@pytest.mark.parametrize("name", CANDIDATES)
def test_one_customer_is_forecast_as_in_the_batch(name):
    counts = _drawn(500)[0]
    model = _model(counts, name)
    batch = forecast(model, counts, 90)
    assert list(batch.columns) == list(COLUMNS)
    for row in (0, 7, int(counts.x.argmax())):
        one = forecast_columns(model, counts.take(np.array([row])), 90)
        for column in COLUMNS:
            assert one[column][0] == pytest.approx(batch[column].iloc[row], rel=1e-9, nan_ok=True)


def test_four_of_five_customers_spend_what_their_interval_says():
    counts, _, spend = _drawn(20_000)
    found = forecast(_model(counts), counts, 180)
    open_above = found.expected_spend_high > 0
    assert (spend <= found.expected_spend_high)[open_above].mean() == pytest.approx(0.9, abs=0.02)
    likely = found.expected_spend_low > 0
    inside = (spend >= found.expected_spend_low) & (spend <= found.expected_spend_high)
    assert likely.sum() > 50 and 0.7 < inside[likely].mean() < 0.88
    assert inside.mean() >= 0.8


def test_half_have_ordered_again_by_the_expected_date():
    counts, _, _ = _drawn(20_000, seed=8)
    days = forecast(_model(counts), counts, 180).expected_next_order_days
    soon = (days < 180).to_numpy()
    _, orders, _ = counts, *_drawn(20_000, seed=8)[1:]
    assert soon.sum() > 500 and days.max() < 730
    assert (orders[soon] > 0).mean() > 0.5
    edge = ((days > 150) & (days < 210)).to_numpy()
    assert (orders[edge] > 0).mean() == pytest.approx(0.5, abs=0.08)


def test_the_interval_of_a_total_holds_in_four_of_five_shops():
    held, parts = 0, []
    for seed in range(40):
        counts, orders, _ = _drawn(800, seed=100 + seed)
        total = total_forecast(_model(counts), counts, 180)
        held += total.low <= orders.sum() <= total.high
        parts.append(total.parameter_error / total.chance_error)
    assert 0.65 <= held / 40 <= 0.95
    assert np.mean(parts) > 0.3


def test_rescaling_moves_orders_and_spend_and_leaves_chances():
    counts = _drawn(300)[0]
    plain = _model(counts)
    scaled = replace(plain, rescaling=Rescaling(0.5, 100, 200, 3))
    one, half = forecast(plain, counts, 90), forecast(scaled, counts, 90)
    assert half.expected_orders.to_numpy() == pytest.approx(one.expected_orders.to_numpy() / 2)
    assert half.expected_spend_high.to_numpy() == pytest.approx(one.expected_spend_high.to_numpy() / 2)
    assert (half.purchase_probability == one.purchase_probability).all()


def test_without_amounts_orders_are_forecast_alone():
    counts = _drawn(300)[0]
    found = forecast(_model(counts, value=None), counts, 90)
    assert found.expected_spend.isna().all() and found.expected_orders.notna().all()
    empty = forecast(_model(counts), counts.take(np.empty(0, dtype=int)), 90)
    assert len(empty) == 0
    assert (forecast(_model(counts), counts, 0).expected_orders == 0).all()
    with pytest.raises(ValueError, match="looks ahead"):
        forecast(_model(counts), counts, -1)


def test_the_choice_is_argued_for_and_survives_json():
    rows = _transactions()
    days = purchase_days(rows.customer, rows.day, rows.amount)
    model = choose_lifetime(days, end=np.datetime64("2024-05-15"), horizon_days=90)
    assert {name for name, _ in model.candidates} == set(CANDIDATES)
    assert model.back_test is not None and len(model.back_test.cuts) == 3
    assert 0 < model.back_test.capture <= model.back_test.best_capture <= 1
    again = LifetimeModel.from_dict(json.loads(json.dumps(model.to_dict(), allow_nan=False)))
    assert again == model
    counts = days.counts(np.datetime64("2024-05-15"))
    pd.testing.assert_frame_equal(forecast(again, counts, 60), forecast(model, counts, 60), rtol=0, atol=0)
    pareto = replace(model, purchases=Fit(ParetoNBD(1, 2, 3, 4), -1.0, 5, ((0.0,) * 4,) * 4, ("r",)), value=None)
    assert LifetimeModel.from_dict(json.loads(json.dumps(pareto.to_dict()))) == pareto


def test_a_large_shop_is_compared_on_a_sample_and_fitted_on_everybody():
    rows = _transactions(customers=600)
    days = purchase_days(rows.customer, rows.day, rows.amount)
    model = choose_lifetime(days, end=np.datetime64("2024-05-15"), horizon_days=90, sample=200)
    assert model.purchases.customers == len(days.counts(np.datetime64("2024-05-15")))
    assert model.back_test is not None and model.back_test.customers <= 600


def test_too_little_history_is_refused_or_goes_without_a_back_test():
    rows = _transactions(customers=30)
    with pytest.raises(ValueError, match="at least 50 customers, 10 of whom"):
        choose_lifetime(purchase_days(rows.customer, rows.day), end=np.datetime64("2024-05-15"), horizon_days=90)
    rows = _transactions(customers=400)
    days = purchase_days(rows.customer, np.datetime64("2024-01-01") + (rows.day.rank().to_numpy() % 3).astype(int))
    model = choose_lifetime(days, end=np.datetime64("2024-01-03"), horizon_days=90)
    assert model.back_tests == () and model.rescaling.factor == 1.0 and model.back_test is None


def _test(name: str = "BG/NBD", **changes) -> BackTest:
    figures = {"orders_actual": 100.0, "orders_expected": 120.0, "orders_noise": 3.0, "orders_rmse": 1.0}
    spend = {"spend_actual": 1e3, "spend_expected": 1.2e3, "spend_rmse": 9.0, "capture": 0.5, "best_capture": 0.8}
    plain = BackTest(name, False, 90, ("a", "b"), (0.2, 0.2), 50, **figures, **spend, behind=0.0)
    return replace(plain, **changes)


def test_totals_are_rescaled_only_beyond_chance_and_to_one_side():
    assert _rescaling(_test()).factor == pytest.approx(100 / 120)
    assert _rescaling(_test(cut_errors=(0.4, -0.01))).factor == 1.0
    assert _rescaling(_test(orders_noise=11.0)).factor == 1.0
    assert _rescaling(_test(cut_errors=(0.2,))).factor == 1.0
    assert _rescaling(_test(orders_expected=900.0)).factor == 0.5


def test_the_likeliest_wins_unless_the_back_test_rules_it_out():
    fits = [Fit(ParetoNBD(1, 1, 1, 1), -100.0, 9, (), ()), Fit(BetaGeometric(1, 1, 1, 1), -120.0, 9, (), ())]
    assert _chosen(fits, ()).model.name == "Pareto/NBD"
    assert _chosen(fits, (_test("Pareto/NBD", behind=2.5), _test())).model.name == "BG/NBD"
    assert _chosen(fits, (_test("Pareto/NBD", behind=1.5), _test())).model.name == "Pareto/NBD"
    alike = [fits[0], replace(fits[1], log_likelihood=-100.5)]
    assert _chosen(alike, (_test("Pareto/NBD", behind=1.5), _test())).model.name == "BG/NBD"


def test_a_baseline_beats_a_model_only_by_both_errors():
    assert _test(spend_rmse=8.0, spend_expected=1e3).better_than(_test())
    assert not _test(spend_rmse=8.0, spend_expected=1.5e3).better_than(_test())
    unpaid = {"spend_rmse": float("nan"), "spend_actual": float("nan")}
    assert _test(orders_rmse=0.5, orders_expected=101.0, **unpaid).better_than(_test(**unpaid))


def test_ties_at_the_edge_of_the_top_tenth_share_it():
    actual = np.array([10.0, 0, 0, 0, 0, 0, 0, 0, 0, 0] * 2)
    assert top_capture(np.zeros(20), actual) == pytest.approx(2 * actual.mean())
    assert top_capture(actual, actual) == 20.0
