"""What a source is (by its first bytes, not its name) and which tables it holds."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import duckdb

from tools.contract import BadInput
from tools.data.importing import dialect, encoding
from tools.data.importing.models import ColumnChoice, FilePlan, Said
from tools.data.importing.staging import parquet_headings

_REFUSED = {
    b"\xd0\xcf\x11\xe0": Said(
        en="is an old Excel file (.xls): save it as .xlsx or CSV", zh="是旧版 Excel 文件（.xls）：请另存为 .xlsx 或 CSV"
    ),
    b"%PDF": Said(en="is a PDF: export the table as CSV or Excel", zh="是 PDF：请把表格导出为 CSV 或 Excel"),
    b"SQLite format 3": Said(
        en="is a SQLite database: name it as sqlite:///PATH", zh="是 SQLite 数据库：请以 sqlite:///路径 的形式给出"
    ),
    b"BZh": Said(en="is bzip2-compressed: unpack it first", zh="是 bzip2 压缩文件：请先解压"),
    b"\xfd7zXZ": Said(en="is xz-compressed: unpack it first", zh="是 xz 压缩文件：请先解压"),
    b"\x28\xb5\x2f\xfd": Said(en="is zstd-compressed: unpack it first", zh="是 zstd 压缩文件：请先解压"),
    b"7z\xbc\xaf": Said(en="is a 7z archive: unpack it first", zh="是 7z 压缩包：请先解压"),
    b"\x89PNG": Said(en="is a picture: export the table as CSV or Excel", zh="是图片：请把表格导出为 CSV 或 Excel"),
    b"\xff\xd8\xff": Said(
        en="is a picture: export the table as CSV or Excel", zh="是图片：请把表格导出为 CSV 或 Excel"
    ),
    b"\x7fELF": Said(en="is a program, not a table", zh="是程序，不是表格"),
    b"ARROW1": Said(en="is an Arrow file: save it as Parquet or CSV", zh="是 Arrow 文件：请另存为 Parquet 或 CSV"),
}  # fmt: skip


def examine(source: str, *, codec: str | None = None) -> list[FilePlan]:
    """The tables of one source, with headings but without meaning yet. Raises BadInput with one sentence."""
    if "://" in source and not Path(source).exists():
        from tools.data.importing.database import database_tables

        return database_tables(source)
    path = Path(source).expanduser()
    try:
        return _examine_file(path, codec)
    except OSError as error:
        raise BadInput(
            f"{path} cannot be read ({error.strerror or error}).", zh=f"无法读取 {path}（{error.strerror or error}）。"
        ) from error


def _examine_file(path: Path, codec: str | None) -> list[FilePlan]:
    if not path.exists():
        raise BadInput(f"{path} does not exist: check the name.", zh=f"{path} 不存在：请检查文件名。")
    if path.is_dir():
        raise BadInput(f"{path} is a folder: name the files in it.", zh=f"{path} 是文件夹：请给出其中的文件名。")
    if not path.is_file():
        raise BadInput(
            f"{path} is not a regular file: save it to disk first.", zh=f"{path} 不是普通文件：请先保存到磁盘。"
        )
    state = path.stat()
    if not state.st_size:
        raise BadInput(
            f"{path.name} is empty (0 bytes): nothing to import.", zh=f"{path.name} 是空文件（0 字节），无可导入。"
        )
    with path.open("rb") as handle:
        magic = handle.read(16)
    plan = FilePlan(path=str(path.resolve()), size=state.st_size, modified=state.st_mtime)
    if magic.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(plan, path)
    for start, sentence in _REFUSED.items():
        if magic.startswith(start):
            raise BadInput(f"{path.name} {sentence.en}.", zh=f"{path.name} {sentence.zh}。")
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        raise BadInput(
            f"{path.name} is named like an Excel workbook but is none: "
            "open it in Excel and save it again, or rename it .csv.",
            zh=f"{path.name} 的扩展名是 Excel，内容却不是：请用 Excel 打开后重新保存，或改名为 .csv。",
        )
    if magic.startswith(b"PAR1"):
        return [_parquet(plan, path)]
    if magic.startswith(b"\x1f\x8b"):
        plan.compression = "gzip"
        with gzip.open(path, "rb") as handle:
            magic = next(encoding.chunks(path, "gzip"), b"")[:16]
        if magic.startswith((b"PAR1", b"PK\x03\x04")):
            raise BadInput(
                f"{path.name} is a compressed Parquet or Excel file: unpack it first.",
                zh=f"{path.name} 是压缩过的 Parquet 或 Excel 文件：请先解压。",
            )
        if not magic:
            raise BadInput(
                f"{path.name} is empty once unpacked: nothing to import.", zh=f"{path.name} 解压后是空的，无可导入。"
            )
    return [_text(plan, path, codec)]


def _zip(plan: FilePlan, path: Path) -> list[FilePlan]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = {member.filename for member in archive.infolist()}
    except (zipfile.BadZipFile, ValueError) as error:
        raise BadInput(
            f"{path.name} is a damaged archive or workbook ({error}): save it again.",
            zh=f"{path.name} 是损坏的压缩包或工作簿（{error}）：请重新保存。",
        ) from error
    if "xl/workbook.xml" not in members:
        raise BadInput(
            f"{path.name} is a ZIP archive, not a table: unpack it and name the files in it.",
            zh=f"{path.name} 是 ZIP 压缩包，不是表格：请解压后给出其中的文件。",
        )
    from tools.data.importing.excel import workbook_sheets

    return workbook_sheets(plan, path)


def _parquet(plan: FilePlan, path: Path) -> FilePlan:
    plan.format = "parquet"
    if any(mark in str(path) for mark in "*?["):
        raise BadInput(
            f"{path} has *, ? or [ in its name or folder, which mean a pattern: rename it.",
            zh=f"{path} 的名称或文件夹含有 *、? 或 [，会被当作通配符：请改名。",
        )
    try:
        headings = parquet_headings(path)
    except duckdb.Error as error:
        raise BadInput(
            f"{path.name} is a damaged Parquet file ({str(error).splitlines()[0]}): export it again.",
            zh=f"{path.name} 是损坏的 Parquet 文件（{str(error).splitlines()[0]}）：请重新导出。",
        ) from error
    plan.columns = name_columns(headings, path.name)
    return plan


def _text(plan: FilePlan, path: Path, codec: str | None) -> FilePlan:
    encoding.detect(plan, path)
    if codec:
        if codec.lower() not in encoding.KNOWN:
            raise BadInput(
                f"encoding={codec} is not known: use one of {', '.join(encoding.KNOWN)}.",
                zh=f"不认识编码 {codec}：请使用 {'、'.join(encoding.KNOWN)} 之一。",
            )
        plan.encoding = encoding.KNOWN[codec.lower()]
    head, _ = dialect.head_text(plan, path)
    start = head.lstrip("\ufeff \t\r\n")[:1]
    if start and start in "[{":
        from tools.data.importing.json_rows import json_table

        return json_table(plan, path)
    rows = dialect.detect(plan, path)
    headings = _csv_headings(plan, rows)
    plan.columns = name_columns(headings, path.name)
    if any(mark in str(path) for mark in "*?["):
        plan.reader = "tolerant"  # DuckDB would read these marks as a pattern of names
    return plan


def _csv_headings(plan: FilePlan, rows: list[list[str]]) -> list[str]:
    width = max((len(row) for row in rows[:200]), default=1)
    if plan.header_row is None:
        return [f"column_{position + 1}" for position in range(width)]
    headings, plan.header_row = dialect.headings_of(rows, plan.header_row)
    if any("\n" in cell or "\r" in cell for row in rows[: plan.header_row] for cell in row):
        plan.reader = "tolerant"  # line numbers and row numbers differ
    widths = [len(row) for row in rows[plan.header_row : plan.header_row + 200] if any(row)]
    typical = max(set(widths), key=widths.count) if widths else len(headings)
    if widths and widths.count(typical) < 0.9 * len(widths):
        typical = len(headings)
    while len(headings) > typical and not headings[-1].strip():
        headings.pop()
    headings += [""] * (typical - len(headings))  # cells that no heading names
    return headings


def name_columns(headings: list[str], file: str) -> list[ColumnChoice]:
    """One unnamed choice per heading: empty headings are numbered, repeated ones told apart."""
    if not headings:
        raise BadInput(f"{file} has no columns: nothing to import.", zh=f"{file} 没有任何列，无可导入。")
    if len(headings) > dialect.MAX_COLUMNS:
        raise BadInput(
            f"{file} has {len(headings):,} columns and at most {dialect.MAX_COLUMNS:,} are read: "
            "leave out those you do not need.",
            zh=f"{file} 有 {len(headings):,} 列，最多读取 {dialect.MAX_COLUMNS:,} 列：请去掉不需要的列。",
        )
    seen: dict[str, int] = {}
    columns = []
    for position, heading in enumerate(headings):
        heading = " ".join(str(heading or "").replace("\ufeff", "").split())[:200] or f"column_{position + 1}"
        seen[heading] = seen.get(heading, 0) + 1
        columns.append(
            ColumnChoice(source=heading if seen[heading] == 1 else f"{heading} ({seen[heading]})", position=position)
        )
    return columns
