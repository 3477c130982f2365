"""Dates as people write them: SQL expressions that read them, and evidence for which of the numbers is the day."""

from __future__ import annotations

from typing import Literal

from tools.data.importing.models import DateOrder
from tools.data.importing.sql import let, text

_PARTS = (
    r"^(\d{1,4})\s*[-/.年\s]\s*(\d{1,2})\s*[-/.月\s]\s*(\d{1,4})\s*[日号]?\.?"
    r"(?:[ T,]*(上午|下午|(?i:am|pm))?\s*(\d{1,2})\s*[:：时点.h]\s*(\d{2})"
    r"(?:\s*[:：分.]\s*(\d{2})(?:[.,]\d+)?)?[分秒]?\s*((?i:[ap]\.?m\.?))?)?$"
)
_MONTH_NAME = (
    r"(?i)^(?:[a-z]{2,9},?\s+)?(?:(\d{1,2})(?:st|nd|rd|th|er)?\.?[\s-]+(?:de\s+)?([a-zäéûô]{3,10})\.?|([a-z]{3,10})\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?)"
    r",?[\s-]+(?:de\s+)?'?(\d{4}|\d{2})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]m)?)?$"
)
_ISO = r"^\d{4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?$"
_ZONED = r"\d:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}(:?\d{2})?)$"
_MONTHS = {
    "jan": 1, "ene": 1, "jän": 1, "feb": 2, "fév": 2, "fev": 2, "mar": 3, "mär": 3, "mrz": 3,
    "apr": 4, "avr": 4, "abr": 4,
    "may": 5, "mai": 5, "jun": 6, "jui": 6, "jul": 7, "aug": 8, "aoû": 8, "aou": 8, "ago": 8,
    "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12, "déc": 12, "dic": 12,
}  # fmt: skip
"""First three letters of a month's name; French juillet is told from juin below."""
FIRST_YEAR, LAST_YEAR = 1900, 2100


def moment_sql(x: str, order: DateOrder | Literal["any"], zone: str, *, birth: bool = False) -> str:
    """SQL: the text `x` as a TIMESTAMP in `zone`, NULL where it is no date between 1900 and 2100.

    Moments that carry a zone are converted; others are taken as they stand. Two-digit years are 1970 to 2069, for
    birth dates 1926 to 2025. Reads ISO, three numbers in `order`, month names, 2026年3月1日, 20260301, spreadsheet
    serial numbers and Unix seconds or milliseconds. Order "any" reads three numbers as day, month or year first,
    whichever gives a date: good for telling dates from other texts, not for storing them.
    """
    branches = [
        f"WHEN {x} IS NULL THEN NULL",
        f"WHEN regexp_matches({x}, {text(_ISO)}) THEN TRY_CAST({x} AS TIMESTAMP)",
    ]
    fast = _fast_formats(order)
    if fast:
        whole = r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}( \d{1,2}:\d{2}(:\d{2})?)?$"
        branches.append(f"WHEN regexp_matches({x}, {text(whole)}) THEN try_strptime({x}, {fast})")
    branches += [
        f"WHEN regexp_matches({x}, {text(_ZONED)}) THEN timezone({text(zone)}, {_zoned(x)})",
        f"WHEN regexp_matches({x}, '^\\d+(\\.\\d+)?$') THEN {_bare_number(x, zone)}",
        f"WHEN regexp_matches({x}, '^\\d') AND NOT regexp_matches({x}, '(?i)\\d[\\s.-]*(de\\s+)?[a-zäéû]{{3}}') "
        f"THEN {_three_numbers(x, order, birth)}",
    ]
    moment = f"CASE {' '.join(branches)} ELSE {_with_month_name(x, birth)} END"
    return let("m", moment, f"CASE WHEN year(m) BETWEEN {FIRST_YEAR} AND {LAST_YEAR} THEN m END")


def evidence_sql(x: str) -> dict[str, str]:
    """SQL aggregates over the column: how many values are three numbers, and which of the first two exceeds 12."""
    pattern = r"^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{2,4})(\D|$)"
    three = f"regexp_extract({x}, '{pattern}', ['a', 'b', 'c'])"
    a, b = f"TRY_CAST({three}.a AS INTEGER)", f"TRY_CAST({three}.b AS INTEGER)"
    year_first = f"TRY_CAST({three}.c AS INTEGER) <= 31 AND {a} > 31"
    return {
        "three": f"count({a})",
        "day_first": f"count(*) FILTER ({a} BETWEEN 13 AND 31 AND {b} <= 12)",
        "month_first": f"count(*) FILTER ({b} BETWEEN 13 AND 31 AND {a} <= 12)",
        "year_first": f"count(*) FILTER ({year_first})",
        "dotted": f"count(*) FILTER (regexp_matches({x}, '^\\d{{1,2}}\\.\\d{{1,2}}\\.\\d'))",
        "example_day": f"any_value({x}) FILTER ({a} BETWEEN 13 AND 31 AND {b} <= 12)",
        "example_month": f"any_value({x}) FILTER ({b} BETWEEN 13 AND 31 AND {a} <= 12)",
        "zoned": f"count(*) FILTER (regexp_matches({x}, {text(_ZONED)}))",
    }


def _fast_formats(order: str) -> str:
    if order not in ("dmy", "mdy"):
        return ""
    first, second = ("%d", "%m") if order == "dmy" else ("%m", "%d")
    formats = [f"{first}{mark}{second}{mark}%Y{clock}" for mark in "./-" for clock in (" %H:%M:%S", " %H:%M", "")]
    return "[" + ", ".join(text(one) for one in formats) + "]"


def _zoned(x: str) -> str:
    spaced = f"regexp_replace({x}, '\\s*(UTC|GMT|Z)$', '+00')"
    return f"TRY_CAST(regexp_replace({spaced}, '\\s+([+-]\\d{{2}}(:?\\d{{2}})?)$', '\\1') AS TIMESTAMPTZ)"


def _bare_number(x: str, zone: str) -> str:
    value = f"TRY_CAST({x} AS DOUBLE)"
    clock = f"rpad(substr({x}, 9), 6, '0')"
    compact = (
        f"TRY_CAST(concat({x}[1:4], '-', {x}[5:6], '-', {x}[7:8], ' ', "
        f"{clock}[1:2], ':', {clock}[3:4], ':', {clock}[5:6]) AS TIMESTAMP)"
    )
    return (
        f"CASE WHEN length({x}) = 8 "
        f"OR (length({x}) IN (12, 14) AND regexp_matches({x}, '^(19|20)\\d\\d[01]\\d[0-3]\\d')) THEN {compact} "
        f"WHEN {value} BETWEEN 10000 AND 80000 "
        f"THEN TIMESTAMP '1899-12-30' + to_seconds(CAST(round({value} * 86400) AS BIGINT)) "
        f"WHEN {value} BETWEEN 3e8 AND 5e9 THEN timezone({text(zone)}, to_timestamp({value})) "
        f"WHEN {value} BETWEEN 3e11 AND 5e12 THEN timezone({text(zone)}, to_timestamp({value} / 1000)) END"
    )


def _three_numbers(x: str, order: str, birth: bool) -> str:
    if order == "any":
        return f"coalesce({', '.join(_three_numbers(x, one, birth) for one in ('dmy', 'mdy', 'ymd'))})"

    parts = f"regexp_extract({x}, {text(_PARTS)}, ['a', 'b', 'c', 'before', 'h', 'mi', 's', 'after'])"
    year, month, day = {"mdy": ("c", "a", "b"), "ymd": ("a", "b", "c")}.get(order, ("c", "b", "a"))
    pieces = [
        f"CASE WHEN length(p.a) = 4 THEN p.{first} ELSE p.{other} END"
        for first, other in (("a", year), ("b", month), ("c", day))
    ]
    return let(
        "p",
        parts,
        _stamp(_year(pieces[0], birth), pieces[1], pieces[2], "lower(concat(p.before, replace(p.after, '.', '')))"),
    )


def _with_month_name(x: str, birth: bool) -> str:
    parts = f"regexp_extract({x}, {text(_MONTH_NAME)}, ['d', 'name', 'name2', 'd2', 'y', 'h', 'mi', 's', 'half'])"
    months = "MAP {" + ", ".join(f"'{start}': '{number}'" for start, number in _MONTHS.items()) + "}"
    name = "lower(concat(p.name, p.name2))"
    month = f"CASE WHEN starts_with({name}, 'juil') THEN '7' ELSE {months}[{name}[1:3]] END"
    return let("p", parts, _stamp(_year("p.y", birth), month, "concat(p.d, p.d2)", "lower(p.half)"))


def _year(y: str, birth: bool) -> str:
    pivot = 25 if birth else 69
    return let(
        "y", y, f"CASE WHEN length(y) = 2 THEN concat(CASE WHEN y > '{pivot}' THEN '19' ELSE '20' END, y) ELSE y END"
    )


def _stamp(year: str, month: str, day: str, half: str) -> str:
    """A timestamp from the text parts `p` by way of ISO text, so that the 31st of February is NULL and not an error."""
    hour = (
        f"CASE WHEN p.h = '' THEN '00' "
        f"WHEN {half} IN ('pm', '下午') AND p.h <> '12' THEN CAST(TRY_CAST(p.h AS INTEGER) + 12 AS VARCHAR) "
        f"WHEN {half} IN ('am', '上午') AND p.h = '12' THEN '00' ELSE p.h END"
    )
    time = f"{hour}, ':', CASE WHEN p.mi = '' THEN '00' ELSE p.mi END, ':', CASE WHEN p.s = '' THEN '00' ELSE p.s END"
    return f"TRY_CAST(concat({year}, '-', {month}, '-', {day}, ' ', {time}) AS TIMESTAMP)"
