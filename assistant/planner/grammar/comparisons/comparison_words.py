"""Words that set a figure against another period: compared with, more than, growth, 环比, uplift."""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds
from tools.definitions import Metric


def comparison_words(slots: Slots, figures: Figures) -> None:
    """Use them up, and note that a change is asked for."""
    _settle_changes(slots)
    for index in slots.all("compare"):
        figures.compare = slots.value(index, "compare")
        slots.use(index, f"compared: {figures.compare}")
    said = slots.all("period", free=False)
    against = slots.find("versus", "compare", free=False) is not None or figures.compare is not None
    if (said or (slots.editing and figures.compare)) and against and not slots.relative:
        for index in slots.all("more_word", "contest"):
            if not slots.has(index, "range", "cmp", "group") and not slots.has(index + 1, "number"):
                slots.use(index, "change")  # more orders this month than last
                figures.compare = figures.compare or "change"
        for index in slots.all("scored"):
            if slots.value(index, "field") == "uplift" and any(slots.has(i, "measure") for i in range(index)):
                slots.use(index, "change")  # sales uplift against the week before
                figures.compare = figures.compare or "change"
    for index in slots.all("difference"):
        if not slots.has(index, "compare"):
            if not slots.has(index, "top", "bottom"):
                slots.use(index, "change")
            figures.compare = figures.compare or "change"
    for index in slots.all("growth_rate") if figures.compare else ():
        slots.use(index, "change in percent")


def _settle_changes(slots: Slots) -> None:
    """which category saw the largest decline: nobody looked at anything."""
    for index in range(len(slots)):
        at = slots.next(index, lambda item: item.has("filler", "top", "bottom") and not item.has("difference"))
        if slots[index].text.casefold() in _SAW and slots.has(at, "difference", "measure", "trend"):
            slots.retag(index, Sense("filler"))
        if slots.has(index, "difference") and slots.has(index, "trend") and _over_a_run(slots):
            slots.retag(index, Sense("trend"))


def _over_a_run(slots: Slots) -> bool:
    """近四个季度的变化, changes over the last six months: from one to the next, and not against the run before."""
    said = [slots.value(i, "period") for i in slots.all("period", free=False)]
    run = len(said) == 1 and said[0].kind == "rolling" and said[0].unit in _RUNS
    return run and (said[0].count or 0) >= _RUNS[said[0].unit]


_RUNS = {"quarter": 3, "month": 4, "week": 4}
"""From so many units on a change is told from each to the next."""

_SAW = ("saw", "seen", "has seen", "see", "sees", "experienced", "suffered", "recorded", "posted", "showed")


def in_time_order(metric: Metric, today: date) -> Metric:
    """2025 vs 2026, August and September next to each other: the later one is set against the earlier one."""
    if metric.period is None or metric.compare_period is None:
        return metric
    end, start = bounds(metric.period, today)[1], bounds(metric.compare_period, today)[0]
    if end is None or start is None or end >= start:
        return metric
    return metric.model_copy(update={"period": metric.compare_period, "compare_period": metric.period})
