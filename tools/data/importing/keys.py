"""A file of orders whose customer column has a heading nobody knows: its values are the ids of the customers' file."""

from __future__ import annotations

import duckdb

from tools.data.importing import evidence
from tools.data.importing.evidence import SAMPLE
from tools.data.importing.hygiene import clean_sql
from tools.data.importing.models import ColumnChoice, FilePlan, Said

_ORDERS = ("orders", "flat_order_lines")
_LEAST = 20
"""Different values that must be known ids before a column is taken for them."""
_MOST = 1_000
"""Different values that are looked up."""
_SHARE = 0.95


def link_customers(connection: duckdb.DuckDBPyConnection, files: list[FilePlan]) -> None:
    """Give files of orders without a customer the one column whose values are ids of the customers imported beside."""
    customers = [plan for plan in files if plan.role == "customers" and plan.choice("customers.id")]
    for plan in files:
        if plan.role not in _ORDERS or plan.choice("customers.id") or len(customers) != 1:
            continue
        found = [
            (column, known)
            for column in plan.columns
            if column.extra and (known := _known(connection, plan, column, customers[0]))
        ]
        if len(found) == 1:
            _take(*found[0], customers[0])


def _known(connection: duckdb.DuckDBPyConnection, plan: FilePlan, column: ColumnChoice, customers: FilePlan) -> int:
    """How many of the column's values are ids of these customers; 0 where they are too few to tell."""
    evidence.take_sample(connection, plan)
    value = clean_sql(f"c{column.position}")
    rows = connection.execute(
        f"SELECT DISTINCT {value} FROM {SAMPLE} WHERE {value} IS NOT NULL LIMIT {_MOST}"
    ).fetchall()
    values = [str(row[0]) for row in rows]
    if len(values) < _LEAST:
        return 0
    choice = customers.choice("customers.id")
    assert choice is not None
    own = clean_sql(f"c{choice.position}")
    listed = ", ".join("'" + one.replace("'", "''") + "'" for one in values)
    evidence.take_sample(connection, customers)
    known, ids = evidence.scan(
        connection, customers, [f"count(DISTINCT {own}) FILTER ({own} IN ({listed}))", f"count(DISTINCT {own})"]
    )
    # Small whole numbers are ids of somebody by chance: they must be many of all the ids there are.
    numbers = all(one.isdigit() for one in values)
    return int(known) if known >= _SHARE * len(values) and (not numbers or known >= 0.2 * ids) else 0


def _take(column: ColumnChoice, known: int, customers: FilePlan) -> None:
    column.target, column.kind, column.reason, column.extra = "customers.id", "id", "values", False
    column.confidence = _SHARE
    column.evidence.append(
        Said(
            en=f"{known:,} of its values are customer ids in {customers.name}",
            zh=f"其中 {known:,} 个值是 {customers.name} 里的客户编号",
        )
    )
