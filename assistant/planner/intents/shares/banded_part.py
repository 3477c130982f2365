"""超过300的占多少, after orders by what they are worth: the part beyond a bound of what was just told in bands."""

from __future__ import annotations

import re
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.merging import changed_metric, merge_audience
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.reading import Call, Reading
from tools.definitions import Attribute, Audience, Filter, Metric, Part

_BAND = re.compile(r"band\((\w+)")
_OF_BANDS = {"age_group": "age"}
_LIGHT = ("filler", "break", "share", "how_many", "how_much", "people", "anaphor", "same", "and", "interjection")
_UNITS = ("number", "money", "age", "years")


def read_banded_part(frame: Frame) -> Reading | None:
    """The share, or the number, of those beyond the bound; None where the message says anything else."""
    before = frame.state.metric if frame.state.figures == "metric" else None
    if before is None or frame.state.last != "metric" or not frame.has("share", "how_many"):
        return None
    field = _told_in_bands(before)
    bound = _bound(frame.slots(), field) if field else None
    if bound is None:
        return None
    metric = _beyond(frame, before, field, *bound)
    return frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})])


def _told_in_bands(before: Metric) -> str:
    """What the rows are bands of, or the last part was beyond a bound of; "" where they are neither."""
    if len(before.dimensions) == 1:
        found = _BAND.match(before.dimensions[0])
        return found[1] if found else _OF_BANDS.get(before.dimensions[0], "")
    part = before.part if not before.dimensions else None
    told = [*part.where, *(part.audience.all if part.audience else [])] if part is not None else []
    bounded = len(told) == 1 and isinstance(told[0], Filter | Attribute) and told[0].op in _BOUNDS
    return told[0].field if bounded and isinstance(told[0], Filter | Attribute) else ""


_BOUNDS = ("gt", "ge", "lt", "le", "between")


def _bound(slots: Slots, field: str) -> tuple[str, list[float]] | None:
    """The one bound that is said, of that field or of none; None where the message says anything else."""
    bounds: dict[int, tuple[str, list[float]]] = {}
    for index in range(len(slots)):
        found = slots.value(index, "range")
        told = slots.value(index, "filter") or slots.value(index, "condition")
        if isinstance(found, Range) and found.unit in _UNITS:
            values = [found.low.value, *([found.high.value] if found.high else [])]
            bounds[index] = {"eq": "is"}.get(found.op, found.op), values
        elif isinstance(told, Filter | Attribute) and told.field == field and not told.period:
            bounds[index] = told.op, [float(value) for value in told.values]
    named = [i for i in range(len(slots)) if slots.value(i, "field") in (field, "orders")]
    if len(bounds) != 1 or not all(i in bounds or i in named or slots.has(i, *_LIGHT) for i in range(len(slots))):
        return None
    return next(iter(bounds.values()))


def _beyond(frame: Frame, before: Metric, field: str, op: str, values: list[float]) -> Metric:
    changes: dict[str, Any] = {"dimensions": [], "sort": None, "limit": None, "share": False, "part": None}
    if frame.vocabulary.level(field) == "customer":
        people = Audience(all=[Attribute(field=field, op=op, values=values)])
        theirs = merge_audience(before.audience or Audience(), people, replacing=False)
        changes |= {"part": Part(audience=people)} if frame.has("share") else {"audience": theirs}
    else:
        bound = Filter(field=field, op=op, values=values)
        changes |= {"part": Part(where=[bound])} if frame.has("share") else {"where": [*before.where, bound]}
    return changed_metric(before, changes)
