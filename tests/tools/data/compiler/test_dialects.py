"""The same definitions in other engines' dialects: they parse, and keep every value bound."""

from datetime import date

import pytest
import sqlglot

from tools.data.compiler import compile_audience, compile_metric
from tools.definitions import Audience, Metric

TODAY = date(2026, 10, 31)
METRICS = [
    {"measures": ["net_revenue", "buyers", "repeat_rate"], "dimensions": ["month"], "compare": "previous_year",
     "period": {"kind": "rolling", "count": 12, "unit": "month"}},
    {"measures": ["net_revenue", "opens"], "dimensions": ["rfm_segment"], "share": True},
    {"measures": ["median(age)", "average(order_value)"]},
    {"measures": ["cohort_retention"], "dimensions": ["first_order_month", "months_since_first_order"]},
    {"measures": ["orders"], "dimensions": ["product"],
     "where": [{"field": "product", "op": "contains", "values": ["%cup"]}]},
]  # fmt: skip
AUDIENCE = {
    "all": [{"kind": "attribute", "field": "age", "op": "ge", "values": [18]},
            {"kind": "attribute", "field": "spend", "op": "gt", "relative_to": "median"},
            {"kind": "ranked", "by": "spend", "share": 0.1}, {"kind": "contactable", "channel": "email"}],
    "limit": {"by": "days_since_last_order", "count": 3},
}  # fmt: skip


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark"])
@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric["measures"][0])
def test_a_metric_parses_back(hand_desk, dialect, metric):
    query = compile_metric(Metric.model_validate(metric), hand_desk.dictionary, TODAY, dialect=dialect)
    _parses(query, dialect)


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark"])
def test_an_audience_parses_back(hand_desk, dialect):
    _parses(compile_audience(Audience.model_validate(AUDIENCE), hand_desk.dictionary, TODAY, dialect=dialect), dialect)


def _parses(query, dialect):
    marker = "%s" if dialect == "postgres" else "?"
    assert query.sql.count(marker) == len(query.parameters)
    assert "__v" not in query.sql
    assert sqlglot.parse_one(query.sql.replace("%s", "NULL"), read=dialect)


def test_names_are_quoted_and_values_are_not_in_the_text(hand_desk):
    metric = Metric.model_validate(METRICS[4])
    query = compile_metric(metric, hand_desk.dictionary, TODAY)
    assert "%cup" in query.parameters
    assert "%cup" not in query.sql
