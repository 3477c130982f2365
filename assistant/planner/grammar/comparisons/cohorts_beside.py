"""Cohorts set side by side: the January cohort vs the February cohort, by the month of their first order."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from tools.definitions import Attribute, Period


def _joined(periods: list[Period], today: date) -> Period | None:
    """The stretch of periods that lie next to each other; None where they do not."""
    spans = [bounds(period, today) for period in periods]
    if not spans or any(None in span for span in spans):
        return None
    spans.sort(key=lambda span: span[0] or today)
    if any(later[0] != earlier[1] + timedelta(days=1) for earlier, later in pairwise(spans)):  # type: ignore[operator]
        return None
    return fixed(spans[0][0], spans[-1][1])


def reduce_cohorts_beside(slots: Slots) -> None:
    """the jan 2026 cohort vs the feb 2026 cohort: customers of both, by the month they came in."""
    told = [i for i in range(len(slots)) if _cohort(slots, i) is not None]
    if len(told) != 2 or "first_order_month" not in slots.vocabulary.dictionary.fields:
        return
    between = range(told[0] + 1, told[1])
    against = [i for i in between if slots.has(i, "versus", "contest", "winner", "compare", "difference")]
    periods = [found for i in told if (found := _cohort(slots, i)) is not None]
    whole = _joined(periods, slots.today)
    if not against or whole is None:
        return
    condition = Attribute(field="first_order_date", op="during", period=whole)
    slots.retag(told[0], Sense("condition", condition))
    slots.retag(told[1], Sense("field", "first_order_month"), Sense("each_unit", "first_order_month"))
    for index in against:
        slots.retag(index, Sense("filler"))


def _cohort(slots: Slots, index: int) -> Period | None:
    condition = slots.value(index, "condition")
    named = isinstance(condition, Attribute) and (condition.field, condition.op) == ("first_order_date", "during")
    return condition.period if named else None


def cohorts_beside(slots: Slots, figures: Figures, free: list[int], today: date) -> bool:
    """compare the jan and feb cohorts on retention: the months of them all, each a row of its own."""
    whole = _joined([slots.value(i, "period") for i in free], today)
    if whole is None:
        return False
    figures.period, figures.compare = whole, None
    for index in free:
        slots.use(index, "period")
    for index in slots.all("versus", "winner", "contest"):
        slots.use(index, "compared")
    return True
