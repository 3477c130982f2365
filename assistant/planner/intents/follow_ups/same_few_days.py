"""Another year said after a day or a holiday: 前年的, after Singles' Day of last year, is that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.planner.frame import Frame
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from assistant.planner.spans import Span
from tools.criteria import Period
from tools.periods import add_months


def same_few_days(frame: Frame, spans: list[Span], first: date | None, last: date | None) -> list[Span] | None:
    """前年的, 2024年呢, after Singles' Day of last year: that day, where no more than the year is said."""
    years = [i for i, span in enumerate(spans) if _whole_year(frame, span) is not None]
    light = all(i in years or span.has("filler", "break", "same", "and", "instead") for i, span in enumerate(spans))
    if len(years) != 1 or not light or first is None or last is None or (last - first).days > _FEW_DAYS:
        return None
    by = (_whole_year(frame, spans[years[0]]) or first.year) - first.year
    moved = fixed(add_months(first, 12 * by), add_months(last, 12 * by))
    return [replace(s, senses=(Sense("period", moved),)) if i == years[0] else s for i, s in enumerate(spans)]


def _whole_year(frame: Frame, span: Span) -> int | None:
    """The year that a span names as a whole: 前年, 2024年; this year to date is none."""
    period = span.value("period") if span.has("period") else None
    if not isinstance(period, Period):
        return None
    start, end = bounds(period, frame.today)
    whole = start is not None and end is not None and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    return start.year if whole and start is not None and end is not None and start.year == end.year else None


_FEW_DAYS = 14
