"""Words of a follow-up, from prompts/lexicon/follow_ups.toml."""

from __future__ import annotations

from assistant.planner.spans import Span
from assistant.planner.words import listed


def says(span: Span, *tables: str) -> bool:
    """Whether a span is one of the words of these tables."""
    return span.text.casefold() in listed("follow_ups", *tables)


def words(table: str) -> tuple[str, ...]:
    """The words of one table, for what begins or ends with them."""
    return tuple(listed("follow_ups", table))
