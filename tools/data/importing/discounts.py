"""Whether an amount is what was asked before a discount or what was left after it: the file's other amounts tell."""

from __future__ import annotations

import re

import duckdb

from tools.data.importing.clean import goods_sql
from tools.data.importing.evidence import SAMPLE, listed, sampled
from tools.data.importing.hygiene import clean_sql
from tools.data.importing.models import ColumnChoice, FilePlan, Said
from tools.data.importing.shipping import SENT
from tools.data.importing.vocabulary import plain

_LEFT = re.compile(r"\b(net|netto|paid|payable|due|after|final)\b|实付|应付|实收|折后|优惠后")
_DUE = re.compile(
    r"\b(amount due|total due|due|payable|to pay|after (discount|promo\w*|reduction)|discounted (total|amount|price)"
    r"|final (total|amount|price)|zu zahlen|zahlbetrag|à payer|a pagar|da pagare|te betalen)\b|折后|优惠后"
)
_CENT = 0.015
_MOST = 12
"""Columns of amounts that are compared."""


def look(connection: duckdb.DuckDBPyConnection, plan: FilePlan) -> None:
    """Note in `plan` whether the discount has been taken off its amounts already, and say so where nothing tells."""
    _look_at_due(connection, plan)
    discount = plan.choice("orders.discount")
    total = plan.choice("order_lines.line_total") or plan.choice("orders.total")
    if discount and (price := plan.choice("order_lines.unit_price")):
        _look_at_price(connection, plan, price, discount)
    elif discount and total:
        _look_at_total(connection, plan, total, discount)


def _look_at_price(
    connection: duckdb.DuckDBPyConnection, plan: FilePlan, price: ColumnChoice, discount: ColumnChoice
) -> None:
    """A unit price beside a higher one from which the discount leaves it is the price after the discount."""
    quantity = plan.choice("order_lines.quantity")
    if not plan.line_discounts and not plan.percent_discount:
        return
    others = [one for one in plan.columns if one.kind == "number" and one not in (discount, price, quantity)][:_MOST]
    units = f"coalesce({sampled(quantity)}, 1)" if quantity else "1"
    tests = ["count(*) FILTER (d > 0 AND q > 0)"]
    for n in range(len(others)):
        left = f"q * x{n} * (1 - d)", f"x{n} * (1 - d)"
        if not plan.percent_discount:
            left = f"q * x{n} - d", f"x{n} - d"
        same = f"abs({left[0]} - q * p) < {_CENT} * q OR abs({left[1]} - q * p) < {_CENT}"
        down = f"q * p * (1 - d) - x{n}" if plan.percent_discount else f"q * p - d - x{n}"
        tests += [
            f"count(*) FILTER (d > 0 AND q > 0 AND ({one}))"
            for one in (same, f"abs(q * p - x{n}) < {_CENT} * q", f"abs({down}) < {_CENT} * q")
        ]
    values = listed(others)
    discounted, *proofs = connection.execute(
        f"SELECT {', '.join(tests)} FROM "
        f"(SELECT {_discount(plan, discount)} AS d, {units} AS q, {sampled(price)} AS p{values} FROM {SAMPLE})"
    ).fetchall()[0]
    enough = max(1, 0.8 * discounted)
    if not discounted:
        return
    if max(proofs[::3], default=0) >= enough:
        plan.price_after_discount = True
        price.evidence.append(Said(en="what is left after the discount", zh="优惠后的价格"))
    elif max(proofs[1::3], default=0) >= enough and max(proofs[2::3], default=0) < enough:
        plan.notes.append(_said(price, discount, after=False))


def _look_at_total(
    connection: duckdb.DuckDBPyConnection, plan: FilePlan, total: ColumnChoice, discount: ColumnChoice
) -> None:
    """An amount that another one is, less the discount, is what was left; said where nothing tells."""
    others = [one for one in plan.columns if one.kind == "number" and one.source and one not in (discount, total)][
        :_MOST
    ]
    t = goods_sql(sampled(total), plan, total.target or "", lambda one: clean_sql(f"c{one.position}"))
    d = _discount(plan, discount)
    tests = ["count(*) FILTER (d > 0)"]
    for n in range(len(others)):
        left = (f"x{n} * (1 - d)", "t * (1 - d)") if plan.percent_discount else (f"x{n} - d", "t - d")
        tests += [
            f"count(*) FILTER (d > 0 AND abs({left[0]} - t) < {_CENT})",
            f"count(*) FILTER (d > 0 AND abs({left[1]} - x{n}) < {_CENT})",
        ]
    values = listed(others)
    discounted, *proofs = connection.execute(
        f"SELECT {', '.join(tests)} FROM (SELECT {d} AS d, {t} AS t{values} FROM {SAMPLE})"
    ).fetchall()[0]
    after, before = max(proofs[::2], default=0), max(proofs[1::2], default=0)
    if max(after, before) >= max(1, 0.8 * discounted):
        plan.total_after_discount = after > before
    elif discounted:
        sent = any(SENT.search(plain(one.source)) for one in plan.columns)
        plan.total_after_discount = bool(_LEFT.search(plain(total.source))) or (sent and not plan.choice("orders.paid"))
        plan.notes.append(_said(total, discount, after=plan.total_after_discount))


def _look_at_due(connection: duckdb.DuckDBPyConnection, plan: FilePlan) -> None:
    """An amount due that is never more than the total and in some orders less is what is paid after a reduction."""
    total = plan.choice("orders.total")
    if plan.role != "orders" or not total or plan.choice("orders.paid") or plan.choice("orders.discount"):
        return
    numbers = [one for one in plan.columns if one.extra and one.kind == "number"]
    for due in (one for one in numbers if _DUE.search(plain(one.source))):
        others = [one for one in numbers if one is not due and one.position not in plan.shipping][:_MOST]
        values = listed(others)
        gaps = [f"count(*) FILTER (t - u > {_CENT} AND abs(t - u - x{n}) < {_CENT})" for n in range(len(others))]
        t = goods_sql(sampled(total), plan, "orders.total", lambda one: clean_sql(f"c{one.position}"))
        rows, due_rows, more, less, *paid = connection.execute(
            f"SELECT count(*) FILTER (t > 0), count(*) FILTER (t > 0 AND u > 0), count(*) FILTER (u > t + {_CENT}), "
            f"{', '.join([f'count(*) FILTER (t - u > {_CENT})', *gaps])} "
            f"FROM (SELECT {t} AS t, {sampled(due)} AS u{values} FROM {SAMPLE})"
        ).fetchall()[0]
        # A balance left open is nothing in most orders, and what was paid on it stands beside.
        if less and not more and due_rows >= 0.98 * rows and less < rows and not any(one >= 0.8 * less for one in paid):
            due.target, due.extra, due.kind, due.reason, due.confidence = "orders.paid", False, "number", "values", 0.8
            plan.notes.append(
                Said(
                    en=f"{due.source} is what was paid: {total.source} less a reduction in {less:,} orders. "
                    f"If not: --map '{due.source}=keep'.",
                    zh=f"“{due.source}”按实付金额处理：有 {less:,} 个订单低于“{total.source}”，差额计为优惠。"
                    f"若不是，请用 --map '{due.source}=keep'。",
                )
            )
            return


def _discount(plan: FilePlan, column: ColumnChoice) -> str:
    value = f"abs({sampled(column)})"
    return f"({value} / 100)" if plan.percent_points else value


def _said(total: ColumnChoice, discount: ColumnChoice, *, after: bool) -> Said:
    """What is assumed of the two columns, and how to change it."""
    when, zh = ("after", "优惠后") if after else ("before", "优惠前")
    cure = "" if after else f" If it is taken off already: --map '{discount.source}=ignore'."
    cure_zh = "" if after else f"若已扣除，请用 --map '{discount.source}=ignore'。"
    return Said(
        en=f"{total.source} is taken for the amount {when} the discount in {discount.source}: no other column tells."
        + cure,
        zh=f"“{total.source}”按{zh}金额处理（优惠列：“{discount.source}”）：没有其他列可以印证。{cure_zh}",
    )
