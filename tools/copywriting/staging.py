"""A long file written piece by piece beside its place: what is done stays done, and the file appears whole or not."""

from __future__ import annotations

import csv
import fcntl
import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

import duckdb

from tools.contract import BadInput
from tools.data.profile import literal
from tools.data.workspace import replacing, write_atomically

MANIFEST = "manifest.json"
_LOCK = "lock"
_MEMORY = "512MB"


class Staging:
    """The folder of finished pieces beside `out`; pieces of the same work (`fingerprint`) are taken up again."""

    def __init__(self, out: Path, fingerprint: str) -> None:
        """Raises BadInput where nothing can be written there."""
        self.out = out
        self.folder = out.with_name(out.name + ".parts")
        self.fingerprint = fingerprint
        self.done: list[dict[str, Any]] = []
        """What was told of each finished piece."""
        self._lock = self._locked()
        try:
            stored = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
            if stored["fingerprint"] == fingerprint:
                self.done = stored["done"]
        except (OSError, ValueError, KeyError):
            pass  # nothing there, or nothing that can be trusted: begin anew
        if not self.done:
            for entry in self.folder.iterdir():
                if entry.name != _LOCK:
                    entry.unlink()

    def _locked(self) -> IO[str]:
        """The folder for this run alone, until it is closed or its process ends."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = (self.folder / _LOCK).open("a")
        except OSError as error:
            raise BadInput(f"{self.folder} cannot be made ({error.strerror}): choose another file.") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            handle.close()
            raise BadInput(
                f"{self.out} is being written by another run: wait for it, or choose another file."
            ) from error
        return handle

    def close(self) -> None:
        """Let others have the folder; what is done stays."""
        self._lock.close()

    def piece(self, stem: str, number: int, suffix: str) -> Path:
        """Where the piece of this number lies."""
        return self.folder / f"{stem}-{number:06d}{suffix}"

    def keep(self, told: dict[str, Any]) -> None:
        """The pieces of this number are written: a later run begins after them."""
        self.done.append(told)
        write_atomically(
            self.folder / MANIFEST, json.dumps({"fingerprint": self.fingerprint, "done": self.done}, ensure_ascii=False)
        )

    def finish(self, write: Callable[[Path], None], out: Path) -> None:
        """Let `write` join the pieces in a file beside `out`, and put it in its place."""
        try:
            with replacing(out) as partial:
                write(partial)
                with partial.open("rb+") as handle:
                    os.fsync(handle.fileno())
        except OSError as error:
            raise BadInput(f"{out} cannot be written ({error.strerror}): free space or choose another file.") from error

    def clear(self) -> None:
        """The pieces are joined and no longer needed."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.close()


def join_csv(pieces: Sequence[Path], headings: Sequence[str]) -> Callable[[Path], None]:
    """Pieces without a header line, one after the other under one."""

    def write(target: Path) -> None:
        with target.open("wb") as handle:
            handle.write((",".join(headings) + "\n").encode())
            for piece in pieces:
                with piece.open("rb") as source:
                    shutil.copyfileobj(source, handle, 1 << 20)

    return write


def join_parquet(pieces: Sequence[Path], headings: Sequence[str], row_group: int) -> Callable[[Path], None]:
    """Pieces as one Parquet file, their rows in order; without pieces an empty one with these columns.

    One thread: several would cut the row groups differently each time, and a run taken up again makes the same file.
    """
    nothing = "SELECT " + ", ".join(f"NULL::VARCHAR AS {name}" for name in headings) + " WHERE FALSE"

    source = "SELECT * FROM read_parquet($pieces)" if pieces else nothing

    def write(target: Path) -> None:
        with duckdb.connect(":memory:", config={"memory_limit": _MEMORY, "threads": 1}) as connection:
            connection.execute("SET enable_progress_bar = false")  # it would be drawn on standard output
            connection.execute(
                f"COPY ({source}) TO '{literal(target)}' "
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {int(row_group)})",
                {"pieces": [str(piece) for piece in pieces]} if pieces else None,
            )

    return write


def write_rows(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """A small CSV piece."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows(rows)
