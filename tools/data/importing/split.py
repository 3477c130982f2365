"""From typed rows to canonical tables: which SELECT makes orders, lines, products and customers of one file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tools.data.importing.clean import PROBLEM, has_customer
from tools.data.importing.models import FilePlan
from tools.data.importing.sql import name, names


@dataclass
class Piece:
    """One canonical table's rows out of one file. `rank`: a file of its own outranks rows gathered from orders."""

    table: str
    select: str
    rank: int


class Rows:
    """Names of the typed rows of one file and the expressions over them."""

    def __init__(self, plan: FilePlan, table: str) -> None:
        self.plan = plan
        self.kept = f"(SELECT *, rowid AS _row FROM {table} WHERE {PROBLEM} IS NULL)"
        self.customer = '"customers.id"' if has_customer(plan) else "NULL::VARCHAR"

    def has(self, target: str) -> bool:
        return self.plan.choice(target) is not None

    def of(self, target: str, otherwise: str = "NULL") -> str:
        return name(target) if self.has(target) else otherwise

    def extras(self, table: str) -> list[str]:
        """Extra columns of one canonical table, by target."""
        return [
            column.target
            for column in self.plan.columns
            if column.extra and column.target and column.target.startswith(table + ".")
        ]

    def attributes(self, table: str, columns: tuple[str, ...]) -> list[str]:
        """Targets of `table` this file has, canonical ones first."""
        made = ["customers.name"] if table == "customers" and not self.has("customers.name") and self._named() else []
        return [f"{table}.{c}" for c in columns if self.has(f"{table}.{c}")] + made + self.extras(table)

    def _named(self) -> bool:
        return self.has("customers.first_name") or self.has("customers.last_name")


CUSTOMER = (
    "name",
    "email",
    "phone",
    "gender",
    "birth_date",
    "city",
    "country",
    "signup_date",
    "email_consent",
    "sms_consent",
)
PRODUCT = ("name", "category", "brand", "price", "description")
PLACES = ("city", "country")
"""Kept on the order too: a customer may order from two countries, and an order without a customer still has one."""


def order_id(plan: FilePlan, table: str, columns: Iterable[str]) -> str | None:
    """SQL that adds "orders.id" to the typed rows (`columns`) of a file that has none; None when it has or needs none.

    The id is made of the row's content, so that importing an overlapping file again meets the same orders: in a flat
    file one order per customer and moment, in a file of orders one per row (equal rows are counted off).
    """
    if plan.role not in ("flat_order_lines", "orders") or plan.choice("orders.id"):
        return None
    content = f"concat_ws('|', {names(column for column in columns if not column.startswith(('?', '_')))})"
    key = f"concat({content}, '|', row_number() OVER (PARTITION BY {content} ORDER BY rowid))"
    if plan.role == "flat_order_lines" and has_customer(plan):
        moment = 'concat_ws(\'|\', "customers.id", "orders.ordered_at")'
        key = f'CASE WHEN "customers.id" IS NULL THEN {key} ELSE {moment} END'
    return f"SELECT *, concat('o-', md5({key})[1:16]) AS \"orders.id\" FROM {table} ORDER BY rowid"


def pieces(plan: FilePlan, table: str) -> list[Piece]:
    """What the typed rows of one file give to the canonical tables."""
    rows = Rows(plan, table)
    if plan.role == "flat_order_lines":
        return [_orders(rows), _lines(rows), *_gathered_customers(rows), *_gathered_products(rows)]
    if plan.role == "orders":
        return [_orders(rows), *_order_totals(rows), *_gathered_customers(rows)]
    if plan.role == "order_lines":
        return [_lines(rows), *_gathered_products(rows)]
    keys = {
        "customers": rows.customer,
        "products": f"coalesce({rows.of('products.id')}, {rows.of('products.name')})",
        "campaigns": f"coalesce({rows.of('campaigns.id')}, {rows.of('campaigns.name')})",
    }
    columns = {"customers": CUSTOMER, "products": PRODUCT, "campaigns": ("name", "channel", "sent_at")}
    if plan.role in keys:
        latest = ", ".join(
            f"arg_max({name(t)}, _row) AS {name(_bare(t))}" for t in rows.attributes(plan.role, columns[plan.role])
        )
        return [
            Piece(
                plan.role,
                f"SELECT {keys[plan.role]} AS id{', ' + latest if latest else ''} FROM {rows.kept} GROUP BY 1",
                1,
            )
        ]
    return [_events(rows) if plan.role == "events" else _assignments(rows)]


def _bare(target: str) -> str:
    return target.split(".", 1)[1]


def _orders(rows: Rows) -> Piece:
    """One row per order: of what its lines say, the first that is not empty."""
    first = [f"arg_min({rows.customer}, _row) AS customer_id", 'arg_min("orders.ordered_at", _row) AS ordered_at']
    first += [
        f"arg_min({rows.of(f'orders.{c}')}, _row) AS {c}" for c in ("channel", "status") if rows.has(f"orders.{c}")
    ]
    own = {_bare(target) for target in rows.extras("orders")}
    first += [f"arg_min({name(target)}, _row) AS {name(_bare(target))}" for target in rows.extras("orders")]
    first += [
        f"arg_min({name(f'customers.{c}')}, _row) AS {c}" for c in PLACES if rows.has(f"customers.{c}") and c not in own
    ]
    discount = _discount(rows)
    first += [f"{discount} AS discount"] if discount else []
    select = f'SELECT "orders.id" AS id, {", ".join(first)} FROM {rows.kept} GROUP BY 1 HAVING ordered_at IS NOT NULL'
    return Piece("orders", select, 1)


def _discount(rows: Rows) -> str | None:
    """The order's discount as an amount: stated (once or per line), or what was paid less than the lines add up to."""
    priced = rows.has("order_lines.unit_price")
    if rows.has("orders.discount") and rows.plan.percent_discount:
        _, price = line_values(rows)
        share = 'abs("orders.discount")'
        if rows.plan.line_discounts:
            return f"sum({share} * {quantity(rows)} * {price})" if priced else None
        gross = f"sum({quantity(rows)} * {price})" if priced else None
        return f"arg_min({share}, _row) * {gross}" if gross else None
    if rows.has("orders.discount"):
        value = 'abs("orders.discount")'
        return f"sum({value})" if rows.plan.line_discounts else f"arg_min({value}, _row)"
    if rows.has("orders.paid") and (rows.has("order_lines.unit_price") or rows.has("orders.total")):
        flat = rows.plan.role == "flat_order_lines"
        gross = (
            f'sum({quantity(rows)} * "order_lines.unit_price")'
            if priced
            else 'sum("orders.total")'
            if flat and rows.plan.line_totals
            else 'arg_min("orders.total", _row)'
        )
        paid = 'sum("orders.paid")' if flat and rows.plan.line_totals else 'arg_min("orders.paid", _row)'
        return f"CASE WHEN {paid} >= 0 AND {gross} - {paid} >= 0.005 THEN round({gross} - {paid}, 2) END"
    return None


def quantity(rows: Rows) -> str:
    """Units of a line; one where the file does not say."""
    return f"coalesce({rows.of('order_lines.quantity')}, 1)" if rows.has("order_lines.quantity") else "1.0"


def total_target(plan: FilePlan) -> str | None:
    """The column an amount is taken from where there is no unit price."""
    return next(
        (target for target in ("order_lines.line_total", "orders.total", "orders.paid") if plan.choice(target)), None
    )


def line_values(rows: Rows) -> tuple[str, str]:
    """(quantity, unit price) of a line: stated, or its total over its units, or the order's total spread over them."""
    units = quantity(rows)
    target = total_target(rows.plan)
    if target is None:
        return units, f"coalesce({rows.of('order_lines.unit_price')}, 0.0)" if rows.has(
            "order_lines.unit_price"
        ) else "0.0"
    total = name(target)
    if target != "order_lines.line_total" and not rows.plan.line_totals and rows.plan.role != "orders":
        whole = f'arg_min({total}, _row) OVER (PARTITION BY "orders.id")'
        each = f'{whole} / nullif(sum({units}) OVER (PARTITION BY "orders.id"), 0)'
        return (
            units,
            f"coalesce({rows.of('order_lines.unit_price')}, {each}, 0.0)",
        )
    safe_units = f"CASE WHEN {units} = 0 AND {total} <> 0 THEN 1.0 ELSE {units} END"
    each = f"{total} / nullif({safe_units}, 0)"
    if rows.has("order_lines.unit_price"):
        return units, f'coalesce("order_lines.unit_price", {each}, 0.0)'
    # A refund written as a negative total of positive units, or the other way round, stays a refund.
    return (
        f"CASE WHEN {total} < 0 AND {units} > 0 THEN -({safe_units}) ELSE {safe_units} END",
        f"coalesce(abs({each}), 0.0)",
    )


def _lines(rows: Rows) -> Piece:
    units, price = line_values(rows)
    product = f"coalesce({rows.of('products.id')}, {rows.of('products.name')})"
    extras = "".join(f", {name(target)} AS {name(_bare(target))}" for target in rows.extras("order_lines"))
    return Piece(
        "order_lines",
        f'SELECT "orders.id" AS order_id, CAST({product} AS VARCHAR) AS product_id, '
        f"CAST({units} AS DOUBLE) AS quantity, "
        f"CAST({price} AS DOUBLE) AS unit_price{extras} FROM {rows.kept}",
        1,
    )


def _order_totals(rows: Rows) -> list[Piece]:
    """Orders with a total and no lines: one line each, without a product ("order_totals" until lines are known)."""
    if total_target(rows.plan) is None:
        return []
    units, price = line_values(rows)
    return [
        Piece(
            "order_totals",
            f'SELECT "orders.id" AS order_id, arg_max(CAST({units} AS DOUBLE), _row) AS quantity, '
            f"arg_max(CAST({price} AS DOUBLE), _row) AS unit_price FROM {rows.kept} GROUP BY 1",
            1,
        )
    ]


def _gathered_customers(rows: Rows) -> list[Piece]:
    """Customers named by orders: place by the most frequent value (of equals the latest), the rest by latest order."""
    if not has_customer(rows.plan):
        return []
    places = tuple(f"customers.{column}" for column in PLACES)
    attributes = rows.attributes("customers", CUSTOMER)
    latest = [
        f'arg_max({name(t)}, ("orders.ordered_at", _row)) AS {name(_bare(t))}' for t in attributes if t not in places
    ]
    known = f"FROM {rows.kept} WHERE {rows.customer} IS NOT NULL"
    base = f"SELECT {', '.join([f'{rows.customer} AS id', *latest])} {known} GROUP BY 1"
    for target in (t for t in attributes if t in places):
        column = name(_bare(target))
        counted = (
            f'SELECT {rows.customer} AS id, {name(target)} AS v, count(*) AS n, max("orders.ordered_at") AS last '
            f"{known} AND {name(target)} IS NOT NULL GROUP BY 1, 2"
        )
        most = f"SELECT id, arg_max(v, (n, last, v)) AS {column} FROM ({counted}) GROUP BY id"
        base = f"SELECT b.*, m.{column} FROM ({base}) b LEFT JOIN ({most}) m ON b.id = m.id"
    return [Piece("customers", base, 0)]


def _gathered_products(rows: Rows) -> list[Piece]:
    """Products named by lines: the most frequent name of each code, the first in the alphabet of equals."""
    if not (rows.has("products.id") or rows.has("products.name")):
        return []
    key = f"coalesce({rows.of('products.id')}, {rows.of('products.name')})"
    attributes = rows.attributes("products", PRODUCT)
    latest = [f"arg_max({name(t)}, _row) AS {name(_bare(t))}" for t in attributes if t != "products.name"]
    base = f"SELECT {', '.join([f'{key} AS id', *latest])} FROM {rows.kept} WHERE {key} IS NOT NULL GROUP BY 1"
    if rows.has("products.name"):
        counted = (
            f'SELECT {key} AS id, "products.name" AS v, count(*) AS n FROM {rows.kept} '
            'WHERE "products.name" IS NOT NULL GROUP BY 1, 2'
        )
        most = f"SELECT id, arg_min(v, (-n, v)) AS name FROM ({counted}) WHERE id IS NOT NULL GROUP BY id"
        base = f"SELECT b.*, m.name FROM ({base}) b LEFT JOIN ({most}) m ON b.id = m.id"
    return [Piece("products", base, 0)]


def _events(rows: Rows) -> Piece:
    extras = "".join(f", {name(target)} AS {name(_bare(target))}" for target in rows.extras("events"))
    return Piece(
        "events",
        f'SELECT DISTINCT {rows.customer} AS customer_id, "events.type" AS type, "events.occurred_at" AS occurred_at, '
        f"CAST({rows.of('campaigns.id')} AS VARCHAR) AS campaign_id, "
        f"CAST({rows.of('products.id')} AS VARCHAR) AS product_id{extras} FROM {rows.kept}",
        1,
    )


def _assignments(rows: Rows) -> Piece:
    extras = "".join(f", {name(target)} AS {name(_bare(target))}" for target in rows.extras("assignments"))
    return Piece(
        "assignments",
        f'SELECT DISTINCT "campaigns.id" AS campaign_id, {rows.customer} AS customer_id, "assignments.arm" AS arm, '
        f"CAST({rows.of('assignments.assigned_at')} AS TIMESTAMP) AS assigned_at{extras} FROM {rows.kept}",
        1,
    )
