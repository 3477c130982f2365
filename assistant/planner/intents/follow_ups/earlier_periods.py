"""Periods before those of the figures shown: one year earlier, the summer before, 再往前一周."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from assistant.planner.spans import Span
from assistant.planner.spoken_of import last_period
from tools.criteria import Period
from tools.periods import DAY, add_months, previous, step

_BACK_IN_TIME = {
    "further back", "back in time",
    "one back", "back", "prior", "earlier than that", "往前", "往前推", "再往前推", "再往前看", "往前看",
    "往前挪", "早", "再早", "更早",
}  # fmt: skip
_UNITS = {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}
_UNIT_BEFORE = re.compile(r"(?:the |one |a )?(?:day|week|month|quarter|year) (?:before(?: that)?|earlier|prior)")
_BEFORE = {"before", "before that", "before it", "previous", "earlier", "prior", "the year before", "a year earlier"}


def earlier(frame: Frame, spans: list[Span]) -> list[Span]:
    """再往前看一年, one year further back: the last period, so much earlier."""
    before = last_period(frame.state)
    if before is None or any(span.has("verb", "measure", "people") and not span.has("how_much") for span in spans):
        return spans
    cue = next((i for i, s in enumerate(spans) if s.has("before_that") or s.text.casefold() in _BACK_IN_TIME), None)
    for index, span in enumerate(spans):
        whole = _UNIT_BEFORE.fullmatch(span.text.casefold())
        before_it = span.text.startswith("前一") and span.has("period") and _counted(span)
        if whole is not None:
            count, unit = 1, next(u for w, u in _UNITS.items() if w in whole[0])
        elif before_it and before.kind == "fixed":
            count, unit = before_it
        elif _led_back(span, cue) and (counted := _counted(span)):
            count, unit = counted
        elif _same_again(frame, span, before):
            count, unit = 1, span.value("period").unit
        else:
            continue
        spans[index] = replace(span, senses=(Sense("period", moved_back(frame, before, count, unit)),))
        if cue is not None and cue != index:
            spans[cue] = replace(spans[cue], senses=(Sense("same"),))
        return spans
    if cue is not None and all(i == cue or s.has("filler", "break", "same", "and") for i, s in enumerate(spans)):
        return _as_long_before(frame, spans, cue, before)
    return spans


def _as_long_before(frame: Frame, spans: list[Span], cue: int, before: Period) -> list[Span]:
    """再往前呢: the stretch of the same length before the last one."""
    if bounds(before, frame.today)[0] is None or not spans[cue].text.startswith(("再", "往前", "更早")):
        return spans
    span = previous(before, frame.today)
    earlier = fixed(span.start, span.end - DAY if span.end else None)
    spans[cue] = replace(spans[cue], senses=(Sense("period", earlier),))
    return spans


def named_before(frame: Frame, spans: list[Span]) -> list[Span]:
    """the summer before; how many of those had bought it the winter before as well."""
    before = last_period(frame.state)
    for index, span in enumerate(spans):
        behind = spans[index + 2] if index + 2 < len(spans) else None
        ends = behind is None or behind.has("break", "add", "and", "filler", "but")
        if before is not None and ends and (named := _year_before(frame, spans, index, before)):
            spans[index] = replace(span, senses=(Sense("period", named),))
            spans[index + 1] = replace(spans[index + 1], senses=(Sense("filler"),))
            return spans
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


def _led_back(span: Span, cue: int | None) -> bool:
    """再往前一周, further back … a week: a stretch of time that is told from the last period."""
    return span.has("duration", "period") and (cue is not None or span.text.startswith(("往前", "再往前")))


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
    alone = all(s is span or s.has("filler", "break", "same", "and", "earlier") for s in frame.spans)  # not: by day
    return alone and bounds(period, frame.today) == bounds(before, frame.today)


def moved_back(frame: Frame, period: Period, count: int, unit: Any) -> Period:
    start, end = bounds(period, frame.today)
    after = step("day", end, 1) if end else None
    first, behind = (step(unit, day, -count) if day else None for day in (start, after))
    return fixed(first, step("day", behind, -1) if behind else None)
