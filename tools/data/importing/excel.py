"""Excel workbooks: every sheet a table, read as a stream and within limits, whatever the file claims about itself."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from tools.contract import BadInput
from tools.data.importing.cells import cell_text
from tools.data.importing.dialect import MAX_CELL, MAX_COLUMNS, header_row, headings_of
from tools.data.importing.models import FilePlan

MAX_UNPACKED, MAX_RATIO, RATIO_FLOOR, MAX_MEMBERS, MAX_CELLS = 1 << 30, 100, 10 << 20, 5_000, 40_000_000
_HEAD_ROWS = 200


def workbook_sheets(plan: FilePlan, path: Path) -> list[FilePlan]:
    """One plan per sheet that holds anything. Raises BadInput for a bomb, a damaged or an empty workbook."""
    from tools.data.importing.sources import name_columns

    _refuse_bomb(path)
    found = []
    with _workbook(path) as book:
        for title in book.sheetnames:
            sheet = book[title]
            if not hasattr(sheet, "iter_rows"):
                continue  # a chart
            head = list(islice(_rows(sheet, path.name), _HEAD_ROWS))
            if not any(any(row) for row in head):
                continue
            table = plan.model_copy(update={"format": "excel", "part": title}, deep=True)
            texts = [[cell or "" for cell in row] for row in head]
            table.header_row = header_row(texts)
            width = max(len(row) for row in head)
            headings = [f"column_{n + 1}" for n in range(width)]
            if table.header_row:
                headings, table.header_row = headings_of(texts, table.header_row)
            headings += [""] * (width - len(headings))
            used = [any(position < len(row) and row[position] for row in texts) for position in range(width)]
            while used and not used[-1]:
                used.pop()
            table.columns = name_columns(headings[: len(used)], table.name)
            found.append(table)
    if not found:
        raise BadInput(
            f"{path.name} has no rows in any sheet: nothing to import.",
            zh=f"{path.name} 的所有工作表都没有数据，无可导入。",
        )
    return found


def sheet_rows(plan: FilePlan, path: Path) -> Iterator[list[str | None]]:
    """The rows below the headings of one sheet, each as wide as the table."""
    width, skip = len(plan.columns), plan.header_row or 0
    with _workbook(path) as book:
        for number, row in enumerate(_rows(book[plan.part], plan.name), start=1):
            if number > skip and any(row):
                yield (row + [None] * (width - len(row)))[:width]


def _rows(sheet: Any, file: str) -> Iterator[list[str | None]]:
    sheet.reset_dimensions()  # a false <dimension> would end the sheet early
    cells = 0
    for values in sheet.iter_rows(values_only=True):
        row = [cell_text(value) for value in values]
        while row and row[-1] is None:
            row.pop()
        cells += len(row)
        if len(row) > MAX_COLUMNS or cells > MAX_CELLS:
            raise BadInput(
                f"{file} is larger than {MAX_COLUMNS:,} columns or {MAX_CELLS:,} cells: "
                "save it as CSV and leave out what you do not need.",
                zh=f"{file} 超过 {MAX_COLUMNS:,} 列或 {MAX_CELLS:,} 个单元格：请另存为 CSV，并去掉不需要的内容。",
            )
        if any(cell is not None and len(cell) > MAX_CELL for cell in row):
            raise BadInput(
                f"{file} has a cell of more than {MAX_CELL:,} characters: it is no table of a shop's data.",
                zh=f"{file} 有超过 {MAX_CELL:,} 个字符的单元格，不像店铺的数据表：请检查该文件。",
            )
        yield row


@contextmanager
def _workbook(path: Path) -> Iterator[Any]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        raise BadInput(
            f"{path.name} is a damaged workbook ({str(error)[:80]}): open it in Excel and save it again.",
            zh=f"{path.name} 是损坏的工作簿（{str(error)[:80]}）：请用 Excel 打开后重新保存。",
        ) from error
    try:
        yield book
    except (zipfile.BadZipFile, KeyError, SyntaxError, ValueError) as error:
        raise BadInput(
            f"{path.name} is a damaged workbook ({str(error)[:80]}): open it in Excel and save it again.",
            zh=f"{path.name} 是损坏的工作簿（{str(error)[:80]}）：请用 Excel 打开后重新保存。",
        ) from error
    finally:
        book.close()


def _refuse_bomb(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    worst = max((m.file_size / max(1, m.compress_size) for m in members if m.file_size > RATIO_FLOOR), default=0.0)
    if unpacked > MAX_UNPACKED or worst > MAX_RATIO or len(members) > MAX_MEMBERS:
        raise BadInput(
            f"{path.name} would unpack to {unpacked / 1e6:,.0f} MB from {path.stat().st_size / 1e6:,.1f} MB, "
            "which no honest workbook does: "
            "save it as CSV if it is yours.",
            zh=f"{path.name} 只有 {path.stat().st_size / 1e6:,.1f} MB，解压后却有 {unpacked / 1e6:,.0f} MB，"
            "正常的工作簿不会这样：如果确实是您的文件，请另存为 CSV。",
        )
