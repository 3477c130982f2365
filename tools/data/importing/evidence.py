"""What only the whole column can tell: which number is the day, which mark is the decimal one, how many rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from tools.contract import BadInput
from tools.data.importing import dates, numbers
from tools.data.importing.hygiene import clean_sql
from tools.data.importing.models import ColumnChoice, DateOrder, Decimal, FilePlan, Said
from tools.data.importing.profile import SAMPLE_ROWS
from tools.data.importing.staging import relation, translated
from tools.data.importing.tolerant import Repairs

SAMPLE = "import_sample"
_WHOLE = "import_whole"
Seen = dict[str, Any]
"""Counts and examples found over a whole column, by the name of the test."""


@contextmanager
def desk() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory that never writes to disk."""
    with duckdb.connect(config={"memory_limit": "2GB", "temp_directory": ""}) as connection:
        yield connection


def take_sample(connection: duckdb.DuckDBPyConnection, plan: FilePlan) -> None:
    """Put the first rows into SAMPLE; a file that the strict reader refuses is read tolerantly from here on."""
    try:
        _take_sample(connection, plan)
    except duckdb.Error as error:
        if not refused(plan):
            raise translated(error, plan.name) from error
        try:
            _take_sample(connection, plan)
        except duckdb.Error as second:
            raise translated(second, plan.name) from second


def different(connection: duckdb.DuckDBPyConnection, plan: FilePlan, value: str, most: int) -> list[str]:
    """Different values of an expression in the file's first rows, at most so many; they are in SAMPLE afterwards."""
    take_sample(connection, plan)
    rows = connection.execute(f"SELECT DISTINCT {value} FROM {SAMPLE} WHERE {value} IS NOT NULL LIMIT {most}")
    return [str(row[0]) for row in rows.fetchall()]


def sampled(column: ColumnChoice) -> str:
    """SQL: the number in a column of SAMPLE."""
    return numbers.column_sql(clean_sql(f"c{column.position}"), column)


def listed(columns: Iterable[ColumnChoice]) -> str:
    """SQL: the numbers of these columns of SAMPLE as x0, x1 …, behind what is selected before them."""
    return "".join(f", {sampled(column)} AS x{n}" for n, column in enumerate(columns))


def refused(plan: FilePlan) -> bool:
    """After a strict reader's error: whether the tolerant reader is worth a try (it is then the file's reader)."""
    if plan.format != "csv" or plan.reader == "tolerant":
        return False
    plan.reader = "tolerant"
    return True


def _take_sample(connection: duckdb.DuckDBPyConnection, plan: FilePlan) -> None:
    whole = plan.format not in ("csv", "parquet")
    with relation(plan, Repairs()) as rows:
        connection.execute(
            f"CREATE OR REPLACE TABLE {_WHOLE if whole else SAMPLE} AS "
            f"SELECT * FROM {rows}{'' if whole else f' LIMIT {SAMPLE_ROWS}'}"
        )
    if whole:
        connection.execute(f"CREATE OR REPLACE TABLE {SAMPLE} AS SELECT * FROM {_WHOLE} LIMIT {SAMPLE_ROWS}")
    if not connection.execute(f"SELECT count(*) FROM {SAMPLE}").fetchall()[0][0]:
        raise BadInput(
            f"{plan.name} has headings but no rows: nothing to import.",
            zh=f"{plan.name} 只有表头、没有数据行，无可导入。",
        )


def scan(connection: duckdb.DuckDBPyConnection, plan: FilePlan, aggregates: list[str]) -> list[Any]:
    """Aggregates over every row of the file, in one pass."""
    select = f"SELECT {', '.join(aggregates)} FROM "
    try:
        if plan.format not in ("csv", "parquet"):
            return list(connection.execute(select + _WHOLE).fetchall()[0])
        with relation(plan, Repairs()) as rows:
            return list(connection.execute(select + rows).fetchall()[0])
    except duckdb.Error as error:
        if refused(plan):
            return scan(connection, plan, aggregates)
        raise translated(error, plan.name) from error


def weigh(connection: duckdb.DuckDBPyConnection, plan: FilePlan, pointed: set[int]) -> dict[int, Seen]:
    """Count the rows and, for the columns that need it, the evidence for date order and decimal mark.

    `pointed`: positions of amounts whose sample shows a decimal point.
    """
    moments = [column for column in plan.columns if column.kind in ("date", "timestamp")]
    amounts = [column for column in plan.columns if column.kind == "number"]
    # Cheap tests first: anything but 2026-03-01 10:00:00 among dates; a comma or apostrophe among amounts, or 1.234
    # where the sample does not show what the point is.
    cheap = ["count(*)"]
    for column in moments:
        c = f"c{column.position}"
        cheap.append(f"coalesce(bool_or({c}[5] <> '-' OR {c}[3] = '-' OR strlen({c}) > 19), false)")
    for column in amounts:
        c = f"c{column.position}"
        unclear = "" if column.position in pointed else f" OR regexp_matches({c}, '\\.\\d{{3}}\\D*$')"
        cheap.append(
            f"coalesce(bool_or(contains({c}, ',') OR contains({c}, '''') OR contains({c}, '’'){unclear}), false)"
        )
    plan.rows, *flags = scan(connection, plan, cheap)
    wanted = [column for column, flag in zip(moments + amounts, flags, strict=True) if flag]
    asked: list[tuple[int, str, str]] = []
    for column in wanted:
        value = clean_sql(f"c{column.position}")
        if column.kind == "number":
            point, comma = numbers.evidence_sql(value)
            asked += [(column.position, "point", point), (column.position, "comma", comma)]
        else:
            asked += [(column.position, key, aggregate) for key, aggregate in dates.evidence_sql(value).items()]
    found: dict[int, Seen] = {}
    if asked:
        for (position, key, _), answer in zip(asked, scan(connection, plan, [one for _, _, one in asked]), strict=True):
            found.setdefault(position, {})[key] = answer
    return found


def decide_dates(column: ColumnChoice, seen: Seen, disorder: Callable[[], tuple[int, int]]) -> DateOrder | None:
    """The order of day and month in this column with the reason put into words; None when nothing tells.

    `disorder`: how often the dates run against the file's order when read day first and month first.
    """
    three, day, month = (int(seen.get(key) or 0) for key in ("three", "day_first", "month_first"))
    if seen.get("zoned"):
        column.evidence.append(
            Said(en=f"{seen['zoned']:,} values carry a time zone", zh=f"{seen['zoned']:,} 个值带有时区")
        )
    if not three:
        return "iso"
    if int(seen.get("year_first") or 0) > 0.2 * three and not day + month > 0.2 * three:
        return "ymd"
    if day != month:
        order: DateOrder = "dmy" if day > month else "mdy"
        count, example, other = (
            (day, seen["example_day"], month) if day > month else (month, seen["example_month"], day)
        )
        place_en, place_zh = ("first", "第一个") if day > month else ("second", "第二个")
        but_en = f"; {other:,} contradict it and cannot be read" if other else ""
        but_zh = f"；另有 {other:,} 个值与此矛盾，无法读取" if other else ""
        column.evidence.append(
            Said(
                en=f"{'day' if day > month else 'month'} first: in {count:,} of {three:,} values the {place_en} number "
                f"is above 12 (such as {example}){but_en}",
                zh=f"{'日在前' if day > month else '月在前'}：{three:,} 个值中有 {count:,} 个的{place_zh}数字"
                f"大于 12（如 {example}）{but_zh}",
            )
        )
        return order
    if int(seen.get("dotted") or 0) > 0.9 * three:
        column.evidence.append(Said(en="day first: written with dots", zh="日在前：以点号分隔的写法"))
        return "dmy"
    as_day, as_month = disorder()
    least, most = sorted((as_day, as_month))
    if least * 5 < most and (least == 0 or most >= 5):
        order = "dmy" if as_day < as_month else "mdy"
        column.evidence.append(
            Said(
                en=f"{'day' if order == 'dmy' else 'month'} first: the rows are in date order only when read so",
                zh=f"{'日在前' if order == 'dmy' else '月在前'}：只有这样读，各行才按时间排列",
            )
        )
        return order
    return None


def decide_decimal(seen: dict[int, Seen], column: ColumnChoice) -> Decimal:
    """The decimal mark of a column: its own evidence, then that of the file's other amounts, then a point."""
    own = seen.get(column.position)
    if own is None:
        return "point"
    point, comma = int(own.get("point") or 0), int(own.get("comma") or 0)
    if point == comma == 0:
        others = [one for position, one in seen.items() if position != column.position and "point" in one]
        point, comma = sum(int(one["point"] or 0) for one in others), sum(int(one["comma"] or 0) for one in others)
        if point == comma == 0:
            column.evidence.append(Said(en="1,234 taken for a thousands separator", zh="1,234 中的逗号视为千位分隔符"))
            return "point"
    decimal: Decimal = "comma" if comma > point else "point"
    column.evidence.append(
        Said(
            en=f"decimal {decimal}: {max(point, comma):,} values show it, {min(point, comma):,} the other way",
            zh=f"小数点为{'逗号' if decimal == 'comma' else '句点'}：{max(point, comma):,} 个值可证，"
            f"{min(point, comma):,} 个相反",
        )
    )
    return decimal
