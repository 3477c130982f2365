"""Two things that 和 puts side by side and that no one row can be: 五粮液和国窖1573, 散客和会员.

A brand and a product of another, or a level of the shop's own and its customers at large: read as one condition they
would pick nobody, or one of them would fall out without a word.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.reading import Ask, Call, Option, Reading
from assistant.planner.spans import Span
from tools.definitions import Metric

_AND = ("和", "与", "跟", "vs", "对比", "以及", "还有")
_SPLITS = ("dimensions", "part", "per", "together", "after")
"""What makes a figure more than one number of all its filters."""


def named_apart(frame: Frame, reading: Reading) -> Reading:
    """The reading, each of two goods by itself, or a question about who stands beside a level."""
    if frame.language != "zh" or [call.tool for call in reading.calls] != ["measure"] or not reading.answers:
        return reading
    definition = reading.calls[0].args["metric"]
    for index in range(1, len(frame.spans) - 1):
        if frame.spans[index].text not in _AND:
            continue
        left, right = frame.spans[index - 1], frame.spans[index + 1]
        first, second = _filter_of(definition, left), _filter_of(definition, right)
        if first and second and first["field"] != second["field"] and _goods(frame, first, second):
            return _each(reading, definition, first, second)
        whole = _unlisted(left) and not (index > 1 and frame.spans[index - 2].has("value", "values", "group"))
        if whole and (field := _level_of(frame, definition, right)):
            return _which(frame, reading, field, right, left, index - 1)
        if _unlisted(right) and (field := _level_of(frame, definition, left)):
            return _which(frame, reading, field, left, right, index - 1)
    return reading


def _filter_of(definition: dict[str, Any], span: Span) -> dict[str, Any] | None:
    """The filter that a span became."""
    said = span.value("value")
    for one in definition.get("where", ()):
        values = [str(value) for value in one.get("values", ())]
        if said is not None and (one["field"], [said[1]]) == (said[0], values):
            return dict(one)
        if one["field"] == "product" and span.has("products") and any(value in span.text for value in values):
            return dict(one)
    return None


def _goods(frame: Frame, *filters: dict[str, Any]) -> bool:
    return all(frame.vocabulary.level(one["field"]) in ("product", "line") for one in filters)


def _each(reading: Reading, definition: dict[str, Any], *filters: dict[str, Any]) -> Reading:
    """One figure for each of the two."""
    if any(definition.get(name) for name in _SPLITS):
        return reading
    calls = [
        Call("measure", {"metric": definition | {"where": [one for one in definition["where"] if one != other]}})
        for other in reversed(filters)
    ]
    return replace(reading, calls=calls, metric=Metric.model_validate(calls[0].args["metric"]))


def _unlisted(span: Span) -> bool:
    """Customers at large, by a word that names no level."""
    return span.has("people", "segment_word") and not span.has("value", "values", "group", "field", "condition", "kind")


def _level_of(frame: Frame, definition: dict[str, Any], span: Span) -> str:
    """The field of customers whose one value is all that the figure is limited to by this span."""
    field, value = span.value("value") or ("", "")
    named = [one for one in (definition.get("audience") or {}).get("all", ()) if one.get("field") == field]
    alone = len(named) == 1 and named[0].get("values") == [value] and field not in definition.get("dimensions", ())
    return str(field) if alone and frame.vocabulary.level(str(field)) == "customer" else ""


def _which(frame: Frame, reading: Reading, field: str, left: Span, right: Span, index: int) -> Reading:
    label = frame.vocabulary.dictionary.fields[field].label.zh
    start, end = frame.origin(index)[0], frame.origin(index + 2)[1]
    others = [value for value in frame.vocabulary.values(field) if value != left.text]
    question = f"“{left.text}”是一种{label}，“{right.text}”不是。要和谁比：各{label}（{'、'.join(others[:4])}等）吗？"
    options = (Option(f"各{label}", f"各{label}"), Option(f"只看{left.text}", left.text))
    asking = frame.reading("clarify", ask=Ask(question, options, start, end))
    asking.account = reading.account
    return asking
