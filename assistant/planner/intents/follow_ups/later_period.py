"""The period behind one that is over: next quarter, the quarter after, 接下来一个月 – and no forecast."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.intents.follow_ups.said import says, words
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from assistant.planner.spans import Span
from assistant.planner.spoken_of import last_period
from tools.periods import step

_FEW = 8
"""Words of a follow-up that is about nothing else."""


def later_period(frame: Frame, spans: list[Span]) -> list[Span]:
    """The spans with such words as the period they mean."""
    before = last_period(frame.state)
    end = bounds(before, frame.today)[1] if before is not None else None
    if end is None or end >= frame.today or len(spans) > _FEW:
        return spans
    for index, span in enumerate(spans):
        behind = index + 1 < len(spans) and says(spans[index + 1], "after_unit")
        unit = _unit(span, behind=behind)
        if unit is None:
            continue
        start = step("day", end, 1)
        period = fixed(start, step("day", step(unit, start, 1), -1))  # type: ignore[arg-type]
        found = list(spans)
        found[index] = replace(span, senses=(Sense("period", period),))
        if behind:
            found[index + 1] = replace(spans[index + 1], senses=(Sense("filler"),))
        return found
    return spans


def _unit(span: Span, *, behind: bool) -> str | None:
    """month, of the next month or a month later; None of several."""
    ahead = span.has("horizon") and span.text.casefold().startswith(words("next_unit"))
    counted = span.value("horizon") if ahead else span.value("duration") if behind else None
    if counted is None:
        return None
    count, unit = counted
    return str(unit) if count == 1 else None
