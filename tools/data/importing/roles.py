"""The kinds of table a file can be: which canonical columns each may hold and which it cannot do without."""

from __future__ import annotations

from dataclasses import dataclass

from tools.data.importing.models import Kind, Role

KINDS: dict[str, Kind] = {
    "orders.id": "id", "orders.ordered_at": "timestamp", "orders.ordered_time": "time", "orders.channel": "text",
    "orders.discount": "number", "orders.status": "text", "orders.total": "number", "orders.paid": "number",
    "orders.currency": "currency", "order_lines.quantity": "number", "order_lines.unit_price": "number",
    "order_lines.line_total": "number", "customers.id": "id", "customers.name": "text", "customers.first_name": "text",
    "customers.last_name": "text", "customers.email": "email", "customers.phone": "phone", "customers.gender": "gender",
    "customers.birth_date": "date", "customers.city": "text", "customers.country": "text",
    "customers.signup_date": "date",
    "customers.email_consent": "boolean", "customers.sms_consent": "boolean",
    "customers.email_refusal": "boolean", "customers.sms_refusal": "boolean",
    "products.id": "id", "products.name": "text",
    "products.category": "text", "products.brand": "text", "products.price": "number", "products.description": "text",
    "events.type": "event", "events.occurred_at": "timestamp", "campaigns.id": "id", "campaigns.name": "text",
    "campaigns.channel": "text", "campaigns.sent_at": "timestamp", "assignments.arm": "arm",
    "assignments.assigned_at": "timestamp",
}  # fmt: skip
"""Every target a column can have. orders.total, .paid, .currency, .ordered_time, order_lines.line_total, the
two halves of a name and refusals (Do not email) are not stored: the canonical columns are worked out from them."""
REFUSALS = {
    "customers.email_consent": "customers.email_refusal",
    "customers.sms_consent": "customers.sms_refusal",
}
"""A consent and the column that says its contrary."""

SAME = {
    "orders.customer_id": "customers.id",
    "events.customer_id": "customers.id",
    "assignments.customer_id": "customers.id",
    "order_lines.order_id": "orders.id",
    "order_lines.product_id": "products.id",
    "events.product_id": "products.id",
    "events.campaign_id": "campaigns.id",
    "assignments.campaign_id": "campaigns.id",
}
"""Foreign keys are named by what they point to, whichever table the file fills."""


@dataclass(frozen=True)
class RoleSpec:
    """`own`: tables whose short words count, with a weight. `needs`: of each group, at least one must be there."""

    own: dict[str, float]
    targets: frozenset[str]
    needs: tuple[tuple[str, ...], ...]
    tables: tuple[str, ...]
    unique: tuple[str, ...] = ()
    """Columns that cannot repeat much in such a file."""


def _all(*tables: str) -> frozenset[str]:
    return frozenset(target for target in KINDS if target.split(".")[0] in tables)


CUSTOMER_KEY = ("customers.id", "customers.email", "customers.phone")
ROLES: dict[Role, RoleSpec] = {
    "flat_order_lines": RoleSpec(
        {"orders": 1.0, "order_lines": 1.0, "products": 0.8},
        _all("orders", "order_lines", "customers", "products"),
        (("orders.ordered_at",), ("products.id", "products.name", "order_lines.unit_price", "order_lines.line_total")),
        ("orders", "order_lines", "products", "customers"),
    ),
    "orders": RoleSpec(
        {"orders": 1.0},
        _all("orders", "customers") | {"order_lines.quantity"},
        (("orders.ordered_at",), ("orders.id", *CUSTOMER_KEY)),
        ("orders", "customers"),
        unique=("orders.id",),
    ),
    "order_lines": RoleSpec(
        {"order_lines": 1.0, "products": 0.8},
        _all("order_lines", "products") | {"orders.id", "orders.currency", "orders.total", "orders.paid"},
        (("orders.id",), ("products.id", "products.name")),
        ("order_lines", "products"),
    ),
    "customers": RoleSpec({"customers": 1.0}, _all("customers"), (CUSTOMER_KEY,), ("customers",), unique=CUSTOMER_KEY),
    "products": RoleSpec(
        {"products": 1.0},
        _all("products"),
        (("products.id", "products.name"),),
        ("products",),
        unique=("products.id", "products.name"),
    ),
    "events": RoleSpec(
        {"events": 1.0},
        _all("events") | {"customers.id", "customers.email", "campaigns.id", "campaigns.name", "products.id"},
        (("customers.id", "customers.email"), ("events.type",), ("events.occurred_at",)),
        ("events",),
    ),
    "campaigns": RoleSpec(
        {"campaigns": 1.0},
        _all("campaigns"),
        (("campaigns.id", "campaigns.name"), ("campaigns.sent_at", "campaigns.channel", "campaigns.name")),
        ("campaigns",),
        unique=("campaigns.id",),
    ),
    "assignments": RoleSpec(
        {"assignments": 1.0},
        _all("assignments") | {"customers.id", "customers.email", "campaigns.id", "campaigns.name"},
        (("campaigns.id", "campaigns.name"), ("customers.id", "customers.email"), ("assignments.arm",)),
        ("assignments",),
    ),
}
IMPORTANT = {
    "orders.id", "orders.ordered_at", "customers.id", "products.id", "order_lines.quantity", "order_lines.unit_price",
    "products.name", "events.type", "events.occurred_at", "campaigns.id", "assignments.arm",
}  # fmt: skip
