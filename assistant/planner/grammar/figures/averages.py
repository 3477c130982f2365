"""Averages over days, weeks and months of a period: average daily revenue, orders a week on average, 日均, 月均."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.measure_tables import RATES
from assistant.planner.grammar.rows.dimensions import TIME_FIELDS, dimension_at, said_as_split
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

UNITS = ("day", "week", "month", "quarter", "year")


def averaged_units(slots: Slots, figures: Figures) -> None:
    """Take "average … per day" as a figure of the whole period, unless the figure is an average already."""
    for index in slots.all("per_unit"):
        figures.per = slots.value(index, "per_unit")
        slots.use(index, f"average per {figures.per}")
    for index in range(1, len(slots)):
        told = slots[index].text.startswith("平均") and slots.value(index, "measure") == "orders_per_buyer"
        if figures.per is None and told and slots.find("people", free=False) is None and _each(slots, index - 1):
            figures.per = dimension_at(slots, index - 1)  # type: ignore[assignment]
            slots.use(index - 1, f"average per {figures.per}")
    _orders_a_unit(slots, figures)
    average = slots.find("average")
    if figures.per is None and average is not None and not _of_a_fact(slots, average):
        unit = next((i for i in range(len(slots)) if _each(slots, i)), None)
        if unit is not None:
            figures.per = dimension_at(slots, unit)  # type: ignore[assignment]
            slots.use(average, f"average per {figures.per}")
            slots.use(unit, f"average per {figures.per}")
            if slots.has(unit - 1, "by"):
                slots.use(unit - 1, f"average per {figures.per}")


def _orders_a_unit(slots: Slots, figures: Figures) -> None:
    """average orders per week, average number of orders a day: orders, over the weeks or days there were."""
    if figures.per is not None or slots.find("people", "agent", "per_person") is not None:
        return
    said = next((i for i in range(len(slots)) if _average_orders(slots, i)), None)
    unit = next((i for i in range(len(slots)) if _each(slots, i)), None)
    if said is not None and unit is not None:
        figures.measures, figures.per = ["orders"], dimension_at(slots, unit)  # type: ignore[assignment]
        for index in (said, unit, *([unit - 1] if slots.has(unit - 1, "by") else [])):
            slots.use(index, f"average per {figures.per}")


def _average_orders(slots: Slots, index: int) -> bool:
    text = slots[index].text.casefold()
    return (
        text.startswith(("average ", "avg ", "mean ", "av "))
        and text.endswith("orders")
        and slots.has(index, "measure")
        and not slots.used(index)
    )


def _of_a_fact(slots: Slots, index: int) -> bool:
    """每年新客平均年龄: an average of a fact of customers, and of nothing over the years."""
    fields = slots.vocabulary.dictionary.fields
    after = slots.next(index)
    named = slots.value(after, "field") if slots.chinese(index) and not slots.has(after, "measure") else None
    return named in fields and fields[named].numeric and fields[named].level == "customer"


def _each(slots: Slots, index: int) -> bool:
    name = dimension_at(slots, index)
    if name not in UNITS or slots.used(index) or slots.has(index, "period"):
        return False
    text = slots[index].text.casefold()
    by = slots.has(index - 1, "by") and slots[index - 1].text.casefold() in (
        "per",
        "each",
        "every",
        "a",
        "in each",
        "每",
        "每个",
        "每一",
    )
    return by or slots.has(index, "each_unit") or said_as_split(text)


def settle_average(figures: Figures) -> None:
    """An average that is no count or sum has no further average per day: it is shown for each day instead."""
    if figures.per is None or not figures.measures:
        return
    if figures.measures == ["orders_per_buyer"]:
        figures.measures = ["orders"]
    if all(name in RATES or "(" in name for name in figures.measures):
        figures.dimensions.insert(0, figures.per)
        figures.per = None
    elif set(figures.dimensions) & set(TIME_FIELDS):
        figures.per = None if figures.per in figures.dimensions else figures.per


_AVERAGED = {
    "net_revenue": "revenue_per_buyer",
    "gross_revenue": "revenue_per_buyer",
    "orders": "orders_per_buyer",
    "units": "average(units)",
}
_PER_ORDER = {
    frozenset(("units", "orders")): "units_per_order",
    frozenset(("net_revenue", "orders")): "average_order_value",
    frozenset(("gross_revenue", "orders")): "average_order_value",
}
"""how many items does an order hold on average."""
MIDDLE = {
    "net_revenue": "median(spend)",
    "gross_revenue": "median(spend)",
    "revenue_per_buyer": "median(spend)",
    "orders": "median(orders)",
    "orders_per_buyer": "median(orders)",
    "units": "median(units)",
    "average_order_value": "median(order_value)",
}
"""What the middle one of a figure is."""


def usual_age(slots: Slots) -> None:
    """how old are they usually, 一般多大岁数: one age rather than how many there are of each."""
    asked = any(
        slots[i].text.casefold().startswith(("how old", "多大", "什么年纪", "多少岁")) for i in slots.all("field")
    )
    for index in slots.all("often") if asked else ():
        slots.retag(index, Sense("average"))


def loose_average(slots: Slots, figures: Figures) -> None:
    """how much has a Champion spent on average; Champions: lifetime spend, average – wherever the word stands."""
    words = [i for i in slots.all("average", "median", "norm") if not slots.has(i, "relative", "range", "group")]
    if len(words) == 1 and (made := _PER_ORDER.get(frozenset(figures.measures))) and figures.per is None:
        figures.measures = [made]
        slots.use(words[0], "aggregate")
    if len(words) != 1 or len(figures.measures) != 1 or figures.per is not None or slots.used(words[0]):
        return
    (name,), index = figures.measures, words[0]
    middle = slots.has(index, "median") or slots.value(index, "norm") == "median"
    if middle:
        made = MIDDLE.get(name) or (name.replace("average(", "median(") if name.startswith("average(") else "")
    else:
        made = _AVERAGED.get(name) or (name if name in RATES or name.startswith("average(") else "")
    if not made or (made in _AVERAGED.values() and "(" not in made and not _known(slots, made)):
        return
    figures.measures = [made]
    figures.assumed = [a for a in figures.assumed if a != "measure"]
    slots.use(index, "aggregate")


def loose_sum(slots: Slots, figures: Figures) -> None:
    """折扣金额合计，按月: what is a sum already is no other figure for being called one."""
    summed = [name for name in figures.measures if name not in RATES and "(" not in name]
    for index in slots.all("sum") if summed and summed == figures.measures else ():
        slots.use(index, "aggregate: sum")


def _known(slots: Slots, name: str) -> bool:
    return name in slots.vocabulary.dictionary.measures
