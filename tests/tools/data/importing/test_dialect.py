"""Text files of any encoding, delimiter and untidiness come out as the cells that were meant."""

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tools.data.importing.helpers import bring, one, rows, write
from tools.data.importing import plan_import
from tools.data.importing.dialect import header_row
from tools.data.importing.models import FilePlan
from tools.data.importing.sources import examine
from tools.data.importing.staging import source_rows
from tools.data.importing.tolerant import Repairs

ORDERS = "订单号,客户编号,下单时间,商品名称,数量,单价\n" + "".join(
    f"{n},u{n % 4},2026-03-{n % 28 + 1:02d},保湿面膜{n % 3}号,1,{n}.50\n" for n in range(1, 40)
)
TRADITIONAL = (
    ORDERS.replace("订单号", "訂單編號")
    .replace("客户编号", "客戶編號")
    .replace("下单时间", "下單時間")
    .replace("商品名称", "商品名稱")
)
TRADITIONAL = (
    TRADITIONAL.replace("数量", "數量").replace("单价", "單價").replace("保湿面膜", "保濕面膜").replace("号,1", "號,1")
)
FRENCH = "N° commande;Date commande;ID client;Désignation;Quantité;Prix unitaire\n" + "".join(
    f"{n};{n % 28 + 1:02d}/03/2026;c{n % 4};Crème brûlée {n % 3};1;{n},50\n" for n in range(1, 40)
)


@pytest.mark.parametrize(
    ("text", "codec", "found"),
    [
        (ORDERS, "utf-8", "utf-8"), (ORDERS, "utf-8-sig", "utf-8-sig"), (ORDERS, "utf-16", "utf-16-le"),
        (ORDERS, "gb18030", "gb18030"), (ORDERS, "gbk", "gb18030"), (TRADITIONAL, "big5", "big5"),
        (FRENCH, "cp1252", "cp1252"), (FRENCH, "utf-8", "utf-8"),
        (FRENCH, "latin-1", "cp1252"), (FRENCH, "utf-16-le", "utf-16-le"), (FRENCH, "utf-16-be", "utf-16-be"),
    ],
)  # fmt: skip
def test_encodings(tmp_path: Path, text: str, codec: str, found: str) -> None:
    path = write(tmp_path, "orders.csv", text, codec)
    assert plan_import([path]).files[0].encoding == found
    workspace, report = bring(tmp_path, path)
    assert report.kept == 39 and report.net_revenue == pytest.approx(sum(range(1, 40)) + 39 * 0.5)
    assert (
        len(
            rows(
                workspace,
                "SELECT DISTINCT name FROM products WHERE name SIMILAR TO '(保湿面膜|保濕面膜|Crème brûlée ).*'",
            )
        )
        == 3
    )


def test_an_encoding_that_only_shows_late_in_the_file(tmp_path: Path) -> None:
    lines = ["order id,customer id,order date,product,quantity,unit price"] + [
        f"{n},c,2026-01-01,Cup,1,1" for n in range(60_000)
    ]
    lines[50_000] = lines[50_000].replace("Cup", "Crème")
    workspace, report = bring(tmp_path, write(tmp_path, "orders.csv", "\n".join(lines), "cp1252"))
    assert report.kept == 60_000 and one(workspace, "SELECT count(*) FROM products WHERE name = 'Crème'") == 1


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\u2028\u2029\ufeff"), max_size=8
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.lists(st.tuples(CELLS, CELLS, st.integers(0, 999)), min_size=3, max_size=20),
    delimiter=st.sampled_from(",;\t|"),
    newline=st.sampled_from(["\n", "\r\n"]),
    tolerant=st.booleans(),
)
def test_round_trip_through_any_dialect(
    tmp_path: Path, data: list[tuple[str, str, int]], delimiter: str, newline: str, tolerant: bool
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(["order id", "product name", "quantity"])
    writer.writerows(data)
    (plan,) = examine(write(tmp_path, "lines.csv", out.getvalue()))
    assert (plan.delimiter, plan.header_row, [column.source for column in plan.columns]) == (
        delimiter, 1, ["order id", "product name", "quantity"],
    )  # fmt: skip
    plan.reader = "tolerant" if tolerant else "fast"
    assert read(plan) == [[first, second, str(third)] for first, second, third in data]


def read(plan: FilePlan) -> list[list[str]]:
    import duckdb

    from tools.data.importing.staging import relation

    with duckdb.connect() as connection, relation(plan) as source:
        return [[cell or "" for cell in row] for row in connection.execute(f"SELECT * FROM {source}").fetchall()]


def test_preamble_blank_rows_repeated_headings_and_totals(tmp_path: Path) -> None:
    text = (
        "Shop report\nExported 2026-04-01\n\nOrder ID,Customer ID,Order Date,Total,Total,\n1,a,2026-03-01,10,x,\n\n"
        "Order ID,Customer ID,Order Date,Total,Total,\n2,b,2026-03-02,20,y,\n,,,,,\nTotal,,,30,,\n"
    )
    path = write(tmp_path, "report.csv", text)
    plan = plan_import([path]).files[0]
    assert plan.header_row == 4 and [column.source for column in plan.columns][:5] == [
        "Order ID",
        "Customer ID",
        "Order Date",
        "Total",
        "Total (2)",
    ]
    _, report = bring(tmp_path, path)
    assert report.net_revenue == 30 and {count.code: count.count for count in report.files[0].dropped} == {
        "heading": 1,
        "total": 1,
    }


def test_ragged_lines_are_repaired_and_told(tmp_path: Path) -> None:
    text = (
        "order id,customer id,date,total,note\n1,a,2026-03-01,10,fine\n2,b,2026-03-02,20\n"
        "3,c,2026-03-03,30,too,many\n4,d,2026-03-04,40,ok,,\n"
    )
    workspace, report = bring(tmp_path, write(tmp_path, "orders.csv", text))
    assert report.net_revenue == 100
    said = {count.code: (count.count, count.examples) for count in report.files[0].said}
    assert said == {"line_padded": (1, ["3"]), "line_joined": (1, ["4"])}
    assert rows(workspace, "SELECT note FROM orders ORDER BY id") == [("fine",), (None,), ("too,many",), ("ok",)]


def test_mixed_line_ends_nul_bytes_and_stray_quotes(tmp_path: Path) -> None:
    text = (
        'order id,customer id,date,total,screen\r\n1,a,2026-03-01,10,5" wide\n2,b,2026-03-02,20,a\0b\r\n'
        '3,c,2026-03-03,30,"two\nlines"\n4,d,2026-03-04,40,7"\n'
    )
    workspace, report = bring(tmp_path, write(tmp_path, "orders.csv", text))
    assert report.kept == 4
    assert rows(workspace, "SELECT screen FROM orders ORDER BY id") == [('5" wide',), ("ab",), ("two lines",), ('7"',)]


def test_old_mac_lines_excel_separator_line_and_gzip(tmp_path: Path) -> None:
    old = ORDERS.replace("\n", "\r")
    assert bring(tmp_path / "1", write(tmp_path, "old.csv", old))[1].kept == 39
    declared = "sep=;\r\n" + ORDERS.replace(",", ";")
    assert bring(tmp_path / "2", write(tmp_path, "declared.csv", declared))[1].kept == 39
    packed = tmp_path / "packed.csv.gz"
    packed.write_bytes(gzip.compress(ORDERS.encode("gb18030")))
    assert bring(tmp_path / "3", str(packed))[1].kept == 39


def test_headings_are_found_and_missing_ones_noticed() -> None:
    assert header_row([["id", "name"], ["1", "x"]]) == 1
    assert header_row([["Report"], [], ["id", "name"], ["1", "x"], ["2", "y"]]) == 3
    assert header_row([["1", "2026-01-01", "5"], ["2", "2026-01-02", "6"]]) is None


def test_tolerant_rows_are_as_wide_as_the_table(tmp_path: Path) -> None:
    (plan,) = examine(write(tmp_path, "a.csv", "a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n"))
    plan.columns = plan.columns[:3]
    repairs = Repairs()
    assert list(source_rows(plan, repairs)) == [["1", "2", ""], ["1", "2", "3,4"], ["1", "2", "3"]]
    assert (repairs.padded, repairs.joined) == (1, 1)
