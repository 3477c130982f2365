"""What a file holds that no figure counts, said so that nobody takes it for counted."""

from __future__ import annotations

import re

from tools.data.importing.models import ColumnChoice, FilePlan, Said
from tools.data.importing.vocabulary import plain

_REFUND = re.compile(
    r"\b(refund(s|ed)?|returns?|erstattung(en)?|rückerstattung|remboursement|reembolso|rimborso|terugbetaling)\b|退款|返金"
)
_MONTH = re.compile(
    r"^(jan|feb|fév|fev|mar|mär|mrz|apr|avr|abr|may|mai|mag|jun|jui|giu|jul|lug|aug|aoû|ago|sep|set|oct|okt|ott|nov|dec"
    r"|dez|déc|dic|ene|gen)[a-zäéû]*( ?\d{2,4})?$|^\d{4} \d{1,2}$|^\d{1,2} \d{4}$|^(\d{2,4}年)?\d{1,2}月(份)?$"
    r"|^q[1-4]( \d{4})?$"
)
_MONTHS = 3


def look(plan: FilePlan) -> None:
    """Note amounts of refunds and months as columns among the columns that are only kept."""
    kept = [column for column in plan.columns if column.extra and column.kind == "number"]
    refunds = [column for column in kept if _REFUND.search(plain(column.source))]
    if refunds and plan.role in ("orders", "flat_order_lines"):
        plan.notes.append(_refunds(refunds))
    months = [column for column in kept if _MONTH.search(plain(column.source))]
    if len(months) >= _MONTHS:
        plan.notes.append(_months(months))


def _refunds(columns: list[ColumnChoice]) -> Said:
    listed = ", ".join(column.source for column in columns)
    return Said(
        en=f"Refunds in {listed} are kept beside their orders and not taken off revenue: "
        "give them as rows of their own with negative amounts to have them counted.",
        zh=f"“{listed}”中的退款只随订单保存，不从销售额中扣除：如需扣除，请以负金额单独成行。",
    )


def _months(columns: list[ColumnChoice]) -> Said:
    first, last = columns[0].source, columns[-1].source
    return Said(
        en=f"The columns {first} … {last} are months side by side, which are no orders: they are kept as facts, and no "
        "revenue is counted from them. Export one row per order with its date.",
        zh=f"“{first}”至“{last}”是按月并列的列，不是订单：只作为属性保存，不计入销售额。请按每单一行（含日期）导出。",
    )
