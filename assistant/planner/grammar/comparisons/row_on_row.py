"""Rows of time against the one before: revenue in 2026 month on month, the week with the steepest drop, 每月环比."""

from __future__ import annotations

import re
from datetime import date
from typing import get_args

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots
from assistant.planner.readers.calendar import bounds, fixed
from tools.definitions import Period, Unit
from tools.periods import floor_to, step

_SAID = {
    "month": re.compile(r"\b(?:mom|m/m|months?)\b|月"),
    "week": re.compile(r"\b(?:wow|w/w|weeks?)\b|周"),
    "quarter": re.compile(r"\b(?:qoq|q/q|quarters?)\b|季"),
    "day": re.compile(r"\b(?:dod|d/d|days?)\b|天|日"),
    "year": re.compile(r"\byears?\b|年"),
}
_DAYS = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
_WHOLE = re.compile(r"\bperiod|\bsequential|一期|同期")
"""The whole time before: of monthly figures the months before, each against its like."""
_GROWN = re.compile(r"\bgrow(?:th|n)?\b|\bgrew\b|增长|增速|增幅")
_ROWS = 12
"""Rows shown where no stretch is named."""
_ON = re.compile(r"^(?:[mwqd][o/][mwqd]|(\w+)[ -](?:on|over)[ -]\1)$")


def row_on_row(slots: Slots, figures: Figures, dimensions: list[str] | None = None) -> None:
    """Set each row against the one before it, where the unit that is compared is that of the rows (of before)."""
    if figures.compare != "previous_period" or figures.compare_period is not None:
        return
    said = [slots[i].text.casefold() for i in slots.all("compare", free=False)]
    if any(_WHOLE.search(text) for text in said):
        return
    told = next((unit for unit, known in _SAID.items() for text in said if known.search(text)), None)
    rows: list[Unit] = [unit for unit in get_args(Unit) if unit in (dimensions or figures.dimensions)]
    if len(rows) == 1 and told in (None, rows[0]):
        figures.compare = "row_before"
        if "period" in figures.assumed and not dimensions:  # revenue by month, month over month: a year of it
            usual_rows(slots, figures)
        return
    if told is None and not rows and any("环比" in text for text in said) and _of_months(figures.period):
        told, said = "month", ["mom"]  # 今年销售额环比
    asked = told if any(_ON.match(text) for text in said) and not (rows or figures.per) else None
    if asked is not None and figures.period is not None and _longer(figures.period, asked, slots.today):
        figures.dimensions.append(asked)
        figures.compare = "row_before"


def growth_said(slots: Slots) -> bool:
    """revenue growth by quarter, 每月增长率: how much each grew, and not only how it went."""
    return any(_GROWN.search(slots[i].text.casefold()) for i in slots.all("difference", "growth_rate", free=False))


def usual_rows(slots: Slots, figures: Figures) -> None:
    """A year of months, or as many rows of another unit of time, where no stretch is named."""
    unit: Unit = next(one for one in get_args(Unit) if one in figures.dimensions)
    if figures.period is None or "period" in figures.assumed:
        figures.period = fixed(step(unit, floor_to(unit, slots.today), 1 - _ROWS), slots.today)


def _of_months(period: Period | None) -> bool:
    """近半年, 今年: a stretch of several months, and no month or quarter."""
    if period is None or period.kind == "fixed":
        return False
    return period.unit == "year" or (period.unit == "month" and (period.count or 0) > 1)


def _longer(period: Period, unit: str, today: date) -> bool:
    """2026, month on month: several of the unit lie in it."""
    begin, end = bounds(period, today)
    return begin is not None and ((end or today) - begin).days + 1 > _DAYS[unit]
