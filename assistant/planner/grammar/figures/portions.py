"""A figure as a part of another: WeChat's share of orders by quarter, discounted orders of all orders."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.measure_tables import RATES
from assistant.planner.grammar.figures.measures import SHARE_OF
from assistant.planner.grammar.figures.ratios import part_of_measure
from assistant.planner.grammar.rows.dimensions import TIME_FIELDS
from assistant.planner.grammar.slots import Slots
from tools.definitions import Part

_BASES = {rate: whole for (_, whole), rate in SHARE_OF.items()}


def _each_has_its_share(slots: Slots) -> bool:
    """周末和工作日的订单量各占多少: of all of them."""
    return any(slots[i].text.startswith(EACH_SHARE) for i in range(len(slots)))


def sides_shared(slots: Slots) -> bool:
    """app和门店的订单量各占多少: a share for each of those named, and not one of both together."""
    named = any(len(slots.value(i, "group").values) > 1 for i in slots.all("group", free=False))
    return named and _each_has_its_share(slots)


EACH_SHARE = ("各占", "分别占", "各自占")


def settle_portion(slots: Slots, figures: Figures) -> None:
    """Over time a share is of each row's whole, not of all rows together."""
    if _each_has_its_share(slots) and figures.dimensions and figures.part is None and not set(figures.measures) & RATES:
        figures.share = True
    asked = figures.share or any(
        slots.has(i, "share") or slots[i].text.casefold().startswith(("share", "%")) for i in range(len(slots))
    )
    if not asked:
        return
    for rate, base in _BASES.items():
        if rate in figures.measures and base in figures.measures:
            figures.measures.remove(base)
            figures.share = False
    if len(figures.measures) != 1:
        return
    measure, own = part_of_measure(figures.measures)
    timed = bool(figures.dimensions) and set(figures.dimensions) <= set(TIME_FIELDS)
    if own is not None and figures.share:
        figures.measures, figures.part, figures.share = [measure], own, False
    elif figures.share and any(f.field == "order_discount" for f in figures.where):
        given = [f for f in figures.where if f.field == "order_discount"]
        figures.part, figures.share = Part(where=given), False
        figures.where = [f for f in figures.where if f not in given]
    elif figures.share and timed and (figures.where or figures.people.conditions):
        people = figures.people.audience if figures.people.conditions else None
        figures.part, figures.share = Part(where=figures.where, audience=people), False
        figures.where, figures.people.conditions = [], 0
