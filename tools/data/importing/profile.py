"""What the values of each column look like, measured with the same expressions that will read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import duckdb

from tools.data.importing.dates import moment_sql
from tools.data.importing.hygiene import boolean_sql, clean_sql, word_sql
from tools.data.importing.models import FilePlan
from tools.data.importing.numbers import COUNTED, number_sql
from tools.data.importing.sql import text

SAMPLE_ROWS = 20_000
_GROUP = 40
_VALUES = 400


@dataclass
class Profile:
    """What a sample holds: shares (0 to 1) of the filled cells, taken over their most frequent values."""

    filled: int = 0
    rows: int = 0
    distinct: int = 0
    number: float = 0.0
    whole: float = 0.0
    date: float = 0.0
    clock: float = 0.0
    boolean: float = 0.0
    email: float = 0.0
    phone: float = 0.0
    gender: float = 0.0
    event: float = 0.0
    digit: float = 0.0
    letter: float = 0.0
    trailing_zero: float = 0.0
    leading_zero: float = 0.0
    pointed: float = 0.0
    scientific: float = 0.0
    percent: float = 0.0
    counted: float = 0.0
    fraction: float = 0.0
    currency: float = 0.0
    subscription: float = 0.0
    negative: float = 0.0
    length: float = 0.0
    examples: list[str] = field(default_factory=list)


_CODES = (
    r"(?i)^(USD|EUR|GBP|CNY|RMB|JPY|HKD|TWD|CHF|SEK|NOK|DKK|PLN|CZK|INR|KRW|AUD|CAD|NZD|SGD|BRL|MXN|TRY|ZAR|THB"
    r"|人民币|美元|欧元)$"
)


def profiles(connection: duckdb.DuckDBPyConnection, table: str, plan: FilePlan) -> list[Profile]:
    """One profile per column of `plan`, from the sample in `table` (columns c0, c1 … VARCHAR)."""
    found: list[Profile] = []
    for start in range(0, len(plan.columns), _GROUP):
        positions = [column.position for column in plan.columns[start : start + _GROUP]]
        frequent = " UNION ALL ".join(_frequent_values(position, table) for position in positions)
        measured: dict[int, tuple[Any, ...]] = dict.fromkeys(positions, ())
        # One long table of values, so that cleaning and tests are compiled once and not once per column.
        values = f"SELECT * EXCLUDE (raw), {clean_sql('raw')} AS v FROM ({frequent})"
        for row in connection.execute(f"SELECT {_measures()} FROM ({values}) GROUP BY position").fetchall():
            measured[row[0]] = row[1:]
        found += [_profile(measured[position]) for position in positions]
    return found


def _frequent_values(position: int, table: str) -> str:
    column = f"nullif(trim(c{position}), '')"
    return (
        f"(SELECT {position} AS position, {column} AS raw, count(*) AS n, sum(count(*)) OVER () AS total, "
        f"sum(count(*)) FILTER (raw IS NOT NULL) OVER () AS filled, count(raw) OVER () AS different "
        f"FROM {table} GROUP BY raw "
        f"QUALIFY row_number() OVER (ORDER BY raw IS NULL DESC, n DESC, hash(raw)) <= {_VALUES})"
    )


def _tests() -> dict[str, str]:
    """Field of Profile to the SQL test of one value v."""
    matches = {
        "whole": r"^'?-?\d+(\.0+)?$",
        "clock": r"(?i)^\d{1,2}:\d{2}(:\d{2})?\s*([ap]\.?m\.?)?$",
        "email": r"^[^@\s]+@[^@\s]+\.[^@\s]{2,}$",
        "phone": r"^'?(tel:)?\+?[\d\s().\-/*]{7,22}(x\d+)?$",
        "digit": r"\d",
        "letter": r"\p{L}",
        "trailing_zero": r"^\d+\.0+$",
        "leading_zero": r"^0\d",
        "pointed": r"\.(\d{1,2}|\d{4,})\D*$",
        "scientific": r"^\d\.\d+E\+\d+$",
        "percent": r"%$",
        "counted": COUNTED,
        "fraction": r"^([01](\.0+)?|0?\.\d+)$",
        "negative": r"^[-(]",
        "currency": _CODES,
        "subscription": r"(?i)^((un|non|not|never)[ _-]?)?subscribed$|^(已|未)?(订阅|退订)$",
    }
    return {
        "number": f"coalesce({number_sql('v')}, {number_sql('v', 'comma')}) IS NOT NULL",
        "date": f"{moment_sql('v', 'any', 'UTC')} IS NOT NULL",
        "boolean": f"{boolean_sql('v')} IS NOT NULL",
        "gender": f"{word_sql('v', 'gender')} IS NOT NULL",
        "event": f"{word_sql('v', 'event')} IS NOT NULL",
        **{field: f"regexp_matches(v, {text(pattern)})" for field, pattern in matches.items()},
    }


def _measures() -> str:
    counts = ", ".join(f"coalesce(sum(n) FILTER ({test}), 0)" for test in _tests().values())
    filled = "FILTER (v IS NOT NULL)"
    return (
        f"position, any_value(total), coalesce(any_value(filled), 0), any_value(different), "
        f"coalesce(sum(n) {filled}, 0), list(v ORDER BY n DESC) {filled}, "
        f"sum(length(v) * n) / nullif(sum(n) {filled}, 0), {counts}"
    )


def _profile(row: tuple[Any, ...]) -> Profile:
    if not row:
        return Profile()
    total, filled, distinct, measured, examples, length, *sums = row
    profile = Profile(int(filled) if measured else 0, int(total), int(distinct), length=float(length or 0))
    profile.examples = [str(one)[:60] for one in (examples or [])[:3]]
    for field_, share in zip(_tests(), sums, strict=True):
        setattr(profile, field_, float(share) / float(measured) if measured else 0.0)
    return profile
