"""What stands beside a figure and makes it another: per discounted order, value and count, and what they were worth."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.orders.discounts import DISCOUNTED
from assistant.planner.grammar.slots import Slots


def settle_beside(slots: Slots, figures: Figures) -> None:
    """Settle the figures by such words."""
    if "average(order_discount)" in figures.measures and any(
        slots.role(i) == "per order" and slots.value(i, "measure") == "discounted_orders" for i in range(len(slots))
    ):
        figures.where.append(DISCOUNTED)
    if set(figures.measures) in _GIVEN and _averaged(slots):
        figures.measures = ["average(order_discount)"]  # the average discount on bedding orders
    if "returns_value" in figures.measures and any(slots[i].text.casefold() == "value" for i in range(len(slots))):
        figures.measures = ["returned_units" if m == "net_revenue" else m for m in figures.measures]  # value and count
    if figures.measures == ["returned_units"] and any(slots[i].text.casefold() == "worth" for i in range(len(slots))):
        figures.measures.append("returns_value")  # and what were they worth
    if set(figures.measures) == {"units", "average_order_value"} and slots.find("how_many", free=False) is not None:
        figures.measures = ["units_per_order"]  # how many items does a typical order contain


_GIVEN = ({"orders_per_buyer", "discount_amount"}, {"orders_per_buyer", "discount_share"}, {"orders", "discount_share"},
          {"orders", "average(order_discount)"}, {"orders_per_buyer", "average(order_discount)"})  # fmt: skip


def _averaged(slots: Slots) -> bool:
    """average discount on … orders: each with its own."""
    average = any(
        slots.has(i, "average") or slots[i].text.casefold().startswith(("average", "avg", "平均", "mean"))
        for i in range(len(slots))
    )
    orders = [i for i in range(len(slots)) if slots.value(i, "measure") in ("orders", "orders_per_buyer")]
    before = (slots[i].text.casefold() for at in orders for i in range(max(0, at - 3), at))
    return average and len(orders) == 1 and any(word in ("on", "for", "of", "in", "per") for word in before)
