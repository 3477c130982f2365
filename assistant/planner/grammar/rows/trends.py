"""A course over time and how something is spread: the trend of revenue, is it up, distribution by tier, as a chart."""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.campaigns.campaigns import EVENT_MEASURES
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.rows.dimensions import dimension_at, trend_unit
from assistant.planner.grammar.slots import Slots


def trend(slots: Slots, figures: Figures, today: date) -> None:
    """Words that ask for a course over time; so does a run of quarters: the last eight quarters."""
    run = figures.period is not None and figures.period.kind == "rolling" and figures.period.unit == "quarter"
    if run and not figures.dimensions and not figures.compare and (figures.period.count or 0) > 2:  # type: ignore[union-attr]
        figures.dimensions.append("quarter")
    for index in slots.all("trend"):
        if slots.has(index, "difference") and figures.compare:
            continue
        if slots[index].text.startswith(_ROSE) and (figures.compare or figures.compare_period or _against(slots)):
            slots.use(index, "compared")  # 跟上周比涨了还是跌了: whether it is more
            continue
        slots.use(index, "trend")
        if figures.compare_period and any(word in slots[index].text for word in "涨跌升降高低"):
            continue
        mailed = "campaign" in figures.dimensions and set(figures.measures) <= EVENT_MEASURES
        if not mailed and not any(d in ("day", "week", "month", "quarter", "year") for d in figures.dimensions):
            figures.dimensions.insert(0, trend_unit(figures.period, today))
    for index in slots.all("distribution", "chart", "as_table"):
        if slots.has(index, "distribution"):
            for at in (slots.before(index), slots.next(index)):
                name = dimension_at(slots, at) if 0 <= at < len(slots) and not slots.used(at) else None
                if name and not figures.dimensions:
                    figures.dimensions.append(name)
                    slots.use(at, f"split by {name}")
            counted = not figures.measures or figures.measures == ["customers"]
            figures.share = figures.share or (counted and not _counts_each(slots, index))
        slots.use(index, "shape")


_ROSE = ("涨", "跌", "升", "降", "增", "减", "是涨", "是升", "是增", "多了", "少了")


def _counts_each(slots: Slots, index: int) -> bool:
    """breakdown, spread across: how many there are of each; of a distribution the shares are shown as well."""
    said = slots[index].text.casefold()
    return slots.has(index, "by") or said.startswith(("spread", "split", "how are they s", "how is it s"))


def _against(slots: Slots) -> bool:
    return slots.find("versus", free=False) is not None and slots.find("period", free=False) is not None
