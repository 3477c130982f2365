"""The SQL of declared features, evaluated on the few rows of one person without the engine planning a statement.

Planning sixty aggregates takes the engine some twenty milliseconds, their rows are read in three. Only what the feature
table uses is understood; any other expression is refused when it is compiled, and then the engine does the work. Rows
are numpy arrays by column; NULL is NaN in numbers, NaT in dates and None in texts.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from sqlglot import exp

Rows = Mapping[str, Any]
"""Column name to array, parameter name (with its dollar) to value, and `*` to the number of rows."""
Evaluated = Callable[[Rows], Any]


class NotUnderstood(Exception):
    """An expression this file does not know."""


@cache
def compiled(sql: str) -> Evaluated:
    """The function of `sql`: from rows to a number (NaN: NULL). Raises NotUnderstood."""
    import sqlglot

    return _build(sqlglot.parse_one(sql, read="duckdb"))


def _build(node: exp.Expr) -> Evaluated:
    name = type(node).__name__
    if name in _LEAVES:
        return _LEAVES[name](node)
    if name == "Filter":
        return _aggregate(node.this, _build(node.expression.this))
    if name in _AGGREGATES or name == "Count":
        return _aggregate(node, None)
    if name in _BINARY:
        return _applied(_BINARY[name], node.this, node.expression)
    if name in _UNARY:
        return _applied(_UNARY[name], node.this)
    if name == "Coalesce":
        return _applied(_coalesce, node.this, *node.expressions)
    if name == "In" and node.expressions:
        return _applied(lambda value, *among: np.isin(value, among), node.this, *node.expressions)
    if name == "Cast" and node.to.sql() in ("INT", "DATE"):
        inner = _build(node.this)
        return inner if node.to.sql() == "DATE" else lambda rows: np.asarray(inner(rows), dtype=float)
    if name == "Case" and node.this is None and len(node.args["ifs"]) == 1 and not node.args.get("default"):
        only = node.args["ifs"][0]
        return _applied(lambda test, value: np.where(test, value, np.nan), only.this, only.args["true"])
    if name == "DateDiff" and str(node.args["unit"]).upper() == "DAY":
        return _applied(lambda later, earlier: (later - earlier).astype(float), node.this, node.expression)
    raise NotUnderstood(node.sql(dialect="duckdb"))


def _applied(function: Callable[..., Any], *nodes: exp.Expr) -> Evaluated:
    parts = [_build(node) for node in nodes]
    return lambda rows: function(*[part(rows) for part in parts])


def _aggregate(node: exp.Expr, test: Evaluated | None) -> Evaluated:
    """An aggregate over the rows for which `test` holds; over none, a count is 0 and all else NULL."""
    name = type(node).__name__
    if name == "Count" and type(node.this).__name__ == "Star":
        return (lambda rows: rows["*"]) if test is None else (lambda rows: np.count_nonzero(test(rows)))
    distinct = type(node.this).__name__ == "Distinct"
    value = _build(node.this.expressions[0] if distinct else node.this)
    if name == "Count":
        size = (lambda values: len(set(values.tolist()))) if distinct else len
        return lambda rows: size(_kept(value(rows), test and test(rows)))
    if name not in _AGGREGATES or distinct:
        raise NotUnderstood(node.sql(dialect="duckdb"))
    function, fewest = _AGGREGATES[name]

    def run(rows: Rows) -> Any:
        values = _kept(value(rows), test and test(rows))
        return function(values) if len(values) >= fewest else np.nan

    return run


def _kept(values: Any, test: Any) -> Any:
    """The values that pass and are not NULL."""
    there = values != None if values.dtype == object else ~np.isnan(values)  # noqa: E711 — element by element
    return values[there if test is None else there & test]


def _divide(one: Any, other: Any) -> Any:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.equal(other, 0), np.nan, np.true_divide(one, other))


def _coalesce(*values: Any) -> Any:
    return next((value for value in values if not np.isnan(value)), np.nan)


def _literal(node: exp.Expr) -> Evaluated:
    value = str(node.this) if node.is_string else float(node.this)
    return lambda _: value


def _column(node: exp.Expr) -> Evaluated:
    name = str(node.name)
    return lambda rows: rows[name]


def _parameter(node: exp.Expr) -> Evaluated:
    name = f"${node.name}"
    return lambda rows: rows[name]


_LEAVES: dict[str, Callable[[Any], Evaluated]] = {
    "Literal": _literal, "Column": _column, "Placeholder": _parameter, "Pi": lambda _: lambda _: np.pi,
    "Paren": lambda node: _build(node.this),
}  # fmt: skip
_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "Add": operator.add, "Sub": operator.sub, "Mul": operator.mul, "Div": _divide, "Pow": operator.pow,
    "And": np.logical_and, "Or": np.logical_or, "EQ": operator.eq, "NEQ": operator.ne, "LT": operator.lt,
    "LTE": operator.le, "GT": operator.gt, "GTE": operator.ge,
    "Nullif": lambda value, other: np.nan if value == other else value,
}  # fmt: skip
_UNARY: dict[str, Callable[[Any], Any]] = {
    "Neg": operator.neg, "Not": np.logical_not, "Sin": np.sin, "Cos": np.cos,
    "DayOfWeekIso": lambda day: (day.astype(int) + 3) % 7 + 1,  # day 0 was a Thursday
    "Month": lambda day: day.astype("datetime64[M]").astype(int) % 12 + 1,
    "DayOfYear": lambda day: (day - day.astype("datetime64[Y]").astype("datetime64[D]")).astype(int) + 1,
}  # fmt: skip
_AGGREGATES: dict[str, tuple[Callable[[Any], Any], int]] = {
    "Sum": (np.sum, 1), "Min": (np.min, 1), "Max": (np.max, 1), "Avg": (np.mean, 1),
    "StddevSamp": (lambda values: np.std(values, ddof=1), 2),
}  # fmt: skip
"""Aggregate to its function and the fewest values it is defined for."""
