"""Words of a follow-up to figures: just app orders, only what was bought on the app, 5 is enough."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Audience, Bought, Filter, Metric

ENOUGH = ("就行", "就好", "就可以了", "就够了", "就够", "is enough", "is fine", "will do")


def rows_said(slots: Slots, at: int, before: Metric) -> bool:
    """limit to 3, only the first three, 5 is enough: how many rows."""
    value = slots.value(at, "number") or slots.value(at, "heads") or slots.value(at, "pieces")
    near = range(max(0, at - 3), min(len(slots), at + 3))
    cued = any(slots.has(i, "only_cue", "only", "first_order", "row", "list", "instead") for i in near)
    said = any(slots[i].text.casefold() in (*ENOUGH, "first", "the first", "enough") for i in near)
    plain = not any(slots.has(i, "measure", "field", "verb", "cmp", "money") for i in near if i != at)
    told = bool(value) and float(value).is_integer() and bool(before.dimensions) and (cued or said) and plain
    for index in near if told else ():
        if slots.has(index, "first_order", "row") or slots[index].text.casefold() in ("first", "enough", "is enough"):
            slots.use(index, "rows to show")
    return told


def only_nouns(slots: Slots, before: Metric) -> None:
    """just app orders, without marketplace orders: the noun of a filter, not the figure."""
    if slots.find("instead", "how_many", free=False) is not None or {"orders", "units"} & set(before.measures):
        return
    for index in range(1, len(slots)):
        group = slots.value(slots.before(index), "group")
        if group is not None and slots.level(group.field) == "order" and slots.value(index, "measure") == "orders":
            slots.retag(index, Sense("filler"))


def purchases_as_filters(figures: Figures, before: Metric) -> None:
    """只算app下单的, only what was bought on the app: of sales, which purchases are counted."""
    audience = figures.people.audience
    bought = audience.all[0] if len(audience.all) == 1 and not audience.any and not audience.none else None
    sales = not set(before.measures) & {"customers", "signups"} and all("(" not in m for m in before.measures)
    if not isinstance(bought, Bought) or not bought.where or not all(_of_orders(f) for f in bought.where):
        return
    if bought == Bought(where=bought.where) and sales:
        figures.where += bought.where
        figures.people.audience, figures.people.conditions = Audience(), 0


def _of_orders(item: Filter) -> bool:
    return item.field.startswith("order_")


def so_much(frame: Frame) -> bool:
    """Whether 多少 asks for no one: it stands without a noun, and nobody is named."""
    counted = [span for span in frame.spans if span.has("how_many", "how_much")]
    bare = bool(counted) and all(span.text.endswith("多少") and not span.has("measure") for span in counted)
    return bare and not frame.has("measure", "people", "agent", "verb", "new_only")
