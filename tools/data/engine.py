"""The warehouse: one DuckDB file and what happens meanwhile. Reads are locked down; writes land whole or not at all."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from tools.contract import BadInput, Unavailable
from tools.data.live import folding
from tools.data.live.hub import SHOP, LiveRows
from tools.data.profile import literal
from tools.data.schema import create_statements
from tools.data.watchdog import WATCHDOG

LOCKDOWN = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
}
LOCKED = ("SET enable_external_access=false", "SET lock_configuration=true")
"""No file, no network, no extension, and no way to switch that back on from SQL. Said last, when the file is open."""

_STATEMENTS = 256
"""So many SELECTs are kept parsed."""


class Warehouse:
    """A read-only door to the shop's tables and what is live in them. `query` may be called from any thread.

    An in-memory database in front of the file holds the live rows and, under the tables' names, views of both.
    """

    dialect = "duckdb"

    def __init__(self, path: Path, *, seconds: float = 60.0) -> None:
        """Open `path` read-only; a query is interrupted after `seconds`."""
        if not path.is_file():
            raise BadInput(
                f"{path.parent} has no data yet: `python -m assistant import {path.parent} FILE…`.",
                zh=f"{path.parent} 还没有数据：请先运行 `python -m assistant import {path.parent} 文件…`。",
            )
        self._connection = duckdb.connect(":memory:", config={"threads": os.cpu_count() or 2, **LOCKDOWN})
        try:
            self._connection.execute(f"SET temp_directory='{literal(path)}.tmp'")
            self._connection.execute(f"ATTACH '{literal(path)}' AS {SHOP} (READ_ONLY)")
            self._live = LiveRows(self._connection, path.parent)
            for statement in LOCKED:
                self._connection.execute(statement)
        except duckdb.Error as error:
            self._connection.close()
            raise BadInput(
                f"{path} cannot be opened: {str(error).splitlines()[0]}",
                zh=f"无法打开 {path}：{str(error).splitlines()[0]}",
            ) from error
        self._seconds = seconds
        self._select = lru_cache(_STATEMENTS)(self._parse)  # the same questions come again, as do one person's features
        self._columns: dict[str, dict[str, str]] | None = None

    def query(
        self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Run one SELECT; returns column names and rows. Raises Unavailable when it takes too long."""
        with self._reading(sql, parameters) as cursor:
            return [column[0] for column in cursor.description or []], cursor.fetchall()

    def batches(
        self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None, *, rows: int = 10_000
    ) -> Iterator[list[tuple[Any, ...]]]:
        """Run one SELECT and hand its rows out so many at a time, never holding them all. No limit of time."""
        with self._reading(sql, parameters, limited=False) as cursor:
            while batch := cursor.fetchmany(rows):
                yield batch

    def frame(self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None) -> Any:
        """Run one SELECT; returns a pandas frame. No limit of time: models are fitted on such frames."""
        with self._reading(sql, parameters, limited=False) as cursor:
            return cursor.df()

    @contextmanager
    def _reading(
        self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None, *, limited: bool = True
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on which the SELECT has been run, in a transaction that cannot write."""
        self._live.refresh()
        cursor = self._connection.cursor()
        try:
            statement = self._select(sql)
            cursor.execute("BEGIN TRANSACTION READ ONLY")
            with WATCHDOG.limit(cursor, self._seconds) if limited else nullcontext():
                cursor.execute(statement, parameters or [])
                yield cursor
        except duckdb.InterruptException as error:
            raise Unavailable(
                f"The query ran longer than {self._seconds:.0f} seconds and was stopped.",
                zh=f"查询超过 {self._seconds:.0f} 秒，已停止。",
            ) from error
        finally:
            cursor.close()

    def _parse(self, sql: str) -> Any:
        """One SELECT and nothing else reaches the engine, which would refuse most of the rest itself."""
        cursor = self._connection.cursor()
        try:
            statements = cursor.extract_statements(sql)
        finally:
            cursor.close()
        if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
            raise duckdb.PermissionException("Permission Error: only one SELECT at a time may be run here")
        return statements[0]

    def columns(self) -> dict[str, dict[str, str]]:
        """Table name to {column name: SQL type}, in stored order."""
        if self._columns is None:
            _, rows = self.query(
                "SELECT table_name, column_name, data_type FROM information_schema.columns "
                "WHERE table_catalog = current_database() AND table_schema = 'main' "
                "ORDER BY table_name, ordinal_position"
            )
            self._columns = {}
            for table, column, kind in rows:
                self._columns.setdefault(table, {})[column] = kind
        return self._columns

    def last_day(self) -> date:
        """The day of the last moment in the data (orders and events): what `today` means by default.

        What happens live moves it, but not beyond tomorrow by this machine's clock.
        """
        latest = (
            "SELECT max(moment) FROM (SELECT max(ordered_at) AS moment FROM {0}.orders "
            "UNION ALL SELECT max(occurred_at) FROM {0}.events)"
        )
        _, ((stored, live),) = self.query(f"SELECT ({latest.format(f'{SHOP}.main')}), ({latest.format('live')})")
        moments = [stored, min(live, datetime.now() + timedelta(days=1)) if live else None]
        known = [moment for moment in moments if moment is not None]
        if not known and self.query(f"SELECT count(*) FROM {SHOP}.main.customers")[1][0][0]:
            return datetime.now().date()  # people alone can be counted today
        if not known:
            raise Unavailable(
                "The shop has no orders yet, so there is no date to count from: import orders first.",
                zh="店铺还没有订单，无法确定日期：请先导入订单。",
            )
        return max(known).date()

    def moment(self) -> int:
        """A number that changes whenever something that happened live is taken in; looks for it first."""
        self._live.refresh()
        return self._live.taken_in

    @property
    def people_prepared(self) -> bool:
        """Whether the rows are laid out by person too (`features.people`)."""
        return self._live.people

    def close(self) -> None:
        """Let go of the file, so that a writer may have it."""
        self._connection.close()


@contextmanager
def writing(path: Path, *, derived: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-write connection inside one transaction over the canonical tables: all of it lands, or nothing.

    What was appended live is folded in first, and what was prepared for quick looks at single people is dropped, as it
    would be out of date. `derived` is for writers of tables that are computed from the canonical ones (scores,
    clusters): these leave both as they are.
    """
    connection = duckdb.connect(str(path), config={"threads": os.cpu_count() or 2})
    folded: list[str] = []
    try:
        connection.execute("BEGIN")
        for statement in create_statements():
            connection.execute(statement)
        if not derived:
            folded = folding.fold(connection, path.parent)
            connection.execute("DROP SCHEMA IF EXISTS people CASCADE")
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):  # the failure that brought us here may already have ended the transaction
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.close()
    folding.forget(path.parent, folded)


def fold_live(path: Path) -> None:
    """Fold what was appended live into the warehouse at `path`; the caller holds the exclusive lock."""
    with writing(path):
        pass
