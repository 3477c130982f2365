"""What a shop's warehouse holds: which columns have data, over which dates, and which customers lack a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tools.contract import ColumnType

if TYPE_CHECKING:
    from tools.data.engine import Warehouse

COLUMN_TYPES: dict[str, ColumnType] = {
    "VARCHAR": "text", "BOOLEAN": "boolean", "DATE": "date", "TINYINT": "integer", "SMALLINT": "integer",
    "INTEGER": "integer", "BIGINT": "integer", "HUGEINT": "integer", "UTINYINT": "integer", "USMALLINT": "integer",
    "UINTEGER": "integer", "UBIGINT": "integer", "FLOAT": "number", "DOUBLE": "number",
}  # fmt: skip
UNCOUNTED = ("category_scores", "feature_table", "next_products", "product_rules")
"""Tables that training fills and no field is made of: some hold a row per customer and category, and opening a shop
would read them all."""

_FEW_NUMBERS = 50


def column_type(sql_type: str) -> ColumnType | None:
    """The contract's type for an engine's; None for what cannot be asked about (lists, blobs)."""
    if sql_type.startswith("DECIMAL"):
        return "number"
    if sql_type.startswith("TIMESTAMP"):
        return "timestamp"
    return COLUMN_TYPES.get(sql_type)


@dataclass
class Profile:
    """Counts and extents of one warehouse; `columns` names every table, the rest leaves UNCOUNTED out."""

    columns: dict[str, dict[str, str]]
    rows: dict[str, int] = field(default_factory=dict)
    filled: dict[str, dict[str, int]] = field(default_factory=dict)
    """Table to {column with data: number of rows that have it}."""
    long_text: set[tuple[str, str]] = field(default_factory=set)
    """Text columns whose values are sentences rather than names."""
    whole: set[tuple[str, str]] = field(default_factory=set)
    """Columns of fractions that hold a few whole numbers only, as an import stores 1, 2 and a blank."""
    first_order: date | None = None
    first_event: date | None = None
    strangers: bool = False
    """Orders name customers that have no row of their own."""
    returns: bool = False
    """Some order line has a negative quantity."""

    @classmethod
    def of(cls, warehouse: Warehouse) -> Profile:
        """Read the profile with one query a table."""
        profile = cls(warehouse.columns())
        for table, columns in profile.columns.items():
            if table not in UNCOUNTED:
                profile._count(warehouse, table, columns)
        profile.first_order = _first_day(warehouse, "orders", "ordered_at")
        profile.first_event = _first_day(warehouse, "events", "occurred_at") if "events" in profile.columns else None
        _, found = warehouse.query(
            "SELECT 1 FROM orders o ANTI JOIN customers c ON c.id = o.customer_id "
            "WHERE o.customer_id IS NOT NULL LIMIT 1"
        )
        profile.strangers = bool(found)
        _, found = warehouse.query("SELECT 1 FROM order_lines WHERE quantity < 0 LIMIT 1")
        profile.returns = bool(found)
        return profile

    def has(self, table: str, column: str) -> bool:
        """Whether any row of `table` has a value in `column`."""
        return self.filled.get(table, {}).get(column, 0) > 0

    def name_columns(self, table: str) -> list[str]:
        """Columns of `table` that hold names: `name` and its other languages, `name_zh` and the like."""
        return [column for column in self.filled.get(table, {}) if column == "name" or column.startswith("name_")]

    def _count(self, warehouse: Warehouse, table: str, columns: dict[str, str]) -> None:
        texts = [name for name, kind in columns.items() if kind == "VARCHAR"]
        parts = ["count(*)", *(f"count({quoted(name)})" for name in columns)]
        parts += [f"avg(length({quoted(name)}))" for name in texts]
        _, (row,) = warehouse.query(f"SELECT {', '.join(parts)} FROM {quoted(table)}")
        self.rows[table] = row[0]
        self.filled[table] = {name: count for name, count in zip(columns, row[1:], strict=False) if count}
        doubles = [name for name, kind in columns.items() if kind == "DOUBLE"]
        if doubles:
            test = "bool_and({0} = floor({0})) AND approx_count_distinct({0}) <= {1}"
            parts = [test.format(quoted(name), _FEW_NUMBERS) for name in doubles]
            _, (whole,) = warehouse.query(f"SELECT {', '.join(parts)} FROM {quoted(table)}")
            self.whole |= {(table, name) for name, told in zip(doubles, whole, strict=True) if told}
        lengths = row[1 + len(columns) :]
        self.long_text |= {(table, name) for name, length in zip(texts, lengths, strict=True) if (length or 0) > 60}


def quoted(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(path: Path) -> str:
    """`path` for between the quotes of an SQL text, where no parameter may stand."""
    return str(path).replace("'", "''")


def _first_day(warehouse: Warehouse, table: str, column: str) -> date | None:
    _, ((day,),) = warehouse.query(f"SELECT min({column})::DATE FROM {table}")
    return day
