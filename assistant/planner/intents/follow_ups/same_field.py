"""门店来的, after 来自社交的: a word that is a value of several fields takes the one the last definition asks."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.spans import Span
from tools.definitions import Attribute, Filter

_LIGHT = ("filler", "break", "same", "instead", "and", "only_cue", "came_word", "people", "interjection")


def of_same_field(frame: Frame, spans: list[Span]) -> list[Span]:
    """The spans of a message that is no more than another value, with the one field that was asked before."""
    named = [i for i, span in enumerate(spans) if len(_fields(span)) > 1]
    if len(named) != 1 or not all(i in named or span.has(*_LIGHT) for i, span in enumerate(spans)):
        return spans
    asked = _asked(frame) & _fields(spans[named[0]])
    if len(asked) != 1:
        return spans
    field = asked.pop()
    made = list(spans)
    span = made[named[0]]
    kept = tuple(s for s in span.senses if s.kind not in ("value", "values") or s.value[0] == field)
    made[named[0]] = replace(span, senses=kept)
    return made


def _fields(span: Span) -> set[str]:
    return {str(sense.value[0]) for sense in span.senses if sense.kind == "value"}


def _asked(frame: Frame) -> set[str]:
    """The fields of which one value was asked: of the figures' filters, and of facts of the people."""
    state = frame.state
    metric = state.metric if state.figures == "metric" else None
    people = metric.audience if metric is not None else state.audience
    told: list[Filter | Attribute] = [*(metric.where if metric is not None else [])]
    told += [c for c in (people.all if people is not None else []) if isinstance(c, Attribute)]
    return {one.field for one in told if one.op == "is"}
