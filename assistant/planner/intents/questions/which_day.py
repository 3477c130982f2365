"""03/04/2026: 4 March or 3 April? Asked where the shop's own people write it both ways."""

from __future__ import annotations

import re
from functools import partial

from assistant.planner.frame import Frame
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.text import fold

_DATE = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\d/])")
_MONTH_FIRST = ("united states", "usa", "us", "philippines", "canada")
_DAYS = 12


def which_day(frame: Frame) -> None:
    """Raise Unclear for dates in figures that are days either way, in a shop whose people write both ways."""
    found = list(_DATE.finditer(frame.text.original))
    pairs = [(int(date[1]), int(date[2])) for date in found]
    if not pairs or any(max(pair) > _DAYS for pair in pairs) or all(a == b for a, b in pairs) or not _both_ways(frame):
        return
    start, end = found[0].start(), found[-1].end()
    said = frame.text.original[start:end]
    month_first, day_first = (_DATE.sub(partial(_iso, month=at), said) for at in (1, 2))
    raise Unclear(
        f"“{said}”: is the month first or the day?",
        f"“{said}”是月在前还是日在前？",
        [(month_first, month_first), (day_first, day_first)],
        (start, end),
    )


def _iso(date: re.Match[str], month: int) -> str:
    year = date[3] if len(date[3]) > 2 else f"20{date[3]}"
    return f"{year}-{int(date[month]):02d}-{int(date[3 - month]):02d}"


def _both_ways(frame: Frame) -> bool:
    countries = {fold(value) in _MONTH_FIRST for value in frame.vocabulary.values("country")}
    return len(countries) > 1
