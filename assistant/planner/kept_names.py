"""Names of what is kept in files while we talk: saved audiences, planned campaigns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path


class KeptNames:
    """The names, read again only when a file has come, gone or changed."""

    def __init__(self) -> None:
        self._signs: dict[Path, tuple[int, int, int]] = {}
        self._names: list[str] = []

    def of(self, files: Iterable[Path], read: Callable[[], list[str]]) -> list[str]:
        """What `read` finds in the files."""
        signs = {}
        for file in files:
            with suppress(FileNotFoundError, NotADirectoryError):  # taken away this moment, or never one
                status = file.stat()
                signs[file] = (status.st_mtime_ns, status.st_size, status.st_ino)
        if signs != self._signs:
            self._names = read()
            self._signs = signs
        return self._names
