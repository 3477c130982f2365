"""Words of a follow-up beside what stays: make it platinum too adds; and both within 2026 dates whatever was bought."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from tools.definitions import Bought

_MADE = ("make it", "make that", "make them", "make this", "make those")
_TOO = ("too", "as well", "also")
_BOTH = (
    "both",
    "both of them",
    "both of those",
    "both of these",
    "each",
    "两个都",
    "两样都",
    "两者都",
    "两个都要",
    "两样都要",
    "两个都得",
    "都",
)
_LIGHT = ("filler", "break", "and", "place", "interjection", "thanks", "add", "only", "only_cue", "but")


def made_too(spans: list[Span]) -> None:
    """make it platinum too: another value beside the one there is, and not in its place."""
    made = next((i for i, span in enumerate(spans) if span.text.casefold() in _MADE), None)
    if made is None or not any(span.has("value", "values") for span in spans[made + 1 :]):
        return
    if any(span.text.casefold() in _TOO for span in spans[made + 1 :]):
        spans[made] = replace(spans[made], senses=(Sense("filler"),))


def both_in_time(frame: Frame, spans: list[Span]) -> None:
    """and both within 2026, of who bought skincare and fragrance: the time of both, and no two lists."""
    audience = frame.state.audience
    at = next((i for i, span in enumerate(spans) if span.text.casefold() in _BOTH), None)
    if at is None or audience is None or sum(isinstance(c, Bought) for c in audience.all) < 2:
        return
    others = [span for i, span in enumerate(spans) if i != at and not span.has(*_LIGHT)]
    if len(others) == 1 and others[0].has("period"):
        spans[at] = replace(spans[at], senses=(Sense("filler"), Sense("both_deeds")))
