"""Headings and ticks of shops that call things otherwise."""

from pathlib import Path

from tests.tools.data.importing.helpers import write
from tools.data.importing import plan_import

_SALES = "\n".join(
    f"S{n},0{n % 9 + 1}/11/2025 10:00,M{n % 3},P{n % 4},{n % 2 + 1},£{n}.50,{'Yes' if n % 3 == n % 2 else ''}"
    for n in range(1, 60)
)


def test_sold_at_is_a_time_where_it_holds_times_and_a_shop_where_it_names_one(tmp_path: Path) -> None:
    path = write(tmp_path, "sales.csv", f"Sale no,Sold at,Member No,Item code,Qty,Price each,Gift wrap\n{_SALES}\n")
    targets = {column.source: column.target for column in plan_import([path]).files[0].columns}
    assert (targets["Sale no"], targets["Sold at"]) == ("orders.id", "orders.ordered_at")
    assert targets["Gift wrap"] in ("orders.gift_wrap", "order_lines.gift_wrap")  # a blank is no fact of the customer
    named = write(tmp_path, "shops.csv", "Order,Date,Sold at,Total\n1,2026-03-01,Leeds,5\n2,2026-03-02,York,7\n")
    assert plan_import([named]).files[0].choice("orders.channel").source == "Sold at"


def test_whether_they_may_be_written_to_and_what_is_left(tmp_path: Path) -> None:
    people = write(tmp_path, "members.csv", "Member No,Newsletter OK\nM1,Y\nM2,N\n")
    assert plan_import([people]).files[0].choice("customers.email_consent").source == "Newsletter OK"
    goods = write(tmp_path, "items.csv", "商品编号,商品名称,库存数量\nA1,猫粮,5\nA2,猫砂,7\n")
    assert plan_import([goods]).files[0].choice("products.stock").source == "库存数量"
