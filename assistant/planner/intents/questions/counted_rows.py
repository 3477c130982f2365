"""Rows without a figure: what is counted of Champions by gender or brands in kitchen, and what only splits."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots


def counted_rows(slots: Slots, figures: Figures) -> str:
    """customers, products, or "" where it is not clear what is counted."""
    if figures.period or not figures.dimensions:
        return ""
    if _of_level(slots, figures.dimensions, "customer") and figures.people.conditions and not figures.where:
        return "" if figures.people.clauses else "customers"
    named = [*figures.dimensions, *[item.field for item in figures.where]]
    goods = figures.where and not figures.people.conditions and _of_level(slots, named, "product")
    return "products" if goods else ""


def _of_level(slots: Slots, names: list[str], level: str) -> bool:
    return all(slots.level(name) == level for name in names)


def only_split(slots: Slots, figures: Figures) -> bool:
    """gender split of Champions: what it is split by is no whole of its own."""
    said = slots.find("by", "people", "who", "agent", "each_row", "every", free=False) is not None
    chinese = any(slots.chinese(i) for i in range(len(slots)))
    return bool(figures.dimensions) and not figures.people.conditions and not said and not chinese
