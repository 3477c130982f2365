"""Running totals and moving averages: cumulative revenue by month, 7-day moving average of orders, 累计销售额按月."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.rows.dimensions import dimension_at, trend_unit
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from tools.data.compiler.measures import ADDITIVE
from tools.definitions import Period

UNITS = ("day", "week", "month", "quarter", "year")
USUAL = {"day": 7, "week": 4, "month": 3, "quarter": 4, "year": 3}
"""How many rows a moving average is taken over where nobody says."""
_ADDING = ("累计", "累积", "累加")
_PEOPLE = {"buyers": "new_buyers", "customers": "signups"}


@dataclass
class Rolling:
    """How figures are taken over time; `count` rows of a moving average, 0 where nobody says."""

    kind: str
    count: int = 0
    unit: str = ""


def take_rolling(slots: Slots) -> Rolling | None:
    """The words for it, used up with the stretch a moving average is over; figures are read without them."""
    for kind in ("moving", "running"):
        for index in slots.all(kind):
            slots.use(index, kind)
            rolling = Rolling(kind)
            for beside in (index - 1, index + 1, index - 2) if kind == "moving" else ():
                if 0 <= beside < len(slots) and (found := _stretch(slots, beside)):
                    rolling.count, rolling.unit = found
                    slots.use(beside, kind)
                    if slots.has(beside, "number"):
                        slots.use(beside + 1, kind)
                    break
            return rolling
    return None


def _stretch(slots: Slots, index: int) -> tuple[int, str] | None:
    """7-day, 近7天, 7日: over so many rows of such a unit."""
    if slots.has(index, "duration"):
        count, unit = slots.value(index, "duration")
        return (int(count), unit) if unit in UNITS and count == int(count) > 1 else None
    period = slots.value(index, "period")
    if isinstance(period, Period) and period.kind == "rolling" and period.count and period.count > 1:
        return period.count, str(period.unit)
    unit = dimension_at(slots, index + 1)
    if slots.has(index, "number") and unit in UNITS and not slots.used(index + 1):
        return int(slots.value(index, "number")), str(unit)
    return None


def roll_over_time(slots: Slots, figures: Figures, rolling: Rolling | None, today: date) -> None:
    """Add the running totals or moving averages of what is measured, along its time."""
    if rolling is None and any(name in UNITS for name in figures.dimensions):
        added = [i for i in range(len(slots)) if _added_up(slots, i)]
        rolling = Rolling("running") if added and set(figures.measures) <= ADDITIVE else None
        for index in added:
            slots.use(index, "running")
    if rolling is None or not figures.measures:
        return
    if figures.limit is not None or figures.compare or figures.compare_period or figures.part is not None:
        raise Unclear(
            "A running total or moving average goes over all rows of one period: leave the comparison or the rank out.",
            "累计和移动平均要按同一段时间的所有行来算：请去掉对比或排名。",
        )
    if not any(name in UNITS for name in figures.dimensions):
        figures.dimensions.insert(0, rolling.unit or trend_unit(figures.period, today))
    figures.share, figures.per = False, None
    time = next(name for name in figures.dimensions if name in UNITS)
    if rolling.kind == "moving":
        _averaged(slots, figures, rolling, time)
    else:
        _summed(slots, figures)


def _added_up(slots: Slots, index: int) -> bool:
    """累计销售额按月: a sum that grows from row to row; over all time it would say nothing beside months."""
    text = slots[index].text
    counted = slots.has(index, "filler") or slots.role(index).startswith("measure")
    return text.startswith(_ADDING) and counted and not slots.has(index, "verb")


def _summed(slots: Slots, figures: Figures) -> None:
    made = [_PEOPLE.get(name, name) for name in figures.measures]
    if figures.measures != made:
        slots.said.append(
            (
                "People add up over time as new buyers or sign-ups; whoever buys in two months would count twice.",
                "人数按新客数或注册数累计；同一客户在两个月都购买会重复计算。",
            )
        )
    if wrong := [name for name in made if name not in ADDITIVE]:
        label = slots.vocabulary.dictionary.measures.get(wrong[0])
        names = (label.label.inside("en"), label.label.inside("zh")) if label else (wrong[0], wrong[0])
        raise Unclear(
            f"A running total of {names[0]} makes no sense: rates, averages and people cannot be added up from one "
            "period to the next. Revenue, orders, units, new buyers and sign-ups can.",
            f"“{names[1]}”不能逐期累加（比率、平均值和会重复的人数都不能相加）；销售额、订单数、件数、新客数和注册数可以。",
            [("cumulative net revenue by month", "按月的累计销售额")],
            firm=True,
        )
    figures.measures = [one for name in dict.fromkeys(made) for one in (name, f"running({name})")]


def _averaged(slots: Slots, figures: Figures, rolling: Rolling, time: str) -> None:
    if (rolling.unit and rolling.unit != time) or len(figures.dimensions) > 1:
        raise Unclear(
            "A moving average goes over rows of one unit of time, such as the last 7 days of a table by day.",
            "移动平均只能按同一时间单位、单一维度来算，例如按日的近7日移动平均。",
            [("7-day moving average of orders this year", "今年订单数的7日移动平均")],
            firm=True,
        )
    count = rolling.count or USUAL[time]
    if not rolling.count:
        slots.said.append((f"I averaged the last {count} {time}s.", f"移动平均按近{count}{_UNIT_WORDS[time]}计算。"))
    simple = [name for name in figures.measures if "(" not in name]
    figures.measures = [one for name in simple for one in (name, f"moving({name}, {count})")] or figures.measures


_UNIT_WORDS = {"day": "天", "week": "周", "month": "个月", "quarter": "个季度", "year": "年"}
