"""小红书呢 behind figures of those who came by 抖音: another value of what was told, and no text to write."""

from __future__ import annotations

from assistant.planner.frame import Frame
from tools.definitions import Attribute, Audience

_LIGHT = ("filler", "same", "break", "came_word", "place", "and", "then", "people", "only_cue", "only", "instead")


def names_a_value(frame: Frame) -> bool:
    """Whether the message only names values of the fields that the last figures were told of."""
    state = frame.state
    if state.last not in ("metric", "audience", "list"):
        return False
    told = _fields(state.audience)
    if state.last == "metric" and state.metric is not None:
        told |= {
            *state.metric.dimensions,
            *(item.field for item in state.metric.where),
            *_fields(state.metric.audience),
        }
    named = [any(s.kind == "value" and s.value[0] in told for s in span.senses) for span in frame.spans]
    return any(named) and all(is_value or span.has(*_LIGHT) for is_value, span in zip(named, frame.spans, strict=True))


def _fields(audience: Audience | None) -> set[str]:
    return {one.field for one in audience.all if isinstance(one, Attribute)} if audience is not None else set()
