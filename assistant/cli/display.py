"""Answers on a terminal: text, then each table with its definition and caveats, columns aligned in both scripts."""

import unicodedata
from typing import Any, TextIO

from assistant.events import Answer
from tools.contract import Column, Finding

_WIDEST = 44


def print_answer(answer: Answer, out: TextIO, *, rows: int) -> None:
    """Write `answer` to `out`, at most `rows` rows per table (0 for all)."""
    if answer.text:
        out.write(answer.text.rstrip() + "\n")
    for finding in answer.findings:
        unsaid = [caveat for caveat in finding.caveats if caveat not in answer.text]
        finding = finding.model_copy(update={"caveats": unsaid})
        if answer.text and len(finding.rows) == len(finding.columns) == 1:  # the text has said the one figure
            finding = finding.model_copy(update={"title": "", "columns": []})
        text = finding_text(finding, rows)
        out.write("\n" + text if text else "")
    for number, draft in enumerate(answer.drafts, 1):
        out.write(f"\n── {number}. {draft.channel}{f' · {draft.angle}' if draft.angle else ''} ──\n")
        out.write("".join(f"{name}: {text}\n" for name, text in draft.fields.items()))
        failed = [check.message for check in draft.checks if not check.passed]
        out.write("".join(f"  ! {message}\n" for message in failed))
    words = ("对话", "模型", "日期") if answer.language == "zh" else ("conversation", "model", "today")
    values = (answer.session, answer.model, answer.today.isoformat())
    out.write("\n" + " · ".join(f"{word} {value}" for word, value in zip(words, values, strict=True)) + "\n")


def finding_text(finding: Finding, rows: int) -> str:
    """One finding as text: title, table, totals, caveats."""
    lines = [finding.title] if finding.title else []
    if finding.message:
        lines.append(finding.message)
    shown = finding.rows[:rows] if rows else finding.rows
    if finding.columns and shown:
        lines += _table(finding.columns, shown)
        if finding.total_rows > len(shown):
            lines.append(f"… {len(shown):,} / {finding.total_rows:,}")
    lines += [f"* {caveat}" for caveat in finding.caveats]
    return "\n".join(lines) + "\n" if lines else ""


def _table(columns: list[Column], rows: list[list[Any]]) -> list[str]:
    headings = [(column.label or column.name) + (f" ({column.unit})" if column.unit else "") for column in columns]
    texts = [[_cell(column, value) for column, value in zip(columns, row, strict=False)] for row in rows]
    widths = [max(_width(text) for text in column) for column in zip(headings, *texts, strict=False)]
    right = [column.type in ("integer", "number", "money", "share") for column in columns]
    rule = "  ".join("─" * width for width in widths)
    return [_line(headings, widths, right), rule, *(_line(row, widths, right) for row in texts)]


def _line(cells: list[str], widths: list[int], right: list[bool]) -> str:
    padded = []
    for text, width, to_right in zip(cells, widths, right, strict=True):
        space = " " * (width - _width(text))
        padded.append(space + text if to_right else text + space)
    return "  ".join(padded).rstrip()


def _cell(column: Column, value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, int | float):
        return number_text(value, column.type)
    text = " ".join(column.said(value).split())
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def number_text(value: int | float, kind: str) -> str:
    """A figure as people write it: shares in percent, money with cents, thousands separated."""
    if kind == "share":
        return f"{value * 100:.1f}%"
    if kind == "money":
        return f"{value:,.2f}"
    if float(value).is_integer() and (kind == "integer" or abs(value) < 1e15):
        return f"{int(value):,}"
    return f"{value:,.2f}" if abs(value) >= 1 else f"{value:.4g}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)
