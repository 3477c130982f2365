"""The journal of what happens while the shop is open: files of lines that many processes append to.

A segment is one file; the one whose name sorts last is appended to. Whoever folds the journal into the warehouse first
starts a new segment, so that the older ones change no more, records in the same transaction as their rows which ones
were folded, and deletes them after the commit. A crash at any point leaves each line either in a segment that is still
read or in the warehouse, never in both and never in neither.
"""

import fcntl
import os
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.contract import BadInput

FOLDER = "live"
_NAME = re.compile(r"[0-9]{20}-[0-9a-f]{8}\.jsonl")


class Journal:
    """The segments in `<workspace>/live`. Holds nothing open, so any number of processes may have one."""

    def __init__(self, workspace_path: Path) -> None:
        self.folder = workspace_path / FOLDER

    def append(self, lines: Sequence[bytes]) -> None:
        """Add whole lines; they are on the disk when this returns, or none of them is and BadInput is raised."""
        try:
            self.folder.mkdir(exist_ok=True)
            with self._lock():
                names = self.segments()
                _append(self.folder / (names[-1] if names else self._new_segment(names)), b"".join(lines))
        except OSError as error:
            raise BadInput(f"{self.folder} cannot be written ({error.strerror}): nothing was added.") from error

    def segments(self) -> list[str]:
        """Names of all segments, oldest first."""
        return list(self.sizes())

    def sizes(self) -> dict[str, int]:
        """Segment to its size in bytes, oldest first; a few microseconds."""
        try:
            found = [(e.name, e.stat().st_size) for e in os.scandir(self.folder) if _NAME.fullmatch(e.name)]
        except FileNotFoundError:
            return {}
        return dict(sorted(found))

    def read(self, name: str, start: int) -> tuple[list[bytes], int]:
        """The whole lines of a segment from byte `start` on, and where they end; a torn last line is left for later."""
        with (self.folder / name).open("rb") as handle:
            handle.seek(start)
            content = handle.read()
        whole = content[: content.rfind(b"\n") + 1]
        return [line for line in whole.split(b"\n") if line.strip()], start + len(whole)

    def close_segments(self) -> list[str]:
        """Start a new segment, so that those named here change no more; none when there is nothing in them."""
        if not any(self.sizes().values()):
            return []
        with self._lock():
            names = self.segments()
            self._new_segment(names)
            return names

    def remove(self, names: Sequence[str]) -> None:
        """Delete segments whose rows are in the warehouse."""
        for name in names:
            (self.folder / name).unlink(missing_ok=True)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        handle = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _new_segment(self, names: Sequence[str]) -> str:
        """Make a segment whose name comes after all others, whatever the clock says, and was never used before."""
        stamp = max([time.time_ns(), *(int(name.partition("-")[0]) + 1 for name in names[-1:])])
        name = f"{stamp:020d}-{os.urandom(4).hex()}.jsonl"
        (self.folder / name).touch()
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)  # the name, too, has to survive a crash
        finally:
            os.close(handle)
        return name


def _append(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":  # someone died in the middle of a line
            content = b"\n" + content
        try:
            written = 0
            while written < len(content):
                written += os.write(handle, content[written:])
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)
