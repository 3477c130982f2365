"""The eleven segments cover every combination of scores once, and scores are even groups."""

from datetime import date
from itertools import product

import pytest

from tests.tools.small_shop import make_shop
from tools.data.compiler import SEGMENT_CELLS, compile_audience
from tools.definitions import Audience
from tools.specs import catalogue


def test_every_cell_belongs_to_one_segment():
    cells = [cell for listed in SEGMENT_CELLS.values() for cell in listed.split()]
    assert sorted(cells) == ["".join(scores) for scores in product("12345", repeat=3)]
    assert len(SEGMENT_CELLS) == 11


def test_segments_have_names_in_both_languages():
    assert list(catalogue()["values"]["rfm_segment"]) == list(SEGMENT_CELLS)


@pytest.mark.parametrize("buyers", [1, 4, 5, 12])
def test_scores_are_five_equal_groups_and_ties_go_by_id(tmp_path, buyers):
    ids = [f"c{n:02}" for n in range(buyers)]
    shop = make_shop(
        tmp_path / "shop",
        orders=[{"id": one, "customer_id": one, "ordered_at": "2026-01-01"} for one in ids],
        order_lines=[{"order_id": one, "product_id": "p", "quantity": 1, "unit_price": 2.0} for one in ids],
    )
    query = compile_audience(Audience(), shop.dictionary, date(2026, 1, 1), select=("id", "rfm_score"))
    found = dict(shop.warehouse.query(query.sql, query.parameters)[1])
    longer, size = buyers % 5, buyers // 5
    expected = [group for group in range(1, 6) for _ in range(size + (group <= longer))]
    assert found == {one: str(score) * 3 for one, score in zip(ids, expected, strict=True)}


def test_five_is_the_latest_the_most_and_the_highest(tmp_path):
    """Five buyers whose three rankings all differ: c1 oldest but most frequent, c5 latest but lowest in orders."""
    orders, lines = [], []
    for number, (day, count, price) in enumerate(
        [(1, 5, 3.0), (2, 4, 9.0), (3, 3, 1.0), (4, 2, 50.0), (5, 1, 30.0)], 1
    ):
        for turn in range(count):
            order = f"o{number}{turn}"
            orders.append({"id": order, "customer_id": f"c{number}", "ordered_at": f"2026-01-0{day} 0{turn}:00:00"})
            lines.append({"order_id": order, "product_id": "p", "quantity": 1, "unit_price": price})
    shop = make_shop(tmp_path / "shop", orders=orders, order_lines=lines)
    names = ("id", "recency_score", "frequency_score", "monetary_score", "rfm_score")
    query = compile_audience(Audience(), shop.dictionary, date(2026, 1, 9), select=names)
    found = [row[1:] for row in shop.warehouse.query(query.sql, query.parameters)[1]]
    # spend: 15, 36, 3, 100, 30
    assert found == [(1, 5, 2, "152"), (2, 4, 4, "244"), (3, 3, 1, "331"), (4, 2, 5, "425"), (5, 1, 3, "513")]


def test_the_order_of_adding_does_not_part_customers_who_spent_the_same(tmp_path):
    """.1 + .2 + .3 and .6 are not the same double, yet they are the same spend: the id decides."""
    orders = [{"id": f"{one}", "customer_id": one, "ordered_at": "2026-01-01"} for one in "abcde"]
    lines = [{"order_id": "a", "product_id": "p", "quantity": 1, "unit_price": price} for price in (0.1, 0.2, 0.3)]
    lines += [{"order_id": one, "product_id": "p", "quantity": 1, "unit_price": 0.6} for one in "bcde"]
    shop = make_shop(tmp_path / "shop", orders=orders, order_lines=lines)
    query = compile_audience(Audience(), shop.dictionary, date(2026, 1, 1), select=("id", "monetary_score"))
    assert shop.warehouse.query(query.sql, query.parameters)[1] == [(one, n) for n, one in enumerate("abcde", 1)]


def test_known_customers_are_asked_for_in_the_form_the_engine_estimates_well(hand_desk):
    query = compile_audience(Audience(), hand_desk.dictionary, date(2026, 1, 1), select=("id", "rfm_segment"))
    assert "o.customer_id IS NOT NULL" in query.sql and "NOT o.customer_id IS NULL" not in query.sql
