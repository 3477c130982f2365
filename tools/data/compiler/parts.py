"""A part set against its whole: which rows belong to it, and the shares that come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.contract import BadRequest
from tools.data.compiler.audience import Members
from tools.data.profile import quoted
from tools.periods import resolve

if TYPE_CHECKING:
    from tools.data.compiler.facts import Facts
    from tools.data.compiler.measures import Measure
    from tools.data.compiler.rows import Rows
    from tools.definitions import Metric, Part


def within_part(rows: Rows, part: Part) -> str:
    """Expression: this row belongs to the part. The whole is counted the way the part is, by line or by order."""
    before = len(rows.where)
    for item in part.where:
        rows.filter(item)
    if part.period is not None:
        rows.during(resolve(part.period, rows.facts.today))
    tests, rows.where = rows.where[before:], rows.where[:before]
    if part.audience is not None:
        if not rows.customer:
            raise BadRequest(f"{rows.grain} belong to no audience: leave the part's audience out.")
        members = rows.facts.script.fresh("part_members")
        rows.facts.script.after(members, Members(rows.facts).select(part.audience))
        tests.append(f"{rows.customer} IN (SELECT id FROM {members})")
    return f"coalesce({' AND '.join(f'({test})' for test in tests)}, FALSE)"


def cut_part(facts: Facts, rows: str) -> str:
    """The name of the rows of the part only."""
    facts.script.after(f"{rows}_cut", f"SELECT * FROM {rows} WHERE in_part")
    return f"{rows}_cut"


def shares(metric: Metric, rows: str, dimensions: list[str], measures: dict[str, Measure]) -> list[str]:
    """Shares of the total, or of the whole that a part was cut from (in each row, and in the compared period).

    Of a part whose shares are asked for, both: each row's part of its own whole, and of the part in all rows together.
    """
    additive = [name for name, measure in measures.items() if not measure.ratio]
    if not additive:
        raise BadRequest(
            f"{metric.measures[0]} is an average or a rate, which has no shares: leave share out.",
            zh=f"{metric.measures[0]} 是平均值或比率，没有占比。",
        )
    same = [f"{rows}.{quoted(name)} IS NOT DISTINCT FROM whole.{quoted(name)}" for name in dimensions]
    where = f" WHERE {' AND '.join(same)}" if metric.part and same else ""
    sides = ("", "_previous") if metric.part and (metric.compare or metric.compare_period) else ("",)
    columns = []
    for name in additive:
        for side in sides:
            whole = f"(SELECT {quoted(name + side)} FROM whole{where})"
            share = f"CAST({quoted(name + side)} AS DOUBLE) / nullif({whole}, 0)"
            columns.append(f"{share} AS {quoted(name + '_share' + side)}")
        if metric.part:
            columns.append(f"(SELECT {quoted(name)} FROM whole{where}) AS {quoted(name + '_whole')}")
        if metric.part and metric.share:
            total = f"nullif((SELECT {quoted(name)} FROM all_parts), 0)"
            columns.append(f"CAST({quoted(name)} AS DOUBLE) / {total} AS {quoted(name + '_share_across')}")
    return columns
