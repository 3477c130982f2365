"""both home and kitchen, after who bought home: who bought the one and the other, in the same days."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.merging import negative
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span
from tools.definitions import Audience, Bought

_LIGHT = (
    "filler",
    "break",
    "and",
    "or",
    "people",
    "who",
    "only_cue",
    "interjection",
    "thanks",
    "verb",
    "how_many",
    "place",
)
_BOTH = {"both", "both of", "bought both", "who bought both", "in both", "both the"}


def both_goods(frame: Frame) -> Reading | None:
    """The last people who bought the other thing as well; None where not both are named."""
    before = frame.state.audience
    said = [span for span in frame.spans if span.text.casefold() in _BOTH]
    if before is None or frame.state.last not in ("audience", "list") or len(said) != 1 or before.limit is not None:
        return None
    named = [pair for span in frame.spans for pair in _values(span)]
    told = [span for span in frame.spans if span not in said and not _values(span) and not span.has(*_LIGHT)]
    deeds = [c for c in before.all if isinstance(c, Bought) and not negative(c) and len(c.where) == 1]
    if told or len(named) != 2 or len(deeds) != 1:
        return None
    wanted = deeds[0].where[0]
    if any(field != wanted.field for field, _ in named) or wanted.op != "is" or len(wanted.values) != 1:
        return None
    other = [value for _, value in named if value not in wanted.values]
    if len(other) != 1:
        return None
    also = deeds[0].model_copy(update={"where": [wanted.model_copy(update={"values": other})]})
    audience = before.model_copy(update={"all": [*before.all, also]})
    return _sized(frame, audience)


def _values(span: Span) -> list[tuple[str, object]]:
    value = span.value("value") or span.value("values")
    if value is None:
        return []
    return [(value[0], one) for one in (value[1] if isinstance(value[1], tuple) else (value[1],))]


def _sized(frame: Frame, audience: Audience) -> Reading:
    call = Call("size_audience", {"audience": audience.compact()})
    return frame.reading("audience", audience=audience, calls=[call])
