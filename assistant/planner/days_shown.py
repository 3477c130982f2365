"""who bought it, 谁买了第一个, after goods of some days: those who bought it in these days."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.reading import Call, Reading
from assistant.planner.spoken_of import GOODS
from tools.definitions import Audience, Bought

_WHENEVER = re.compile(
    r"\b(?:ever|before|since|until|at any time|all time|always|never|after)\b"
    r"|曾|历来|以前|之后|从没|从未|一直"
)
_PEOPLE = ("size_audience", "list_audience")


def in_the_days_shown(frame: Frame, reading: Reading) -> Reading:
    """The reading, with the days of the table for a purchase of one of its rows that names none."""
    metric, people = frame.state.metric, reading.audience
    if metric is None or metric.period is None or people is None or not reading.answers:
        return reading
    if frame.state.last not in ("metric", "audience", "list") or frame.state.rows_of not in metric.dimensions:
        return reading
    if len(reading.calls) != 1 or reading.calls[0].tool not in _PEOPLE or _WHENEVER.search(frame.text.normal):
        return reading
    rows = {s.value for span in frame.spans for s in span.senses if s.kind == "value" and s.note.startswith("stands")}
    rows = {row for row in rows if row[0] in GOODS}
    bought = [one for one in people.all if isinstance(one, Bought)]
    if not rows or len(bought) != 1 or bought[0].period is not None or bought[0].after is not None:
        return reading
    if any(span.has("period", "duration") for span in frame.spans) or not any(
        (item.field, value) in rows for item in bought[0].where for value in item.values
    ):
        return reading
    told = [one.model_copy(update={"period": metric.period}) if one is bought[0] else one for one in people.all]
    audience: Audience = people.model_copy(update={"all": told})
    call = reading.calls[0]
    args = {**call.args, "audience": audience.compact()}
    return replace(reading, audience=audience, calls=[Call(call.tool, args)])
