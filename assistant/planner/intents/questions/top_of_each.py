"""The first people of each group: 本月每个城市消费最高的客户, the biggest spender in every country."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.people.sizes import count_at
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.leftovers import account
from assistant.planner.reading import Call, Reading
from tools.definitions import Attribute, Audience, Metric, Sort

_FIGURES = {
    "spend": "net_revenue", "net_revenue": "net_revenue", "buy": "orders", "orders": "orders", "units": "units",
    "return_goods": "returned_units", "returned_units": "returned_units",
}  # fmt: skip
_LIGHT = ("filler", "break", "list", "which", "who", "rank_by", "by", "every", "place", "heads", "number")


def read_top_of_each(frame: Frame) -> Reading | None:
    """Customers ranked within each group; None where anything else is said."""
    if not frame.has("top", "bottom", "most_done", "least_done"):
        return None
    slots = frame.slots()
    group = _group(slots)
    people = _people(slots)
    figures = {found for i in range(len(slots)) if i != group and (found := _figure(slots, i))}
    if group is None or not people or len(figures) > 1 or len(slots.all("period")) > 1:
        return None
    (measure,) = figures or {"net_revenue"}
    told = range(len(slots))
    if not all(i == group or i in people or slots.has(i, "period") or _said(slots, i) for i in told):
        return None
    counts = [count for i in told if slots.has(i, "number", "heads") and (count := count_at(slots, i))]
    if len(counts) > 1:
        return None
    field = str(dimension_at(slots, group))
    least = slots.find("bottom", "least_done") is not None and slots.find("top", "most_done") is None
    periods = [slots.value(i, "period") for i in told if slots.has(i, "period")]
    metric = Metric(
        measures=[measure],
        dimensions=[field, "customer_id"],
        audience=Audience(all=[Attribute(field=field, op="known")]),
        period=periods[0] if periods else None,
        sort=Sort(by=measure, descending=not least),
        limit=counts[0] if counts else 1,
        limit_within=field,
    )
    for index in told:
        slots.use(index, "the first of each")
    reading = frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})])
    account(slots, reading)
    return reading


def _group(slots: Slots) -> int | None:
    """in each city, 每个城市, per country: a fact of people behind the word for each."""
    for index in range(1, len(slots)):
        field = dimension_at(slots, index)
        led = slots.has(index - 1, "every") or slots[index - 1].text.casefold() in ("per", "for each")
        if led and field and field != "customer_id" and slots.level(field) == "customer":
            return index
    return None


def _people(slots: Slots) -> list[int]:
    """customer, spender, who spent: those who are ranked; 客户数 and 人均 are figures of them."""
    named = [i for i in range(len(slots)) if slots.has(i, "people")]
    spenders = [i for i in range(len(slots)) if slots[i].text.casefold().endswith(("spender", "spenders"))]
    return named or spenders or slots.all("who")


def _figure(slots: Slots, index: int) -> str | None:
    if slots.has(index, "people", "group"):
        return None
    for kind in ("measure", "verb", "field", "most_done", "least_done"):
        if (found := _FIGURES.get(str(slots.value(index, kind)))) is not None:
            return found
    return None


def _said(slots: Slots, index: int) -> bool:
    if slots.has(index, "group", "condition", "not", "never", "range", "money", "percent"):
        return False
    return slots.has(index, *_LIGHT, "top", "bottom") or _figure(slots, index) is not None
