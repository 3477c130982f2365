"""A share of orders by what one of them holds: which share of orders in September had items of three categories."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.spans import Span
from tools.data.compiler.breadth import ORDER_BREADTH
from tools.definitions import Filter, Metric

_HELD = (*ORDER_BREADTH, "order_units", "order_value")


def held_apart(frame: Frame) -> tuple[Filter, list[Span]] | None:
    """What each order is to hold, and the words of the whole; None where nothing of the kind is said of orders."""
    slots = frame.slots()
    places = [i for i in slots.all("filter") if slots.value(i, "filter").field in _HELD]
    if len(places) != 1 or slots.find("people", "agent", "who") is not None:
        return None
    item = slots[places[0]]
    kept = [span for span in frame.spans if not (item.start <= span.start < item.end)]
    return slots.value(places[0], "filter"), kept


def refuse_both_in_one(metric: Metric) -> None:
    """baskets with both jeans and knitwear, what share: they are counted, and no share is told of two lines at once."""
    if metric.part is None or not metric.together:
        return
    raise Unclear(
        "I can count the orders that hold both, and all orders, but not the one as a share of the other. Shall I count "
        "those that hold both?",
        "可以数同时含这两样的订单，也可以数全部订单，但不能直接给出占比。要先数同时含这两样的订单吗？",
        firm=True,
    )


def splits_left(slots: Slots) -> bool:
    """by month of sign-up, where people were read and no rows: the split would fall out of the answer."""
    free = [i for i in slots.all("by") if slots.has(i, "field")]
    return any(slots.level(str(slots.value(i, "field"))) == "customer" for i in free)
