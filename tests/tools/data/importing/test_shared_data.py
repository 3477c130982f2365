"""Published data sets come in untouched, with the counts their papers give."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.tools.data.importing.helpers import SHARED, bring, one, rows
from tools.contract import BadInput
from tools.data.importing import plan_import

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data sets are not beside the repository")


def shared(name: str) -> str:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"{name} is not in the shared data")
    return str(path)


@pytest.mark.parametrize("file", ["online_retail.parquet", "online_retail.csv.gz"])
def test_online_retail(file: str, tmp_path: Path) -> None:
    path = shared(f"online_retail/{file}")
    workspace, report = bring(tmp_path, path)
    assert (report.read, report.kept, report.dropped) == (541_909, 541_909, 0)
    assert (report.orders, report.customers, report.products) == (25_900, 4_372, 4_070)
    assert (report.cancelled_lines, report.without_customer, report.duplicates, report.returns) == (
        9_288,
        135_080,
        5_268,
        10_624,
    )
    assert report.net_revenue == pytest.approx(9_747_747.934, abs=0.005)
    assert (report.first, report.last) == (datetime(2010, 12, 1, 8, 26), datetime(2011, 12, 9, 12, 50))
    assert report.currency == "USD" and "no currency" in report.currency_evidence.en
    assert 2_900 <= report.non_product_lines <= 3_000
    assert one(workspace, "SELECT count(*) FROM order_lines") == 541_909
    assert one(workspace, "SELECT count(*) FROM orders WHERE customer_id IS NULL") == 3_710
    assert one(workspace, "SELECT count(DISTINCT country) FROM customers") == 37
    assert rows(workspace, "SELECT name FROM products WHERE id = '85123A'") == [("WHITE HANGING HEART T-LIGHT HOLDER",)]
    # Against the file itself, by a query that shares nothing with the import.
    source = f"'{path}'"
    again = (
        f"SELECT round(sum(Quantity * UnitPrice), 2) FROM {source} "
        "WHERE InvoiceDate >= '2011-11-01' AND InvoiceDate < '2011-12-01'"
    )
    ours = (
        "SELECT round(sum(quantity * unit_price), 2) FROM order_lines l JOIN orders o ON o.id = l.order_id "
        "WHERE strftime(ordered_at, '%Y-%m') = '2011-11'"
    )
    assert one(workspace, ours) == one(workspace, again)


def test_cdnow_orders_without_numbers(tmp_path: Path) -> None:
    _, report = bring(tmp_path, shared("cdnow/cdnow_master.parquet"))
    assert (report.orders, report.customers) == (69_659, 23_570)
    assert report.net_revenue == pytest.approx(2_500_315.63, abs=0.005)


def test_grocery_orders_without_amounts(tmp_path: Path) -> None:
    workspace, report = bring(tmp_path, shared("grocery_elog/groceryElog.parquet"))
    assert (report.orders, report.customers, report.net_revenue) == (10_483, 1_525, 0)
    assert any("no prices" in note.en for note in report.notes)
    assert one(workspace, "SELECT count(*) FROM order_lines") == 0


def test_baskets_without_dates_need_to_be_told_one(tmp_path: Path) -> None:
    path = shared("groceries/groceries_long.parquet")
    with pytest.raises(BadInput, match="date="):
        bring(tmp_path / "1", path)
    workspace, report = bring(tmp_path / "2", path, overrides={"date": "2026-03-01"})
    assert (report.orders, report.products, report.kept) == (9_835, 169, 43_367)
    assert one(workspace, "SELECT sum(quantity) FROM order_lines WHERE product_id = 'whole milk'") == 2_513


def test_customer_attributes_and_products(tmp_path: Path) -> None:
    workspace, report = bring(tmp_path / "1", shared("telco_churn/telco_churn.parquet"))
    assert (
        report.customers == 7_043 and one(workspace, "SELECT count(*) FROM customers WHERE gender = 'female'") == 3_488
    )
    assert one(workspace, "SELECT typeof(tenure) FROM customers LIMIT 1") == "DOUBLE"
    _, report = bring(tmp_path / "2", shared("abt_buy/AbtBuy_Abt.csv"))
    assert report.products == 1_076


@pytest.mark.parametrize(
    "file", ["hillstrom/hillstrom.parquet", "bank_marketing/bank-full.parquet", "advertisegen_zh/dev.json"]
)
def test_tables_without_an_id_are_refused(file: str) -> None:
    with pytest.raises(BadInput, match="--map"):
        plan_import([shared(file)])
