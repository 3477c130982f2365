"""The data rows of a planned table as something DuckDB can select from, whatever the file is."""

from __future__ import annotations

import csv
import io
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import duckdb

from tools.contract import BadInput
from tools.data.importing import encoding, sql
from tools.data.importing.models import FilePlan
from tools.data.importing.tolerant import Repairs, text_rows

_BATCH = 2_000


@contextmanager
def relation(plan: FilePlan, repairs: Repairs | None = None) -> Iterator[str]:
    """SQL for FROM: the data rows in file order, columns c0, c1 … all VARCHAR.

    UTF-8 text and Parquet are read by DuckDB itself; everything else runs through a pipe, so that nothing is held in
    memory and nothing is written to disk. The SQL may be used once. Raises BadInput when the source cannot be read.
    """
    path = Path(plan.path)
    if plan.format == "parquet":
        columns = ", ".join(
            f"CAST({sql.name(heading)} AS VARCHAR) AS c{position}"
            for position, heading in enumerate(parquet_headings(path))
        )
        yield f"(SELECT {columns} FROM read_parquet({sql.text(str(path))}))"
    elif plan.format == "csv" and plan.reader == "fast" and plan.encoding in ("utf-8", "utf-8-sig"):
        yield _read_csv(plan, str(path), plan.compression, plan.header_row or 0)
    elif plan.format == "csv" and plan.reader == "fast":
        with _piped(lambda out: _transcode(plan, path, out)) as address:
            yield _read_csv(plan, address, "none", plan.header_row or 0)
    else:
        rows = source_rows(plan, repairs or Repairs())
        with _piped(lambda out: _write_rows(rows, out)) as address:
            yield _read_csv(plan.model_copy(update={"delimiter": ",", "quote": '"', "escape": '"'}), address, "none", 0)


def source_rows(plan: FilePlan, repairs: Repairs) -> Iterable[Sequence[str | None]]:
    """The data rows of a source that DuckDB cannot read by itself."""
    path = Path(plan.path)
    if plan.format == "excel":
        from tools.data.importing.excel import sheet_rows

        return sheet_rows(plan, path)
    if plan.format == "json":
        from tools.data.importing.json_rows import json_rows

        return json_rows(plan, path)
    if plan.format == "database":
        from tools.data.importing.database import database_rows

        return database_rows(plan)
    return text_rows(plan, path, repairs)


def parquet_headings(path: Path) -> list[str]:
    """Column names of a Parquet file, as DuckDB tells repeated ones apart."""
    with duckdb.connect() as connection:
        described = connection.execute(f"SELECT * FROM read_parquet({sql.text(str(path))}) LIMIT 0").description
    return [column[0] for column in described or []]


def _read_csv(plan: FilePlan, address: str, compression: str, skip: int) -> str:
    columns = ", ".join(f"'c{column.position}': 'VARCHAR'" for column in plan.columns)
    return (
        f"read_csv({sql.text(address)}, auto_detect=false, header=false, skip={skip}, "
        f"delim={sql.text(plan.delimiter)}, quote={sql.text(plan.quote)}, escape={sql.text(plan.escape)}, "
        f"columns={{{columns}}}, compression='{'gzip' if compression == 'gzip' else 'none'}', max_line_size=2000000)"
    )


@contextmanager
def _piped(write: Callable[[BinaryIO], None]) -> Iterator[str]:
    """A readable address fed by `write` in a thread; what goes wrong there is raised here."""
    reading, writing = os.pipe()
    failure: list[BaseException] = []

    def feed() -> None:
        try:
            with os.fdopen(writing, "wb", buffering=1 << 16) as out:
                write(out)
        except BrokenPipeError:
            pass  # the reader had enough (a sample) or failed itself, and says so
        except BaseException as error:  # noqa: BLE001 - carried over to the thread that waits for the rows
            failure.append(error)

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    try:
        yield f"/dev/fd/{reading}"
    except Exception:
        os.close(reading)
        reading = -1
        feeder.join()
        if failure:
            raise failure[0] from None
        raise
    finally:
        if reading >= 0:
            os.close(reading)
        feeder.join()
    if failure:
        raise failure[0]


def _transcode(plan: FilePlan, path: Path, out: BinaryIO) -> None:
    for piece in encoding.decoded(plan, path):
        out.write(piece.encode("utf-8", errors="replace"))


def _write_rows(rows: Iterable[Sequence[str | None]], out: BinaryIO) -> None:
    """Rows as CSV with every cell quoted, so that line breaks of any kind inside a cell survive."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n")
    for count, row in enumerate(rows, start=1):
        writer.writerow(row)
        if count % _BATCH == 0:
            out.write(buffer.getvalue().encode("utf-8", errors="replace"))
            buffer.seek(0)
            buffer.truncate()
    out.write(buffer.getvalue().encode("utf-8", errors="replace"))


def translated(error: Exception, what: str) -> BadInput:
    """A DuckDB failure as one sentence for a person."""
    first = str(error).splitlines()[0]
    text = str(error)
    if "No space left" in text or "disk is full" in text or "not enough disk" in text.lower():
        return BadInput(
            f"The disk is full while importing {what}: make room and run the import again; nothing was changed.",
            zh=f"导入 {what} 时磁盘已满：请腾出空间后重新导入；没有任何改动。",
        )
    if "Out of Memory" in text or "OutOfMemory" in type(error).__name__:
        return BadInput(
            f"There is not enough memory to import {what} at once: split the file and import the parts; "
            "nothing was changed.",
            zh=f"内存不足，无法一次导入 {what}：请把文件拆开后分别导入；没有任何改动。",
        )
    return BadInput(
        f"{what} cannot be imported ({first}); nothing was changed.", zh=f"无法导入 {what}（{first}）；没有任何改动。"
    )
