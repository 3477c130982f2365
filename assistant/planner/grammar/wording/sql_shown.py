"""and show me the SQL behind it: what stands with every answer, and no code to be written or run."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_NAMES = ("sql", "query", "sql query", "the sql", "sql code", "sql statement", "queries")
_BEFORE = frozenset((
    "show", "me", "the", "give", "us", "include", "with", "add", "plus", "and", "also", "paste", "print", "see", "let",
    "want", "to", "i", "i'd", "id", "like", "please", "pls", "your", "underlying", "display", "attach", "what", "which",
    "what's", "whats", "is", "was", "did", "get", "send", "exact", "can", "you", "could", "would", "need", "a", "share",
))  # fmt: skip
_BEHIND = frozenset((
    "behind", "it", "that", "this", "you", "used", "use", "ran", "run", "for", "too", "as", "well", "pls", "please",
    "query", "code", "statement", "underneath", "so", "can", "i", "check", "verify", "thanks", "thx", "ta", "the",
    "answer", "number", "figure", "did", "was", "is", "there", "want", "to", "see", "sql", "also",
))  # fmt: skip


def without_sql(spans: Sequence[Span]) -> list[Span]:
    """The spans with a wish to see the SQL that ran made filler; alone it asks how the last answer was counted."""
    for index, span in enumerate(spans):
        if span.text.casefold() not in _NAMES:
            continue
        first, end = index, index + 1
        while first > 0 and _all_in(spans[first - 1], _BEFORE):
            first -= 1
        while end < len(spans) and _all_in(spans[end], _BEHIND):
            end += 1
        parted = first == 0 or spans[first - 1].has("break")
        shown = first < index or end > index + 1
        if not shown or (end < len(spans) and not spans[end].has("break")) or not (parted or _led(spans[first])):
            continue
        whole = all(s.has("break", "filler") for s in (*spans[:first], *spans[end:]))
        senses = (Sense("how_counted"),) if whole else (Sense("filler"), Sense("sql_shown"))
        told = [Span(s.start, s.end, s.text, senses if s is span else (Sense("filler"),)) for s in spans[first:end]]
        return [*spans[:first], *told, *spans[end:]]
    return list(spans)


def _all_in(span: Span, words: frozenset[str]) -> bool:
    return all(word in words for word in span.text.casefold().split())


def _led(span: Span) -> bool:
    return span.text.casefold().split()[0] in ("and", "with", "plus", "also", "include")
