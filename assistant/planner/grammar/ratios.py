"""Figures that are a part of another by their name: discounted orders of orders, opens of sends."""

from __future__ import annotations

from assistant.planner.grammar.figures import Figures
from tools.definitions import Attribute, Audience, Bought, Filter, Part

_PARTS: dict[str, tuple[str, Part]] = {
    "discounted_orders": ("orders", Part(where=[Filter(field="order_discount", op="gt", values=[0])])),
    "new_buyers": ("buyers", Part(where=[Filter(field="first_or_repeat", values=["first"])])),
    "customers_without_orders": (
        "customers", Part(audience=Audience(all=[Attribute(field="orders", values=[0])]))
    ),
    "emailable_customers": (
        "customers", Part(audience=Audience(all=[Attribute(field="emailable", values=[True])]))
    ),
    "textable_customers": (
        "customers", Part(audience=Audience(all=[Attribute(field="textable", values=[True])]))
    ),
}  # fmt: skip
_RATES = {
    ("repeat_buyers",): "repeat_rate",
    ("repeat_buyers", "buyers"): "repeat_rate",
    ("returned_units",): "return_rate",
    ("returned_units", "units"): "return_rate",
    ("discount_amount",): "discount_share",
    ("discount_amount", "gross_revenue"): "discount_share",
    ("opens",): "open_rate",
    ("opens", "sends"): "open_rate",
    ("clicks",): "click_rate",
    ("clicks", "sends"): "click_rate",
    ("clicks", "opens"): "click_to_open_rate",
    ("unsubscribes",): "unsubscribe_rate",
    ("unsubscribes", "sends"): "unsubscribe_rate",
}
"""Shares that have a name of their own."""


def ratio_of(measures: list[str]) -> str | None:
    """discounts as a share of gross sales: the rate these two make."""
    return _RATES.get(tuple(measures))


def part_of_measure(measures: list[str]) -> tuple[str, Part | None]:
    """The whole a figure is a part of, and which part; the figure itself where it is none."""
    names = [name for name in measures if name not in ("orders", "buyers", "customers")] or measures
    if len(names) == 1 and names[0] in _PARTS:
        return _PARTS[names[0]]
    return measures[0] if measures else "", None


def audience_of(figures: Figures) -> Audience | None:
    """The people one side is about; buyers of a period are those who bought in it."""
    people = figures.people.audience if figures.people.conditions else Audience()
    if figures.where or figures.period:
        if figures.measures != ["buyers"] and not figures.where:
            return None
        bought = Bought(where=figures.where, period=figures.period)
        people = people.model_copy(update={"all": [*people.all, bought]})
    elif figures.measures == ["buyers"] and not figures.people.conditions:
        people = people.model_copy(update={"all": [*people.all, Bought()]})
    return people if people != Audience() else None
