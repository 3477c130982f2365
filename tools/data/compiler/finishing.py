"""The last layers of a metric: empty calendar units, changes, shares, conditions on the result, order, limit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tools.contract import BadRequest, Column
from tools.data.compiler.filters import compared
from tools.data.compiler.over_time import over_time
from tools.data.compiler.parts import shares
from tools.data.compiler.rows import CALENDAR
from tools.data.compiler.script import Statement
from tools.data.profile import quoted
from tools.definitions import Sort, Unit
from tools.periods import Span, floor_to, step

if TYPE_CHECKING:
    from tools.data.compiler.facts import Facts
    from tools.data.compiler.measures import Measure
    from tools.definitions import Metric
    from tools.dictionary import FieldSpec

LONGEST_SPINE = 4_000
CLOCK_VALUES = {"weekday": range(1, 8), "hour": range(24)}
ORDERED_TEXT = ("age_group",)
"""Text dimensions that have an order of their own, which sorting by text happens to give."""


def spine(facts: Facts, spec: FieldSpec, span: Span, blank: list[str], sources: set[str]) -> list[str]:
    """Every calendar unit the period covers, with empty measures, so that quiet months show as 0."""
    if spec.name in CLOCK_VALUES:
        values: list[date] | list[int] = list(CLOCK_VALUES[spec.name])
        kind = "INTEGER"
    elif spec.name in CALENDAR:
        starts = _units(facts, spec.name, span, sources)  # type: ignore[arg-type]
        values = [day.year for day in starts] if spec.name == "year" else starts
        kind = "INTEGER" if spec.name == "year" else "DATE"
    else:
        return []
    if not values or len(values) > LONGEST_SPINE:
        return []
    rows = ", ".join(f"({facts.script.bind(value)})" for value in values)
    column = quoted(spec.name)
    return [f"SELECT CAST({column} AS {kind}) AS {column}, {', '.join(blank)} FROM (VALUES {rows}) AS spine({column})"]


def _units(facts: Facts, unit: Unit, span: Span, sources: set[str]) -> list[date]:
    profile = facts.dictionary.profile
    firsts = {"events": profile.first_event}
    begin = min((day for day in (firsts.get(one, profile.first_order) for one in sources) if day), default=None)
    first = max((day for day in (span.start, begin) if day), default=None)
    last = min(span.end, facts.end) if span.end else facts.end
    units: list[date] = []
    if first is not None:
        current = floor_to(unit, first)
        while current < last and len(units) <= LONGEST_SPINE:
            units.append(current)
            current = step(unit, current, 1)
    return units


def finish(
    metric: Metric,
    facts: Facts,
    dimensions: list[FieldSpec],
    measures: dict[str, Measure],
    columns: list[Column],
    totals: bool,
) -> Statement:
    """Everything above the grouped figures, and the statement."""
    rated = _retention(facts, dimensions, measures)
    if not totals:
        rated = over_time(metric, facts, rated, dimensions, measures)
    extra = [sql for name in measures for sql in _changes(metric, name)]
    if (metric.share or metric.part) and not totals:
        extra += shares(metric, rated, [spec.name for spec in dimensions], measures)
    facts.script.after("result", f"SELECT {', '.join(['*', *extra])} FROM {rated}")
    names = ", ".join(quoted(column.name) for column in columns)
    text = f"SELECT {names} FROM result"
    if not totals and metric.limit_within:
        text = _first_of_each(metric, facts, dimensions, columns, names)
    elif not totals:
        text += _having(metric, facts, columns) + _order(metric, dimensions, columns)
    return Statement(text, facts.parts(), columns)


def _retention(facts: Facts, dimensions: list[FieldSpec], measures: dict[str, Measure]) -> str:
    """Cohort retention: buyers of each month over those of month 0 of the same cohort."""
    if "cohort_retention" not in measures:
        return "grouped"
    name, months = quoted("cohort_retention"), quoted("months_since_first_order")
    others = [quoted(spec.name) for spec in dimensions if spec.name != "months_since_first_order"]
    over = f"OVER (PARTITION BY {', '.join(others)})" if others else "OVER ()"
    kept = ["months_since_first_order", *(spec.name for spec in dimensions if spec.name != "months_since_first_order")]
    kept += [measure for measure in measures if measure != "cohort_retention"]
    facts.script.after(
        "rated",
        f"SELECT {', '.join(quoted(one) for one in kept)}, "
        f"{name} / nullif(max(CASE WHEN {months} = 0 THEN {name} END) {over}, 0) AS {name} "
        f"FROM grouped WHERE {months} IS NOT NULL",
    )
    return "rated"


def _changes(metric: Metric, name: str) -> list[str]:
    if not (metric.compare or metric.compare_period):
        return []
    now, before = quoted(name), quoted(f"{name}_previous")
    return [
        f"{now} - {before} AS {quoted(name + '_change')}",
        f"CAST({now} - {before} AS DOUBLE) / nullif(abs({before}), 0) AS {quoted(name + '_change_share')}",
    ]


def _having(metric: Metric, facts: Facts, columns: list[Column]) -> str:
    tests = []
    for item in metric.having:
        name = _result_column(metric, item.measure, columns)
        if item.op == "between" and item.upper is None:
            raise BadRequest(f"between on {item.measure} needs upper.")
        tests.append(compared(facts, quoted(name), item.op, item.value, item.upper))
    return f" WHERE {' AND '.join(tests)}" if tests else ""


def _order(metric: Metric, dimensions: list[FieldSpec], columns: list[Column]) -> str:
    by_name = [f"{quoted(spec.name)} NULLS LAST" for spec in dimensions]
    if metric.sort is not None:
        name = _result_column(metric, metric.sort.by, columns)
        keys = [f"{quoted(name)} {'DESC' if metric.sort.descending else 'ASC'} NULLS LAST", *by_name]
    elif dimensions and _ordered(dimensions[0]):
        keys = by_name
    elif dimensions:
        best = f"{quoted(metric.measures[0])} DESC NULLS LAST"
        later = [name for spec, name in zip(dimensions[1:], by_name[1:], strict=True) if _ordered(spec)]
        # rows of one group stay together where the further dimension is a time line
        keys = [by_name[0], *later] if later else [best, *by_name]
    else:
        keys = []
    text = f" ORDER BY {', '.join(keys)}" if keys else ""
    return text + (f" LIMIT {int(metric.limit)}" if metric.limit is not None else "")


def _first_of_each(metric: Metric, facts: Facts, dimensions: list[FieldSpec], columns: list[Column], names: str) -> str:
    """The first `limit` rows of each value of one dimension, those of one value together."""
    group = quoted(str(metric.limit_within))
    best = metric.model_copy(update={"limit": None, "sort": metric.sort or Sort(by=metric.measures[0])})
    order = _order(best, dimensions, columns).removeprefix(" ORDER BY ")
    having = _having(metric, facts, columns)
    return (
        f"SELECT {names} FROM (SELECT *, row_number() OVER (PARTITION BY {group} ORDER BY {order}) AS place "
        f"FROM result{having}) AS placed WHERE place <= {int(metric.limit or 1)} ORDER BY {group} NULLS LAST, place"
    )


def _ordered(spec: FieldSpec) -> bool:
    return spec.level == "time" or spec.type in ("date", "integer") or spec.name in ORDERED_TEXT


def _result_column(metric: Metric, name: str, columns: list[Column]) -> str:
    names = [column.name for column in columns]
    if name in ("change", "change_share"):
        name = f"{metric.measures[0]}_{name}"
    if name not in names:
        raise BadRequest(f"The result has no column {name}: it has {', '.join(names)}.")
    return name
