"""Running totals and moving averages: figures over the rows of time up to each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.contract import BadRequest
from tools.data.compiler.measures import MEASURES
from tools.data.compiler.rows import CALENDAR
from tools.data.profile import quoted
from tools.definitions import ROLLING

if TYPE_CHECKING:
    from tools.data.compiler.facts import Facts
    from tools.data.compiler.measures import Measure
    from tools.definitions import Metric
    from tools.dictionary import FieldSpec

COUNTED_TIME = ("months_since_first_order", "signup_year", "first_order_year")
"""Numbers that are points in time."""


def over_time(
    metric: Metric, facts: Facts, rows: str, dimensions: list[FieldSpec], measures: dict[str, Measure]
) -> str:
    """The name of `rows` with running totals and moving averages in place of the figures they are made of."""
    rolling = [name for name in measures if ROLLING.match(name)]
    if not rolling:
        return rows
    time = _time(rolling[0], dimensions)
    others = [quoted(spec.name) for spec in dimensions if spec is not time]
    if others and any(name.startswith("moving") for name in rolling):
        raise BadRequest(
            f"{rolling[0]} takes {time.name} alone: leave the other dimensions out.",
            zh=f"移动平均只能按{time.label.zh}一个维度来算：请去掉其他维度。",
        )
    partition = f"PARTITION BY {', '.join(others)} " if others else ""
    sides = ("", "_previous") if metric.compare or metric.compare_period else ("",)
    columns = [quoted(spec.name) for spec in dimensions]
    columns += [_rolled(name, side, f"{partition}ORDER BY {quoted(time.name)}") for side in sides for name in measures]
    facts.script.after("rolled", f"SELECT {', '.join(columns)} FROM {rows}")
    return "rolled"


def _time(name: str, dimensions: list[FieldSpec]) -> FieldSpec:
    for spec in dimensions:
        if spec.name in CALENDAR or spec.name in COUNTED_TIME or spec.type == "date":
            return spec
    raise BadRequest(
        f"{name} goes over time: add a dimension such as day, week or month.",
        zh="累计和移动平均要随时间来算：请加上日、周或月这样的维度。",
    )


def _rolled(name: str, side: str, order: str) -> str:
    """One column: over the rows before it where it is rolling, else as it is."""
    column, parts = quoted(name + side), ROLLING.match(name)
    if parts is None:
        return column
    base = MEASURES[parts.group(2) or parts.group(4)]
    figure = column if base.ratio else f"coalesce({column}, 0)"
    if parts.group(1):
        return f"sum({figure}) OVER ({order} ROWS UNBOUNDED PRECEDING) AS {column}"
    count = int(parts.group(5))
    window = f"OVER ({order} ROWS BETWEEN {count - 1} PRECEDING AND CURRENT ROW)"
    return f"CASE WHEN count(*) {window} = {count} THEN avg({figure}) {window} END AS {column}"
