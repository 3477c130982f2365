"""Two shares in one question: what proportion came from social, and what from store."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span


def several_shares(frame: Frame) -> list[int]:
    """what proportion came from social, and what from store: where it is asked again, for a row of each."""
    if not frame.has("share"):
        return []
    again = [
        i
        for i in range(2, len(frame.spans) - 1)
        if frame.spans[i].text.casefold() in ("what", "and what", "how much", "how many")
        and frame.spans[i - 1].has("and", "break")
    ]
    return again if again and any(span.has("value", "values") for span in frame.spans[again[0] :]) else []


def share_of_each(frame: Frame) -> Frame:
    """The question with what asks again left out, so that the parts are one list."""
    spans = list(frame.spans)
    for place in several_shares(frame):
        spans[place] = Span(spans[place].start, spans[place].end, spans[place].text, (Sense("filler"),))
    return replace(frame, spans=spans)
