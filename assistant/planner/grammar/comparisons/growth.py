"""Growth from one stretch to the next: grew from 2025 to 2026, growth from Q2 to Q3, the fastest growing category."""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots
from assistant.planner.readers.calendar import bounds, fixed
from assistant.planner.readers.english_words import MONTHS
from tools.periods import step

_FROM_TO = re.compile(r"^(?:from|between)\b.*\b(?:to|and|until)\b|\b(?:to|->)\b")
_GROWING = (
    "grow",
    "grew",
    "growth",
    "grown",
    "growing",
    "gain",
    "improv",
    "declin",
    "shrink",
    "shrank",
    "drop",
    "chang",
    "shift",
    "develop",
)
_MONTHS = {"year": 12, "quarter": 3, "month": 1}


def settle_growth(slots: Slots, figures: Figures, today: date) -> None:
    """Set the second of two stretches named as one against the first."""
    grown = [i for i in range(len(slots)) if _grows(slots, i)]
    if not grown or figures.compare_period is not None:
        return
    for index in range(len(slots)):
        if slots.role(index) != "period" or not _FROM_TO.search(slots[index].text.casefold()):
            continue
        start, end = bounds(figures.period, today) if figures.period else (None, None)
        for unit, months in _MONTHS.items():
            second = step("month", start, months) if start else None
            if start and end and second and _named(slots[index].text, unit) and _twice(start, end, months):
                figures.compare_period = fixed(start, second - timedelta(days=1))
                figures.period, figures.compare = fixed(second, end), None
                return


def _twice(start: date, end: date, months: int) -> bool:
    return start.day == 1 and step("month", start, 2 * months) == end + timedelta(days=1)


def _named(text: str, unit: str) -> bool:
    """Whether two of the unit are named: 2025 to 2026, Q2 to Q3, May to June."""
    said = text.casefold()
    quarters = len(re.findall(r"\bq[1-4]|quarter", said))
    months = any(name in said for name in MONTHS if len(name) > 2)
    return unit == ("quarter" if quarters else "month" if months else "year")


def _grows(slots: Slots, index: int) -> bool:
    """grew, percent change, the fastest growing."""
    said = slots[index].text.casefold()
    return "growing" in said or any(word.startswith(_GROWING) for word in said.split())


def ranked_by_growth(slots: Slots, figures: Figures) -> bool:
    """the fastest growing category this year vs last: by how much it grew."""
    if figures.compare_period is None or not figures.dimensions:
        return False
    return any(_grows(slots, i) for i in range(len(slots)))
