"""A message in stretches: what stands between stops, commas and, where asked for, "and" or "then"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.planner.spans import Span

_STOPS = ".!?;。！？；\n"


def fragments(spans: Sequence[Span], parts: Callable[[Span], bool]) -> list[tuple[int, int]]:
    """Runs of spans as (first, end), parted by those of which `parts` holds."""
    found, first = [], 0
    for index in range(len(spans) + 1):
        if index == len(spans) or parts(spans[index]):
            if first < index:
                found.append((first, index))
            first = index + 1
    return found


def stretches(spans: list[Span], *also: str) -> list[list[Span]]:
    """Runs of spans between breaks; spans of the kinds in `also` part them too and belong to neither side."""
    return [
        spans[first:end]
        for first, end in fragments(spans, lambda span: span.has("break") or bool(also and span.has(*also)))
    ]


def is_stop(span: Span) -> bool:
    """Whether a sentence ends here."""
    return span.has("break") and any(mark in _STOPS for mark in span.text or ";")
