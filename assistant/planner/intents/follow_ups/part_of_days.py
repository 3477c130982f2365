"""A part of the days shown: only the 1st to the 20th in both years, the first ten days, the last two weeks of it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import UNIT_DAYS, bounds, fixed
from assistant.planner.spans import Span
from assistant.planner.spoken_of import last_period
from tools.definitions import Metric, Period
from tools.periods import add_months, step

_NOTE = "part of the days shown"
_NTH = re.compile(r"(?:from )?(?:the )?(\d{1,2})(?:st|nd|rd|th)|(\d{1,2})[号日]")
_JOINTS = {"to", "-", "–", "until", "till", "through", "and", "to the", "till the", "until the", "到", "至", "~"}
_FIRST = {"first", "the first", "only the first", "just the first", "前", "头"}
_LAST = {"last", "the last", "final", "the final", "closing", "最后", "后"}
_BOTH = re.compile(r"\b(?:both|each|either)\b|两年|两边|两个|都")


def part_of_days(frame: Frame, spans: list[Span]) -> list[Span]:
    """The spans with such days settled within the last period, where that one has a beginning and an end."""
    before = last_period(frame.state)
    start, end = bounds(before, frame.today) if before is not None and before.kind != "rolling" else (None, None)
    if start is None or end is None:
        return spans
    return _nth_to_nth(spans, start, end) or _so_many(spans, start, end) or spans


def _nth_to_nth(spans: list[Span], start: date, end: date) -> list[Span] | None:
    """the 1st to the 20th, 1号到20号: of the one month that is shown."""
    last = monthrange(start.year, start.month)[1]
    if (start.year, start.month) != (end.year, end.month):
        return None
    for index in range(len(spans) - 2):
        first = _day_at(spans, index)
        if first is None or first[1] >= len(spans) or spans[first[1]].text.casefold() not in _JOINTS:
            continue
        after = first[1] + 1
        after += after < len(spans) and spans[after].text.casefold() == "the"
        second = _day_at(spans, after)
        if second is None or (second[1] < len(spans) and spans[second[1]].has("period")):
            continue
        if 1 <= first[0] <= second[0] <= last:
            return _put(spans, index, second[1] - 1, start.replace(day=first[0]), start.replace(day=second[0]))
    return None


def _day_at(spans: list[Span], index: int) -> tuple[int, int] | None:
    """A day of the month – 1st, the 20th, 20号 – and the place behind it."""
    if index >= len(spans):
        return None
    if found := _NTH.fullmatch(spans[index].text.casefold()):
        return int(found[1] or found[2]), index + 1
    number = spans[index].value("number")
    signed = index + 1 < len(spans) and spans[index + 1].text in ("号", "日")
    return (int(number), index + 2) if number is not None and signed and float(number).is_integer() else None


def _so_many(spans: list[Span], start: date, end: date) -> list[Span] | None:
    """the first ten days, the last two weeks (of it): no days up to today."""
    for index in range(len(spans) - 1):
        led, what = spans[index].text.casefold(), spans[index + 1]
        ahead = led in _FIRST or (led in _LAST and _of_it(spans, index + 2))
        if not ahead or not what.has("duration"):
            continue
        count, unit = what.value("duration")
        if unit not in UNIT_DAYS or (unit == "day" and count < 2) or not float(count).is_integer():
            continue
        if led in _FIRST:
            first, last = start, step("day", step(unit, start, int(count)), -1)
        else:
            first, last = step("day", step(unit, end, -int(count)), 1), end
        return _put(spans, index, index + 1, first, last) if start <= first and last <= end else None
    return None


def _of_it(spans: list[Span], index: int) -> bool:
    """the last two weeks *of it*, *of that month*: those of what is shown, and not up to today."""
    return index < len(spans) and spans[index].text.casefold().startswith(("of ", "in both", "in each", "of"))


def _put(spans: list[Span], first: int, last: int, start: date, end: date) -> list[Span]:
    made = list(spans)
    made[first] = replace(spans[first], senses=(Sense("period", fixed(start, end), 1.0, _NOTE),))
    for index in range(first + 1, last + 1):
        made[index] = replace(spans[index], senses=(Sense("filler"),))
    behind = last + 1
    while behind < len(made) and (made[behind].has("of_two", "place") or made[behind].text.casefold() in _BEHIND):
        made[behind] = replace(made[behind], senses=(Sense("filler"),))
        behind += 1
    return made


_BEHIND = {
    "of", "of it", "of that", "of each", "in each", "of both", "in both", "month", "months", "year", "years", "it",
    "each", "that month", "of the month", "the month", "that", "both",
}  # fmt: skip


def compared_likewise(frame: Frame, before: Metric, period: Period) -> dict[str, Any]:
    """The same part of what the figures are set against, where the part is of both; nothing where none is."""
    part = any(sense.note == _NOTE for span in frame.spans for sense in span.senses)
    if before.period is None or not (part or _BOTH.search(frame.text.normal)):
        return {}
    if before.compare:
        return {"compare": before.compare, "compare_period": None}
    (base, stop), (start, end) = bounds(before.period, frame.today), bounds(period, frame.today)
    other = bounds(before.compare_period, frame.today)[0] if before.compare_period else None
    if None in (base, stop, start, end, other):
        return {}
    assert base and stop and start and end and other
    if not base <= start <= end <= max(stop, frame.today):
        return {}
    if (base.month, base.day) == (other.month, other.day):
        years = 12 * (other.year - base.year)
        return {"compare": None, "compare_period": fixed(add_months(start, years), add_months(end, years))}
    first = other + timedelta(days=(start - base).days)
    return {"compare": None, "compare_period": fixed(first, first + timedelta(days=(end - start).days))}
