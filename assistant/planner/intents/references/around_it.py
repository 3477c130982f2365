"""which city buys it most, after what sold best in China this month: of China and this month still."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.merging import merge_audience
from assistant.planner.reading import Call, Reading
from assistant.planner.spoken_of import GOODS
from tools.definitions import Attribute, Audience, Metric

_IT = {"it", "its", "it the", "this", "that", "它", "它的"}
_OWN = ("period", "all_time", "people", "agent", "versus", "compare")


def kept_around_it(frame: Frame, reading: Reading) -> Reading:
    """The reading with the days and people of the figures that "it" was told in, where it says none of its own."""
    before, metric = frame.state.metric, reading.metric
    if frame.state.last != "metric" or before is None or metric is None or reading.ask is not None:
        return reading
    if metric.period is not None or len(reading.calls) != 1 or reading.calls[0].tool != "measure":
        return reading
    if not _told_in(frame, before) or any(span.has(*_OWN) and not span.has("filler") for span in frame.spans):
        return reading
    if set(metric.measures) & {"stock", "products", "customers"}:
        return reading  # what is in stock is of today
    people = before.audience or Audience()
    own = metric.audience or Audience()
    placed = any(isinstance(one, Attribute) and one.op == "is" for one in own.all)
    merged = merge_audience(people, own, replacing=placed)
    kept = {"period": before.period, "audience": merged if merged.compact() else None}
    reading.metric = metric.model_copy(update=kept)
    reading.calls = [Call("measure", {"metric": reading.metric.compact()})]
    return reading


def _told_in(frame: Frame, before: Metric) -> bool:
    """Whether the message says "it" of goods that the last figures were of, or showed."""
    named = {str(value) for one in before.where for value in one.values} | set(frame.state.rows)
    for span in frame.spans:
        sense = next((s for s in span.senses if s.note.startswith("stands for")), None)
        if sense is None or sense.kind not in ("value", "values") or span.text.casefold() not in _IT:
            continue
        field, values = sense.value
        told = values if isinstance(values, tuple) else (values,)
        if field in GOODS and {str(value) for value in told} <= named:
            return True
    return False
