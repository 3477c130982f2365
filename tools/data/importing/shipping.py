"""Whether an order's total holds what was paid for shipping: it comes off, so that revenue is of goods."""

from __future__ import annotations

import re

import duckdb

from tools.data.importing.evidence import SAMPLE, listed, sampled
from tools.data.importing.models import ColumnChoice, FilePlan, Said
from tools.data.importing.split import each_line_has, total_target
from tools.data.importing.vocabulary import plain, vocabulary

SENT = re.compile(
    r"\b(shipping|freight|postage|delivery (costs?|fees?|charges?|price|total|amount)|versand(kosten)?"
    r"|porto|livraison|port|env[ií]o|spedizione|verzend(kosten|ing)"
    r"|frete|p p)\b|运费|邮费|配送费|邮资|送料"
)
_OTHER = re.compile(
    r"\b(discount|refund(ed)?|rabatt|remise|label|date|days?|weight|method|name|id|status|address|city|zip|country"
    r"|phone|fulfil\w*"
    r"|count|number|qty|quantity|d[ée]lai|jours|plazo|d[ií]as|tage|giorni|dagen)\b|优惠|退款|减免|成本|险|补贴|方式|单号|天|时效|件数|数量"
)
_TAX = re.compile(r"\b(tax(es)?|vat|mwst|mw st|ust|tva|iva|btw|gst)\b|税")
_GOODS = re.compile(
    r"\b(sub ?total|goods|products?|items?|merchandise|net sales|zwischensumme|waren\w*|articles?|artikel"
    r"|excl\w* (shipping|delivery)|sous total|subtotale|subtotaal)\b|商品|货款|小计|不含运费"
)
_MOST = 10
"""Columns of amounts that are compared."""
_CENT = 0.015


def look(connection: duckdb.DuckDBPyConnection, plan: FilePlan) -> None:
    """Note in `plan` the columns of shipping and the totals they come off, with the reason where nothing proves it."""
    if plan.role not in ("orders", "flat_order_lines"):
        return
    sent = _charges(plan)
    if not sent:
        return
    plan.shipping = [column.position for column in sent]
    counted = not plan.choice("order_lines.unit_price") and total_target(plan) == "orders.total"
    for target in ("orders.total", "orders.paid"):
        column = plan.choice(target)
        if column is None or (target == "orders.total" and not counted):
            continue
        told, rows = _told(connection, plan, column, sent)
        if not rows or told is False:
            continue
        line = plan.role == "flat_order_lines" and each_line_has(plan, target)
        if told is None and (line or _GOODS.search(plain(column.source))):
            continue
        plan.shipped.append(target)
        plan.notes.append(_said(column, sent))


def _charges(plan: FilePlan) -> list[ColumnChoice]:
    """The column of shipping, with tax if there is one, and the tax on it where it stands apart."""
    found = [
        column
        for column in plan.columns
        if column.extra
        and column.kind == "number"
        and SENT.search(plain(column.source))
        and not _OTHER.search(plain(column.source))
    ]
    tax = vocabulary().values["tax"]

    def taxed(column: ColumnChoice, kind: str) -> bool:
        return any(f" {word} " in f" {plain(column.source)} " for word in tax[kind])

    gross = [column for column in found if taxed(column, "gross")]
    net = [column for column in found if taxed(column, "net")]
    bare = [column for column in found if column not in (*gross, *net) and not _TAX.search(plain(column.source))]
    taxes = [column for column in found if column not in (*gross, *net, *bare)]
    if gross or bare:
        return gross[:1] or [*bare[:1], *taxes[:1]]
    return [*net[:1], *taxes[:1]] if net else []


def _told(
    connection: duckdb.DuckDBPyConnection, plan: FilePlan, total: ColumnChoice, sent: list[ColumnChoice]
) -> tuple[bool | None, int]:
    """Whether the file's other amounts prove that `total` holds the shipping (None: nothing does); rows with any."""
    discount = plan.choice("orders.discount") if not plan.percent_discount else None
    others = [
        one for one in plan.columns if one.kind == "number" and one.source and one not in (total, discount, *sent)
    ]
    taxes = [one for one in others if _TAX.search(plain(one.source))][:1]
    others = [one for one in others if one not in taxes][:_MOST]
    d = f"coalesce(abs({sampled(discount)}), 0)" if discount else "0"
    y = f"coalesce({sampled(taxes[0])}, 0)" if taxes else "0"
    s = " + ".join(f"coalesce(abs({sampled(one)}), 0)" for one in sent)
    tests = ["count(*) FILTER (s > 0)"]
    for n in range(len(others)):
        inside = " OR ".join(f"abs(x{n} + s{more} - t) < {_CENT}" for more in ("", " - d", " + y", " - d + y"))
        apart = " OR ".join(f"abs(t + s{more} - x{n}) < {_CENT}" for more in ("", " - d", " + y", " - d + y"))
        tests += [f"count(*) FILTER (s > 0 AND ({one}))" for one in (inside, apart)]
    values = listed(others)
    rows, *proofs = connection.execute(
        f"SELECT {', '.join(tests)} FROM "
        f"(SELECT {s} AS s, {d} AS d, {y} AS y, {sampled(total)} AS t{values} FROM {SAMPLE}) WHERE t <> 0"
    ).fetchall()[0]
    held, beside = max(proofs[::2], default=0), max(proofs[1::2], default=0)
    if max(held, beside) >= max(1, 0.8 * rows):
        return bool(held >= beside), int(rows)
    return None, int(rows)


def _said(total: ColumnChoice, sent: list[ColumnChoice]) -> Said:
    names, names_zh = ", ".join(one.source for one in sent), "、".join(one.source for one in sent)
    return Said(
        en=f"{names} is taken off {total.source}, so that revenue is of goods. "
        f"If {total.source} is without it already: --map '{sent[0].source}=ignore'.",
        zh=f"“{names_zh}”已从“{total.source}”中扣除，销售额只计商品。"
        f"若“{total.source}”本不含运费，请用 --map '{sent[0].source}=ignore'。",
    )
