"""RFM segments as of several days in one statement: who moved from one to another, and how large each was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tools.contract import Column
from tools.data.compiler.facts import Facts
from tools.data.compiler.rfm import rfm
from tools.data.compiler.script import Query

if TYPE_CHECKING:
    from tools.dictionary import Dictionary

CUSTOMERS = Column(name="customers", type="integer", unit="customers")


def compile_rfm_moves(dictionary: Dictionary, start: date, end: date, *, dialect: str = "duckdb") -> Query:
    """Rows (from_segment, to_segment, customers): each buyer's segment as of `start` and as of `end`, both included.

    from_segment is empty for those whose first purchase came after `start`; to_segment is never empty for a buyer.
    """
    facts = Facts(dictionary, end, {})
    parts = _segments(facts, (start, end))
    text = (
        "SELECT s.segment AS from_segment, e.segment AS to_segment, count(*) AS customers "
        f"FROM {parts[1]} AS e LEFT JOIN {parts[0]} AS s ON s.customer_id = e.customer_id "
        "GROUP BY s.segment, e.segment ORDER BY customers DESC, from_segment, to_segment"
    )
    columns = [Column(name="from_segment"), Column(name="to_segment"), CUSTOMERS]
    return facts.script.render(text, {}, dialect, columns)


def compile_rfm_sizes(dictionary: Dictionary, days: Sequence[date], *, dialect: str = "duckdb") -> Query:
    """Rows (day, segment, customers) for each of `days`, in order, every day counted as if it were today."""
    facts = Facts(dictionary, max(days), {})
    parts = _segments(facts, days)
    branches = [
        f"SELECT CAST({facts.script.bind(day)} AS DATE) AS day, segment, count(*) AS customers FROM {part} "
        "GROUP BY segment"
        for day, part in zip(days, parts, strict=True)
    ]
    text = f"SELECT day, segment, customers FROM ({' UNION ALL '.join(branches)}) AS sizes ORDER BY day, segment"
    return facts.script.render(text, {}, dialect, [Column(name="day", type="date"), Column(name="segment"), CUSTOMERS])


def _segments(facts: Facts, days: Sequence[date]) -> list[str]:
    """One part a day with every buyer's segment as of its end; returns their names."""
    totals = facts.order_totals()
    names = []
    for number, day in enumerate(days, start=1):
        until = facts.script.bind(day + timedelta(days=1))
        figures = f"figures_{number}"
        facts.script.after(
            figures,
            "SELECT customer_id, count(*) FILTER (WHERE sold > 0) AS orders, sum(value) AS spend, "
            f"max(ordered_at) FILTER (WHERE sold > 0) AS last_at FROM {totals} WHERE ordered_at < {until} "
            "GROUP BY customer_id",
        )
        names.append(facts.script.after(f"rfm_{number}", rfm(figures)))
    return names
