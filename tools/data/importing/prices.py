"""What the amounts of a line tell of each other: whether a price is one unit's or the whole line's, and which column
counts the units."""

from __future__ import annotations

import duckdb

from tools.data.importing.evidence import SAMPLE, sampled
from tools.data.importing.models import FilePlan, Said
from tools.data.importing.split import each_line_has, total_target

_LEAST = 3
"""Products sold in several quantities before a price is taken for the line's."""
_CENT = 0.011


def look(connection: duckdb.DuckDBPyConnection, plan: FilePlan) -> None:
    """Find the units by what they cost, and a price that is the whole line's."""
    _units(connection, plan)
    _whole_line(connection, plan)


def _units(connection: duckdb.DuckDBPyConnection, plan: FilePlan) -> None:
    """A column of whole numbers that makes the price the total is the quantity, whatever its heading: Copies, Hefte."""
    price, total = plan.choice("order_lines.unit_price"), plan.choice(total_target(plan) or "")
    if plan.role not in ("flat_order_lines", "order_lines") or plan.choice("order_lines.quantity"):
        return
    if not (price and total and each_line_has(plan, str(total.target))):
        return
    found = []
    for column in (column for column in plan.columns if column.extra and column.kind == "number"):
        several, agree, count = connection.execute(
            "SELECT count(*) FILTER (n > 1), "
            f"count(*) FILTER (abs(n * p - t) <= {_CENT} AND n = round(n)), count(*) FROM (SELECT "
            f"{sampled(column)} AS n, {sampled(price)} AS p, {sampled(total)} AS t FROM {SAMPLE}) "
            "WHERE p <> 0 AND t <> 0"
        ).fetchall()[0]
        if several >= _LEAST and agree >= 0.98 * count:
            found.append(column)
    if len(found) == 1:
        column = found[0]
        column.target, column.extra, column.reason, column.confidence = "order_lines.quantity", False, "values", 0.98
        column.evidence.append(Said(en=f"times {price.source} it is {total.source}",
                                    zh=f"乘以“{price.source}”等于“{total.source}”"))  # fmt: skip


def _whole_line(connection: duckdb.DuckDBPyConnection, plan: FilePlan) -> None:
    """A "price" that doubles with the quantity is the line's total: read it so, with the reason."""
    price, quantity = plan.choice("order_lines.unit_price"), plan.choice("order_lines.quantity")
    product = plan.choice("products.id") or plan.choice("products.name")
    if not (price and quantity and product) or plan.choice("order_lines.line_total"):
        return
    several, grown = connection.execute(
        f"SELECT count(*), count(*) FILTER (high - low <= {_CENT} AND most > least + {_CENT}) FROM ("
        "SELECT min(p / q) AS low, max(p / q) AS high, min(p) AS least, max(p) AS most "
        f"FROM (SELECT c{product.position} AS one, {sampled(quantity)} AS q, {sampled(price)} AS p FROM {SAMPLE}) "
        "WHERE q > 0 AND p > 0 GROUP BY one HAVING count(DISTINCT q) > 1)"
    ).fetchall()[0]
    if grown >= _LEAST and grown >= 0.9 * several:
        price.target = "order_lines.line_total"
        price.evidence.append(
            Said(
                en="grows with the quantity: the line's total, not one unit's price", zh="随数量增长：是行金额而非单价"
            )
        )
