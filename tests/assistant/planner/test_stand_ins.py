"""A shop's own columns answer to the usual names of what they hold."""

from datetime import date
from pathlib import Path

import pytest

from assistant.planner.reader import Reader
from tests.tools.small_shop import CUSTOMERS, ORDERS, TODAY, line_rows, make_shop


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("customers by acquisition channel", "acquisition_channel"),
        ("orders by carrier", "delivery_carrier"),
        ("revenue by delivery carrier", "delivery_carrier"),
    ],
)
def test_an_own_column_is_known_by_what_it_says(tmp_path: Path, question: str, field: str) -> None:
    customers = [row | {"heard_about_us": "Friend"} for row in CUSTOMERS]
    orders = [row | {"delivery_carrier": "DPD", "payment_method": "Card"} for row in ORDERS]
    shop = make_shop(tmp_path / "shop", customers=customers, orders=orders, order_lines=line_rows())
    assert Reader(shop, date.fromisoformat(TODAY)).read(question).calls[0].args["metric"]["dimensions"] == [field]
    shop.close()


def test_a_word_that_could_be_any_column_is_none(tmp_path: Path) -> None:
    orders = [row | {"payment_method": "Card"} for row in ORDERS]
    shop = make_shop(tmp_path / "shop", customers=CUSTOMERS, orders=orders, order_lines=line_rows())
    assert not Reader(shop, date.fromisoformat(TODAY)).read("orders by method").calls
    shop.close()
