"""Workbooks, Parquet, JSON and databases are read like text files are."""

import json
import sqlite3
from datetime import datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tests.tools.data.importing.helpers import bring, one, rows, write
from tools.contract import BadInput
from tools.data.importing import ImportPlan, plan_import, run_import
from tools.data.workspace import Workspace


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> str:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return str(path)


def test_workbook_with_title_totals_and_several_sheets(tmp_path: Path) -> None:
    lines: list[list[object]] = [["某某店铺订单导出"], [], ["订单号", "下单时间", "会员ID", "商品名称", "数量", "单价"]]
    lines += [[f"T{n:03d}", datetime(2026, 3, n, 10, 30), 10000 + n % 5, "面膜", 2.0, 19.9] for n in range(1, 20)]
    lines += [["合计", None, None, None, 38, None]]
    people = [["会员ID", "姓名", "性别", "是否订阅邮件"], *([10000 + n, f"客{n}", "女", "是"] for n in range(5))]
    path = workbook(tmp_path / "店铺.xlsx", {"订单": lines, "会员": people, "说明": [["本表仅供内部使用"]], "空": []})
    plan = plan_import([path])
    assert {file.part: file.role for file in plan.files} == {
        "订单": "flat_order_lines",
        "会员": "customers",
        "说明": "ignored",
    }
    workspace, report = bring(tmp_path, path)
    assert report.net_revenue == pytest.approx(19 * 2 * 19.9) and report.customers == 5
    assert rows(workspace, "SELECT id, name, gender, email_consent FROM customers ORDER BY id LIMIT 1") == [
        ("10000", "客0", "female", True)
    ]
    assert one(workspace, "SELECT min(ordered_at) FROM orders") == datetime(2026, 3, 1, 10, 30)


def test_a_workbook_that_lies_about_its_size_is_read_whole(tmp_path: Path) -> None:
    import zipfile

    lines: list[list[object]] = [
        ["order id", "date", "customer id", "total"],
        *([n, datetime(2026, 1, 1), n, 5] for n in range(300)),
    ]
    honest, lying = workbook(tmp_path / "honest.xlsx", {"orders": lines}), tmp_path / "lying.xlsx"
    with zipfile.ZipFile(honest) as source, zipfile.ZipFile(lying, "w") as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename.startswith("xl/worksheets/"):
                content = content.replace(b'<dimension ref="A1:D301"', b'<dimension ref="A1:D2"')
            target.writestr(item, content)
    assert bring(tmp_path, str(lying))[1].kept == 300


def test_parquet_keeps_its_values(tmp_path: Path) -> None:
    path = str(tmp_path / "lines.parquet")
    duckdb.execute(
        "COPY (SELECT range AS order_id, TIMESTAMP '2026-01-01 10:00' + INTERVAL (range) HOUR AS order_date, "
        "range % 3 + 0.0 AS customer_id, "
        f"'S' || range % 4 AS sku, 0.1 + range AS price, 1 AS quantity FROM range(50)) TO '{path}' (FORMAT parquet)"
    )
    workspace, report = bring(tmp_path, path)
    assert report.net_revenue == pytest.approx(sum(range(50)) + 5) and report.customers == 3
    assert rows(workspace, "SELECT id FROM customers ORDER BY id") == [("0",), ("1",), ("2",)]  # not 0.0


def records() -> list[dict[str, object]]:
    return [
        {
            "id": 1000 + n, "created_at": "2026-03-01T10:00:00+08:00", "currency": "EUR", "tags": ["a", "b"],
            "customer": {"id": n % 7, "email": f"a{n % 7}@x.com"},
            "line_items": [
                {"sku": "S1", "name": "Cup", "quantity": 2, "price": "3.50"},
                {"sku": "S2", "name": "Mug", "quantity": 1, "price": 4.5},
            ],
        }
        for n in range(20)
    ]  # fmt: skip


@pytest.mark.parametrize("layout", ["lines", "array", "wrapped", "indented"])
def test_json_in_four_layouts(tmp_path: Path, layout: str) -> None:
    text = {
        "lines": "\n".join(map(json.dumps, records())),
        "array": json.dumps(records()),
        "wrapped": json.dumps({"orders": records()}),
        "indented": json.dumps(records(), indent=2, ensure_ascii=False),
    }[layout]
    workspace, report = bring(tmp_path, write(tmp_path, "orders.json", text))
    assert (report.orders, report.customers, report.products, report.currency) == (20, 7, 2, "EUR")
    assert report.net_revenue == pytest.approx(20 * 11.5)
    assert one(workspace, "SELECT max(ordered_at) FROM orders") == datetime(2026, 3, 1, 2)


def test_damaged_json_is_one_sentence(tmp_path: Path) -> None:
    for text in ('{"id": 1}\n{"id": 2\n{"id": 3}\n', '[{"id": 1}', "[1, 2, 3]", "[]", "{}"):
        with pytest.raises(BadInput) as raised:
            plan_import([write(tmp_path, "a.json", text)])
        assert "\n" not in raised.value.message


def database(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE orders (id, customer_id, order_date, status);"
            "CREATE TABLE order_items (order_id, sku, qty, price);"
            "CREATE TABLE customers (id, email, city); CREATE TABLE log (line);"
        )
        for n in range(20):
            connection.execute("INSERT INTO orders VALUES (?, ?, ?, 'paid')", (n, n % 5, f"2026-03-{n + 1:02d}"))
            connection.execute("INSERT INTO order_items VALUES (?, ?, 2, 3.5)", (n, f"S{n % 3}"))
        connection.executemany("INSERT INTO customers VALUES (?, ?, 'Berlin')", [(n, f"a{n}@x.com") for n in range(5)])
        connection.execute("INSERT INTO log VALUES ('x')")
    return f"sqlite:///{path}"


def test_database_tables_by_name(tmp_path: Path) -> None:
    address = database(tmp_path / "shop.db")
    plan = plan_import([address])
    assert {file.part: file.role for file in plan.files} == {
        "customers": "customers", "log": "ignored", "order_items": "order_lines", "orders": "orders",
    }  # fmt: skip
    _, report = bring(tmp_path, address)
    assert (report.orders, report.customers, report.net_revenue) == (20, 5, 140.0)
    assert [file.part for file in plan_import([f"{address}#customers"]).files] == ["customers"]
    with pytest.raises(BadInput, match="no table 'ordrs'"):
        plan_import([f"{address}#ordrs"])


def test_database_addresses_that_cannot_be_used(tmp_path: Path) -> None:
    missing = tmp_path / "none.db"
    with pytest.raises(BadInput, match="does not exist"):
        plan_import([f"sqlite:///{missing}"])
    assert not missing.exists()
    with pytest.raises(BadInput, match=r"^oracle|needs the Python package"):
        plan_import(["oracle://u:secret@host/x"])
    with pytest.raises(BadInput) as raised:
        plan_import(["postgresql://u:secret@127.0.0.1:1/x"])
    assert "secret" not in raised.value.message


def test_a_plan_is_plain_json_and_still_runs(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "o.xlsx", {"orders": [["order id", "date", "customer id", "total"], [1, datetime(2026, 1, 1), 1, 5]]}
    )
    plan = ImportPlan.model_validate(json.loads(json.dumps(plan_import([path]).model_dump(mode="json"))))
    report = run_import(plan, Workspace.create(tmp_path / "shop"))
    assert json.loads(json.dumps(report.model_dump(mode="json")))["net_revenue"] == 5
    for language in ("en", "zh"):
        assert "o.xlsx" in plan.text(language) and "o.xlsx" in report.text(language)
    assert "读取" in report.text("zh") and "kept" in report.text("en")


def test_lines_below_merged_cells_belong_to_the_order_above(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["云山茶行 销售明细"],
        ["订单信息", None, "客户信息", None, "商品信息"],
        ["订单号", "下单日期", "姓名", "手机", "商品名称", "数量", "单价（元）", "优惠"],
        ["A1", "2026年3月5日", "李芳", "13800000001", "龙井", 1, 168, 10],
        [None, None, None, None, "白茶", 2, 298, None],
        ["A2", "2026年3月9日", "王伟", "13800000002", "普洱", 1, 388, 0],
        [None, None, None, None, "茶具", 1, 680, None],
        ["合计", None, None, None, None, 5, 1832, 10],
        [None, None, None, None, "合计", 5, 1832, 10],
    ):
        sheet.append(row)
    for cells in ("A1:H1", "A2:B2", "C2:D2", "E2:H2", "A4:A5", "B4:B5", "C4:C5", "D4:D5", "A6:A7", "B6:B7"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "销售.xlsx")
    workspace, report = bring(tmp_path, str(tmp_path / "销售.xlsx"))
    assert (report.orders, report.customers, report.net_revenue, report.discounts) == (2, 2, 1832, 10)
    assert rows(workspace, "SELECT order_id, count(*) FROM order_lines GROUP BY 1 ORDER BY 1") == [("A1", 2), ("A2", 2)]


@pytest.mark.parametrize(
    ("prices", "currency"), [(("12,50", "1.024,50", "7,90"), "EUR"), (("free", "FREE", "7.90"), "USD")]
)
def test_the_currency_of_amounts_that_name_none(tmp_path: Path, prices: tuple[str, ...], currency: str) -> None:
    lines = [f"{n};2026-03-0{n + 1};c{n};Mug;1;{price}" for n, price in enumerate(prices)]
    text = "\n".join(["order id;order date;customer id;product;quantity;price", *lines])
    assert plan_import([write(tmp_path, "orders.csv", text)]).currency == currency


def test_addresses_in_the_column_of_phones_are_moved(tmp_path: Path) -> None:
    lines = [f"{n},Ann {n},ann{n}@x.com,+15125550{n:02}" for n in range(10, 20)]
    text = "\n".join(["customer id,name,email,phone", "1,Bob,+1512555001,bob@x.com", "2,Cy,,cy@x.com", *lines])
    workspace, report = bring(tmp_path, write(tmp_path, "customers.csv", text))
    assert rows(workspace, "SELECT email, phone FROM customers ORDER BY id LIMIT 1") == [("bob@x.com", "+1512555001")]
    assert rows(workspace, "SELECT email, phone FROM customers WHERE id = '2'") == [("cy@x.com", None)]
    assert ("swapped", 2) in [(one.code, one.count) for one in report.files[0].said]


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_headings_in_two_rows(tmp_path: Path, suffix: str) -> None:
    lines: list[list[object]] = [
        ["茶叶销售台账"], ["订单号", "下单日期", "客户信息", "", "商品信息", "", "", "备注"],
        ["", "", "姓名", "手机", "品名", "数量", "单价", ""],
        *([f"Z{n}", f"2026年3月{n}日", f"客{n}", f"1380000000{n}", "龙井", 2, 88, ""] for n in range(1, 9)),
        ["合计", "", "", "", "", 16, "", ""],
    ]  # fmt: skip
    path = str(tmp_path / f"台账.{suffix}")
    if suffix == "xlsx":
        workbook(Path(path), {"台账": lines})
    else:
        write(tmp_path, "台账.csv", "\n".join(",".join(map(str, line)) for line in lines))
    _, report = bring(tmp_path, path)
    assert (report.orders, report.customers, report.products, report.net_revenue) == (8, 8, 1, 1408)
