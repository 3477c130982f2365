"""A message in stretches: what stands between stops, commas and, where asked for, "and" or "then"."""

from __future__ import annotations

from assistant.planner.spans import Span

_STOPS = (".", "!", "?", ";", "。", "！", "？", "；", "\n")


def stretches(spans: list[Span], *also: str) -> list[list[Span]]:
    """Runs of spans between breaks; spans of the kinds in `also` part them too and belong to neither side."""
    parts: list[list[Span]] = [[]]
    for span in spans:
        if span.has("break") or (also and span.has(*also)):
            parts.append([])
        else:
            parts[-1].append(span)
    return [part for part in parts if part]


def is_stop(span: Span) -> bool:
    """Whether a sentence ends here."""
    return span.has("break") and any(mark in span.text or mark in span.text.strip() for mark in _STOPS)
