"""Rows of returns whose amounts have no minus: a column of kinds (Sale, Return) tells them."""

from __future__ import annotations

import re

import duckdb

from tools.data.importing.evidence import SAMPLE, sampled
from tools.data.importing.hygiene import clean_sql
from tools.data.importing.models import FilePlan, Said
from tools.data.importing.sql import texts
from tools.data.importing.vocabulary import plain, vocabulary

_KIND = re.compile(
    r"\b(type|kind|typ|art|belegart|vorgangsart|buchungsart|tipo|nature|soort)\b|类型|类别|种类|区分|種別"
)
_AMOUNTS = ("orders.total", "order_lines.line_total", "orders.paid", "order_lines.quantity", "order_lines.unit_price")


def look(connection: duckdb.DuckDBPyConnection, plan: FilePlan) -> None:
    """Note in `plan` the column whose returns are written as positive amounts, so that they are taken off."""
    if plan.role not in ("orders", "flat_order_lines"):
        return
    amounts = [column for target in _AMOUNTS if (column := plan.choice(target))]
    kinds = [
        column
        for column in plan.columns
        if (column.extra or column.target == "products.category") and _KIND.search(plain(column.source))
    ]
    if not amounts or not kinds:
        return
    negative = " OR ".join(f"{sampled(one)} < 0" for one in amounts)
    for column in kinds:
        returned = f"lower({clean_sql(f'c{column.position}')}) IN {texts(vocabulary().values['return']['words'])}"
        rows, signed, others = connection.execute(
            f"SELECT count(*) FILTER ({returned}), count(*) FILTER ({returned} AND ({negative})), "
            f"count(*) FILTER (NOT {returned}) FROM {SAMPLE}"
        ).fetchall()[0]
        if rows and not signed and others:
            plan.returned = column.position
            plan.notes.append(
                Said(
                    en=f"Rows that {column.source} calls returns have no minus: their amounts are taken off.",
                    zh=f"“{column.source}”标为退货的行金额没有负号：按负数计入。",
                )
            )
            return
