"""JSON lines and JSON arrays as tables: nested objects become columns, a list of objects inside becomes rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from tools.contract import BadInput
from tools.data.importing import encoding
from tools.data.importing.dialect import MAX_CELL, MAX_COLUMNS
from tools.data.importing.models import FilePlan

_MAX_ARRAY = 256 << 20
_MAX_LINE = 8_000_000
_MAX_DEPTH = 4


def json_table(plan: FilePlan, path: Path) -> FilePlan:
    """A plan for the file's records: every key of every record is a column. Raises BadInput."""
    from tools.data.importing.sources import name_columns

    plan.format, plan.header_row = "json", None
    headings: dict[str, None] = {}
    for row in _records(plan, path):
        headings.update(dict.fromkeys(row))
        if len(headings) > MAX_COLUMNS:
            raise BadInput(
                f"{path.name} has more than {MAX_COLUMNS:,} different keys: leave out those you do not need.",
                zh=f"{path.name} 的字段超过 {MAX_COLUMNS:,} 种：请去掉不需要的字段。",
            )
    if not headings:
        raise BadInput(f"{path.name} holds no records: nothing to import.", zh=f"{path.name} 中没有记录，无可导入。")
    plan.columns = name_columns(list(headings), path.name)
    return plan


def json_rows(plan: FilePlan, path: Path) -> Iterator[list[str | None]]:
    """Records as rows in the order of `plan.columns`."""
    headings = [column.source for column in plan.columns]
    for row in _records(plan, path):
        tidy = {" ".join(key.split())[:200]: value for key, value in row.items()}
        yield [tidy.get(heading) for heading in headings]


def _records(plan: FilePlan, path: Path) -> Iterator[dict[str, str | None]]:
    for record in _objects(plan, path):
        if not isinstance(record, dict):
            raise BadInput(
                f"{path.name} holds {type(record).__name__} values where records are expected: "
                "export a list of objects.",
                zh=f"{path.name} 中本应是记录的地方是 {type(record).__name__} 值：请导出为对象列表。",
            )
        for row in _flat(record):
            if any(value is not None and len(value) > MAX_CELL for value in row.values()):
                raise BadInput(
                    f"{path.name} has a value of more than {MAX_CELL:,} characters: leave that key out.",
                    zh=f"{path.name} 有超过 {MAX_CELL:,} 个字符的值：请去掉该字段。",
                )
            yield row


def _objects(plan: FilePlan, path: Path) -> Iterator[Any]:
    """JSON lines one by one; anything else as a whole document: an array, or an object around one."""
    decode = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=lambda _: None)
    lines = (line for line in _lines(plan, path) if line.strip())
    first = next(lines, "").strip()
    try:
        head = decode.decode(first)
    except json.JSONDecodeError as error:
        if first.startswith("{") and first.endswith("}"):
            raise _damaged_line(path, 1, error) from error
        head = None
    second = next(lines, None) if isinstance(head, dict) else None
    if not isinstance(head, dict) or (second is None and _inner_list(head)):
        yield from _document(plan, path, decode)
        return
    yield head
    for number, line in enumerate(chain([second] if second else [], lines), start=2):
        try:
            yield decode.decode(line)
        except json.JSONDecodeError as error:
            raise _damaged_line(path, number, error) from error


def _damaged_line(path: Path, number: int, error: json.JSONDecodeError) -> BadInput:
    return BadInput(
        f"{path.name} is damaged JSON lines ({error.msg} in record {number}): export it again.",
        zh=f"{path.name} 的 JSON 行已损坏（第 {number} 条：{error.msg}）：请重新导出。",
    )


def _document(plan: FilePlan, path: Path, decode: json.JSONDecoder) -> Iterator[Any]:
    if path.stat().st_size > _MAX_ARRAY:
        raise BadInput(
            f"{path.name} is one JSON document of more than {_MAX_ARRAY >> 20} MB: "
            "export it as JSON lines, one record a line.",
            zh=f"{path.name} 是一个超过 {_MAX_ARRAY >> 20} MB 的 JSON 文档：请导出为 JSON lines，每行一条记录。",
        )
    try:
        value = decode.decode("".join(encoding.decoded(plan, path)).strip())
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInput(
            f"{path.name} is damaged JSON ({str(error)[:80]}): export it again.",
            zh=f"{path.name} 是损坏的 JSON（{str(error)[:80]}）：请重新导出。",
        ) from error
    if isinstance(value, dict):
        value = _inner_list(value) or [value]
    yield from value


def _inner_list(value: dict[str, Any]) -> list[Any] | None:
    """The only list of objects an API answer wraps its records in."""
    lists = [inner for inner in value.values() if isinstance(inner, list) and inner and isinstance(inner[0], dict)]
    return lists[0] if len(lists) == 1 and len(value) <= 5 else None


def _flat(record: dict[str, Any]) -> Iterator[dict[str, str | None]]:
    """A record as rows: one, or one per object of its only list of objects (an order's line items)."""
    flat: dict[str, str | None] = {}
    lists: dict[str, list[Any]] = {}
    _fill(flat, lists, record, "", 0)
    if len(lists) != 1:
        yield flat
        return
    ((key, items),) = lists.items()
    prefix = key.removesuffix("s") + " "
    for item in items:
        row = dict(flat)
        _fill(row, {}, item, prefix, 1)
        yield row


def _fill(
    flat: dict[str, str | None], lists: dict[str, list[Any]], record: dict[str, Any], prefix: str, depth: int
) -> None:
    for key, value in record.items():
        name = prefix + str(key)
        if isinstance(value, dict) and depth < _MAX_DEPTH:
            _fill(flat, lists, value, name + " ", depth + 1)
        elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value) and depth == 0:
            lists[name] = value
        elif isinstance(value, list):
            flat[name] = ", ".join(str(one) for one in value if not isinstance(one, (dict, list))) or None
        else:
            flat[name] = (
                value
                if isinstance(value, str)
                else {True: "true", False: "false"}.get(value)
                if isinstance(value, bool)
                else None
            )


def _lines(plan: FilePlan, path: Path) -> Iterator[str]:
    rest = ""
    for piece in encoding.decoded(plan, path):
        rest += piece
        *whole, rest = rest.split("\n")
        yield from whole
        if len(rest) > _MAX_LINE:
            yield rest  # no JSON lines: the caller turns to the whole document
            return
    if rest.strip():
        yield rest
