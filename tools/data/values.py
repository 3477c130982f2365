"""The distinct values of a shop's text fields, read from its tables."""

from __future__ import annotations

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

    def lookup(self, spec: FieldSpec, asked: str) -> list[str]:
        """Values equal to `asked` but for case and outer spaces, for fields with too many to list."""
        source = self._source(spec, None)
        if source is None:
            return []
        _, rows = self._warehouse.query(
            f"SELECT DISTINCT value FROM ({source}) AS found WHERE lower(trim(value)) = lower(trim(?)) LIMIT 20",
            [asked],
        )
        return [row[0] for row in rows]

    def ids(self, spec: FieldSpec, asked: str) -> list[str]:
        """Ids equal to `asked`, or to what stands in brackets behind a name as results show it."""
        tail = asked.rpartition(" (")[2].removesuffix(")") if asked.endswith(")") else asked
        table, facts, column = NAMED[spec.name]
        _, rows = self._warehouse.query(
            f"SELECT DISTINCT id FROM (SELECT id FROM {table} UNION ALL SELECT {column} FROM {facts}) AS ids(id) "
            "WHERE lower(id) IN (lower(?), lower(?))",
            [asked, tail],
        )
        return [row[0] for row in rows]

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
