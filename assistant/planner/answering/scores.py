"""Scores, recommendations, lookalikes, migrations, model cards and tests in words: their tools bring the sentence."""

from __future__ import annotations

from assistant.planner.answering.sentences import Say, heading, lower, sentence
from assistant.planner.reading import Reading
from tools.contract import Finding

TOLD_CELLS = 3


def told(finding: Finding, reading: Reading, say: Say) -> str:
    """What it is about, and what the tool says of it; without a sentence of its own, its first row."""
    title, message = finding.title.strip(), finding.message.strip()
    asked = _asked_row(finding, reading)
    if asked:
        return sentence(f"{asked[0]}{say(': ', '：')}{asked[1]}", say) + say(" ", "") + sentence(message or title, say)
    if message:
        if not title or title.casefold() in message.casefold():
            return sentence(message, say)
        return sentence(title, say) + say(" ", "") + sentence(message, say)
    if not finding.rows:
        return sentence(title, say)
    return sentence(f"{title}{say(': ', '：')}{_first_row(finding, say)}", say)


def _asked_row(finding: Finding, reading: Reading) -> list[str]:
    """The row the question is about: label and value."""
    words = reading.focus.get("row", ())
    for row in finding.rows:
        if len(row) > 1 and any(word in str(row[0]).casefold() for word in words):
            return [str(cell) for cell in row[:2]]
    return []


def _first_row(finding: Finding, say: Say) -> str:
    """The first row's cells with their headings; who it is stays in the table."""
    told_cells = [
        f"{lower(heading(column))} {say.cell(value, column)}"
        for value, column in zip(finding.rows[0], finding.columns, strict=False)
        if not column.pii and value not in (None, "")
    ]
    return say(", ", "，").join(told_cells[:TOLD_CELLS])
