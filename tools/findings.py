"""Shaping query results into findings: cells as plain JSON, headings in the asker's language, SQL with its values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tools.contract import Column, ColumnType, Finding, UnknownValue
from tools.wording import column_label

if TYPE_CHECKING:
    from tools.data.compiler import Query
    from tools.desk import Desk

ROW_CAP = 200
"""Rows a finding carries; the whole result is run again for download."""
WEEKDAYS = (
    ("Monday", "星期一"), ("Tuesday", "星期二"), ("Wednesday", "星期三"), ("Thursday", "星期四"), ("Friday", "星期五"),
    ("Saturday", "星期六"), ("Sunday", "星期日"),
)  # fmt: skip
MONTHS = ("month", "first_order_month", "signup_month")
QUARTERS = ("quarter", "first_order_quarter", "signup_quarter")
YEARS = ("year", "first_order_year", "signup_year")
TRANSLATED = ("rfm_segment", "first_or_repeat", "cluster")
"""Fields whose values this product makes up, and therefore says in the asker's language."""


def run(desk: Desk, query: Query) -> list[list[Any]]:
    """The query's rows with plain JSON cells, dates and enumerations as people read them."""
    _, rows = desk.warehouse.query(query.sql, query.parameters)
    return [[present(desk, cell, column) for cell, column in zip(row, query.columns, strict=True)] for row in rows]


def present(desk: Desk, cell: Any, column: Column) -> Any:
    """One cell as plain JSON: months as 2026-10, quarters as 2026-Q4, weekdays and segments by name."""
    if isinstance(cell, Decimal):
        cell = float(cell)
    if isinstance(cell, float):
        return cell if math.isfinite(cell) else None
    if column.name == "weekday" and isinstance(cell, int):
        return WEEKDAYS[cell - 1][desk.language == "zh"]
    if column.name in YEARS and isinstance(cell, int):
        return str(cell)
    if isinstance(cell, date):
        if column.name in MONTHS:
            return cell.strftime("%Y-%m")
        if column.name in QUARTERS:
            return f"{cell.year}-Q{(cell.month + 2) // 3}"
        return cell.isoformat(" ", "seconds") if isinstance(cell, datetime) else cell.isoformat()
    if column.name in TRANSLATED and isinstance(cell, str):
        return desk.dictionary.value_label(column.name, cell, desk.language)
    return cell if cell is None or isinstance(cell, bool | int | str) else str(cell)


def headed(
    desk: Desk, columns: Sequence[Column], rows: Sequence[Sequence[Any]] = (), *, of_customers: bool = False
) -> list[Column]:
    """Columns with headings, typed as `present` shows them, and the values of `rows` as the asker's language says them.

    `of_customers` where they are customer fields.
    """
    shown = []
    for place, column in enumerate(columns):
        text = column.name in (*MONTHS, *QUARTERS, *YEARS, "weekday")
        label = column.label or column_label(column.name, desk.dictionary, desk.language, of_customers=of_customers)
        spoken = {} if text or column.pii else spoken_values(desk, column.name, [row[place] for row in rows])
        shown.append(
            column.model_copy(update={"label": label, "type": "text" if text else column.type, "spoken": spoken})
        )
    return shown


def spoken_values(desk: Desk, field: str, cells: Sequence[Any]) -> dict[str, str]:
    """What the asker's language calls the stored values of `field` among `cells`, where that differs."""
    said = {cell: desk.dictionary.value_label(field, cell, desk.language) for cell in cells[:ROW_CAP]
            if isinstance(cell, str)}  # fmt: skip
    return {stored: label for stored, label in said.items() if label != stored}


def labelled(desk: Desk, *heads: tuple[str, str, str] | tuple[str, str, str, ColumnType]) -> list[Column]:
    """Columns from (name, English heading, Chinese heading) and a type, text where none is given."""
    return [
        Column(name=name, label=desk.say(english, chinese), type=kind[0] if kind else "text")
        for name, english, chinese, *kind in heads
    ]


def shown_sql(query: Query) -> str:
    """The statement with its bound values in a comment line."""
    if not query.parameters:
        return query.sql
    values = ", ".join(str(value) if isinstance(value, date) else repr(value) for value in query.parameters)
    return f"{query.sql}\n-- values: {values}".replace("\r", " ")


def counted(count: int, one: str, many: str = "") -> str:
    """`count` with its English noun: "1 order", "12 orders"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def figures(row: Sequence[Any], columns: Sequence[Column]) -> dict[str, float]:
    """The numeric cells of one row by column name."""
    return {
        column.name: cell
        for cell, column in zip(row, columns, strict=True)
        if isinstance(cell, int | float) and not isinstance(cell, bool)
    }


def unknown_value(desk: Desk, tool: str, error: UnknownValue, definition: dict[str, Any]) -> Finding:
    """The answer when a value does not occur in this shop: that, and the nearest ones."""
    label = desk.dictionary.field(error.field).label.in_language(desk.language) if error.field else ""
    known = error.nearest or [text for text, _ in desk.dictionary.values(error.field)[:5]] if error.field else []
    listed = desk.say(", ", "、").join(known)
    english = f"{label} has no value “{error.value}” here; the nearest: {listed}."
    chinese = f"{label}中没有“{error.value}”；最接近的有：{listed}。"
    if not error.nearest:
        english = f"{label} has no value “{error.value}” here" + (f"; it has {listed} …" if listed else ".")
        chinese = f"{label}中没有“{error.value}”" + (f"；已有的值如：{listed}。" if listed else "。")
    return Finding(tool=tool, status="unknown", message=desk.say(english, chinese), definition=definition)


def unknown_customer(desk: Desk, tool: str, customer_id: str, definition: dict[str, Any] | None = None) -> Finding:
    """The answer when nobody in this shop has this id."""
    message = desk.say(f"There is no customer {customer_id}.", f"没有编号为 {customer_id} 的客户。")
    return Finding(tool=tool, status="unknown", message=message, definition=definition)
