"""这两个品类占全部的多少: the rows that are pointed at, as a part of what was just told."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.merging import changed_metric
from assistant.planner.pointed_rows import THE_ROWS
from assistant.planner.reading import Call, Reading
from tools.definitions import Attribute, Audience, Filter, Part

_LIGHT = ("filler", "break", "share", "how_many", "how_much", "same", "and", "interjection", "together_cue")


def read_rows_part(frame: Frame) -> Reading | None:
    """The share of these rows together; None where they are asked for one by one, or anything else is said."""
    before = frame.state.metric if frame.state.figures == "metric" else None
    named = [sense.value for span in frame.spans for sense in span.senses if sense.note == THE_ROWS]
    rest = [s for s in frame.spans if not any(sense.note == THE_ROWS for sense in s.senses)]
    plain = all(s.has(*_LIGHT) and not s.has("respectively") for s in rest)
    if before is None or frame.state.last != "metric" or len(named) != 1 or not frame.has("share") or not plain:
        return None
    field, values = str(named[0][0]), list(named[0][1])
    if frame.vocabulary.level(field) == "customer":
        part = Part(audience=Audience(all=[Attribute(field=field, values=values)]))
    else:
        part = Part(where=[Filter(field=field, values=values)])
    where = [one for one in before.where if one.field != field]
    changes = {"dimensions": [], "sort": None, "limit": None, "share": False, "part": part, "where": where}
    metric = changed_metric(before, changes)
    return frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})])
