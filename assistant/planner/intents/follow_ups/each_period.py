"""AOV for those three months: the same figure of each of the periods that were spoken of one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from assistant.planner.frame import Frame, State
from assistant.planner.intents.follow_ups.edits import read_edit
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from assistant.planner.reading import Ask, Reading
from tools.definitions import Period
from tools.periods import step

_POINTING = {"those", "these", "the", "all", "the same", "those last", "那", "这"}
_BEHIND = {
    "of",
    "of those",
    "of these",
    "of the",
    "those",
    "these",
    "the",
    "months",
    "weeks",
    "quarters",
    "years",
    "days",
}
_MOST = 4
_LENGTHS = {"day": (1, 1), "week": (7, 7), "month": (28, 31), "quarter": (90, 92), "year": (365, 366)}


def read_each_period(frame: Frame) -> Reading | None:
    """The reading for every one of them; None where no such periods are meant."""
    if (several := _one_by_one(frame)) is not None:
        return several
    found = _counted(frame)
    if found is None or frame.state.figures != "metric":
        return None
    index, count, unit = found
    spoken = list(dict.fromkeys(_spoken_of(frame.state, unit, frame.today)))[:count]
    if len(spoken) < count:
        return None if len(spoken) == 0 else _which(frame, index)
    spoken.sort()
    if all(step("day", one[1], 1) == other[0] for one, other in pairwise(spoken)):
        return read_edit(_told(frame, index, fixed(spoken[0][0], spoken[-1][1])))
    made: Reading | None = None
    for start, end in spoken:
        reading = read_edit(_told(frame, index, fixed(start, end)))
        if reading is None or not reading.answers or not reading.calls:
            return reading
        reading.calls = [*(made.calls if made else []), *reading.calls]
        made = reading
    return made


def _one_by_one(frame: Frame) -> Reading | None:
    """9月和10月呢, and September and October, after people of August: each of these months by itself."""
    named = [i for i, span in enumerate(frame.spans) if span.has("period")]
    light = ("filler", "break", "and", "same", "respectively", "how_many")
    plain = all(i in named or span.has(*light) for i, span in enumerate(frame.spans))
    if frame.state.last != "audience" or not plain or not 2 <= len(named) <= _MOST:
        return None
    made: Reading | None = None
    for index in named:
        told = [span for i, span in enumerate(frame.spans) if i == index or (i not in named and not span.has("and"))]
        reading = read_edit(replace(frame, spans=told))
        if reading is None or not reading.answers or len(reading.calls) != 1:
            return None
        reading.calls = [*(made.calls if made else []), *reading.calls]
        made = reading
    return made


def _counted(frame: Frame) -> tuple[int, int, str] | None:
    """Where "those three months" stands, how many they are, of which unit; no "last three months" counts."""
    for index, span in enumerate(frame.spans):
        if (counted := _of_those(frame, index)) is not None:
            return counted
        if not span.has("duration") or index == 0 or frame.spans[index - 1].text.casefold() not in _POINTING:
            continue
        count, unit = span.value("duration")
        if 2 <= count <= _MOST and unit in _LENGTHS and not any(s.has("period") for s in frame.spans if s is not span):
            return index, int(count), str(unit)
    return None


def _of_those(frame: Frame, index: int) -> tuple[int, int, str] | None:
    """three of those months, all three of the weeks."""
    words = [span.text.casefold() for span in frame.spans[index : index + 4]]
    number = frame.spans[index].value("number")
    behind = " ".join(words[1:])
    unit = next((u for u in _LENGTHS if behind.startswith((f"of those {u}s", f"of these {u}s", f"of the {u}s"))), None)
    if number is None or unit is None or not 2 <= float(number) <= _MOST:
        return None
    return index, int(number), unit


def _spoken_of(state: State, unit: str, today: date) -> Iterator[tuple[date, date]]:
    """The periods of that length that figures were of, newest first."""
    least, most = _LENGTHS[unit]
    for past in (state, *reversed(state.trail)):
        metric = past.metric if past.figures == "metric" else None
        for period in (metric.period, metric.compare_period) if metric is not None else ():
            start, end = bounds(period, today) if period is not None else (None, None)
            if start is None or end is None:
                continue
            whole = _whole_unit(period, end, today)
            if least <= (end - start).days + 1 <= most or whole == unit:
                yield start, end


def _whole_unit(period: Period | None, end: date, today: date) -> str:
    """this month, of which not all is over, is a month all the same."""
    running = period is not None and period.kind == "calendar" and period.offset == 0 and end == today
    return str(period.unit) if running and period is not None else ""


def _told(frame: Frame, index: int, period: Period) -> Frame:
    spans = list(frame.spans)
    spans[index] = replace(spans[index], senses=(Sense("period", period, 1.0, "stands for the periods before"),))
    if index:
        spans[index - 1] = replace(spans[index - 1], senses=(Sense("filler"),))
    for at in range(index + 1, min(index + 4, len(spans)) if spans[index].has("period") else index):
        if spans[at].text.casefold() in _BEHIND:
            spans[at] = replace(spans[at], senses=(Sense("filler"),))
    return replace(frame, spans=spans)


def _which(frame: Frame, index: int) -> Reading:
    said = frame.spans[index].text
    question = frame.say(f"Which {said} are meant? Please name them.", f"“{said}”指哪几个？请说出来。")
    return frame.reading("reference", ask=Ask(question, (), *frame.origin(index)))
