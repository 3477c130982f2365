"""who's in champions, which customers are gold – after figures: those people, and no figure of theirs."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_WHO = re.compile(r"^(?:who(?:'?s| is| are| were)(?: (?:in|from|the))*|which (?:customers|people|members|clients))$")
_AROUND = ("value", "values", "filler", "break", "place", "and", "contact")


def who_they_are(frame: Frame, spans: list[Span]) -> list[Span]:
    """The spans, with such an opening read as a list of those spoken of."""
    first = next((i for i, span in enumerate(spans) if not span.has("break", "and", "interjection")), None)
    if first is None or frame.state.figures != "metric" or not _WHO.match(spans[first].text.casefold()):
        return spans
    rest = spans[first + 1 :]
    if not any(span.has("value", "values") for span in rest) or not all(span.has(*_AROUND) for span in rest):
        return spans
    opening = replace(spans[first], text="those", senses=(Sense("list"), Sense("anaphor")))
    return [*spans[:first], opening, *rest]
