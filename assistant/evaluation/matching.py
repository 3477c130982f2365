"""Is this table that table? Expected rows found among a finding's columns, whatever those are called."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

CENT = 0.005
_UNIT = re.compile(r"^(\d{4})-(?:(0[1-9]|1[0-2])|q([1-4]))$")
Row = Sequence[Any]


def same_value(expected: Any, actual: Any, tolerance: float) -> bool:
    """Equal, numbers within `tolerance` (relative) or half a cent; dates and text by their plain form."""
    if _number(expected) is not None and _number(actual) is not None:
        one, other = float(_number(expected) or 0), float(_number(actual) or 0)
        return abs(one - other) <= max(CENT if abs(one) >= 1 else 0.0, abs(one) * tolerance, 1e-9)
    return _plain(actual) in (_plain(expected), *_units_begun(expected))


def holds_number(expected: float, rows: Sequence[Row], totals: dict[str, float], tolerance: float) -> bool:
    """Is the number the whole of a one-row result, or one of its totals?"""
    cells = [cell for row in rows[:1] for cell in row] if len(rows) == 1 else []
    return any(
        same_value(expected, cell, tolerance) for cell in [*cells, *totals.values()] if _number(cell) is not None
    )


def same_table(expected: Sequence[Row], actual: Sequence[Row], *, ordered: bool, tolerance: float) -> bool:
    """Are there columns of `actual` that hold exactly the expected rows, in order only where order counts?"""
    if len(expected) != len(actual):
        return False
    if not expected:
        return True
    wide, narrow = len(actual[0]), len(expected[0])
    candidates = [
        [column for column in range(wide) if _same_column(expected, index, actual, column, ordered, tolerance)]
        for index in range(narrow)
    ]
    return any(_same_rows(expected, actual, chosen, ordered, tolerance) for chosen in _choices(candidates))


def _choices(candidates: list[list[int]]) -> list[tuple[int, ...]]:
    """Every way to give each expected column a column of its own, at most 500."""
    found: list[tuple[int, ...]] = [()]
    for columns in candidates:
        found = [(*chosen, column) for chosen in found for column in columns if column not in chosen][:500]
    return found


def _same_column(
    expected: Sequence[Row], index: int, actual: Sequence[Row], column: int, ordered: bool, tolerance: float
) -> bool:
    ours, theirs = [row[index] for row in expected], [row[column] for row in actual]
    if not ordered:
        ours, theirs = sorted(ours, key=_key), sorted(theirs, key=_key)
    return all(same_value(one, other, tolerance) for one, other in zip(ours, theirs, strict=True))


def _same_rows(
    expected: Sequence[Row], actual: Sequence[Row], columns: tuple[int, ...], ordered: bool, tolerance: float
) -> bool:
    chosen = [[row[column] for column in columns] for row in actual]
    if ordered:
        return all(_same_row(one, other, tolerance) for one, other in zip(expected, chosen, strict=True))
    texts = [[_plain(cell) for cell in row if _number(cell) is None] for row in expected]
    if len(Counter(map(tuple, texts))) == len(texts):  # text columns are a key: sort both sides by it
        return _pairwise(sorted(expected, key=_text_key), sorted(chosen, key=_text_key), tolerance)
    rest = list(chosen)
    for row in expected:
        match = next((other for other in rest if _same_row(row, other, tolerance)), None)
        if match is None:
            return False
        rest.remove(match)
    return True


def _pairwise(expected: Sequence[Row], actual: Sequence[Row], tolerance: float) -> bool:
    return all(_same_row(one, other, tolerance) for one, other in zip(expected, actual, strict=True))


def _same_row(expected: Row, actual: Row, tolerance: float) -> bool:
    return all(same_value(one, other, tolerance) for one, other in zip(expected, actual, strict=True))


def _units_begun(value: Any) -> list[str]:
    """A first day as the product writes the month or quarter it begins: 2026-10, 2026-Q4."""
    day = value.date() if isinstance(value, datetime) else value
    if not isinstance(day, date) or day.day != 1:
        return []
    return [f"{day.year}-{day.month:02}", *([f"{day.year}-q{day.month // 3 + 1}"] if day.month % 3 == 1 else [])]


def _text_key(row: Row) -> tuple[str, ...]:
    return tuple(_plain(cell) for cell in row if _number(cell) is None)


def _key(value: Any) -> tuple[int, float, str]:
    number = _number(value)
    return (0, float(number), "") if number is not None else (1, 0.0, _plain(value))


def _number(value: Any) -> float | int | Decimal | None:
    return value if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else None


def _plain(value: Any) -> str:
    """Text as compared: dates, months and quarters as ISO days, case and space folded, nothing for NULL."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date() if value.time() == datetime.min.time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    text = " ".join(str(value).casefold().split()).removesuffix(" 00:00:00")
    unit = _UNIT.match(text)
    if unit:  # a month or quarter is its first day
        month = int(unit[2]) if unit[2] else 3 * int(unit[3]) - 2
        return f"{unit[1]}-{month:02d}-01"
    return text


def unordered(part: Any) -> Any:
    """A definition whose lists – conditions, tones – stand in one order however they were said."""
    if isinstance(part, dict):
        return {key: unordered(value) for key, value in part.items()}
    if isinstance(part, list):
        return sorted(
            (unordered(item) for item in part), key=lambda item: json.dumps(item, sort_keys=True, default=str)
        )
    return part
