"""Words that mean something of their own in a follow-up: take … out, 按月来, women vs men, one year earlier."""

from __future__ import annotations

import re
from dataclasses import replace
from math import log
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.intents.edit_numbers import numbers_of
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from assistant.planner.readers.english_words import rolling
from assistant.planner.spans import Span
from assistant.planner.spoken_of import last_period, periods_of
from tools.criteria import Period
from tools.periods import add_months, step

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
_NEAR = log(8)
"""60 after 90 days is days as well; 2 is rather a number of orders."""
_BACK_IN_TIME = {
    "further back", "back in time",
    "one back", "back", "prior", "earlier than that", "往前", "往前推", "再往前推", "再往前看", "往前看",
    "往前挪", "早", "再早", "更早",
}  # fmt: skip
_UNITS = {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}
_UNIT_BEFORE = re.compile(r"(?:the |one |a )?(?:day|week|month|quarter|year) (?:before(?: that)?|earlier|prior)")
_BEFORE = {"before", "before that", "before it", "previous", "earlier", "prior", "the year before", "a year earlier"}
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
        elif said == "only" and last and index:
            spans[index] = replace(span, senses=(Sense("only_cue"),))
        elif said in ("first", "the first") and index + 1 < len(spans) and spans[index + 1].has("number"):
            spans[index] = replace(span, senses=(Sense("top"),))  # first 5 only: of the rows shown
    spans = _earlier(frame, _sides(spans))
    return replace(frame, spans=_windows(frame, spans))


def _parted(spans: list[Span], out: int) -> None:
    for index in range(out - 1, -1, -1):
        if spans[index].text.casefold() in _PARTED:
            spans[index] = replace(spans[index], senses=(Sense("remove"),))
            spans[out] = replace(spans[out], senses=(Sense("filler"),))
            return


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
    before = last_period(frame.state)
    if before is None or any(span.has("verb", "measure", "people") for span in spans):
        return spans
    cue = next((i for i, s in enumerate(spans) if s.has("before_that") or s.text.casefold() in _BACK_IN_TIME), None)
    for index, span in enumerate(spans):
        whole = _UNIT_BEFORE.fullmatch(span.text.casefold())
        before_it = span.text.startswith("前一") and span.has("period") and _counted(span)
        if named := _year_before(frame, spans, index, before):
            spans[index] = replace(span, senses=(Sense("period", named),))
            spans[index + 1] = replace(spans[index + 1], senses=(Sense("filler"),))
            break
        if whole is not None:
            count, unit = 1, next(u for w, u in _UNITS.items() if w in whole[0])
        elif before_it and before.kind == "fixed":
            count, unit = before_it
        elif cue is not None and span.has("duration", "period") and (counted := _counted(span)):
            count, unit = counted
        elif _same_again(frame, span, before):
            count, unit = 1, span.value("period").unit
        else:
            continue
        spans[index] = replace(span, senses=(Sense("period", _moved(frame, before, count, unit)),))
        if cue is not None and cue != index:
            spans[cue] = replace(spans[cue], senses=(Sense("same"),))
        break
    return spans


def _year_before(frame: Frame, spans: list[Span], index: int, before: Period) -> Period | None:
    """the summer before, black friday the year before: of the days so called, the last ones before those spoken of."""
    period = spans[index].value("period")
    behind = spans[index + 1].text.casefold() if index + 1 < len(spans) else ""
    if behind not in _BEFORE or not isinstance(period, Period) or period.kind != "fixed" or not period.end:
        return None
    start, end, since = period.start, period.end, bounds(before, frame.today)[0]
    if start is None or since is None or any(character.isdigit() for character in spans[index].text):
        return None
    years = max(start.year - since.year + (end >= since.replace(year=end.year)), 0)
    return fixed(add_months(start, -12 * years), add_months(end, -12 * years)) if years else period


def _counted(span: Span) -> tuple[int, str] | None:
    if span.has("duration"):
        count, unit = span.value("duration")
        return int(count), str(unit)
    period = span.value("period")
    return (period.count or 1, period.unit) if period.kind == "rolling" or period.offset == -1 else None


def _same_again(frame: Frame, span: Span, before: Period) -> bool:
    """上一个季度呢, after the last quarter: the one before that."""
    period = span.value("period")
    if not isinstance(period, Period) or period.kind != "calendar" or period.offset != -1:
        return False
    return bounds(period, frame.today) == bounds(before, frame.today) and not frame.has("instead", "group")


def _moved(frame: Frame, period: Period, count: int, unit: Any) -> Period:
    start, end = bounds(period, frame.today)
    after = step("day", end, 1) if end else None
    first, behind = (step(unit, day, -count) if day else None for day in (start, after))
    return fixed(first, step("day", behind, -1) if behind else None)


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
