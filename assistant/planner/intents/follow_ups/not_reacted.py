"""没点的呢, 没打开的有多少人, after the clicks of one campaign: of those it was sent to, who did not."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.campaigns.campaigns import EVENT_MEASURES
from assistant.planner.reading import Call, Reading
from tools.definitions import Audience, Engaged

_LIGHT = ("filler", "break", "same", "how_many", "people", "anaphor", "pronoun_that", "list", "and", "which", "who")
_DEEDS = ("open", "click")


def read_not_reacted(frame: Frame) -> Reading | None:
    """The people who were sent the one campaign of the last figures and did not do what is denied."""
    metric = frame.state.metric
    if frame.state.last != "metric" or metric is None or not set(metric.measures) <= EVENT_MEASURES - {"campaigns"}:
        return None
    campaign = [f for f in metric.where if f.field == "campaign" and f.op == "is" and len(f.values) == 1]
    if len(campaign) != 1 or len(metric.where) != 1 or metric.period is not None or metric.dimensions:
        return None
    deeds = [i for i, span in enumerate(frame.spans) if span.value("verb") in _DEEDS]
    denied = [i for i, span in enumerate(frame.spans) if span.has("not", "never") and i not in deeds]
    plain = all(i in (*deeds, *denied) or span.has(*_LIGHT) for i, span in enumerate(frame.spans))
    if len(deeds) != 1 or len(denied) != 1 or not plain:
        return None
    event = frame.spans[deeds[0]].value("verb")
    held = metric.audience or Audience()
    told = [Engaged(event="sent", where=campaign), Engaged(event=event, where=campaign, op="eq", value=0)]
    people = held.model_copy(update={"all": [*held.all, *told]})
    listed = frame.has("list") and not frame.has("how_many")
    call = Call("list_audience" if listed else "size_audience", {"audience": people.compact()})
    return frame.reading("list" if listed else "audience", audience=people, calls=[call])
