"""One field compared with values, as an SQL condition: values checked against the field's type and bound."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tools.contract import BadRequest
from tools.definitions import Filter
from tools.order_status import tells_status
from tools.periods import Span, resolve

if TYPE_CHECKING:
    from tools.data.compiler.facts import Facts
    from tools.dictionary import FieldSpec

SIGNS = {"eq": "=", "ne": "<>", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
ORDERED = ("lt", "le", "gt", "ge", "between")
TRUTHS = {"true": True, "yes": True, "1": True, "是": True, "false": False, "no": False, "0": False, "否": False}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def condition(facts: Facts, spec: FieldSpec, sql: str, item: Filter) -> str:
    """`item` applied to the expression `sql` of the field `spec`; unknown (NULL) never matches."""
    bind = facts.script.bind
    if item.relative_to:
        raise BadRequest(
            f"{spec.label.en} is compared with the {item.relative_to} of all customers, which only a condition on "
            "customers can be: put it into the audience, or give a value.",
            zh=f"{spec.label.zh}与全体客户的平均值或中位数比较，只能作为客户条件：请放进人群，或给出具体数值。",
        )
    if item.op == "known":
        return f"{sql} IS NOT NULL"
    if item.op == "unknown":
        return f"{sql} IS NULL"
    if item.op == "during":
        if spec.type != "date":
            raise BadRequest(f"{spec.name} is not a date: op during works on date fields only.")
        assert item.period
        return within(facts, sql, resolve(item.period, facts.today))
    if item.op == "contains":
        if spec.type != "text":
            raise BadRequest(f"{spec.name} is not text: op contains works on text fields only.")
        return _holds(facts, sql, item.values[0])
    if item.op in ORDERED and spec.type in ("text", "boolean"):
        raise BadRequest(f"{spec.name} is {spec.type}: compare it with is, is_not, known or unknown, not {item.op}.")
    if item.op in ("is", "is_not"):
        return _membership(facts, spec, sql, item)
    low, *high = (bind(typed(spec, value)) for value in item.values)
    if item.op == "between":
        return f"{sql} BETWEEN {low} AND {high[0]}"
    return f"{sql} {SIGNS[item.op]} {low}"


def compared(facts: Facts, sql: str, op: str, value: float, upper: float | None) -> str:
    """A figure compared with a number; `between` includes both."""
    if op == "between":
        return f"{sql} BETWEEN {facts.script.bind(value)} AND {facts.script.bind(upper)}"
    return f"{sql} {SIGNS[op]} {facts.script.bind(value)}"


def banded(sql: str, width: str | None) -> str:
    """The lower end of the band a number falls in: steps of `width`, or 0, 1, 2, 5, 10, 20, 50 … and as far below.

    Ends given one by one (50/200/500) make a band below the first of them, which begins at 0.
    """
    if width and "/" in width:
        ends = [0.0, *sorted({float(end) for end in width.split("/")} - {0.0})]
        cases = " ".join(f"WHEN {sql} < {high:g} THEN {low:g}" for low, high in pairwise(ends))
        return f"CASE WHEN {sql} IS NULL THEN NULL {cases} ELSE {ends[-1]:g} END"
    if width:
        step = float(width)
        low = f"floor(({sql}) / {step:g}) * {step:g}"
        return low if step.is_integer() else f"round({low}, 6)"
    power = f"power(10, floor(log10(abs({sql}))))"
    up = f"CASE WHEN {sql} < 2 * {power} THEN 1 WHEN {sql} < 5 * {power} THEN 2 ELSE 5 END"
    down = (
        f"CASE WHEN abs({sql}) <= {power} THEN 1 WHEN abs({sql}) <= 2 * {power} THEN 2 "
        f"WHEN abs({sql}) <= 5 * {power} THEN 5 ELSE 10 END"
    )
    return (
        f"CASE WHEN {sql} < 0 THEN -{power} * {down} WHEN {sql} < 1 THEN CASE WHEN {sql} IS NOT NULL THEN 0 END "
        f"WHEN {sql} IS NOT NULL THEN {power} * {up} END"
    )


def within(facts: Facts, sql: str, span: Span) -> str:
    """A moment or day inside a span, and never after today."""
    end = min(span.end, facts.end) if span.end else facts.end
    parts = [f"{sql} >= {facts.script.bind(span.start)}"] if span.start else []
    return " AND ".join([*parts, f"{sql} < {facts.script.bind(end)}"])


def typed(spec: FieldSpec, value: Any) -> Any:
    """`value` as the field's type; raises BadRequest when it is not one."""
    if spec.type == "boolean":
        known = TRUTHS.get(str(value).strip().lower())
        if known is None:
            raise BadRequest(
                f"{spec.name} is true or false, not '{value}'.", zh=f"{spec.name} 只有是和否，没有“{value}”。"
            )
        return known
    if spec.type in ("date", "timestamp"):
        try:
            return date.fromisoformat(str(value)[:10])
        except ValueError as error:
            raise BadRequest(
                f"{spec.name} is a date: give it as YYYY-MM-DD, not '{value}'.",
                zh=f"{spec.name} 是日期：请写成 YYYY-MM-DD，而不是“{value}”。",
            ) from error
    if spec.numeric:
        if spec.name == "weekday" and not isinstance(value, int | float):
            return weekday_number(spec, value)
        try:
            number = float(value) if not isinstance(value, bool) else math.nan
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise BadRequest(f"{spec.name} is a number, not '{value}'.", zh=f"{spec.name} 是数字，而不是“{value}”。")
        return int(number) if number == int(number) else number
    return str(value)


def weekday_number(spec: FieldSpec, value: Any) -> int:
    """1 for Monday to 7 for Sunday, from a name in either language."""
    from tools.dictionary import catalogue
    from tools.matching import Synonyms

    group = Synonyms(catalogue()["values"]["weekday"]).group(str(value))
    if group is None:
        raise BadRequest(
            f"{spec.name} is a day of the week such as Monday, not '{value}'.",
            zh=f"{spec.name} 是星期几，而不是“{value}”。",
        )
    return WEEKDAYS.index(group) + 1


def _membership(facts: Facts, spec: FieldSpec, sql: str, item: Filter) -> str:
    """Any of the values; for text, in every spelling that is stored, and for what lists parts, among them."""
    if spec.type == "text" and spec.pii:
        places = facts.script.bind_all(str(value).lower() for value in item.values)
        test = f"lower({sql}) IN ({places})"
    elif spec.composed:
        test = " OR ".join(_holds(facts, sql, value) for value in item.values)
    else:
        wanted = values_of(facts, spec, item.values)
        test = f"{sql} IN ({facts.script.bind_all(dict.fromkeys(wanted))})"
    if item.op == "is_not" and spec.level == "order" and tells_status(spec.name):
        return f"(({test}) IS NOT TRUE)"  # an order without a word about refunds was not refunded
    return f"NOT ({test})" if item.op == "is_not" else test


def _holds(facts: Facts, sql: str, part: Any) -> str:
    """Whether a text has the part, in capitals or not."""
    return f"strpos(lower({sql}), {facts.script.bind(str(part).lower())}) > 0"


def values_of(facts: Facts, spec: FieldSpec, values: Sequence[Any]) -> list[Any]:
    """What is stored for asked values: several spellings of a text, one typed value otherwise."""
    if spec.type == "text":
        key = (spec.name, *map(str, values))
        if key not in facts.stored:  # the same people and goods are looked for in several places of one statement
            facts.stored[key] = [form for forms in facts.dictionary.forms_of_each(spec.name, values) for form in forms]
        return list(facts.stored[key])
    return [typed(spec, value) for value in values]
