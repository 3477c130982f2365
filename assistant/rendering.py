"""A finding as a model reads it: short, marked where it quotes files, personal values through a given mask."""

import json
from collections.abc import Callable

from assistant.guard.untrusted import cell, quoted
from tools.contract import Column, Finding

ROWS = 20
ROWS_OF = {"describe_data": 200}
"""Tools whose rows a model needs whole: it cannot name a field it has not read."""


def hide(_column: str, _value: str) -> str:
    """The mask that shows nothing."""
    return "[hidden]"


Mask = Callable[[str, str], str]
"""Column name and value of a personal cell to what a model may see."""


def for_model(finding: Finding, mask: Mask, *, rows: int | None = None) -> str:
    """Title, rows, totals, caveats, definition, passages and drafts of `finding`, with at most `rows` rows."""
    parts = [f"status: {finding.status}", cell(finding.title, 400)]
    if finding.message:
        parts.append(cell(finding.message, 600))
    if finding.audience:
        size = f"{finding.audience.size} customers: {cell(finding.audience.text, 400)}"
        parts.append(f"audience{f' {finding.audience.id}' if finding.audience.id else ''}: {size}")
    if finding.totals:
        parts.append("totals: " + ", ".join(f"{name} = {value:.12g}" for name, value in finding.totals.items()))
    if finding.columns:
        parts += _table(finding, mask, ROWS_OF.get(finding.tool, ROWS) if rows is None else rows)
    if finding.definition:
        parts.append("definition: " + json.dumps(finding.definition, ensure_ascii=False, separators=(",", ":")))
    parts += [f"caveat: {cell(caveat, 400)}" for caveat in finding.caveats]
    for source in finding.sources:
        parts.append(f"source {cell(source.id)}: {cell(source.title)}")
        if source.text:
            parts.append(quoted(source.text))
    for number, draft in enumerate(finding.drafts, 1):
        failed = [check.message for check in draft.checks if not check.passed]
        parts.append(
            f"draft {number} ({draft.channel}, {draft.language}, {cell(draft.angle)}): "
            + ("; ".join(failed) or "passes")
        )
        parts += [f"{name}:\n{quoted(text)}" for name, text in draft.fields.items()]
    return "\n".join(part for part in parts if part)


def _table(finding: Finding, mask: Mask, rows: int) -> list[str]:
    shown = finding.rows[:rows]
    count = f"rows: {len(shown)} of {finding.total_rows}" if finding.total_rows > len(shown) else f"rows: {len(shown)}"
    heading = " | ".join(c.name + (f" ({c.unit})" if c.unit else "") for c in finding.columns)
    lines = [" | ".join(_cell(c, value, mask) for c, value in zip(finding.columns, row, strict=False)) for row in shown]
    return [count, heading, *lines]


def _cell(column: Column, value: object, mask: Mask) -> str:
    if column.pii and value is not None and value != "":
        return mask(column.name, str(value))
    return cell(value)
