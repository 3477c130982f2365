"""From typed rows to canonical tables: which SELECT makes orders, lines, products and customers of one file."""

from __future__ import annotations

from collections.abc import Iterable

from tools.data.importing.clean import has_customer
from tools.data.importing.gathering import gathered_campaigns, gathered_customers, gathered_products
from tools.data.importing.models import FilePlan
from tools.data.importing.rows import CUSTOMER, PLACES, PRODUCT, Piece, Rows, bare, campaign_key
from tools.data.importing.sql import name, names


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
        return [_orders(rows), _lines(rows), *gathered_customers(rows), *gathered_products(rows)]
    if plan.role == "orders":
        return [_orders(rows), *_order_totals(rows), *gathered_customers(rows)]
    if plan.role == "order_lines":
        return [_lines(rows), *gathered_products(rows)]
    keys = {
        "customers": rows.customer,
        "products": f"coalesce({rows.of('products.id')}, {rows.of('products.name')})",
        "campaigns": f"coalesce({rows.of('campaigns.id')}, {rows.of('campaigns.name')})",
    }
    columns = {"customers": CUSTOMER, "products": PRODUCT, "campaigns": ("name", "channel", "sent_at")}
    if plan.role in keys:
        latest = ", ".join(
            f"arg_max({name(t)}, _row) AS {name(bare(t))}" for t in rows.attributes(plan.role, columns[plan.role])
        )
        return [
            Piece(
                plan.role,
                f"SELECT {keys[plan.role]} AS id{', ' + latest if latest else ''} FROM {rows.kept} GROUP BY 1",
                1,
            )
        ]
    return [_events(rows) if plan.role == "events" else _assignments(rows), *gathered_campaigns(rows)]


def _orders(rows: Rows) -> Piece:
    """One row per order: of what its lines say, the first that is not empty."""
    first = [f"arg_min({rows.customer}, _row) AS customer_id", 'arg_min("orders.ordered_at", _row) AS ordered_at']
    first += [
        f"arg_min({rows.of(f'orders.{c}')}, _row) AS {c}" for c in ("channel", "status") if rows.has(f"orders.{c}")
    ]
    own = {bare(target) for target in rows.extras("orders")}
    first += [f"arg_min({name(target)}, _row) AS {name(bare(target))}" for target in rows.extras("orders")]
    first += [
        f"arg_min({name(f'customers.{c}')}, _row) AS {c}" for c in PLACES if rows.has(f"customers.{c}") and c not in own
    ]
    discount = _discount(rows)
    first += [f"{discount} AS discount"] if discount else []
    select = f'SELECT "orders.id" AS id, {", ".join(first)} FROM {rows.kept} GROUP BY 1 HAVING ordered_at IS NOT NULL'
    return Piece("orders", select, 1)


def _discount(rows: Rows) -> str | None:
    """The order's discount as an amount: stated (once or per line), or what was paid less than the lines add up to."""
    plan = rows.plan
    if rows.has("orders.discount"):
        value = _stated(plan)
        if plan.percent_discount:
            value_of_lines = _gross(rows, f"{value} * ") if plan.line_discounts else None
            return value_of_lines or f"arg_min({value}, _row) * {_gross(rows)}"
        return f"sum({value})" if plan.line_discounts else f"arg_min({value}, _row)"
    if rows.has("orders.paid") and (rows.has("order_lines.unit_price") or rows.has("orders.total")):
        each_line = plan.role == "flat_order_lines" and plan.line_paid
        paid = 'sum("orders.paid")' if each_line else 'arg_min("orders.paid", _row)'
        gross = _gross(rows)
        return f"CASE WHEN {paid} >= 0 AND {gross} - {paid} >= 0.005 THEN round({gross} - {paid}, 2) END"
    return None


def _stated(plan: FilePlan) -> str:
    """SQL: the discount of the row as it is stated, an amount or a share of one."""
    return '(abs("orders.discount") / 100)' if plan.percent_points else 'abs("orders.discount")'


def _gross(rows: Rows, weight: str = "") -> str | None:
    """SQL aggregate: what an order's lines add up to, each times `weight`; None where only the order's total is known
    and there is a weight per line."""
    target = total_target(rows.plan)
    if rows.has("order_lines.unit_price"):
        return f"sum({weight}{quantity(rows)} * {unit_price(rows)})"
    if target is None:
        return f"sum({weight}0.0)"
    if rows.plan.role == "flat_order_lines" and each_line_has(rows.plan, target):
        return f"sum({weight}{before_discount(rows, target)})"
    return None if weight else f"arg_min({before_discount(rows, target)}, _row)"


def each_line_has(plan: FilePlan, target: str) -> bool:
    """Whether the amounts in `target` are the lines' own and not the whole order's."""
    return {"orders.total": plan.line_totals, "orders.paid": plan.line_paid}.get(target, True)


def before_discount(rows: Rows, target: str) -> str:
    """SQL: the amount in `target` with the discount that has been taken off it already put back."""
    plan = rows.plan
    after = plan.total_after_discount or target == "orders.paid"
    same_level = plan.role == "orders" or each_line_has(plan, target) == plan.line_discounts
    if not (after and same_level and rows.has("orders.discount")):
        return name(target)
    value = f"coalesce({_stated(plan)}, 0)"
    if plan.percent_discount:
        return f"{name(target)} / nullif(1 - {value}, 0)"
    return f"({name(target)} + {value})"


def quantity(rows: Rows) -> str:
    """Units of a line; one where the file does not say."""
    return f"coalesce({rows.of('order_lines.quantity')}, 1)" if rows.has("order_lines.quantity") else "1.0"


def unit_price(rows: Rows) -> str:
    """SQL: the price of one unit before the discount; NULL where the file has none."""
    price = rows.of("order_lines.unit_price")
    if not rows.plan.price_after_discount or not rows.has("orders.discount"):
        return price
    value = f"coalesce({_stated(rows.plan)}, 0)"
    if rows.plan.percent_discount:
        return f"{price} / nullif(1 - {value}, 0)"
    return f"({price} + coalesce({value} / nullif(abs({quantity(rows)}), 0), 0))"


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
        return units, f"coalesce({unit_price(rows)}, 0.0)" if rows.has("order_lines.unit_price") else "0.0"
    total = before_discount(rows, target)
    if not each_line_has(rows.plan, target) and rows.plan.role != "orders":
        whole = f'arg_min({total}, _row) OVER (PARTITION BY "orders.id")'
        each = f'{whole} / nullif(sum({units}) OVER (PARTITION BY "orders.id"), 0)'
        return (
            units,
            f"coalesce({unit_price(rows)}, {each}, 0.0)",
        )
    safe_units = f"CASE WHEN {units} = 0 AND {total} <> 0 THEN 1.0 ELSE {units} END"
    each = f"{total} / nullif({safe_units}, 0)"
    if rows.has("order_lines.unit_price"):
        return units, f"coalesce({unit_price(rows)}, {each}, 0.0)"
    # A refund written as a negative total of positive units, or the other way round, stays a refund.
    return (
        f"CASE WHEN {total} < 0 AND {units} > 0 THEN -({safe_units}) ELSE {safe_units} END",
        f"coalesce(abs({each}), 0.0)",
    )


def _lines(rows: Rows) -> Piece:
    units, price = line_values(rows)
    product = f"coalesce({rows.of('products.id')}, {rows.of('products.name')})"
    extras = "".join(f", {name(target)} AS {name(bare(target))}" for target in rows.extras("order_lines"))
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


def _events(rows: Rows) -> Piece:
    extras = "".join(f", {name(target)} AS {name(bare(target))}" for target in rows.extras("events"))
    return Piece(
        "events",
        f'SELECT DISTINCT {rows.customer} AS customer_id, "events.type" AS type, "events.occurred_at" AS occurred_at, '
        f"CAST({campaign_key(rows)} AS VARCHAR) AS campaign_id, "
        f"CAST({rows.of('products.id')} AS VARCHAR) AS product_id{extras} FROM {rows.kept}",
        1,
    )


def _assignments(rows: Rows) -> Piece:
    extras = "".join(f", {name(target)} AS {name(bare(target))}" for target in rows.extras("assignments"))
    return Piece(
        "assignments",
        f"SELECT DISTINCT {campaign_key(rows)} AS campaign_id, {rows.customer} AS customer_id, "
        '"assignments.arm" AS arm, '
        f"CAST({rows.of('assignments.assigned_at')} AS TIMESTAMP) AS assigned_at{extras} FROM {rows.kept}",
        1,
    )
