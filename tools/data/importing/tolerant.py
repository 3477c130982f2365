"""Reading a text file row by row with repairs: for files that a strict reader refuses."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.contract import BadInput
from tools.data.importing import encoding
from tools.data.importing.dialect import MAX_CELL, reader_options
from tools.data.importing.models import FilePlan

_MAX_LINE = 8_000_000
_MAX_QUOTED_LINES = 200


@dataclass
class Repairs:
    """What had to be mended, with the first line numbers."""

    literal: int = 0
    literal_lines: list[int] = field(default_factory=list)
    padded: int = 0
    padded_lines: list[int] = field(default_factory=list)
    joined: int = 0
    joined_lines: list[int] = field(default_factory=list)
    dropped: int = 0
    dropped_lines: list[int] = field(default_factory=list)

    def note(self, kind: str, line: int) -> None:
        setattr(self, kind, getattr(self, kind) + 1)
        lines = getattr(self, f"{kind}_lines")
        if len(lines) < 5:
            lines.append(line)


def text_rows(plan: FilePlan, path: Path, repairs: Repairs) -> Iterator[list[str]]:
    """The data rows, each exactly as wide as the table.

    Short rows are filled up; long rows whose surplus is empty are cut; other long rows keep their first cells and join
    the surplus to the last one. A quote that is never closed is taken for a character when its line then fits.
    """
    width, options, skip = len(plan.columns), reader_options(plan), plan.header_row or 0
    lines = enumerate(_lines(plan, path), start=1)
    seen = 0
    for number, line in lines:
        row = _row(number, line, lines, plan, options, width, repairs)
        if row is None:
            continue
        seen += 1
        if seen <= skip or not any(cell.strip() for cell in row):
            continue
        yield _fit(row, width, number, plan.delimiter, repairs)


def _row(
    number: int,
    line: str,
    lines: Iterator[tuple[int, str]],
    plan: FilePlan,
    options: dict[str, Any],
    width: int,
    repairs: Repairs,
) -> list[str] | None:
    """One logical row, taking further lines while a quote is open; None when it could not be read."""
    quote = plan.quote
    if not quote or line.count(quote) % 2 == 0:
        return _parse(line, options)
    literal = line.split(plan.delimiter)
    opened = f"{plan.delimiter}{quote}" in line or line.startswith(quote)
    if not opened and len(literal) == width:
        repairs.note("literal", number)
        return literal  # a stray inch mark, not a quotation
    block, taken = line, 1
    for _, following in lines:
        block += "\n" + following
        taken += 1
        if len(block) > _MAX_LINE:
            raise BadInput(
                f"{plan.name} has a row longer than {_MAX_LINE:,} characters at line {number}: "
                "close the quote that is left open there.",
                zh=f"{plan.name} 第 {number} 行开始的一行超过 {_MAX_LINE:,} 个字符：请把未闭合的引号补上。",
            )
        if block.count(quote) % 2 == 0:
            row = _parse(block, options)
            if row is not None and len(row) > width + 1:
                raise _unclosed(number, width, plan)
            return row
        if taken > _MAX_QUOTED_LINES:
            break
    raise _unclosed(number, width, plan)


def _unclosed(number: int, width: int, plan: FilePlan) -> BadInput:
    return BadInput(
        f"{plan.name} opens a quote ({plan.quote}) at line {number} "
        f"that is not closed where its row of {width} cells should end: "
        "mend that line, or export the file again.",
        zh=f"{plan.name} 第 {number} 行有一个引号（{plan.quote}），在该行 {width} 个单元格结束处没有闭合："
        "请修改该行，或重新导出文件。",
    )


def _parse(line: str, options: dict[str, Any]) -> list[str] | None:
    try:
        return next(csv.reader([line], **options), [])
    except csv.Error:
        return None


def _fit(row: list[str], width: int, number: int, delimiter: str, repairs: Repairs) -> list[str]:
    longest = max(map(len, row))
    if longest > MAX_CELL:
        raise BadInput(
            f"Line {number} has a cell of {longest:,} characters and at most {MAX_CELL:,} are read: "
            "shorten it, or close the quote that is left open.",
            zh=f"第 {number} 行有 {longest:,} 个字符的单元格，最多读取 {MAX_CELL:,} 个：请缩短，或把未闭合的引号补上。",
        )
    if len(row) < width:
        repairs.note("padded", number)
        return row + [""] * (width - len(row))
    if len(row) > width:
        surplus = row[width:]
        if any(cell.strip() for cell in surplus):
            repairs.note("joined", number)
            return [*row[: width - 1], delimiter.join(row[width - 1 :])]
        return row[:width]
    return row


def _lines(plan: FilePlan, path: Path) -> Iterator[str]:
    """Physical lines whatever their ends (LF, CRLF, lone CR), without NUL."""
    rest = ""
    for piece in encoding.decoded(plan, path):
        rest += piece.replace("\0", "")
        if rest.endswith("\r"):
            continue  # its LF may be in the next piece
        parts = rest.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        rest = parts.pop()
        yield from parts
        if len(rest) > _MAX_LINE:
            raise BadInput(
                f"{plan.name} has a line longer than {_MAX_LINE:,} characters: "
                "close the quote that is left open, or leave that line out.",
                zh=f"{plan.name} 有一行超过 {_MAX_LINE:,} 个字符：请把未闭合的引号补上，或去掉该行。",
            )
    if rest:
        yield from rest.replace("\r", "\n").split("\n")
