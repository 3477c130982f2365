"""Attach rates: what share of lipstick orders also include a lip liner, 口红订单里有多少也买了唇线笔."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.intents.references.subjects import finished
from assistant.planner.intents.scoring.co_purchases import anchors_in, filters_of_goods, scope_of
from assistant.planner.reading import Reading
from tools.definitions import Part

_HOLDS = (
    "also include", "also includes", "include", "includes", "also contain", "also contains", "contain", "contains",
    "also have", "have", "also has", "has", "also hold", "hold", "come with", "comes with", "also came with", "with",
    "也买", "买了", "也买了", "还买了", "也含", "含", "含有", "包含", "也包含", "带", "带了", "有", "也有", "同时含",
    "同时有", "加了", "配了", "还有", "里含", "搭了", "同时买", "同时买了",
)  # fmt: skip
_ASKED = ("share", "how_many", "filler", "and", "add", "with", "which", "often", "also_bought", "together", "rate_of")


def read_attach_rate(frame: Frame) -> Reading | None:
    """Of the orders that hold the goods named first, those that hold the others as well."""
    slots = frame.slots()
    anchors = anchors_in(slots, apart=True)
    if len(anchors) != 2 or not frame.has("share", "how_many") or frame.has("copy_verb", "customer_id", "people"):
        return None
    first, second = anchors
    between = range(first + 1, second)
    ordered = [i for i in (*between, first - 1, first - 2) if slots.value(i, "measure") == "orders" and i >= 0]
    holds = [i for i in between if slots[i].text.casefold() in _HOLDS]
    if not ordered or not holds or (not frame.has("share") and not any(slots[i].text in _TOO for i in between)):
        return None
    for index in (first, second, *ordered):
        slots.use(index, "orders that hold both")
    for index in range(len(slots)):
        plain = slots.has(index, *_ASKED) or slots[index].text.casefold() in _HOLDS
        if plain and not slots.has(index, "group", "period", "condition", "range"):
            slots.use(index, "orders that hold both")
    scope = scope_of(frame, slots)
    if scope is None:
        return None
    whole, part = filters_of_goods(slots, first), filters_of_goods(slots, second)
    metric = scope.model_copy(update={"together": whole, "part": Part(where=part)})
    return finished(frame, slots, "metric", "measure", {"metric": metric.compact()}, metric=metric)


_TOO = ("也", "还", "同时")
