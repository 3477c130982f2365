"""The days a clause counts: before or after a distance from today."""

from __future__ import annotations

from datetime import date, timedelta

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.readers.calendar import bounds, fixed
from tools.definitions import Period
from tools.periods import step


def ago_period(clause: Clause, today: date) -> Period | None:
    """bought more than 180 days ago → up to that day; in a negated clause, the days since."""
    if clause.ago is None:
        return None
    count, unit, op = clause.ago
    if clause.until is not None:
        return fixed(step(unit, today, -clause.until), step(unit, today, -count))  # type: ignore[arg-type]
    if clause.negated or op in ("lt", "le"):
        return Period(kind="rolling", unit=unit, count=count)
    edge = step(unit, today, -count)  # type: ignore[arg-type]
    return fixed(None, edge if op == "ge" else step("day", edge, -1))


def day_after(period: Period, today: date) -> Period | None:
    """From the day after a period on; None where it has not ended before today."""
    end = bounds(period, today)[1]
    return fixed(end + timedelta(days=1), None) if end is not None and end < today else None


def day_before(period: Period, today: date) -> Period | None:
    """Up to the day before a period; None where it has no start."""
    start = bounds(period, today)[0]
    return fixed(None, start - timedelta(days=1)) if start is not None else None


def stretch_before(period: Period, count: int, unit: str, today: date) -> Period | None:
    """The so many days before a period: in the 180 days before that."""
    start = bounds(period, today)[0]
    if start is None:
        return None
    return fixed(step(unit, start, -count), start - timedelta(days=1))  # type: ignore[arg-type]
