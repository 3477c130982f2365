"""Which columns name the goods where no heading says so: what always costs the same is one thing."""

from __future__ import annotations

import duckdb

from tools.data.importing.evidence import SAMPLE
from tools.data.importing.hygiene import clean_sql
from tools.data.importing.models import ColumnChoice, FilePlan, Said

_LEAST = 3
"""Different things, and rows of each on average, before a column is taken for their names."""
_SAME = 0.95
"""So many of the rows of one thing have its usual price."""


def look(connection: duckdb.DuckDBPyConnection, plan: FilePlan) -> None:
    """Plant and Plant Code are name and key of the products, in a file of lines that names none otherwise."""
    price = plan.choice("order_lines.unit_price")
    if price is None or plan.role not in ("flat_order_lines", "order_lines"):
        return
    if plan.choice("products.id") or plan.choice("products.name"):
        return
    told = [
        (different, digits, column)
        for column in plan.columns
        if column.extra and column.kind == "text"
        for different, digits in [_things(connection, column, price)]
        if different
    ]
    most = max((different for different, _, _ in told), default=0)
    finest = sorted(((digits, column.position) for different, digits, column in told if different >= 0.8 * most))
    if not finest or len(finest) > 2:
        return
    names, keys = finest[0], finest[1:]
    _take(plan.columns[names[1]], "products.name", price)
    for _, position in keys:
        _take(plan.columns[position], "products.id", price)


def _things(connection: duckdb.DuckDBPyConnection, column: ColumnChoice, price: ColumnChoice) -> tuple[int, float]:
    """How many different things the column names, and the share of them with digits; 0 where it names no goods."""
    value = clean_sql(f"c{column.position}")
    rows, different, prices, usual, digits = connection.execute(
        "SELECT coalesce(sum(n), 0), count(*), count(DISTINCT most), coalesce(sum(top), 0), "
        r"coalesce(avg(CAST(regexp_matches(v, '\d') AS INTEGER)), 0) FROM ("
        "SELECT v, sum(n) AS n, max(n) AS top, arg_max(p, n) AS most FROM ("
        f"SELECT {value} AS v, c{price.position} AS p, count(*) AS n FROM {SAMPLE} "
        f"WHERE {value} IS NOT NULL AND c{price.position} IS NOT NULL GROUP BY 1, 2) GROUP BY v)"
    ).fetchall()[0]
    fits = different >= _LEAST and rows >= _LEAST * different and prices >= _LEAST and usual >= _SAME * rows
    return (int(different), float(digits)) if fits else (0, 0.0)


def _take(column: ColumnChoice, target: str, price: ColumnChoice) -> None:
    column.target, column.extra, column.reason, column.confidence = target, False, "values", 0.9
    column.kind = "id" if target.endswith(".id") else "text"
    column.evidence.append(
        Said(en=f"each has one {price.source} of its own: the goods", zh=f"每个值对应固定的“{price.source}”：是商品")
    )
