"""What is counted where rows are asked for and no figure is named: Champions by gender, brands in kitchen."""

from __future__ import annotations

from assistant.planner.grammar.figures import Figures
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
