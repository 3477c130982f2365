"""Whether a price is one unit's or the whole line's: the prices of one product at several quantities tell."""

from __future__ import annotations

import duckdb

from tools.data.importing.evidence import SAMPLE, sampled
from tools.data.importing.models import FilePlan, Said

_LEAST = 3
"""Products sold in several quantities before a price is taken for the line's."""
_CENT = 0.011


def look(connection: duckdb.DuckDBPyConnection, plan: FilePlan) -> None:
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
