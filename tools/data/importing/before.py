"""The workspace as it was before an import, to be put back when the import fails."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tools.data.workspace import Workspace

_HEADERS = 3 * 4096
"""DuckDB's main header and its two alternating ones: while they are the same, so is everything they lead to."""


class Before:
    """Settings and warehouse at the start. A transaction undoes its rows; this undoes the room it took on disk."""

    def __init__(self, workspace: Workspace) -> None:
        """Take note; a log that an interrupted process left is worked into the warehouse first."""
        self.workspace = workspace
        self.settings = workspace.settings.model_copy(deep=True)
        self.warehouse = workspace.warehouse_path
        self.log = self.warehouse.with_name(self.warehouse.name + ".wal")
        self.existed = self.warehouse.exists()
        if self.existed and self.log.exists():
            with duckdb.connect(str(self.warehouse)) as connection:
                connection.execute("CHECKPOINT")
        self.size = self.warehouse.stat().st_size if self.existed else 0
        self.headers = _headers(self.warehouse) if self.existed else b""

    def restore(self) -> None:
        """Put back settings and warehouse; blocks behind the old end of the file belong to nobody and are cut off."""
        if self.log.exists():
            self.log.unlink()
        if not self.existed:
            self.warehouse.unlink(missing_ok=True)
        elif self.warehouse.stat().st_size > self.size and _headers(self.warehouse) == self.headers:
            with self.warehouse.open("r+b") as handle:
                handle.truncate(self.size)
        if self.workspace.settings != self.settings:
            self.workspace.settings = self.settings
            self.workspace.save_settings()


def _headers(path: Path) -> bytes:
    with path.open("rb") as handle:
        return handle.read(_HEADERS)
