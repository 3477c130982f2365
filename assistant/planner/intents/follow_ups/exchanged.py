"""包换成鞋, swap bags for shoes, shoes instead of bags: one value of the last definition and what takes its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.reading import Call, Reading
from assistant.planner.remembering import parsed
from assistant.planner.spans import Span
from assistant.planner.spoken_of import GOODS
from tools.definitions import Audience, Metric

_INTO = ("换成", "换为", "改成", "改为", "换到", "改到", "替换成", "变成", "换", "改")
_SWAP = ("swap", "replace", "change", "exchange", "substitute", "switch")
_FOR = ("for", "with", "to", "into", "by")
_FEW = 8
_LIGHT = ("filler", "break", "interjection", "same", "and", "alike_with")


def read_exchanged(frame: Frame) -> Reading | None:
    """The last people or figures with the one value in the place of the other, wherever it stands."""
    if not frame.has("instead") or len(frame.spans) > _FEW:
        return None
    # the words anew: what was old is set aside where both are of one field
    state, spans = frame.state, [s for s in frame.retold(frame.text.original).spans if not s.has("break")]
    named = [i for i, span in enumerate(spans) if span.has("value")]
    if len(named) != 2:
        return None
    if _in_place_of(spans, *named):
        named.reverse()
    elif not _exchange(spans, *named):
        return None
    definition = state.metric if state.figures == "metric" else state.audience
    if definition is None or state.last not in ("metric", "audience", "list"):
        return None
    data = definition.model_dump(mode="json")
    for old in _values(spans[named[0]]):
        for new in _values(spans[named[1]]):
            found = [one for one in _places(data) if (one["field"], one["values"]) == (old[0], [old[1]])]
            if len(found) != 1 or not (old[0] == new[0] or {old[0], new[0]} <= set(GOODS)):
                continue
            found[0].update({"field": new[0], "values": [new[1]]})
            return _told(frame, data)
    return None


def _exchange(spans: list[Span], old: int, new: int) -> bool:
    """Whether the message says nothing but that the first takes the place of the second."""
    between = [span.text.casefold() for span in spans[old + 1 : new]]
    led = any(span.text.casefold() in _SWAP for span in spans[:old])
    joined = bool(between) and (between[-1].startswith(_INTO) or (led and between[-1] in _FOR))
    rest = [span for i, span in enumerate(spans) if not old < i < new and i not in (old, new)]
    return joined and len(between) == 1 and all(s.has(*_LIGHT) or s.text.casefold() in _SWAP for s in rest)


def _in_place_of(spans: list[Span], new: int, old: int) -> bool:
    """shoes instead of makeup, online rather than store: the first takes the place of the second."""
    between = [span.text.casefold() for span in spans[new + 1 : old] if not span.has("filler")]
    rest = [span for i, span in enumerate(spans) if not new <= i <= old]
    return len(between) == 1 and between[0] in _RATHER and all(s.has(*_LIGHT, "instead", "place", "for") for s in rest)


_RATHER = ("instead of", "rather than", "in place of", "in lieu of")


def _values(span: Span) -> list[tuple[str, Any]]:
    return [(str(s.value[0]), s.value[1]) for s in span.senses if s.kind == "value"]


def _places(data: Any) -> Iterator[dict[str, Any]]:
    """Every condition or filter that names values of a field."""
    if isinstance(data, dict):
        if "field" in data and data.get("values"):
            yield data
        for value in data.values():
            yield from _places(value)
    elif isinstance(data, list):
        for value in data:
            yield from _places(value)


def _told(frame: Frame, data: dict[str, Any]) -> Reading | None:
    state = frame.state
    if state.figures == "metric":
        metric = parsed(Metric, data)
        call = Call("measure", {"metric": metric.compact()}) if metric is not None else None
        return frame.reading("metric", metric=metric, calls=[call]) if call is not None else None
    people = parsed(Audience, data)
    if people is None:
        return None
    args = {"audience": people.compact()}
    if state.last == "list":
        kept = {k: v for k, v in state.list_args.items() if v is not None}
        return frame.reading("list", audience=people, calls=[Call("list_audience", args | kept)])
    return frame.reading("audience", audience=people, calls=[Call("size_audience", args)])
