"""Lines that continue the order above them: its number, day and customer stand once, in merged or blank cells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from tools.data.importing.evidence import SAMPLE
from tools.data.importing.hygiene import clean_sql
from tools.data.importing.models import FilePlan
from tools.data.importing.sql import texts
from tools.data.importing.vocabulary import vocabulary
from tools.data.importing.words import NOTES

_RAW = "raw_lines"


def look(connection: duckdb.DuckDBPyConnection, plan: FilePlan) -> None:
    """Note in `plan` which columns are to be filled down, where the sample has such lines."""
    goods = [plan.choice(target) for target in ("products.id", "products.name")]
    if plan.role != "flat_order_lines" or not plan.choice("orders.ordered_at") or not any(goods):
        return
    heads = [
        column.position
        for column in plan.columns
        if (column.target or "").split(".")[0] in ("orders", "customers") and column.kind != "number"
        and not column.extra
    ]  # fmt: skip
    continuing = _continues(plan, heads)
    if connection.execute(f"SELECT count(*) FROM {SAMPLE} WHERE {continuing}").fetchall()[0][0]:
        plan.filled_down = heads
        plan.notes.append(NOTES["filled_down"])


@contextmanager
def filled(connection: duckdb.DuckDBPyConnection, plan: FilePlan, rows: str) -> Iterator[str]:
    """`rows` as they are, or with the cells of an order's first line on the lines that continue it."""
    if not plan.filled_down:
        yield rows
        return
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_RAW} AS SELECT * FROM {rows}")
    continuing = _continues(plan, plan.filled_down)
    first = ", ".join(
        f"CASE WHEN {continuing} THEN first_value(c{n}) OVER (PARTITION BY _order ORDER BY _line) ELSE c{n} END AS c{n}"
        for n in plan.filled_down
    )
    numbered = (
        f"SELECT *, rowid AS _line, count(*) FILTER (NOT ({continuing})) OVER (ORDER BY rowid) AS _order FROM {_RAW}"
    )
    yield f"(SELECT * EXCLUDE (_line, _order) REPLACE ({first}) FROM ({numbered}) ORDER BY _line)"
    connection.execute(f"DROP TABLE {_RAW}")


def _continues(plan: FilePlan, heads: list[int]) -> str:
    """SQL: nothing of an order is told but what was bought; a line of totals tells nothing that was."""
    goods = [column for target in ("products.id", "products.name") if (column := plan.choice(target))]
    bought = f"coalesce({', '.join(clean_sql(f'c{column.position}') for column in goods)})"
    blank = [f"{clean_sql(f'c{position}')} IS NULL" for position in heads]
    total = texts(vocabulary().values["total"]["words"])
    return " AND ".join([f"{bought} IS NOT NULL", f"rtrim(lower({bought}), ' ::') NOT IN {total}", *blank])
