"""What the values of each column look like, measured with the same expressions that will read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import duckdb

from tools.data.importing.dates import moment_sql
from tools.data.importing.hygiene import boolean_sql, clean_sql, word_sql
from tools.data.importing.models import FilePlan
from tools.data.importing.numbers import number_sql

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
    scientific: float = 0.0
    percent: float = 0.0
    currency: float = 0.0
    negative: float = 0.0
    length: float = 0.0
    examples: list[str] = field(default_factory=list)


_EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]{2,}$"
_PHONE = r"^(tel:)?\+?[\d\s().\-/*]{7,22}(x\d+)?$"
_CODES = r"^(USD|EUR|GBP|CNY|RMB|JPY|HKD|TWD|CHF|SEK|NOK|DKK|PLN|CZK|INR|KRW|AUD|CAD|NZD|SGD|BRL|MXN|TRY|ZAR|THB|人民币|美元|欧元)$"


def profiles(connection: duckdb.DuckDBPyConnection, table: str, plan: FilePlan) -> list[Profile]:
    """One profile per column of `plan`, from the sample in `table` (columns c0, c1 … VARCHAR)."""
    found: list[Profile] = []
    for start in range(0, len(plan.columns), _GROUP):
        positions = [column.position for column in plan.columns[start : start + _GROUP]]
        frequent = " UNION ALL ".join(_frequent_values(position, table) for position in positions)
        measured = dict.fromkeys(positions, ())
        # One long table of values, so that the tests are compiled once and not once per column.
        for row in connection.execute(
            f"WITH long AS ({frequent}) SELECT {_tests()} FROM long GROUP BY position"
        ).fetchall():
            measured[row[0]] = row[1:]
        found += [_profile(measured[position]) for position in positions]
    return found


def _frequent_values(position: int, table: str) -> str:
    return (
        f"(SELECT {position} AS position, {clean_sql(f'c{position}')} AS v, count(*) AS n, sum(count(*)) OVER () AS total, "
        f"sum(count(*)) FILTER (v IS NOT NULL) OVER () AS filled, count(v) OVER () AS different "
        f"FROM {table} GROUP BY v QUALIFY row_number() OVER (ORDER BY v IS NULL DESC, n DESC, hash(v)) <= {_VALUES})"
    )


def _tests() -> str:
    v = "v"
    either = f"coalesce({number_sql(v)}, {number_sql(v, 'comma')})"
    day = f"coalesce({moment_sql(v, 'dmy', 'UTC')}, {moment_sql(v, 'mdy', 'UTC')}, {moment_sql(v, 'ymd', 'UTC')})"
    tests = (
        f"{either} IS NOT NULL",
        "regexp_matches(v, '^-?\\d+(\\.0+)?$')",
        f"{day} IS NOT NULL",
        "regexp_matches(v, '^\\d{1,2}:\\d{2}(:\\d{2})?$')",
        f"{boolean_sql(v)} IS NOT NULL",
        f"regexp_matches(v, '{_EMAIL}')",
        f"regexp_matches(v, '{_PHONE}')",
        f"{word_sql(v, 'gender')} IS NOT NULL",
        f"{word_sql(v, 'event')} IS NOT NULL",
        "regexp_matches(v, '\\d')",
        "regexp_matches(v, '\\p{L}')",
        "regexp_matches(v, '^\\d+\\.0+$')",
        "regexp_matches(v, '^0\\d')",
        "regexp_matches(v, '^\\d\\.\\d+E\\+\\d+$')",
        "ends_with(v, '%')",
        f"regexp_matches(upper(v), '{_CODES}')",
        "starts_with(v, '-') OR starts_with(v, '(')",
    )
    counts = ", ".join(f"coalesce(sum(n) FILTER ({test}), 0)" for test in tests)
    filled = "FILTER (v IS NOT NULL)"
    return (
        f"position, any_value(total), coalesce(any_value(filled), 0), any_value(different), coalesce(sum(n) {filled}, 0), "
        f"list(v ORDER BY n DESC) {filled}, {counts}, sum(length(v) * n) / nullif(sum(n) {filled}, 0)"
    )


def _profile(row: tuple[Any, ...]) -> Profile:
    if not row:
        return Profile()
    total, filled, distinct, measured, examples, *sums, length = row
    shares = [float(share) / float(measured) if measured else 0.0 for share in sums]
    return Profile(
        int(filled),
        int(total),
        int(distinct),
        *shares,
        length=float(length or 0),
        examples=[str(one)[:60] for one in (examples or [])[:3]],
    )
