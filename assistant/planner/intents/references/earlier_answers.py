"""An earlier answer of the conversation, by its place: the second one again, back to the first."""

from __future__ import annotations

from assistant.planner.frame import Frame, State
from assistant.planner.spans import Span

_LIGHT = (
    "filler", "break", "people", "and", "for", "place", "interjection", "thanks", "greeting", "anaphor", "list", "back",
    "which", "history", "same",
)  # fmt: skip
_AGAIN = {"again", "once more", "once again", "one more time", "back"}
_ANSWERS = {
    "answer", "result", "number", "figure", "question", "city", "country", "category", "brand", "group", "table",
    "count", "value", "list", "query",
}  # fmt: skip


def place_meant(frame: Frame) -> int | None:
    """Which of the earlier answers is asked for again, by its place in the conversation; None where none is."""
    state = frame.state
    if _rows_shown(state):
        return None
    asked = any(span.has("back") or span.text.casefold() in _AGAIN for span in frame.spans)
    numbers = [place for span in frame.spans if (place := _ordinal(span))]
    if not asked or len(numbers) != 1:
        return None
    if not all(_ordinal(s) or s.has(*_LIGHT) or s.text.casefold() in (*_ANSWERS, *_AGAIN) for s in frame.spans):
        return None
    place = numbers[0] - 1
    return place if place < len(state.trail) else None


def _rows_shown(state: State) -> bool:
    """Whether the last answer shows rows, which "the second one" then points at."""
    if state.figures == "metric":
        return state.metric is not None and bool(state.metric.dimensions)
    return state.figures == "list"


def _ordinal(span: Span) -> int:
    said = span.value("row") or span.value("nth")
    return int(said) if str(said).isdigit() else 0
