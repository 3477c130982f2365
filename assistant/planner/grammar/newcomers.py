"""New buyers beside returning ones, as two counts of people."""

from __future__ import annotations

from assistant.planner.grammar.figures import Figures
from assistant.planner.grammar.slots import Slots


def new_and_returning(slots: Slots, figures: Figures) -> None:
    """new vs returning buyers per month: two counts of people; by first and repeat orders some would count twice."""
    counted = set(figures.measures) <= {"buyers", "customers", "new_buyers", "returning_buyers"}
    of_people = (
        bool(figures.measures)
        or slots.find("people", "agent", free=False) is not None
        or any(slots.value(i, "field") == "first_or_repeat" and _says_people(slots[i].text) for i in range(len(slots)))
    )
    if "first_or_repeat" in figures.dimensions and counted and of_people and not figures.share:
        figures.dimensions.remove("first_or_repeat")
        figures.measures = ["new_buyers", "returning_buyers"]


def _says_people(text: str) -> bool:
    """新老客, new vs returning – rather than first and repeat orders."""
    return "客" in text or any(word in text.casefold() for word in ("returning", "existing"))
