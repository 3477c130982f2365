"""Running totals and moving averages against sums over the plain rows, and spread against Python's own statistics."""

import math
import statistics
from datetime import date, timedelta
from itertools import accumulate

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tools.data.compiler.naive import TODAY, Naive, random_tables
from tests.tools.small_shop import make_shop
from tools.contract import BadRequest
from tools.data.compiler import compile_metric
from tools.definitions import Metric

SLOW = settings(
    max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def shops(tmp_path_factory):
    """Small shops, and their rows for counting by hand."""
    made = []
    for seed in range(4):
        tables = random_tables(seed)
        made.append((make_shop(tmp_path_factory.mktemp("over_time") / str(seed), **tables), Naive(tables)))
    yield made
    for shop, _ in made:
        shop.close()


def rows_of(shop, **metric):
    query = compile_metric(Metric(**metric), shop.dictionary, TODAY)
    return shop.warehouse.query(query.sql, query.parameters)[1]


@SLOW
@given(
    index=st.integers(0, 3), unit=st.sampled_from(["day", "week", "month"]), count=st.integers(1, 9),
    measure=st.sampled_from(["orders", "net_revenue", "new_buyers"]),
)  # fmt: skip
def test_each_row_sees_the_rows_before_it(shops, index, unit, count, measure):
    shop, _ = shops[index]
    measures = [measure, f"running({measure})", f"moving({measure}, {count})"]
    rows = rows_of(shop, measures=measures, dimensions=[unit])
    plain = [row[1] for row in rows]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert [row[2] for row in rows] == pytest.approx(list(accumulate(plain)))
    for place, row in enumerate(rows):
        if place + 1 < count:
            assert row[3] is None
        else:
            assert row[3] == pytest.approx(statistics.fmean(plain[place + 1 - count : place + 1]))


@SLOW
@given(
    index=st.integers(0, 3), unit=st.sampled_from(["day", "week", "month"]),
    measure=st.sampled_from(["orders", "net_revenue", "units"]),
)  # fmt: skip
def test_each_row_is_set_against_the_one_before(shops, index, unit, measure):
    shop, _ = shops[index]
    whole = {"kind": "fixed", "start": "2025-01-01"}
    plain = {row[0]: row[1] for row in rows_of(shop, measures=[measure], dimensions=[unit], period=whole)}
    rows = rows_of(shop, measures=[measure], dimensions=[unit], period=whole, compare="row_before")
    days = sorted(plain)
    assert [row[0] for row in rows] == days
    for before, day, row in zip(days, days[1:], rows[1:], strict=False):
        assert row[1] == pytest.approx(plain[day])
        complete = day != days[-1]  # the last row ends today: so does, one unit earlier, what it is set against
        assert not complete or row[2] == pytest.approx(plain[before])


def test_rows_of_nothing_in_time_have_none_before(shops):
    with pytest.raises(BadRequest, match="rows of time"):
        rows_of(
            shops[0][0], measures=["orders"], dimensions=["city"], compare="row_before",
            period={"kind": "calendar", "unit": "year"},
        )  # fmt: skip


def test_running_totals_of_several_groups_do_not_mix(shops):
    shop, _ = shops[0]
    rows = rows_of(shop, measures=["orders", "running(orders)"], dimensions=["month", "order_channel"])
    for channel in {row[1] for row in rows}:
        own = sorted(row for row in rows if row[1] == channel)
        assert [row[3] for row in own] == list(accumulate(row[2] for row in own))


@pytest.mark.parametrize(
    ("measures", "dimensions"),
    [
        (["running(buyers)"], ["month"]),
        (["running(average_order_value)"], ["month"]),
        (["running(orders)"], []),
        (["moving(orders, 3)"], ["category"]),
        (["moving(orders, 3)"], ["month", "order_channel"]),
    ],
)
def test_what_cannot_be_added_up_over_time_is_refused(shops, measures, dimensions):
    with pytest.raises(BadRequest) as refused:
        rows_of(shops[0][0], measures=measures, dimensions=dimensions)
    assert refused.value.chinese != str(refused.value)


@pytest.mark.parametrize("index", range(4))
def test_spread_is_that_of_a_sample(shops, index):
    shop, naive = shops[index]
    values = [naive.value(order) for order in naive.orders if naive.bought(order)]
    ((deviation, variance),) = rows_of(shop, measures=["stddev(order_value)", "variance(order_value)"])
    if len(values) > 1:
        assert math.isclose(deviation, statistics.stdev(values), abs_tol=1e-9)
        assert math.isclose(variance, statistics.variance(values), abs_tol=1e-9)


def test_days_to_the_first_order_count_from_the_sign_up(tmp_path):
    day = date(2026, 3, 1)
    customers = [{"id": name, "signup_date": day} for name in ("a", "b", "c", "d")]
    moments = [("a", 0), ("b", 10), ("b", 3), ("c", -2)]  # c bought before, d never did
    orders = [
        {"id": f"o{n}", "customer_id": who, "ordered_at": day + timedelta(days=days)}
        for n, (who, days) in enumerate(moments)
    ]
    lines = [{"order_id": o["id"], "product_id": "p", "quantity": 1.0, "unit_price": 2.0} for o in orders]
    shop = make_shop(tmp_path, customers=customers, orders=orders, order_lines=lines)
    measures = ["min(days_to_first_order)", "max(days_to_first_order)", "average(days_to_first_order)"]
    assert rows_of(shop, measures=measures) == [(0, 3, 1.5)]
    shop.close()
