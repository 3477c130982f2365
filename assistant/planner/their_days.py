"""今年下过单的女性，人均下了几单: orders of those picked by when they ordered are of the same days, as is told."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.reading import Call, Reading
from tools.definitions import Bought

_EVER = re.compile(
    r"\b(?:ever|so far|in total|overall|all time|lifetime|since|altogether)\b|一共|累计|历史|总共|至今|历来|从来"
)
_COUNTED = {"orders_per_buyer"}


def in_their_days(frame: Frame, reading: Reading) -> Reading:
    """The reading with these days, where they are the only ones named and nothing says that all orders count."""
    metric = reading.metric
    if metric is None or metric.period is not None or not set(metric.measures) <= _COUNTED or metric.audience is None:
        return reading
    if len(reading.calls) != 1 or reading.calls[0].tool != "measure" or frame.state.last:
        return reading
    deeds = [one for one in metric.audience.all if isinstance(one, Bought)]
    plain = len(deeds) == 1 and deeds[0] == Bought(period=deeds[0].period) and deeds[0].period is not None
    if not plain or sum(span.has("period") for span in frame.spans) != 1 or _EVER.search(frame.text.normal):
        return reading
    in_days = metric.model_copy(update={"period": deeds[0].period})
    note = frame.say("Orders are those of the same days.", "单数按同一时间段计算。")
    calls = [Call("measure", {"metric": in_days.compact()})]
    return replace(reading, metric=in_days, calls=calls, notes=[*reading.notes, note])
