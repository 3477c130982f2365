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
