"""What the tests of importing share: a workspace, files written from text, and a look into the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from tools.data.importing import ImportReport, plan_import, run_import
from tools.data.workspace import Workspace

SHARED = Path(__file__).resolve().parents[5] / "shared" / "data"


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> str:
    """A file with this text; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return str(path)


def bring(
    folder: Path,
    *sources: str,
    overrides: dict[str, str] | None = None,
    workspace: Workspace | None = None,
    clock: date | None = None,
) -> tuple[Workspace, ImportReport]:
    """Plan and run an import into a new (or the given) workspace."""
    workspace = workspace or Workspace.create(folder / "shop")
    plan = plan_import(list(sources), overrides=overrides, settings=workspace.settings)
    with workspace.lock(exclusive=True, purpose="test"):
        return workspace, run_import(plan, workspace, clock=clock)


def rows(workspace: Workspace, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a query over the warehouse."""
    with duckdb.connect(str(workspace.warehouse_path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def one(workspace: Workspace, sql: str) -> Any:
    """The only value of a query."""
    return rows(workspace, sql)[0][0]


@cache
def scratch() -> duckdb.DuckDBPyConnection:
    """One connection for all expressions: opening one costs more than most of them."""
    return duckdb.connect()


def evaluated(expression: str, values: Sequence[str | None]) -> list[Any]:
    """An SQL expression over x for each of the values."""
    source = "(SELECT unnest($1::VARCHAR[]) AS x, generate_subscripts($1::VARCHAR[], 1) AS n)"
    found = scratch().execute(f"SELECT y FROM (SELECT n, {expression} AS y FROM {source}) ORDER BY n", [list(values)])
    return [row[0] for row in found.fetchall()]
