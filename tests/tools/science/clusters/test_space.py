"""Points: shares weigh as much as the orders behind them, copies are left out, unknown values are average ones."""

import numpy as np
import pandas as pd
import pytest

from tools.science.clusters.space import LIMIT, PRIOR_ORDERS, fit_space, skewed


def _frame(rows: int = 2_000) -> pd.DataFrame:
    generator = np.random.default_rng(1)
    orders = 1.0 + generator.poisson(2, rows)
    basket = generator.lognormal(3, 0.5, rows)
    share = generator.beta(0.5, 1.5, rows)
    return pd.DataFrame(
        {"orders": orders, "average_order_value": basket, "spend": orders * basket, "gifts_share": share}
    )


def test_a_share_over_one_order_is_pulled_further_than_over_many():
    frame = _frame()
    axis = next(axis for axis in fit_space(frame, evidence="orders").axes if axis.name == "gifts_share")
    assert axis.kind == "share"
    average = frame["gifts_share"].mean()
    one, many = axis.values(np.array([1.0, 1.0]), np.array([1.0, 50.0])) * axis.scale + axis.mean
    assert one**2 == pytest.approx((1 + average * PRIOR_ORDERS) / (1 + PRIOR_ORDERS))
    assert many**2 == pytest.approx((50 + average * PRIOR_ORDERS) / (50 + PRIOR_ORDERS))


def test_spend_says_what_orders_and_basket_say_and_is_left_out():
    space = fit_space(_frame(), evidence="orders")
    assert dict(space.left_out) == {"spend": "the other features together say the same"}


def test_points_are_standardised_and_cut_off_and_constants_left_out():
    frame = _frame().assign(same=1.0)
    frame.loc[0, "average_order_value"] = 1e9
    space = fit_space(frame, evidence="orders")
    points = space.points(frame)
    assert np.abs(points).max() <= LIMIT and np.isfinite(points).all()
    assert np.allclose(points.mean(0), 0, atol=0.02) and np.allclose(points.std(0), 1, atol=0.05)
    assert dict(space.left_out)["same"] == "the same for every customer"


def test_an_unknown_value_is_an_average_one_and_a_missing_column_nothing_bought():
    frame = _frame()
    space = fit_space(frame, evidence="orders")
    known = frame.copy()
    known.loc[3, "average_order_value"] = np.nan
    assert space.points(known)[3, space.features.index("average_order_value")] == 0
    lacking = space.points(frame.drop(columns="gifts_share"))
    assert np.allclose(lacking, space.points(frame.assign(gifts_share=0.0)))


def test_nothing_to_tell_customers_apart_is_an_error():
    with pytest.raises(ValueError, match="at least one feature"):
        fit_space(pd.DataFrame({"same": np.ones(200)}))


def test_long_tails_are_told_from_symmetric_ones():
    generator = np.random.default_rng(0)
    assert skewed(generator.lognormal(0, 1.5, 5_000))
    assert not skewed(generator.normal(10, 1, 5_000)) and not skewed(-generator.lognormal(0, 1.5, 5_000))
