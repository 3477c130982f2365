"""the second one, after the figure of one campaign and then of another: the second that was named."""

from __future__ import annotations

from assistant.planner.frame import Frame, State
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from tools.definitions import Filter


def nth_named(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    """What such a word stands for where the last figures differ in one value only; () where it is none."""
    span, metric = spans[index], frame.state.metric
    if not span.has("row") or metric is None or metric.dimensions or frame.state.last != "metric":
        return ()
    if any(other.has("value", "values", "products") for other in spans):
        return ()
    field, named = _named_in_turn(frame.state)
    said = str(span.value("row"))
    place = len(named) - 1 if said == "last" else int(said) - 1
    if len(named) < 2 or not 0 <= place < len(named):
        return ()
    return (Sense("value", (field, named[place]), 1.0, f"stands for {named[place]}"),)


def _named_in_turn(state: State) -> tuple[str, list[str]]:
    """The field of the one filter that the last turns ran through, and its values in the order they were named."""
    field, named = "", list[str]()
    for turn in (state, *reversed(state.trail)):
        only = _only_filter(turn)
        if only is None or (field and only.field != field):
            break
        field = only.field
        named = [value for value in map(str, only.values) if value not in named] + named
    return field, named


def _only_filter(turn: State) -> Filter | None:
    where = turn.metric.where if turn.last == "metric" and turn.metric is not None else []
    return where[0] if len(where) == 1 and where[0].op == "is" and len(where[0].values) == 1 else None
