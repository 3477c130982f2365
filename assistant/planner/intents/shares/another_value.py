"""A share of one value and then of another: 社交来的占几成，门店来的呢."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.reading import Reading


def and_another(frame: Frame, read: Callable[[Frame], Reading | None]) -> Reading | None:
    """社交来的占几成，门店来的呢: the same share of another value, which is a question of its own."""
    spans = list(frame.spans)
    while spans and (spans[-1].text in "?？" or spans[-1].has("break")):
        spans.pop()
    stop = next((i for i in reversed(range(len(spans))) if spans[i].has("break")), None)
    if stop is None or not spans or spans[-1].text != "呢" or not any(s.has("share") for s in spans[:stop]):
        return None
    other = next((span for span in spans[stop + 1 :] if span.has("value", "values")), None)
    fields = {sense.value[0] for sense in other.senses if sense.kind in ("value", "values")} if other else set()
    places = [
        i
        for i, span in enumerate(spans[:stop])
        if fields & {sense.value[0] for sense in span.senses if sense.kind in ("value", "values")}
    ]
    if other is None or not places or any(span.has("measure", "by") for span in spans[stop + 1 :]):
        return None
    place = places[-1]
    first = read(replace(frame, spans=spans[:stop]))
    second = read(replace(frame, spans=[*spans[:place], other, *spans[place + 1 : stop]]))
    if first is None or second is None:
        return None
    first.calls = [*first.calls, *second.calls]
    return first
