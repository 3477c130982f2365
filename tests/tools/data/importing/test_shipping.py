"""What was paid for shipping is no revenue of goods, and what is due after a promotion is what was paid."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.data.importing.helpers import bring, one, write
from tools.data.importing import plan_import

REVENUE = "SELECT sum(quantity * unit_price) - (SELECT coalesce(sum(discount), 0) FROM orders) FROM order_lines"


@pytest.mark.parametrize(
    ("headings", "amounts", "goods"),
    [
        ("discount_total,shipping_total,shipping_tax,order_total", ("2,5,1,24", "0,0,0,12"), 30.0),
        ("Subtotal,Shipping,Total", ("18,6,24", "12,0,12"), 30.0),
        ("Total,Shipping,Total paid", ("18,6,24", "12,0,12"), 30.0),
        ("Goods total,Shipping,Tax,Grand total", ("18,6,3,27", "12,0,2,14"), 35.0),  # with the tax that was paid
        ("total_discounts,total_products_wt,total_shipping,total_shipping_tax_incl,total_shipping_tax_excl,"
         "total_paid_tax_incl", ("2,20,6,6,5,24", "0,12,0,0,0,12"), 30.0),
    ],
)  # fmt: skip
def test_shipping_comes_off_the_total(tmp_path: Path, headings: str, amounts: tuple[str, ...], goods: float) -> None:
    text = f"order_id,order_date,customer_id,{headings}\n"
    text += "".join(f"{n},2025-01-0{n},{n},{cells}\n" for n, cells in enumerate(amounts, start=1))
    workspace, _ = bring(tmp_path, write(tmp_path, "orders.csv", text))
    assert one(workspace, REVENUE) == pytest.approx(goods)


def test_shipping_that_comes_off_is_said_and_can_be_left_on(tmp_path: Path) -> None:
    text = "order_id,order_date,customer_id,shipping,order_total\n1,2025-01-02,7,5,25\n2,2025-01-03,8,0,10\n"
    file = write(tmp_path, "orders.csv", text)
    assert any("shipping is taken off order_total" in note.en for note in plan_import([file]).files[0].notes)
    workspace, _ = bring(tmp_path, file, overrides={"shipping": "ignore"})
    assert one(workspace, REVENUE) == 35.0


@pytest.mark.parametrize("due", ["90", "0"])
def test_an_amount_due_after_a_promotion_is_what_was_paid_and_an_open_balance_is_not(tmp_path: Path, due: str) -> None:
    text = f"Order,Date,Customer,Amount,Promo,Amount due\n1,2025-01-02,7,100,10% off,{due}\n2,2025-01-03,8,50,,50\n"
    workspace, _ = bring(tmp_path, write(tmp_path, "orders.csv", text))
    assert one(workspace, REVENUE) == (140.0 if due == "90" else 150.0)
