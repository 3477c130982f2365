"""Products of the catalogue that meet conditions, as SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tools.contract import BadRequest, Column
from tools.data.compiler.facts import Facts
from tools.data.compiler.script import Query
from tools.data.compiler.sources import ProductRows

if TYPE_CHECKING:
    from tools.definitions import Filter
    from tools.dictionary import Dictionary


def compile_products(
    where: Sequence[Filter],
    dictionary: Dictionary,
    today: date,
    *,
    dialect: str = "duckdb",
    sort_by: str = "price",
    descending: bool = True,
) -> Query:
    """A query for the ids of all products for which every filter holds, sorted; unknown figures come last.

    Raises BadRequest for a field that is none of a product's.
    """
    facts = Facts(dictionary, today, {})
    rows = ProductRows(facts)
    for item in where:
        rows.filter(item)
    columns = {}
    if sort_by in dictionary.fields or sort_by != "price":
        spec = dictionary.field(sort_by)
        if spec.level != "product":
            raise BadRequest(
                f"Products cannot be sorted by {sort_by}: choose a field of products, such as price.",
                zh=f"商品不能按 {sort_by} 排序：请选价格这样的商品字段。",
            )
        columns["sorted"] = rows.field(spec)
    part = facts.script.after("chosen", rows.select(columns))
    order = f"sorted {'DESC' if descending else 'ASC'} NULLS LAST, " if columns else ""
    text = f"SELECT product_id FROM {part} ORDER BY {order}product_id"
    return facts.script.render(text, {}, dialect, [Column(name="product_id")])
