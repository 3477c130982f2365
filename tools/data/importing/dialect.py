"""How a text file lays out its cells: delimiter, quotes, and where the table begins."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from tools.contract import BadInput
from tools.data.importing import encoding
from tools.data.importing.models import FilePlan
from tools.data.importing.vocabulary import senses, vocabulary

HEAD_CHARACTERS = 262_144
MAX_COLUMNS = 1_000
MAX_CELL = 1_000_000
_DELIMITERS = ",;\t|"
_RARE_DELIMITERS = "^~\x01\x1f§"
_VALUE = re.compile(r"^[\s$€£¥(+-]*\d[\d.,:/ \-T]*\s*%?\)?$|^\d{4}年")

csv.field_size_limit(64_000_000)


def head_text(plan: FilePlan, path: Path) -> tuple[str, bool]:
    """The beginning of the file as text, and whether that is all of it. Cut after the last whole line."""
    text = ""
    for piece in encoding.decoded(plan, path):
        text += piece
        if len(text) > HEAD_CHARACTERS:
            cut = max(text.rfind("\n", 0, HEAD_CHARACTERS), text.rfind("\r", 0, HEAD_CHARACTERS))
            if cut < 0:
                cut = HEAD_CHARACTERS
            return text[: cut + 1], False
    return text, True


def detect(plan: FilePlan, path: Path) -> list[list[str]]:
    """Fill in delimiter, quote, escape and header row of `plan`; returns the first rows. Raises BadInput."""
    text, _ = head_text(plan, path)
    if not text.strip("\ufeff\0 \t\r\n"):
        raise BadInput(f"{path.name} is empty: nothing to import.", zh=f"{path.name} 是空的，无可导入。")
    text = text.replace("\0", "")
    declared = re.match(r"(?i)^\ufeff?\"?sep=(.)\"?\r?\n", text)
    plan.delimiter = declared.group(1) if declared else _delimiter(text)
    plan.quote, plan.escape = _quoting(text, plan.delimiter)
    rows = parse(text, plan, 2000)
    if max(map(len, rows), default=0) > MAX_COLUMNS:
        widest = max(map(len, rows))
        raise BadInput(
            f"{path.name} has {widest:,} columns and at most {MAX_COLUMNS:,} are read: "
            "leave out those you do not need.",
            zh=f"{path.name} 有 {widest:,} 列，最多读取 {MAX_COLUMNS:,} 列：请去掉不需要的列。",
        )
    plan.header_row = header_row(rows)
    return rows


def parse(text: str, plan: FilePlan, limit: int) -> list[list[str]]:
    """The first rows of `text` in the dialect of `plan`; row k is not always line k when quotes hold line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), **reader_options(plan))
    rows: list[list[str]] = []
    try:
        rows.extend(islice(reader, limit))
    except csv.Error:
        if not rows:
            rows = [line.split(plan.delimiter) for line in text.splitlines()[:limit]]
    return rows


def reader_options(plan: FilePlan) -> dict[str, Any]:
    """Keyword arguments of csv.reader for the dialect of `plan`."""
    options: dict[str, Any] = {"delimiter": plan.delimiter, "skipinitialspace": False}
    if not plan.quote:
        return options | {"quoting": csv.QUOTE_NONE}
    options["quotechar"] = plan.quote
    if plan.escape != plan.quote:
        options |= {"escapechar": plan.escape, "doublequote": False}
    return options


def header_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Number (from 1) of the row of headings among the first rows; None when the file begins with data.

    The first row as wide as the table whose filled cells are words, not values; a preamble above it is narrower.
    """
    filled = [sum(bool(cell and cell.strip()) for cell in row) for row in rows[:200]]
    widths = Counter(count for count in filled if count)
    if not widths:
        return 1
    usual = max(widths, key=lambda width: (widths[width], width))
    known = vocabulary().heading_words
    for index, row in enumerate(rows[:60]):
        cells = [cell.strip() for cell in row if cell and cell.strip()]
        words = [cell for cell in cells if not _VALUE.match(cell)]
        hits = sum(any(sense in known for sense in senses(cell)) for cell in cells)
        wide_enough = len(cells) >= max(1, min(usual, 3) if hits >= 2 else 0.6 * usual)
        if not cells or not wide_enough:
            continue
        if len(words) >= 0.8 * len(cells) and (hits or len(set(cells)) >= 0.9 * len(cells)):
            return None if not hits and _looks_like_its_data(index, rows) else index + 1
        if len(words) < 0.8 * len(cells) and filled[index] >= 0.6 * usual:
            return None if index == 0 else index + 1 if hits else None
    return 1


def headings_of(rows: Sequence[Sequence[str]], number: int) -> tuple[list[str], int]:
    """The headings in row `number`, and in the row below where that goes on with them; and the last row they take.

    商品信息 over 品名, 数量, 单价 in merged cells: the words below count, the group's before them where two are equal.
    """
    head = [cell.strip() for cell in rows[number - 1]]
    below = [cell.strip() for row in rows[number : number + 1] for cell in row]
    words = [cell for cell in below if cell]
    known = vocabulary().heading_words
    told = sum(any(sense in known for sense in senses(cell)) for cell in words)
    completes = any(cell and not (place < len(head) and head[place]) for place, cell in enumerate(below))
    if not completes or any(map(_VALUE.match, words)) or told < max(2, 0.5 * len(words)):
        return list(rows[number - 1]), number
    group, named = "", []
    for above, under in zip_longest(head, below, fillvalue=""):
        group = above or (group if under else "")
        named.append((group, under or above))
    names = [name for _, name in named]
    return [
        f"{of} {name}" if names.count(name) > 1 and of not in ("", name) else name for of, name in named
    ], number + 1


def _looks_like_its_data(index: int, rows: Sequence[Sequence[str]]) -> bool:
    """A row without known headings is data when the rows below have no values where it has words."""
    head, below = rows[index], rows[index + 1 : index + 50]
    if not below:
        return False
    told = 0
    for position, cell in enumerate(head):
        column = [row[position] for row in below if position < len(row) and row[position].strip()]
        values = sum(bool(_VALUE.match(one.strip())) for one in column)
        told += bool(column) and values > 0.5 * len(column) and not _VALUE.match(cell.strip())
        if cell.strip() and column.count(cell) > 0.2 * len(column):
            return True
    return told == 0 and len(head) > 1 and any(any(_VALUE.match(c.strip()) for c in row) for row in below)


def _delimiter(text: str) -> str:
    """The mark that cuts most lines into the same number of cells; a comma unless the evidence is clear."""
    sample = "\n".join(text.splitlines()[:400])
    best, best_score = ",", 0.0
    for mark in _DELIMITERS + _RARE_DELIMITERS:
        if mark not in sample:
            continue
        score = _consistency(sample, mark) * (0.6 if mark in _RARE_DELIMITERS else 1.0)
        if score > best_score * (1.0 if mark == "," else 1.02):
            best, best_score = mark, score
    return best


def _consistency(sample: str, mark: str) -> float:
    try:
        rows = [
            row
            for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error:
        rows = [line.split(mark) for line in sample.splitlines() if line.strip()]
    widths = Counter(len(row) for row in rows)
    usual, count = max(widths.items(), key=lambda item: (item[1] * min(item[0], 2), item[0]), default=(1, 0))
    if usual < 2:
        return 0.0
    header_fits = any(
        len(row) == usual and not any(_VALUE.match(cell.strip()) for cell in row if cell.strip()) for row in rows[:20]
    )
    return count / len(rows) * (1.0 + 0.02 * min(usual, 20)) * (1.0 if header_fits else 0.8)


def _quoting(text: str, delimiter: str) -> tuple[str, str]:
    mark = re.escape(delimiter)
    sample = text[:65536]
    single = len(re.findall(rf"(?:^|{mark})'[^'\n]*'(?={mark}|\r?$)", sample, re.M))
    double = len(re.findall(rf'(?:^|{mark})"', sample, re.M))
    backslashes = len(re.findall(rf'\\"(?!{mark}|\r|\n|$)', sample))  # before the end of a cell it is just a backslash
    doubled = len(re.findall(r'[^,;\t|\n]""[^,;\t|\n]', sample))
    quote = "'" if single > 5 and single > 2 * double else '"'
    return quote, "\\" if backslashes > doubled and backslashes else quote
