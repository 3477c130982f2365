"""A finding's rows without the cap: its stored definition is run again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.audiences import member_rows
from tools.contract import Column, Finding
from tools.metrics import measure_rows

if TYPE_CHECKING:
    from tools.desk import Desk


def full_rows(desk: Desk, finding: Finding) -> tuple[list[Column], list[list[Any]]]:
    """Columns and all rows; a sized or saved audience gives its members. Other findings carry all they have."""
    if finding.definition is not None and finding.status in ("answered", "empty"):
        if finding.tool == "measure":
            return measure_rows(desk, finding.definition)
        if finding.tool in ("list_audience", "size_audience", "save_audience"):
            return member_rows(desk, finding.definition)
    return finding.columns, finding.rows
