"""Words that mean something of their own in a follow-up: take … out, 按月来, women vs men, one year earlier."""

from __future__ import annotations

from dataclasses import replace
from math import log

from assistant.planner.frame import Frame
from assistant.planner.intents.edit_numbers import numbers_of
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from assistant.planner.readers.english_words import rolling
from assistant.planner.references import last_period, periods_of
from assistant.planner.spans import Span
from tools.periods import step

_PARTED = {
    "take",
    "leave",
    "cut",
    "filter",
    "kick",
    "throw",
    "strip",
    "weed",
    "sort",
    "drop",
    "rule",
    "get",
    "keep",
    "move",
}
"""take marketplace out: verbs whose "out" stands behind what is taken out."""
_LOOKING = ("history", "versus", "performance", "profile_cue", "alike", "list")
_NEAR = log(8)
"""60 after 90 days is days as well; 2 is rather a number of orders."""
_TAKING = {"来", "来吧", "来看", "来算", "走"}


def worded(frame: Frame) -> Frame:
    """The frame with the words of a follow-up settled."""
    spans = list(frame.spans)
    for index, span in enumerate(spans):
        said = span.text.casefold()
        last = index + 1 == len(spans) or spans[index + 1].has("break")
        if said in _TAKING and last and index and spans[index - 1].has("field", "value", "number", "measure", "period"):
            spans[index] = replace(span, senses=(Sense("filler"),))
        elif said == "out" and index:
            _parted(spans, index)
    spans = _looks(frame, _sides(spans))
    return replace(frame, spans=_windows(frame, _earlier(frame, spans)))


def _parted(spans: list[Span], out: int) -> None:
    for index in range(out - 1, -1, -1):
        if spans[index].text.casefold() in _PARTED:
            spans[index] = replace(spans[index], senses=(Sense("remove"),))
            spans[out] = replace(spans[out], senses=(Sense("filler"),))
            return


def _looks(frame: Frame, spans: list[Span]) -> list[Span]:
    """what did Q2 look like, how does Leeds look, now show Q2: the same for it."""
    named = [i for i, span in enumerate(spans) if span.has("value", "values", "period", "products")]
    around = (*_LOOKING, "filler", "break", "same", "place", "for", "interjection", "people", "and")
    if len(named) != 1 or not all(i in named or span.has(*around) for i, span in enumerate(spans)):
        return spans
    looked = [i for i, span in enumerate(spans) if i not in named and span.has(*_LOOKING)]
    if not looked or not frame.state.figures:
        return spans
    cue = (
        Sense("same")
        if frame.state.figures == "metric" or len(looked) > 1 or not spans[looked[0]].has("list")
        else Sense("filler")
    )
    return [replace(span, senses=(cue,)) if i in looked else span for i, span in enumerate(spans)]


def _windows(frame: Frame, spans: list[Span]) -> list[Span]:
    """lower it to 60, 60 instead of 90: a bare number near the days of the last definition is their new number."""
    audience = frame.state.audience
    bare = [i for i, s in enumerate(spans) if s.has("number") and not s.has("period", "range", "duration", "money")]
    if frame.state.figures == "metric" or audience is None or len(bare) != 1 or frame.has("top", "list"):
        return spans
    beside = spans[bare[0] + 1] if bare[0] + 1 < len(spans) else None
    windows = {(p.count, p.unit) for p in periods_of(audience) if p.kind == "rolling" and p.count and p.unit}
    counted = (beside is not None and beside.has("field", "measure", "verb", "people")) or frame.has("cmp", "range")
    if len(windows) != 1 or counted:
        return spans
    (count, unit), new = windows.pop(), float(spans[bare[0]].value("number"))
    others = [n for n in numbers_of(audience) if n > 0]
    if new < 1 or new != int(new) or any(_far(n, new) < _far(count, new) for n in others) or _far(count, new) > _NEAR:
        return spans
    spans[bare[0]] = replace(spans[bare[0]], senses=(Sense("period", rolling(int(new), unit)),))
    return spans


def _far(one: float, other: float) -> float:
    return abs(log(one / other))


def _earlier(frame: Frame, spans: list[Span]) -> list[Span]:
    """再往前看一年, one year further back: the last period, so much earlier."""
    cue = next((i for i, span in enumerate(spans) if span.has("before_that")), None)
    counted = next((i for i, span in enumerate(spans) if span.has("duration")), None)
    before = last_period(frame.state)
    if cue is None or counted is None or before is None or any(span.has("verb", "measure", "people") for span in spans):
        return spans
    count, unit = spans[counted].value("duration")
    start, end = bounds(before, frame.today)
    moved = [step(unit, day, -int(count)) if day else None for day in (start, end)]
    spans[cue] = replace(spans[cue], senses=(Sense("same"),))
    spans[counted] = replace(spans[counted], senses=(Sense("period", fixed(*moved)),))
    return spans


def _sides(spans: list[Span]) -> list[Span]:
    """male vs female, how many men and how many women, men/women split: one field whose values are to stand apart."""
    found = [(i, v[0]) for i, s in enumerate(spans) if (v := s.value("value"))]
    if len(found) < 2 or len({field for _, field in found}) != 1:
        return spans
    counted = sum(span.has("how_many") for span in spans)
    apart = counted > 1 or any(
        span.has("versus", "share", "respectively", "distribution") or _splits(span) for span in spans
    )
    if not apart or any(span.has("people", "agent", "verb", "measure", "period", "who", "average") for span in spans):
        return spans
    first, field = found[0]
    others = {i for i, _ in found[1:]}
    named = tuple(spans[i].value("value")[1] for i, _ in found)
    made = []
    for index, span in enumerate(spans):
        if index == first:
            span = replace(span, senses=(Sense("rows_of", field),))
        elif index == found[1][0] and field != "gender":
            span = replace(span, senses=(Sense("values", (field, named)),))
        elif index in others or span.has("versus", "share", "how_many", "and", "or") or _splits(span):
            span = replace(span, senses=(Sense("filler"),))
        made.append(span)
    return made


def _splits(span: Span) -> bool:
    return span.has("by") and not span.has("field")
