"""One figure of a row over another: against the division of the two by hand, in every layer a metric has."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tools.data.compiler.naive import TODAY, random_tables
from tests.tools.small_shop import make_shop
from tools.contract import BadRequest, UnknownField
from tools.data.compiler import compile_metric
from tools.definitions import Metric

SLOW = settings(
    max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
YEARS = {"period": {"kind": "calendar", "unit": "year"}, "compare": "previous_year"}


@pytest.fixture(scope="module")
def shops(tmp_path_factory):
    made = [make_shop(tmp_path_factory.mktemp("ratios") / str(seed), **random_tables(seed)) for seed in range(3)]
    yield made
    for shop in made:
        shop.close()


def columns_of(shop, *, totals=False, **metric):
    query = compile_metric(Metric(**metric), shop.dictionary, TODAY, totals=totals)
    names = [column.name for column in query.columns]
    return [dict(zip(names, row, strict=True)) for row in shop.warehouse.query(query.sql, query.parameters)[1]]


@SLOW
@given(
    index=st.integers(0, 2),
    sides=st.sampled_from([("net_revenue", "orders"), ("units", "buyers"), ("orders", "sends"), ("opens", "sends")]),
    split=st.sampled_from([[], ["month"], ["campaign"], ["quarter", "month"]]),
    against=st.booleans(),
)
def test_a_ratio_is_the_one_figure_over_the_other(shops, index, sides, split, against):
    upper, lower = sides
    if "campaign" in split and upper != "opens":
        upper, lower = "opens", "sends"
    name = f"ratio({upper}, {lower})"
    rows = columns_of(
        shops[index], measures=[name, upper, lower], dimensions=split, **(YEARS if against else {})
    )  # fmt: skip
    for row in rows:
        for ending in ("", "_previous") if against else ("",):
            over, under = row[upper + ending], row[lower + ending]
            expected = pytest.approx(over / under) if under and over is not None else None
            assert row[name + ending] == expected


def test_the_ratio_of_the_whole_is_taken_of_the_totals(shops):
    measures = ["ratio(units, orders)", "units", "orders"]
    (whole,) = columns_of(shops[0], totals=True, measures=measures, dimensions=["month"])
    assert whole["ratio(units, orders)"] == pytest.approx(whole["units"] / whole["orders"])


def test_rows_can_be_ranked_and_bounded_by_a_ratio(shops):
    name = "ratio(net_revenue, orders)"
    ranked = {"measures": [name, "net_revenue", "orders"], "dimensions": ["month"], "sort": {"by": name}}
    rows = columns_of(shops[0], **ranked, having=[{"measure": name, "op": "gt", "value": 0}])
    values = [row[name] for row in rows]
    assert values == sorted(values, reverse=True) and all(value > 0 for value in values)


@pytest.mark.parametrize(
    ("measures", "error"),
    [(["ratio(orders, sends)", "orders"], BadRequest), (["ratio(orders, wishes)", "orders", "sends"], UnknownField)],
)
def test_a_side_that_is_missing_or_unknown_is_told(shops, measures, error):
    with pytest.raises(error):
        columns_of(shops[0], measures=measures)
