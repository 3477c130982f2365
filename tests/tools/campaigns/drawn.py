"""Assignments as anybody with a Parquet reader would find them."""

from typing import Any

import duckdb

from tools.campaigns.store import ASSIGNMENTS, folder_of
from tools.data.workspace import Workspace


def read_assignments(workspace: Workspace, identity: str, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a SELECT over `drawn` (customer_id, arm, assigned_at)."""
    file = str(folder_of(workspace, identity) / ASSIGNMENTS)
    with duckdb.connect() as connection:
        drawn = connection.read_parquet(file)
        return drawn.query("drawn", sql).fetchall()


def arm_sizes(workspace: Workspace, identity: str) -> dict[str, int]:
    """Arm to its number of people, as stored."""
    return dict(read_assignments(workspace, identity, "SELECT arm, count(*) FROM drawn GROUP BY arm ORDER BY arm"))
