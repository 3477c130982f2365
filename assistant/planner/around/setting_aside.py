"""Setting words aside: they stay where they stand, and mean nothing."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span


def aside(span: Span, *kept: str) -> Span:
    """The same word as filler, less all it may mean but these kinds."""
    return Span(span.start, span.end, span.text, (Sense("filler"), *[s for s in span.senses if s.kind in kept]))


def set_aside(spans: Sequence[Span], start: int, end: int, *kept: str) -> list[Span]:
    """The spans with those from `start` to `end` made filler."""
    return [aside(span, *kept) if start <= place < end else span for place, span in enumerate(spans)]


def words_of(spans: Sequence[Span]) -> list[str]:
    """What was typed, word by word."""
    return [word for span in spans for word in span.text.casefold().replace("’", "'").split()]
