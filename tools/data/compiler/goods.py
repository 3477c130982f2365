"""Rows of goods that nothing happened to, and what there is of goods today beside what was sold of them."""

from __future__ import annotations

import operator
from collections.abc import Sized
from typing import TYPE_CHECKING

from tools.data.compiler.sources import ProductRows
from tools.data.profile import quoted
from tools.periods import NO_SHIFT

if TYPE_CHECKING:
    from tools.data.compiler.facts import Facts
    from tools.data.compiler.rows import Rows
    from tools.definitions import Having, Metric
    from tools.dictionary import FieldSpec

HELD = ("stock", "price")
"""Columns of products that measures are summed up from."""
_TESTS = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge,
}  # fmt: skip


def unsold(facts: Facts, metric: Metric, dimensions: list[FieldSpec], blank: list[str]) -> list[str]:
    """A row for each of the goods in the catalogue where a bound lets 0 in: sold fewer than 20, not a single one.

    Conditions on orders, events and people narrow what is counted of a product, never which products there are.
    """
    goods = bool(dimensions) and all(spec.level == "product" for spec in dimensions)
    if (
        not goods
        or metric.part
        or not metric.having
        or not all(_lets_none_in(item) for item in metric.having if not _before(item))
    ):
        return []
    if not facts.dictionary.profile.has("products", "id"):
        return []
    rows = ProductRows(facts)
    for item in metric.where:
        if rows.allows(facts.dictionary.field(item.field)):
            rows.filter(item)
    columns = {spec.name: rows.label(spec, NO_SHIFT) for spec in dimensions}
    facts.script.after("catalogue", rows.select(columns))
    names = ", ".join(quoted(spec.name) for spec in dimensions)
    return [f"SELECT DISTINCT {names}, {', '.join(blank)} FROM catalogue"]


def of_goods(rows: Rows, metric: Metric) -> None:
    """Where products with few views are looked for, an e-mail that was opened is a view of none of them."""
    if rows.grain == "events" and "product" in metric.dimensions and metric.having:
        rows.where.append(f"{rows.keys['product']} IS NOT NULL")


def _before(item: Having) -> bool:
    """A bound on the period that is compared with: it is of no account for whether a row of now may be empty."""
    return item.measure.endswith("_previous")


def _lets_none_in(item: Having) -> bool:
    """Whether a row with none of it meets the bound."""
    if item.op == "between":
        return item.value <= 0 <= (item.upper or 0)
    return bool(_TESTS[item.op](0, item.value))


def undated(rows: Rows, metric: Metric, dimensions: list[FieldSpec], sources: Sized) -> bool:
    """A period is asked of rows that have none, but for what there is of goods today beside what was sold of each."""
    if rows.moment is not None or metric.period is None:
        return False
    goods = bool(dimensions) and all(spec.level == "product" for spec in dimensions)
    alone = len(sources) == 1 or bool(metric.compare or metric.compare_period)
    return rows.grain != "products" or not goods or alone
