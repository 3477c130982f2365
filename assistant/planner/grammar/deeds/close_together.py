"""ordered twice within a week: one order so soon after another, whenever that was."""

from __future__ import annotations

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.slots import Slots
from assistant.planner.readers.calendar import UNIT_DAYS
from tools.definitions import After, Bought


def close_together(clause: Clause, slots: Slots) -> Bought | None:
    """Two orders within days that no word puts before today; None for anything else that a clause may say."""
    period = clause.period
    if period is None or period.kind != "rolling" or period.unit not in UNIT_DAYS or clause.negated:
        return None
    said = [slots[i].text.casefold() for i in range(len(slots)) if slots.value(i, "period") == period]
    if not said or not all(text.startswith("within") and not text.startswith(_TO_TODAY) for text in said):
        return None
    twice = len(clause.ranges) == 1 and clause.ranges[0].unit in ("times", "number") and clause.ranges[0].low.value == 2
    limited = clause.groups or clause.filters or clause.after or clause.ago or clause.only or clause.relative
    if not twice or limited or clause.ranges[0].op not in ("eq", "ge"):
        return None
    return Bought(after=After(event="order", within_days=(period.count or 1) * UNIT_DAYS[period.unit]))


_TO_TODAY = ("within the last", "within the past", "within the previous", "within these", "within this")
