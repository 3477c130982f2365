"""Exports of Chinese shops: members with a child or a pet, books by ISBN, dates that look like phone numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.data.importing.helpers import bring, one, rows, write
from tools.data.importing import plan_import
from tools.data.importing.models import FilePlan


def _targets(plan: FilePlan) -> dict[str, str | None]:
    return {column.source: column.target for column in plan.columns}


def test_members_with_a_child_s_birth_date_are_members_and_no_orders(tmp_path: Path) -> None:
    text = "会员编号,宝妈姓名,性别,宝宝性别,宝宝出生日期,会员等级,来源渠道,入会日期,接受短信\n" + "".join(
        f"HY{n},王{n},女,男,2025-0{n}-11,小树,社群,2025-0{n}-20,是\n" for n in range(1, 9)
    )
    file = plan_import([write(tmp_path, "有赞会员.csv", text)]).files[0]
    targets = _targets(file)
    assert file.role == "customers"
    assert targets["性别"] == "customers.gender"
    assert targets["宝宝性别"] == "customers.宝宝性别"
    assert targets["宝宝出生日期"] == "customers.宝宝出生日期"


@pytest.mark.parametrize("heading", ["宠物生日", "宝宝生日", "Pet birthday", "孩子出生日期"])
def test_the_birthday_of_somebody_else_is_not_the_customer_s(tmp_path: Path, heading: str) -> None:
    text = f"客户编号,姓名,{heading}\n" + "".join(f"K{n},李{n},2020-01-{n:02}\n" for n in range(1, 9))
    targets = _targets(plan_import([write(tmp_path, "客户.csv", text)]).files[0])
    assert targets[heading] != "customers.birth_date"


def test_dates_in_a_column_of_the_shop_s_own_are_kept_and_no_phone_numbers(tmp_path: Path) -> None:
    text = "客户编号,姓名,合同到期,下次回访\n" + "".join(
        f"K{n},李{n},2027-01-{n:02},13800{n:06}\n" for n in range(1, 9)
    )
    targets = _targets(plan_import([write(tmp_path, "客户.csv", text)]).files[0])
    assert targets["合同到期"] == "customers.合同到期"


def test_books_go_by_their_isbn_and_clients_by_their_code(tmp_path: Path) -> None:
    clients = "客户编码,客户名称,联系人,建档日期\n" + "".join(
        f"KH{n},顺达{n},王{n},2024-05-0{n}\n" for n in range(1, 6)
    )
    orders = "订单号,客户编码,下单日期\nA1,KH1,2026-03-01\nA2,KH2,2026-03-02\n"
    lines = "订单号,ISBN,数量,成交单价\nA1,9787500000001,2,20\nA2,9787500009974,1,30\nA2,9787500000001,1,20\n"
    books = "ISBN,书名,图书分类,定价\n9787500000001,三体,科幻,93\n9787500009974,活着,文学,45\n"
    files = {"客户档案.csv": clients, "订单.csv": orders, "订单明细.csv": lines, "图书.csv": books}
    workspace, _ = bring(tmp_path, *(write(tmp_path, name, text) for name, text in files.items()))
    assert one(workspace, "SELECT sum(quantity * unit_price) FROM order_lines") == 90
    assert rows(workspace, "SELECT customer_id FROM orders ORDER BY id") == [("KH1",), ("KH2",)]
    assert rows(workspace, "SELECT name, category, price FROM products ORDER BY name") == [
        ("三体", "科幻", 93),
        ("活着", "文学", 45),
    ]
    assert "联系人" not in dict(rows(workspace, "SELECT name, id FROM pragma_table_info('customers') AS t(id, name)"))


def test_what_every_line_of_a_product_says_is_told_of_the_product(tmp_path: Path) -> None:
    goods = [("飞天茅台", "酱香型"), ("五粮液", "浓香型"), ("汾酒", "清香型"), ("习酒", "酱香型"), ("剑南春", "浓香型")]
    text = "单据编号,单据日期,客户编码,商品名称,香型,数量,单价\n" + "".join(
        f"X{n},2026-03-0{1 + n % 9},KH{n % 7},{goods[n % 5][0]},{goods[n % 5][1]},{1 + n % 3},{100 + n}\n"
        for n in range(40)
    )
    targets = _targets(plan_import([write(tmp_path, "销售出库单.csv", text)]).files[0])
    assert targets["单据编号"] == "orders.id"
    assert targets["香型"] == "products.香型"
