"""The distinct values of a shop's text fields, read from its tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tools.data.profile import quoted

if TYPE_CHECKING:
    from tools.data.engine import Warehouse
    from tools.data.profile import Profile
    from tools.dictionary import FieldSpec

NAMED = {"product": ("products", "order_lines", "product_id"), "campaign": ("campaigns", "events", "campaign_id")}
"""Fields people call by name: the table of names, and the table and column that refer to it by id."""


class StoredValues:
    """Reads values of fields; keeps nothing."""

    def __init__(self, warehouse: Warehouse, profile: Profile) -> None:
        self._warehouse = warehouse
        self._profile = profile

    def counted(self, spec: FieldSpec, limit: int, order_column: str | None = None) -> list[tuple[str, int]]:
        """Distinct texts with how often each occurs, most frequent first."""
        source = self._source(spec, order_column)
        if source is None:
            return []
        _, rows = self._warehouse.query(
            f"SELECT value, CAST(sum(n) AS BIGINT) AS n FROM ({source}) AS found WHERE value IS NOT NULL "
            f"GROUP BY value ORDER BY n DESC, value LIMIT {limit}"
        )
        return [(str(value), int(count)) for value, count in rows]

    def lookup(self, spec: FieldSpec, asked: Sequence[str]) -> dict[str, list[str]]:
        """For each of these texts the values equal to it but for case and outer spaces; for what is too long to list.

        One query for all of them: each reads everything there is.
        """
        source = self._source(spec, None)
        if source is None:
            return {}
        return self._found(
            f"SELECT DISTINCT asked.text, value FROM ({source}) AS found JOIN {_rows(asked)} AS asked(text) "
            "ON lower(trim(value)) = lower(trim(asked.text))",
            asked,
        )

    def ids(self, spec: FieldSpec, asked: Sequence[str]) -> dict[str, list[str]]:
        """For each of these texts the ids equal to it, or to what stands in brackets behind a name in results."""
        table, facts, column = NAMED[spec.name]
        forms = [(text, form) for text in asked for form in (text, _bracketed(text))]
        return self._found(
            f"SELECT DISTINCT asked.text, id FROM (SELECT id FROM {table} UNION ALL SELECT {column} FROM {facts}) "
            f"AS ids(id) JOIN {_rows(forms, 2)} AS asked(text, form) ON lower(id) = lower(asked.form)",
            [part for pair in forms for part in pair],
        )

    def _found(self, sql: str, parameters: Sequence[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for asked, value in self._warehouse.query(sql, parameters)[1]:
            found.setdefault(asked, []).append(value)
        return found

    def cluster_names(self) -> list[tuple[str, str]]:
        """Cluster to its Chinese name, as training wrote them."""
        if "name_zh" not in self._profile.columns.get("segment_profiles", {}):
            return []
        _, rows = self._warehouse.query("SELECT segment, name_zh FROM segment_profiles WHERE segmentation = 'cluster'")
        return [(segment, chinese) for segment, chinese in rows if chinese]

    def _source(self, spec: FieldSpec, order_column: str | None) -> str | None:
        """A SELECT of value and n."""
        if spec.name in NAMED:
            return self._named(*NAMED[spec.name])
        if spec.name == "product_id":
            return (
                "SELECT product_id AS value, count(*) AS n FROM order_lines GROUP BY 1 "
                "UNION ALL SELECT id, 0 FROM products"
            )
        if spec.table is None or spec.column is None:
            return None
        source = f"SELECT {quoted(spec.column)} AS value, count(*) AS n FROM {quoted(spec.table)} GROUP BY 1"
        if order_column:
            source += f" UNION ALL SELECT {quoted(order_column)}, 0 FROM orders GROUP BY 1"
        return source

    def _named(self, table: str, facts: str, column: str) -> str:
        """Names in every language the table has them, and the ids of what has no name."""
        names = self._profile.name_columns(table)
        parts = [f"SELECT {quoted(name)} AS value, 1 AS n FROM {table}" for name in names]
        known = f"SELECT id FROM {table} WHERE name IS NOT NULL"
        parts.append(
            f"SELECT f.{column} AS value, count(*) AS n FROM {facts} AS f "
            f"WHERE f.{column} NOT IN ({known}) GROUP BY f.{column}"
        )
        return " UNION ALL ".join(parts)


def _rows(asked: Sequence[object], columns: int = 1) -> str:
    """Places for so many rows of bound values."""
    row = f"({', '.join('?' * columns)})"
    return f"(VALUES {', '.join([row] * len(asked))})"


def _bracketed(asked: str) -> str:
    """P00012 of Sunrise Beans (P00012); a text without brackets at its end as it is."""
    return asked.rpartition(" (")[2].removesuffix(")") if asked.endswith(")") else asked
