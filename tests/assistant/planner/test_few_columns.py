"""A shop that keeps little can be asked all the same."""

from datetime import date
from pathlib import Path

import pytest

from assistant.planner.reader import Reader
from tests.tools.small_shop import CUSTOMERS, ORDERS, TODAY, line_rows, make_shop


@pytest.mark.parametrize("column", ["city", "country", "gender", "birth_date", "signup_date", "email_consent"])
def test_a_shop_without_a_usual_column_counts_its_orders(tmp_path: Path, column: str) -> None:
    customers = [{name: value for name, value in row.items() if name != column} for row in CUSTOMERS]
    shop = make_shop(tmp_path / "shop", customers=customers, orders=ORDERS, order_lines=line_rows())
    calls = Reader(shop, date.fromisoformat(TODAY)).read("orders this year").calls
    assert [call.args["metric"]["measures"] for call in calls] == [["orders"]]
    shop.close()


def test_a_shop_of_orders_alone_counts_them(tmp_path: Path) -> None:
    shop = make_shop(tmp_path / "shop", orders=ORDERS, order_lines=line_rows())
    calls = Reader(shop, date.fromisoformat(TODAY)).read("orders this year").calls
    assert [call.args["metric"]["measures"] for call in calls] == [["orders"]]
    shop.close()
