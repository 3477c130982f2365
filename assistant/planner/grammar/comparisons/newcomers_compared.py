"""New or returning customers against another period: those who were that in each of the two, and not the same people.

Who is new in May is told by days of May: set against April, the new ones are April's. No one definition says both, so
each period is asked for by itself.
"""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.windows import day_before
from assistant.planner.readers.calendar import bounds, fixed
from tools.definitions import Attribute, Audience, Bought, Condition, Metric, Period
from tools.periods import DAY, previous, year_before


def told_when(audience: Audience | None) -> Period | None:
    """The days in which these people were new, or bought and were not; None where nothing of the kind is said."""
    every = audience.all if audience is not None else []
    new = [c for c in every if isinstance(c, Attribute) and c.field == "first_order_date" and c.op == "during"]
    if len(new) != 1 or new[0].period is None:
        return None
    if new[0].period.start is not None or new[0].period.kind != "fixed":
        return new[0].period
    bought = [c.period for c in every if isinstance(c, Bought) and not c.where and c.period is not None and c.value]
    return bought[0] if len(bought) == 1 else None


def settle_newcomers(slots: Slots, figures: Figures) -> None:
    """The days that say who is new are those of the figures, where these are compared and have none of their own."""
    theirs = told_when(figures.people.audience)
    if theirs is None or figures.period == theirs or figures.dimensions:
        return
    if figures.compare in ("previous_year", "previous_period") and figures.period is None:
        figures.period = theirs
        return
    against = slots.find("versus", "compare", "compare_two", free=False) is not None
    if figures.period is not None and against and not figures.compare and not figures.compare_period:
        figures.period, figures.compare_period = theirs, figures.period


def in_each_period(metric: Metric, today: date) -> list[Metric]:
    """The earlier period and then the later, each with the people of its own days; the metric alone of others."""
    theirs = told_when(metric.audience)
    compared = metric.compare in ("previous_year", "previous_period") or metric.compare_period is not None
    if theirs is None or theirs != metric.period or metric.audience is None or not compared or metric.part:
        return [metric]
    span = (previous if metric.compare == "previous_period" else year_before)(theirs, today)
    earlier = metric.compare_period or fixed(span.start, span.end - DAY if span.end else None)
    alone = metric.model_copy(update={"compare": None, "compare_period": None})
    sort = None if metric.sort and metric.sort.by.startswith("change") else metric.sort
    alone = alone.model_copy(update={"sort": sort})
    people = moved(metric.audience, theirs, earlier, today)
    return [alone.model_copy(update={"period": earlier, "audience": people}), alone]


def moved(people: Audience, theirs: Period, other: Period, today: date) -> Audience:
    """Who was new or returning in `theirs`: who was it in the other days."""
    return people.model_copy(update={"all": [_moved(c, theirs, other, today) for c in people.all]})


def _moved(condition: Condition, theirs: Period, earlier: Period, today: date) -> Condition:
    period = getattr(condition, "period", None)
    if period == theirs:
        return condition.model_copy(update={"period": earlier})
    before = day_before(theirs, today)
    if period is not None and before is not None and bounds(period, today) == bounds(before, today):
        return condition.model_copy(update={"period": day_before(earlier, today)})
    return condition
