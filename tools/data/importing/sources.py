"""What a source is (by its first bytes, not its name) and which tables it holds."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import duckdb

from tools.contract import BadInput
from tools.data.importing import dialect, encoding
from tools.data.importing.models import ColumnChoice, FilePlan
from tools.data.importing.staging import parquet_headings

_REFUSED = {
    b"\xd0\xcf\x11\xe0": "is an old Excel file (.xls): save it as .xlsx or CSV",
    b"%PDF": "is a PDF: export the table as CSV or Excel",
    b"SQLite format 3": "is a SQLite database: name it as sqlite:///PATH",
    b"BZh": "is bzip2-compressed: unpack it first",
    b"\xfd7zXZ": "is xz-compressed: unpack it first",
    b"\x28\xb5\x2f\xfd": "is zstd-compressed: unpack it first",
    b"7z\xbc\xaf": "is a 7z archive: unpack it first",
    b"\x89PNG": "is a picture: export the table as CSV or Excel",
    b"\xff\xd8\xff": "is a picture: export the table as CSV or Excel",
    b"\x7fELF": "is a program, not a table",
    b"ARROW1": "is an Arrow file: save it as Parquet or CSV",
}


def examine(source: str, *, codec: str | None = None) -> list[FilePlan]:
    """The tables of one source, with headings but without meaning yet. Raises BadInput with one sentence."""
    if "://" in source and not Path(source).exists():
        from tools.data.importing.database import database_tables

        return database_tables(source)
    path = Path(source).expanduser()
    try:
        return _examine_file(path, codec)
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror or error}).") from error


def _examine_file(path: Path, codec: str | None) -> list[FilePlan]:
    if not path.exists():
        raise BadInput(f"{path} does not exist: check the name.")
    if path.is_dir():
        raise BadInput(f"{path} is a folder: name the files in it.")
    if not path.is_file():
        raise BadInput(f"{path} is not a regular file: save it to disk first.")
    state = path.stat()
    if not state.st_size:
        raise BadInput(f"{path.name} is empty (0 bytes): nothing to import.")
    with path.open("rb") as handle:
        magic = handle.read(16)
    plan = FilePlan(path=str(path.resolve()), size=state.st_size, modified=state.st_mtime)
    if magic.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(plan, path)
    for start, sentence in _REFUSED.items():
        if magic.startswith(start):
            raise BadInput(f"{path.name} {sentence}.")
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        raise BadInput(
            f"{path.name} is named like an Excel workbook but is none: "
            "open it in Excel and save it again, or rename it .csv."
        )
    if magic.startswith(b"PAR1"):
        return [_parquet(plan, path)]
    if magic.startswith(b"\x1f\x8b"):
        plan.compression = "gzip"
        with gzip.open(path, "rb") as handle:
            magic = next(encoding.chunks(path, "gzip"), b"")[:16]
        if magic.startswith((b"PAR1", b"PK\x03\x04")):
            raise BadInput(f"{path.name} is a compressed Parquet or Excel file: unpack it first.")
        if not magic:
            raise BadInput(f"{path.name} is empty once unpacked: nothing to import.")
    return [_text(plan, path, codec)]


def _zip(plan: FilePlan, path: Path) -> list[FilePlan]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = {member.filename for member in archive.infolist()}
    except (zipfile.BadZipFile, ValueError) as error:
        raise BadInput(f"{path.name} is a damaged archive or workbook ({error}): save it again.") from error
    if "xl/workbook.xml" not in members:
        raise BadInput(f"{path.name} is a ZIP archive, not a table: unpack it and name the files in it.")
    from tools.data.importing.excel import workbook_sheets

    return workbook_sheets(plan, path)


def _parquet(plan: FilePlan, path: Path) -> FilePlan:
    plan.format = "parquet"
    if any(mark in str(path) for mark in "*?["):
        raise BadInput(f"{path} has *, ? or [ in its name or folder, which mean a pattern: rename it.")
    try:
        headings = parquet_headings(path)
    except duckdb.Error as error:
        raise BadInput(
            f"{path.name} is a damaged Parquet file ({str(error).splitlines()[0]}): export it again."
        ) from error
    plan.columns = name_columns(headings, path.name)
    return plan


def _text(plan: FilePlan, path: Path, codec: str | None) -> FilePlan:
    encoding.detect(plan, path)
    if codec:
        if codec.lower() not in encoding.KNOWN:
            raise BadInput(f"encoding={codec} is not known: use one of {', '.join(encoding.KNOWN)}.")
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
    headings = list(rows[plan.header_row - 1])
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
        raise BadInput(f"{file} has no columns: nothing to import.")
    if len(headings) > dialect.MAX_COLUMNS:
        raise BadInput(
            f"{file} has {len(headings):,} columns and at most {dialect.MAX_COLUMNS:,} are read: "
            "leave out those you do not need."
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
