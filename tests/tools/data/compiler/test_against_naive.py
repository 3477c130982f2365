"""Random definitions on random shops: the compiled statement and the naive count must agree, whatever is asked."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tools.data.compiler.naive import SALES, TODAY, Naive, random_tables
from tests.tools.small_shop import make_shop
from tools.data.compiler import compile_audience, compile_metric
from tools.definitions import (
    After,
    Attribute,
    Audience,
    Bought,
    Contactable,
    Engaged,
    Filter,
    Group,
    Limit,
    Metric,
    Period,
    Ranked,
)  # fmt: skip

SHOPS = 8
SLOW = settings(
    max_examples=80, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@pytest.fixture(scope="module")
def shops(tmp_path_factory):
    """The same rows twice: in a warehouse, and for counting by hand."""
    made = []
    for seed in range(SHOPS):
        tables = random_tables(seed)
        shop = make_shop(tmp_path_factory.mktemp("shops") / str(seed), **tables)
        made.append((shop, Naive(tables)))
    yield made
    for shop, _ in made:
        shop.close()


periods = st.one_of(st.none(), st.integers(1, 100).map(lambda n: Period(kind="rolling", unit="day", count=n)))
bounds = st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"])
attributes = st.one_of(
    st.builds(lambda op, v: Attribute(field="gender", op=op, values=v), st.sampled_from(["is", "is_not"]),
              st.sampled_from([["female"], ["male"], ["female", "male"]])),
    st.builds(lambda op: Attribute(field="city", op=op), st.sampled_from(["known", "unknown"])),
    st.builds(lambda name, op, v: Attribute(field=name, op=op, values=[v]),
              st.sampled_from(["age", "orders", "spend", "average_order_value", "days_since_last_order",
                               "orders_since_last_return"]),
              st.sampled_from(["lt", "le", "gt", "ge", "is", "is_not"]), st.integers(-3, 60)),
    st.builds(lambda low, more: Attribute(field="spend", op="between", values=[low, low + more]),
              st.integers(-5, 20), st.integers(0, 30)),
    st.builds(lambda name, op, to: Attribute(field=name, op=op, relative_to=to),
              st.sampled_from(["spend", "orders", "age"]),
              st.sampled_from(["lt", "le", "gt", "ge"]), st.sampled_from(["average", "median"])),
    st.sampled_from(["Champions", "Lost", "Hibernating", "Promising"]).map(
        lambda name: Attribute(field="rfm_segment", values=[name])),
)  # fmt: skip
order_filters = st.one_of(
    st.builds(lambda op: Filter(field="category", op=op, values=["bath"]), st.sampled_from(["is", "is_not"])),
    st.builds(lambda op: Filter(field="order_channel", op=op, values=["web"]), st.sampled_from(["is", "is_not"])),
    st.builds(
        lambda op, n: Filter(field="order_units", op=op, values=[n]), st.sampled_from(["ge", "lt"]), st.integers(0, 10)
    ),
    st.builds(
        lambda name, op, n: Filter(field=name, op=op, values=[n]),
        st.sampled_from(["order_products", "order_categories"]),
        st.sampled_from(["ge", "lt"]),
        st.integers(0, 4),
    ),
    st.builds(
        lambda op, n: Filter(field="order_place", op=op, values=[n]), st.sampled_from(["is", "gt"]), st.integers(1, 4)
    ),
)
earlier = st.one_of(
    st.none(),
    st.builds(After, event=st.sampled_from(["order", "return"]), within_days=st.integers(1, 90),
              where=st.lists(order_filters, max_size=1)),
)  # fmt: skip
purchases = st.builds(
    Bought, where=st.lists(order_filters, max_size=2), period=periods, op=bounds, value=st.integers(0, 12),
    measure=st.sampled_from(["orders", "units", "revenue", "products", "categories", "months"]),
    first_purchase=st.booleans(),
    after=earlier,
)  # fmt: skip
engagements = st.builds(Engaged, event=st.sampled_from(["open", "click", "sent"]), period=periods, op=bounds,
                        value=st.integers(0, 3))  # fmt: skip
rankings = st.one_of(
    st.builds(Ranked, by=st.sampled_from(["spend", "orders"]), descending=st.booleans(), count=st.integers(1, 5)),
    st.builds(Ranked, by=st.just("spend"), descending=st.booleans(), share=st.sampled_from([0.1, 0.25, 0.5, 1 / 3])),
)
leaves = st.one_of(attributes, purchases, engagements, rankings, st.just(Contactable(channel="email")))
lists = st.lists(leaves, max_size=2)
groups = st.builds(Group, all=lists, any=lists, none=lists)
chosen = st.builds(Ranked, by=st.just("spend"), count=st.integers(1, 5), among=groups)
leaves = st.one_of(leaves, chosen)
lists = st.lists(leaves, max_size=2)
groups = st.builds(Group, all=lists, any=lists, none=lists)
limits = st.one_of(
    st.none(),
    st.builds(Limit, by=st.sampled_from(["spend", "age"]), descending=st.booleans(), count=st.integers(1, 4)),
    st.builds(Limit, by=st.just("spend"), share=st.sampled_from([0.1, 0.5])),
)
audiences = st.builds(
    Audience, all=st.lists(st.one_of(leaves, groups), max_size=3), any=lists, none=lists, limit=limits
)


def known_values_only(shop, definition):
    """Skip definitions naming a value this small shop happens not to have."""
    fields = shop.dictionary.fields
    text = definition.model_dump_json()
    needed = {"female": "gender", "male": "gender", "bath": "category", "web": "order_channel", "open": "event",
              "click": "event", "sent": "event"}  # fmt: skip
    for value, field in needed.items():
        if f'"{value}"' in text and value not in dict(shop.dictionary.values(field) if field in fields else []):
            return False
    return all(name in fields for name in ("city", "age", "emailable") if f'"{name}"' in text or "contactable" in text)


@SLOW
@given(index=st.integers(0, SHOPS - 1), audience=audiences)
def test_members_agree(shops, index, audience):
    shop, naive = shops[index]
    if not known_values_only(shop, audience):
        return
    query = compile_audience(audience, shop.dictionary, TODAY)
    found = [row[0] for row in shop.warehouse.query(query.sql, query.parameters)[1]]
    assert found == naive.members(audience)
    count = compile_audience(audience, shop.dictionary, TODAY, select="count")
    assert shop.warehouse.query(count.sql, count.parameters)[1] == [(len(found),)]


metrics = st.builds(
    Metric,
    measures=st.lists(st.sampled_from(sorted(SALES)), min_size=1, max_size=4, unique=True),
    dimensions=st.lists(
        st.sampled_from(
            ["category", "order_channel", "gender", "weekday", "month", "rfm_segment", "first_order_month"]
        ),
        max_size=2, unique=True,
    ),
    where=st.lists(order_filters, max_size=1),
    audience=st.one_of(st.none(), st.builds(Audience, all=st.lists(attributes, max_size=1), none=lists)),
    period=periods,
)  # fmt: skip


@SLOW
@given(index=st.integers(0, SHOPS - 1), metric=metrics)
def test_measures_agree(shops, index, metric):
    shop, naive = shops[index]
    if not known_values_only(shop, metric):
        return
    query = compile_metric(metric, shop.dictionary, TODAY)
    width = len(metric.dimensions)
    found = {row[:width]: row[width:] for row in shop.warehouse.query(query.sql, query.parameters)[1]}
    expected = naive.sales(metric)
    for group, measures in expected.items():
        if group not in found:  # a rate of customers has no row where none of the buyers is known
            assert not any(measures.values())
            continue
        for value, wanted in zip(found.pop(group), measures.values(), strict=True):
            assert value == wanted or math.isclose(value, wanted, abs_tol=1e-9), (group, query.sql)
    # what is left are quiet calendar units: nothing happened in them
    assert all(not value for values in found.values() for value in values)
    assert not found or metric.dimensions in (["month"], ["weekday"])


@SLOW
@given(index=st.integers(0, SHOPS - 1), metric=metrics)
def test_totals_count_the_whole_result_the_same_way(shops, index, metric):
    shop, naive = shops[index]
    if not known_values_only(shop, metric):
        return
    query = compile_metric(metric, shop.dictionary, TODAY, totals=True)
    (row,) = shop.warehouse.query(query.sql, query.parameters)[1]
    plain = metric.model_copy(update={"dimensions": []})
    if "category" in metric.dimensions:  # the split decides that order discounts are left out
        plain = plain.model_copy(update={"where": [*metric.where, Filter(field="category", op="known")]})
        unknown = metric.model_copy(
            update={"dimensions": [], "where": [*metric.where, Filter(field="category", op="unknown")]}
        )
        if "net_revenue" in metric.measures:
            position = metric.measures.index("net_revenue")
            parts = [naive.sales(one)[()]["net_revenue"] for one in (plain, unknown)]
            assert math.isclose(row[position], sum(parts), abs_tol=1e-9)
        return
    for value, wanted in zip(row, naive.sales(plain)[()].values(), strict=True):
        assert value == wanted or math.isclose(value, wanted, abs_tol=1e-9)
