"""A value that two columns of the shop's own hold: 静安馆 is where somebody belongs and where an order was placed.

Sales are counted where they were made, people where they belong; the answer tells which it is. A heading that is named
settles it. How somebody came to the shop is never where an order was placed: that is said with words of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.people.acquisition import FIELD
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Call, Reading
from tools.definitions import Metric

_SALES = {"net_revenue", "gross_revenue", "orders", "units", "average_order_value", "units_per_order"}
_PLACED = ("order", "line")


def as_sold(frame: Frame, reading: Reading) -> Reading:
    """The reading with such values as those of the orders where sales are counted, and a note of what was taken."""
    if not reading.answers or reading.ask is not None:
        return reading
    calls, notes = [], []
    for call in reading.calls:
        name = {"measure": "metric", "size_audience": "audience", "list_audience": "audience"}.get(call.tool, "")
        definition = call.args.get(name)
        people = (definition or {}).get("audience") if name == "metric" else definition
        for condition in (people or {}).get("all", ()):
            twin = _twin(frame, condition)
            if not twin or definition is None:
                continue
            moved = name == "metric" and set(definition["measures"]) <= _SALES
            taken, other = (twin, condition["field"]) if moved else (condition["field"], twin)
            notes.append(_told(frame, condition["values"], taken, other))
            if moved:
                definition = _moved(definition, condition, twin)
                call = Call("measure", {"metric": definition})
        calls.append(call)
    if not notes:
        return reading
    metric = next((Metric.model_validate(call.args["metric"]) for call in calls if call.tool == "measure"), None)
    return replace(reading, calls=calls, metric=metric or reading.metric, notes=[*reading.notes, *notes])


def _twin(frame: Frame, condition: dict[str, Any]) -> str:
    """The one field of orders that holds all values of a condition on an own field of customers, neither named."""
    field, values = condition.get("field", ""), condition.get("values") or []
    dictionary, own = frame.vocabulary.dictionary, frame.vocabulary.own_fields
    of_people = field in own and field != FIELD and frame.vocabulary.level(field) == "customer"
    if not of_people or condition.get("op", "is") != "is":
        return ""
    held = [_fields_of(frame, str(value)) for value in values]
    shared = [
        name
        for name in (set.intersection(*held) if held else set())
        if frame.vocabulary.level(name) in _PLACED and (name in own or name == "order_channel")
    ]
    typed = frame.text.normal
    named = any(form in typed for name in (field, *shared) for form in dictionary.fields[name].words["zh"])
    return shared[0] if len(shared) == 1 and not named else ""


def _fields_of(frame: Frame, value: str) -> set[str]:
    return {str(sense.value[0]) for sense in frame.vocabulary.lexicon.get(value) if _is_value(sense)}


def _is_value(sense: Sense) -> bool:
    return sense.kind == "value" and isinstance(sense.value, tuple)


def _moved(definition: dict[str, Any], condition: dict[str, Any], twin: str) -> dict[str, Any]:
    """The metric with the condition as a filter of its orders, its rows with it."""
    people = definition["audience"]
    left = people | {"all": [one for one in people["all"] if one != condition]}
    rest = {name: part for name, part in definition.items() if name != "audience"}
    if any(left.get(name) for name in ("all", "any", "none")) or left.get("limit"):
        rest["audience"] = left
    rest["where"] = [*definition.get("where", ()), {"field": twin, "values": condition["values"]}]
    if "dimensions" in definition:
        rest["dimensions"] = [twin if name == condition["field"] else name for name in definition["dimensions"]]
    return rest


def _told(frame: Frame, values: list[Any], taken: str, other: str) -> str:
    fields = frame.vocabulary.dictionary.fields
    said = "、".join(map(str, values)) if frame.language == "zh" else ", ".join(map(str, values))
    return frame.say(
        f"“{said}” is read as {fields[taken].label.en}; {fields[other].label.en} has the same value.",
        f"“{said}”按{fields[taken].label.zh}理解；{fields[other].label.zh}里也有同名的值，需要时请说明。",
    )
