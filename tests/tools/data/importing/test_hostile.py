"""Files that are broken, empty or meant to harm end in one clear sentence, and the shop is as it was."""

import gzip
import io
import os
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.tools.data.importing.helpers import bring, one, write
from tools.contract import BadInput
from tools.data.importing import plan_import, run_import
from tools.data.workspace import Workspace

GOOD = "order id,customer id,date,total\n1,a,2026-03-01,10\n2,b,2026-03-02,20\n"
HEAD = b"order id,customer id,date,total\n"


def sheet_bomb() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["order id", "total"])
    out = io.BytesIO()
    book.save(out)
    bomb = io.BytesIO()
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", b"<row><c><v>1</v></c></row>" * 1_500_000 + b"</sheetData>")
            target.writestr(item.filename, content)
    return bomb.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("orders.csv", GOOD)
    return out.getvalue()


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.csv", lambda: b"", "empty"),
    "blank": ("a.csv", lambda: b"\n\n  \n", "empty"),
    "only a mark": ("a.csv", lambda: b"\xef\xbb\xbf", "empty"),
    "header only": ("a.csv", lambda: b"order id,date,total\n", "no rows"),
    "empty workbook": ("a.xlsx", lambda: b"", "empty"),
    "text as workbook": ("a.xlsx", GOOD.encode, "rename it"),
    "workbook bomb": ("a.xlsx", sheet_bomb, "unpack"),
    "damaged workbook": ("a.xlsx", lambda: sheet_bomb()[:2000], "damaged"),
    "archive": ("a.zip", zipped, "unpack it"),
    "old workbook": ("a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as"),
    "picture": ("a.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "picture"),
    "binary": ("a.csv", lambda: bytes((n * 7919 + n // 256) % 256 for n in range(50_000)), "not a table"),
    "zeros": ("a.csv", lambda: b"\0" * 5000, "not a table"),
    "damaged gzip": ("a.csv.gz", lambda: gzip.compress(GOOD.encode() * 500)[:-40], "damaged"),
    "damaged parquet": ("a.parquet", lambda: b"PAR1" + b"\1" * 500 + b"PAR1", "damaged"),
    "no date": ("a.csv", lambda: b"order id,customer id,total\n1,a,5\n2,b,6\n", "no column of dates"),
    "no word known": ("a.csv", lambda: b"foo,bar\n1,2\n3,4\n", "cannot be recognised"),
    "very wide": ("a.csv", lambda: b",".join(b"c%d" % n for n in range(100_000)) + b"\n" + b"1," * 99_999, "columns"),
    "huge cell": ("a.csv", lambda: GOOD.encode() + b"3,c,2026-03-03," + b"x" * 50_000_000 + b"\n", "longer than"),
    "unclosed quote": ("a.csv", lambda: GOOD.encode() + b'3,"c,2026-03-03,30\n' + b"4,d,2026-03-04,4\n" * 500, "quote"),
    "all dates bad": ("a.csv", lambda: HEAD + b"1,a,31.02.2026,5\n" * 4, "no column of dates"),
    "nothing to keep": ("a.csv", lambda: HEAD + b"1,a,2026-01-01,x\n2,b,31.02.2026,5\n", "No row"),
    "prose": ("a.csv", lambda: ("这是一段普通的文字，不是表格。" * 50).encode(), "no rows|cannot be recognised"),
    "page": ("a.csv", lambda: b"<!DOCTYPE html><html><p>Not found</p></html>\n" * 3, "cannot be recognised"),
}  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("hostile")
    return bring(folder, write(folder, "good.csv", GOOD))[0]


def state(workspace: Workspace) -> tuple[set[str], bytes]:
    return {str(path) for path in workspace.path.rglob("*")}, workspace.warehouse_path.read_bytes()


@pytest.mark.parametrize("case", HOSTILE)
def test_one_clear_sentence_and_no_harm(case: str, shop: Workspace, tmp_path: Path) -> None:
    file, content, expected = HOSTILE[case]
    path = tmp_path / file
    path.write_bytes(content())
    before = state(shop)
    with pytest.raises(BadInput, match=expected) as raised:
        run_import(plan_import([str(path)], settings=shop.settings), shop)
    message = raised.value.message
    assert "\n" not in message and len(message) < 420 and message.endswith((".", "。"))
    assert re.search("[一-鿿]", raised.value.in_("zh")) and "\n" not in raised.value.in_("zh")
    assert state(shop) == before


def test_folders_missing_files_and_devices(tmp_path: Path) -> None:
    for source, expected in (
        (str(tmp_path), "is a folder"),
        (str(tmp_path / "no.csv"), "does not exist"),
        ("/dev/null", "not a regular file"),
    ):
        with pytest.raises(BadInput, match=expected):
            plan_import([source])
    with pytest.raises(BadInput, match="at least one file"):
        plan_import([])


def test_a_compressed_bomb_stops_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.data.importing.encoding.GZIP_FLOOR", 1 << 20)
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(GOOD.encode() + b"3,c,2026-03-03,30\n" * 2_000_000))
    with pytest.raises(BadInput, match="times its size"):
        plan_import([str(path)])


def test_names_that_are_patterns_or_quotes(tmp_path: Path) -> None:
    for name in ("orders[1].csv", "it's.csv", "a*b.csv", "a b;c.csv"):
        _, report = bring(tmp_path / str(abs(hash(name))), write(tmp_path, name, GOOD))
        assert report.net_revenue == 30


def test_overrides_that_make_no_sense_name_the_nearest(tmp_path: Path) -> None:
    path = write(tmp_path, "orders.csv", GOOD)
    wrong = (
        ({"custmer id": "customers.id"}, "customer id"), ({"customer id": "customers.idd"}, "customers.id"),
        ({"date_order": "ymx"}, "dmy"),
        ({"currency": "euros"}, "EUR"), ({"time_zone": "Berlin"}, "Europe/Berlin"), ({"decimal": "dot"}, "point"),
        ({"encoding": "utf-9"}, "utf-8"), ({"role": "sales"}, "orders"), ({"other.csv:date": "ignore"}, "order"),
    )  # fmt: skip
    for overrides, near in wrong:
        with pytest.raises(BadInput, match=near):
            plan_import([path], overrides=overrides)
    plan = plan_import([path], overrides={"orders.csv:Customer ID": "ignore", "total": "keep"}).files[0]
    assert plan.choice("customers.id") is None and plan.choice("orders.total") is None


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes, where this machine lets us make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True
        ).returncode
    ):
        pytest.skip("a small file system cannot be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_one_sentence_and_no_harm(small_disk: Path, tmp_path: Path) -> None:
    workspace, _ = bring(small_disk, write(tmp_path, "good.csv", GOOD))
    many = GOOD + "".join(f"{n},customer {n * 7919},2026-03-{n % 28 + 1:02d},{n}.5\n" for n in range(10, 150_000))
    big = write(tmp_path, "big.csv", many)
    with pytest.raises(BadInput, match="disk is full"):
        bring(small_disk, big, workspace=workspace)
    assert one(workspace, "SELECT count(*) FROM orders") == 2
    assert not [
        path for path in workspace.path.iterdir() if path.name.startswith(".importing") or path.suffix == ".wal"
    ]
    bring(small_disk, write(tmp_path, "more.csv", GOOD.replace("2,b", "3,b")), workspace=workspace)
    assert one(workspace, "SELECT count(*) FROM orders") == 3


def test_a_read_only_workspace_is_one_sentence(small_disk: Path, tmp_path: Path) -> None:
    workspace, _ = bring(small_disk, write(tmp_path, "good.csv", GOOD))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(BadInput, match="cannot be written"):
        run_import(plan_import([str(tmp_path / "good.csv")]), workspace)
    assert one(workspace, "SELECT count(*) FROM orders") == 2
