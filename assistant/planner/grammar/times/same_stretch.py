"""July and August 2026 compared with the same months of 2025: the year before, in those days."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from tools.definitions import Period
from tools.periods import step

_SAME = {"same", "the same", "those same", "these same"}
_STRETCH = {
    "month", "months", "week", "weeks", "day", "days", "dates", "quarter", "quarters", "period", "time", "weekend",
    "stretch", "season",
}  # fmt: skip
_OF = {"of", "in", "from", "during"}


def same_stretch(spans: list[Span]) -> list[Span]:
    """The spans with such words as one comparison, where a period of the year after is named before them.

    July and August 2026 vs last year: months that follow each other are set against the other side together.
    """
    other = next((i for i in range(len(spans) - 1, -1, -1) if _other_side(spans, i)), None)
    if other is not None:
        told_first = not any(span.has("period") for span in spans[:other])  # 和去年同期相比，7月和8月
        spans = _one_stretch(_told_from_it(list(spans), other), len(spans) if told_first else other)
    for index in range(len(spans) - 2):
        at = index + 2 + (spans[index + 2].text.casefold() in _OF)
        named = spans[index].text.casefold() in _SAME and spans[index + 1].text.casefold() in _STRETCH
        if not named or at >= len(spans) or (year := _whole_year(spans[at])) is None:
            continue
        earlier = [start for span in spans[:index] if (start := _starts(span)) is not None]
        if not earlier or {start - year for start in earlier} != {1}:
            continue
        made = list(spans)
        for place in range(index, at):
            made[place] = replace(spans[place], senses=(Sense("filler"),))
        made[at] = replace(spans[at], senses=(Sense("compare", "previous_year"),))
        for place in range(max(0, index - 2), index):
            if spans[place].has("versus"):
                made[place] = replace(spans[place], senses=(Sense("filler"),))
        return _one_stretch(made, index)
    return spans


def _told_from_it(spans: list[Span], index: int) -> list[Span]:
    """July 2026 compared with a year earlier: a year before July, and no whole year of its own."""
    span = spans[index]
    named = any(one.has("period") for one in spans[:index])
    if named and span.value("compare") == "previous_year" and span.has("period") and _EARLIER.search(span.text):
        spans[index] = replace(span, senses=tuple(sense for sense in span.senses if sense.kind != "period"))
    return spans


_EARLIER = re.compile(r"\b(?:year|twelve months|12 months) (?:earlier|before|ago|back)\b", re.IGNORECASE)


def _other_side(spans: list[Span], index: int) -> bool:
    """a year earlier, vs last year, 和去年同期比: what the periods named before are set against."""
    span = spans[index]
    if span.value("compare") == "previous_year":
        return True
    led = any(one.has("versus", "compare") for one in spans[max(0, index - 2) : index])
    return led and span.has("period")


def _one_stretch(spans: list[Span], end: int) -> list[Span]:
    """July and August 2026, set against the same months: both together, and not the one against the other."""
    for index in range(end - 2):
        first, joint, second = (spans[index + k] for k in range(3))
        one, other = first.value("period"), second.value("period")
        if not (joint.has("and") and isinstance(one, Period) and isinstance(other, Period)):
            continue
        if one.end is None or other.start is None or step("day", one.end, 1) != other.start:
            continue
        whole = Period(kind="fixed", start=one.start, end=other.end)
        text = f"{first.text} {joint.text} {second.text}"
        return [
            *spans[:index],
            Span(first.start, second.end, text, (Sense("period", whole),)),
            *spans[index + 3 :],
        ]
    return spans


def _whole_year(span: Span) -> int | None:
    return int(span.text) if span.has("period") and len(span.text) == 4 and span.text.isdigit() else None


def _starts(span: Span) -> int | None:
    period = span.value("period")
    known = isinstance(period, Period) and period.kind == "fixed" and period.start is not None
    return period.start.year if known else None
