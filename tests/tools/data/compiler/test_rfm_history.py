"""RFM as of several days: the same groups as asking on each of those days, and as pandas by the same rule for ties."""

import random
from collections import Counter
from datetime import date, timedelta

import pandas as pd
import pytest

from tests.tools.small_shop import make_shop
from tools.data.compiler import SEGMENT_CELLS, compile_audience
from tools.data.compiler.rfm_history import compile_rfm_moves, compile_rfm_sizes
from tools.definitions import Audience

START, END = date(2026, 3, 31), date(2026, 4, 30)
CELLS = {cell: name for name, cells in SEGMENT_CELLS.items() for cell in cells.split()}


@pytest.fixture(scope="module")
def orders() -> pd.DataFrame:
    dice = random.Random(5)
    rows = []
    for number in range(900):
        day = date(2026, 1, 1) + timedelta(days=dice.randrange(125))
        returned = dice.random() < 0.05
        rows.append(
            {
                "id": f"o{number}",
                "customer_id": f"c{int(dice.expovariate(0.02)):03d}",
                "ordered_at": f"{day} {dice.randrange(24):02d}:00:00",
                "quantity": -1 if returned else dice.randrange(1, 4),
                "unit_price": float(dice.randrange(1, 6)),
                "discount": float(dice.random() < 0.2),
            }
        )
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def shop(tmp_path_factory, orders):
    heads = orders[["id", "customer_id", "ordered_at", "discount"]].to_dict("records")
    lines = [
        {"order_id": row.id, "product_id": "p", "quantity": row.quantity, "unit_price": row.unit_price}
        for row in orders.itertuples()
    ]
    opened = make_shop(tmp_path_factory.mktemp("history") / "shop", orders=heads, order_lines=lines)
    yield opened
    opened.close()


def _by_pandas(orders: pd.DataFrame, day: date) -> dict[str, str]:
    """Order by value, then customer id; the first n mod 5 groups hold one more."""
    past = orders[orders["ordered_at"] < str(day + timedelta(days=1))]
    sold = past[past["quantity"] > 0]
    value = past["quantity"] * past["unit_price"] - past["discount"]
    figures = pd.DataFrame(
        {"last": sold.groupby("customer_id")["ordered_at"].max(), "orders": sold.groupby("customer_id").size()}
    )
    figures["spend"] = value.groupby(past["customer_id"]).sum()
    cell = pd.Series("", index=figures.index)
    for name in ("last", "orders", "spend"):
        ranked = figures.reset_index().sort_values([name, "customer_id"])["customer_id"].tolist()
        longer, size = len(ranked) % 5, len(ranked) // 5
        scores = [group for group in range(1, 6) for _ in range(size + (group <= longer))]
        cell += pd.Series(dict(zip(ranked, map(str, scores), strict=True)))
    return {customer: CELLS[one] for customer, one in cell.items()}


def test_moves_are_those_of_the_same_customers_on_two_days(shop, orders):
    query = compile_rfm_moves(shop.dictionary, START, END)
    _, rows = shop.warehouse.query(query.sql, query.parameters)
    before, after = _by_pandas(orders, START), _by_pandas(orders, END)
    expected = Counter((before.get(customer), segment) for customer, segment in after.items())
    assert {(one, other): count for one, other, count in rows} == dict(expected)
    assert any(one is None for one, _, _ in rows)


def test_sizes_on_a_day_are_what_an_audience_of_that_day_has(shop):
    days = [date(2026, 2, 28), START, END]
    query = compile_rfm_sizes(shop.dictionary, days)
    _, rows = shop.warehouse.query(query.sql, query.parameters)
    for day in days:
        asked = compile_audience(Audience(), shop.dictionary, day, select=("id", "rfm_segment"))
        _, people = shop.warehouse.query(asked.sql, asked.parameters)
        expected = Counter(segment for _, segment in people if segment)
        assert {segment: count for one, segment, count in rows if one == day} == dict(expected)
