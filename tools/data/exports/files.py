"""Export files written row by row: whole or not at all, in parts where a platform takes no larger ones."""

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

from tools.contract import BadInput
from tools.data.profile import literal

_ROW_GROUP = 100_000


class CsvFile:
    """A UTF-8 CSV file with a header line, in parts of at most `most_bytes`; it appears when `finish` is called.

    As a context manager it leaves nothing behind when it was not finished. Raises BadInput when it cannot be written.
    """

    def __init__(self, path: Path, headings: Sequence[str], *, most_bytes: int = 0) -> None:
        self._path, self._most = path, most_bytes
        self._parts: list[Path] = []
        self._buffer = io.StringIO(newline="")
        self._writer = csv.writer(self._buffer)
        self._headings = self._encoded([headings])
        self._handle: io.BufferedWriter | None = None
        self._size = 0
        self.rows = 0
        self.counts: list[int] = []
        """Rows of each part."""

    def __enter__(self) -> "CsvFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
        for part in self._parts:
            _partial(part).unlink(missing_ok=True)

    def write(self, rows: Iterable[Sequence[str]]) -> None:
        """Add rows; a part that would grow beyond the limit ends before them."""
        if self._most:
            for row in rows:
                self._put(self._encoded([row]), 1)
        else:
            rows = list(rows)
            self._put(self._encoded(rows), len(rows))

    def finish(self) -> list[Path]:
        """Put every part in its place and return their paths."""
        if not self._parts:
            self._put(b"", 0)
        try:
            self._close(sync=True)
            for part in self._parts:
                os.replace(_partial(part), part)
        except OSError as error:
            raise _unwritable(self._path, error) from error
        return self._parts

    def _put(self, content: bytes, rows: int) -> None:
        try:
            if self._handle is None or (self._most and self.rows and self._size + len(content) > self._most):
                self._begin()
            assert self._handle is not None
            self._handle.write(content)
        except OSError as error:
            raise _unwritable(self._path, error) from error
        self._size += len(content)
        self.rows += rows
        self.counts[-1] += rows

    def _begin(self) -> None:
        self._close(sync=True)
        number = len(self._parts) + 1
        part = self._path if number == 1 else self._path.with_name(f"{self._path.stem}-{number}{self._path.suffix}")
        self._handle = _partial(part).open("wb")
        self._parts.append(part)
        self.counts.append(0)
        self._handle.write(self._headings)
        self._size = len(self._headings)

    def _encoded(self, rows: Iterable[Sequence[str]]) -> bytes:
        self._writer.writerows(rows)
        content = self._buffer.getvalue().encode("utf-8", "replace")
        self._buffer.seek(0)
        self._buffer.truncate()
        return content

    def _close(self, *, sync: bool = False) -> None:
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        with handle:
            if sync:
                handle.flush()
                os.fsync(handle.fileno())


def write_csv(path: Path, headings: list[str], rows: list[list[str]]) -> None:
    """UTF-8 with a header line, whole or not at all. Raises BadInput when it cannot be written."""
    with CsvFile(path, headings) as file:
        file.write(rows)
        file.finish()


class ParquetFile(CsvFile):
    """The same rows as a Parquet file: all columns text, empty cells NULL; written by DuckDB from a passing CSV."""

    def finish(self) -> list[Path]:
        """Put the file in its place and return its path."""
        import duckdb

        if not self._parts:
            self._put(b"", 0)
        source, target = _partial(self._path), self._path.with_name(self._path.name + ".parquet.partial")
        try:
            self._close()
            with duckdb.connect(config={"threads": 1, "memory_limit": "512MB"}) as connection:
                connection.execute("SET enable_progress_bar = false")  # it would be drawn on standard output
                connection.execute(f"SET temp_directory='{literal(target)}.tmp'")
                connection.execute(
                    f"COPY (SELECT * FROM read_csv('{literal(source)}', all_varchar = true, header = true, "
                    "delim = ',', quote = '\"', escape = '\"', new_line = '\\r\\n', max_line_size = 10000000)) "
                    f"TO '{literal(target)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP})"
                )
            with target.open("rb+") as handle:
                os.fsync(handle.fileno())
            os.replace(target, self._path)
        except OSError as error:
            raise _unwritable(self._path, error) from error
        except duckdb.IOException as error:
            raise BadInput(
                f"{self._path} cannot be written ({str(error).splitlines()[0]}).",
                zh=f"无法写入 {self._path}（{str(error).splitlines()[0]}）。",
            ) from error
        finally:
            target.unlink(missing_ok=True)
        return [self._path]


def _partial(path: Path) -> Path:
    return path.with_name(path.name + ".partial")


def _unwritable(path: Path, error: OSError) -> BadInput:
    return BadInput(
        f"{path} cannot be written ({error.strerror}): choose another file.",
        zh=f"无法写入 {path}（{error.strerror}）：请换一个文件。",
    )
