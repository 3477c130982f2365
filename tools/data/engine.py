"""The warehouse: one DuckDB file. Reads are locked down; writes happen in one transaction or not at all."""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from tools.contract import BadInput, Unavailable
from tools.data.schema import create_statements

LOCKDOWN = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
}
"""No file, no network, no extension, and no way to switch that back on from SQL. Given when connecting, since DuckDB
shares one instance among a process's connections to a file and a locked one takes no settings."""


class Warehouse:
    """A read-only door to the shop's tables. One per process; `query` may be called from any thread."""

    dialect = "duckdb"

    def __init__(self, path: Path, *, seconds: float = 60.0) -> None:
        """Open `path` read-only; a query is interrupted after `seconds`."""
        if not path.is_file():
            raise BadInput(f"{path.parent} has no data yet: `python -m assistant import {path.parent} FILE…`.")
        try:
            self._connection = duckdb.connect(
                str(path), read_only=True, config={"threads": os.cpu_count() or 2, **LOCKDOWN}
            )
        except duckdb.Error as error:
            raise BadInput(f"{path} cannot be opened: {str(error).splitlines()[0]}") from error
        self._seconds = seconds
        self._columns: dict[str, dict[str, str]] | None = None

    def query(
        self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Run one SELECT; returns column names and rows. Raises Unavailable when it takes too long."""
        cursor = self._connection.cursor()
        timer = threading.Timer(self._seconds, cursor.interrupt)
        timer.start()
        try:
            cursor.execute(sql, parameters or [])
            return [column[0] for column in cursor.description or []], cursor.fetchall()
        except duckdb.InterruptException as error:
            raise Unavailable(f"The query ran longer than {self._seconds:.0f} seconds and was stopped.") from error
        finally:
            timer.cancel()
            cursor.close()

    def frame(self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None) -> Any:
        """Run one SELECT; returns a pandas frame."""
        cursor = self._connection.cursor()
        try:
            return cursor.execute(sql, parameters or []).df()
        finally:
            cursor.close()

    def columns(self) -> dict[str, dict[str, str]]:
        """Table name to {column name: SQL type}, in stored order."""
        if self._columns is None:
            _, rows = self.query(
                "SELECT table_name, column_name, data_type FROM information_schema.columns "
                "WHERE table_schema = 'main' ORDER BY table_name, ordinal_position"
            )
            self._columns = {}
            for table, column, kind in rows:
                self._columns.setdefault(table, {})[column] = kind
        return self._columns

    def last_day(self) -> date:
        """The day of the last moment in the data (orders and events): what `today` means by default."""
        _, rows = self.query(
            "SELECT max(moment)::DATE FROM (SELECT max(ordered_at) AS moment FROM orders "
            "UNION ALL SELECT max(occurred_at) FROM events)"
        )
        if rows[0][0] is None:
            raise Unavailable("The shop has no orders yet, so there is no date to count from: import orders first.")
        return rows[0][0]

    def close(self) -> None:
        """Let go of the file, so that a writer may have it."""
        self._connection.close()


@contextmanager
def writing(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-write connection inside one transaction over the canonical tables: all of it lands, or nothing."""
    connection = duckdb.connect(str(path), config={"threads": os.cpu_count() or 2})
    try:
        connection.execute("BEGIN")
        for statement in create_statements():
            connection.execute(statement)
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):  # the failure that brought us here may already have ended the transaction
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.close()
