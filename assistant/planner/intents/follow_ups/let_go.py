"""What a follow-up lets go of, or calls by its field: age doesn't matter, any product, all of Germany, city: Leeds.

Such words are put the way the other rules know: "remove" before what is let go of, and the bare value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from assistant.planner.frame import Frame, State
from assistant.planner.intents.follow_ups.said import says, words
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from assistant.planner.spoken_of import GOODS
from assistant.planner.text import normalise
from tools.definitions import Metric

_ALL = ("all the ", "all ", "every ", "any ")
_BETWEEN = ("filler", "condition_word", "break", "instead", "place", "by", "and", "only_cue", "complaint", "add")


def let_go(frame: Frame, spans: list[Span]) -> list[Span]:
    """The spans with such words settled."""
    said = set(_fields(frame.state))
    spans = _without(spans, said)
    spans = _dropped(spans, said)
    spans = _any_of_it(frame, spans, said)
    spans = _whole_place(spans, said)
    return _named_by_field(spans)


def _fields(state: State) -> Iterator[str]:
    """Every field that the last definition filters by."""

    def walk(data: Any) -> Iterator[str]:
        if isinstance(data, dict):
            if "field" in data:
                yield str(data["field"])
            for value in data.values():
                yield from walk(value)
        elif isinstance(data, list):
            for value in data:
                yield from walk(value)

    definition = state.metric if state.figures == "metric" else state.audience
    yield from walk(definition.model_dump(mode="json") if definition is not None else {})
    yield from definition.dimensions if isinstance(definition, Metric) else ()


def _without(spans: list[Span], said: set[str]) -> list[Span]:
    """w/o the city: a field that narrows the last answer is taken out, rather than unknown."""
    made = list(spans)
    for index, span in enumerate(spans):
        behind = [i for i in range(index + 1, len(spans)) if not spans[i].has("filler")][:2]
        if not span.has("remove") or not behind:
            continue
        first, last = behind[0], behind[-1]
        if spans[first].has("condition_word") and last > first and not spans[last].has("field"):
            for place in range(index + 1, last):
                made[place] = replace(spans[place], senses=(Sense("filler"),))  # without the restriction to shoes
            made[index] = replace(span, senses=(Sense("remove"),))
        elif _field(spans[first]) and says(spans[last], "split_noun"):
            made[last] = replace(spans[last], senses=(Sense("filler"),))  # undo the monthly split
        elif span.has("not") and _field(spans[first]) in said:
            made[index] = replace(span, senses=(Sense("remove"),))
    return made


def _dropped(spans: list[Span], said: set[str]) -> list[Span]:
    """age doesn't matter, the city condition can go: what is let go of stands before the word that says so."""
    cue = next((i for i, span in enumerate(spans) if span.has("drop_it") and not span.has("remove")), None)
    if cue is None or not spans[cue].text.isascii():
        return spans
    at = cue - 1
    while at >= 0 and spans[at].has("filler", "condition_word", "not") and not _names(spans[at], said):
        at -= 1
    if at < 0 or not _names(spans[at], said):
        return spans
    beside = [
        replace(span, senses=(Sense("filler"),)) if i > at and span.has("condition_word", "drop_it") else span
        for i, span in enumerate(spans[: cue + 1])
    ]
    return [*beside[:at], _taking_out(spans[at]), *beside[at:], *spans[cue + 1 :]]


def _names(span: Span, said: set[str]) -> bool:
    value = span.value("value")
    return _field(span) in said or (value is not None and value[0] in said)


def _field(span: Span) -> str | None:
    found = span.value("field")
    return str(found) if found and not span.has("value", "values") else None


def _any_of_it(frame: Frame, spans: list[Span], said: set[str]) -> list[Span]:
    """and on everything, any product, all cities: what narrowed the last answer by that goes."""
    named = any(span.has("value", "values", "products", "by", "top", "bottom", "verb") for span in spans)
    places = [i for i, span in enumerate(spans) if _all_of(frame, span.text.casefold(), said)]
    if len(places) != 1 or named:
        return spans
    at = places[0]
    gone = replace(spans[at], senses=(Sense("field", _all_of(frame, spans[at].text.casefold(), said)),))
    return [*spans[:at], _taking_out(spans[at]), gone, *spans[at + 1 :]]


def _all_of(frame: Frame, text: str, said: set[str]) -> str:
    """The field that such a word sets free."""
    metric = frame.state.metric if frame.state.figures == "metric" else None
    rows = metric.dimensions if metric is not None else []  # all categories, of figures by category: every row
    goods = [name for name in GOODS if name in said and name not in rows]
    shared = metric is not None and metric.part is not None
    if text in words("any_goods") and len(goods) == 1 and not shared:  # of a share: each of them
        return goods[0]
    noun = next((text.removeprefix(word) for word in _ALL if text.startswith(word)), "")
    if not noun or frame.state.figures == "metric":
        return ""
    field = next((_field(span) for span in frame.tagger.tag(normalise(noun))), None)
    return field if field in said else ""


def _whole_place(spans: list[Span], said: set[str]) -> list[Span]:
    """all of Germany, Germany overall: the place in the stead of the one in it."""
    places = [i for i, span in enumerate(spans) if (v := span.value("value")) and v[0] in ("country", "city")]
    if len(places) != 1 or not said & {"city", "country"}:
        return spans
    made = list(spans)
    for index in (places[0] - 2, places[0] - 1, places[0] + 1):
        if 0 <= index < len(spans) and says(spans[index], "whole_place"):
            made[index] = replace(spans[index], senses=(Sense("filler"),))
    return made


def _named_by_field(spans: list[Span]) -> list[Span]:
    """city: Leeds, replace the brand by Nordlicht, the city is wrong: a field beside its own value says no more."""
    values = {i: span.value("value")[0] for i, span in enumerate(spans) if span.value("value")}
    made = list(spans)
    for index, span in enumerate(spans):
        name = _field(span)
        if name is None or span.has("measure", "people") or (index and spans[index - 1].has("by")):
            continue
        at = next((i for i in range(index + 1, len(spans)) if not spans[i].has(*_BETWEEN)), None)
        behind = index - 1 if index - 1 in values else None
        found = at if at in values else behind
        if found is None or not any(s.kind == "value" and s.value[0] == name for s in spans[found].senses):
            continue
        made[index] = replace(span, senses=(Sense("filler"),))
        own = tuple(s for s in spans[found].senses if s.kind == "value" and s.value[0] == name)
        made[found] = replace(spans[found], senses=own)
        for between in range(index + 1, found):
            wrong = spans[between].text.casefold() in ("wrong", "is wrong", "was wrong")
            if spans[between].has("by", "add") or wrong:
                made[between] = replace(spans[between], senses=(Sense("instead" if wrong else "filler"),))
            if spans[between].has("add"):
                _exchange(made, index)
    return made


def _exchange(spans: list[Span], index: int) -> None:
    """drop the city, add Leeds: it is not Leeds that goes."""
    at = next((i for i in range(index - 1, -1, -1) if not spans[i].has("filler", "break")), None)
    if at is not None and spans[at].has("remove"):
        spans[at] = replace(spans[at], senses=(Sense("instead"),))


def _taking_out(span: Span) -> Span:
    """A word put in before what it takes out."""
    return replace(span, senses=(Sense("remove"),))
