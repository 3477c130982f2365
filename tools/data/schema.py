"""The canonical tables: their columns, types and meaning for whoever writes or reads the warehouse."""

from typing import NamedTuple


class ColumnSpec(NamedTuple):
    """One canonical column. `pii` marks what identifies a person and never leaves the house."""

    name: str
    type: str
    required: bool = False
    pii: bool = False


TABLES: dict[str, tuple[ColumnSpec, ...]] = {
    "orders": (
        ColumnSpec("id", "VARCHAR", required=True),
        ColumnSpec("customer_id", "VARCHAR", pii=True),
        ColumnSpec("ordered_at", "TIMESTAMP", required=True),
        ColumnSpec("channel", "VARCHAR"),
        ColumnSpec("discount", "DOUBLE"),
        ColumnSpec("status", "VARCHAR"),
    ),
    "order_lines": (
        ColumnSpec("order_id", "VARCHAR", required=True),
        ColumnSpec("product_id", "VARCHAR"),
        ColumnSpec("quantity", "DOUBLE", required=True),
        ColumnSpec("unit_price", "DOUBLE", required=True),
    ),
    "customers": (
        ColumnSpec("id", "VARCHAR", required=True, pii=True),
        ColumnSpec("name", "VARCHAR", pii=True),
        ColumnSpec("email", "VARCHAR", pii=True),
        ColumnSpec("phone", "VARCHAR", pii=True),
        ColumnSpec("gender", "VARCHAR"),
        ColumnSpec("birth_date", "DATE", pii=True),
        ColumnSpec("city", "VARCHAR"),
        ColumnSpec("country", "VARCHAR"),
        ColumnSpec("signup_date", "DATE"),
        ColumnSpec("email_consent", "BOOLEAN"),
        ColumnSpec("sms_consent", "BOOLEAN"),
    ),
    "products": (
        ColumnSpec("id", "VARCHAR", required=True),
        ColumnSpec("name", "VARCHAR"),
        ColumnSpec("category", "VARCHAR"),
        ColumnSpec("brand", "VARCHAR"),
        ColumnSpec("price", "DOUBLE"),
        ColumnSpec("description", "VARCHAR"),
    ),
    "events": (
        ColumnSpec("customer_id", "VARCHAR", required=True, pii=True),
        ColumnSpec("type", "VARCHAR", required=True),
        ColumnSpec("occurred_at", "TIMESTAMP", required=True),
        ColumnSpec("campaign_id", "VARCHAR"),
        ColumnSpec("product_id", "VARCHAR"),
    ),
    "campaigns": (
        ColumnSpec("id", "VARCHAR", required=True),
        ColumnSpec("name", "VARCHAR"),
        ColumnSpec("channel", "VARCHAR"),
        ColumnSpec("sent_at", "TIMESTAMP"),
    ),
    "assignments": (
        ColumnSpec("campaign_id", "VARCHAR", required=True),
        ColumnSpec("customer_id", "VARCHAR", required=True, pii=True),
        ColumnSpec("arm", "VARCHAR", required=True),
        ColumnSpec("assigned_at", "TIMESTAMP"),
    ),
}
"""Every table exists in every warehouse, empty where the shop has none of it; imported files may add
columns to any of them, kept under their own names (snake case)."""

KEYS: dict[str, tuple[str, ...]] = {
    "orders": ("id",),
    "customers": ("id",),
    "products": ("id",),
    "campaigns": ("id",),
}
"""Tables whose rows are replaced, not repeated, when a later import brings the same key."""


def create_statements() -> list[str]:
    """SQL (DuckDB) that creates every canonical table that is not there yet."""
    return [
        f"CREATE TABLE IF NOT EXISTS {table} ({', '.join(f'{c.name} {c.type}' for c in columns)})"
        for table, columns in TABLES.items()
    ]
