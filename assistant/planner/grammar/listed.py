"""People named in a row of figures are a figure: "revenue, customers, repeat rate", 「客户数、订单数」."""

from __future__ import annotations

from assistant.planner.grammar.measure_tables import RATES
from assistant.planner.grammar.measures import PEOPLE_MEASURES
from assistant.planner.grammar.slots import Slots

_JOINTS = ("break", "and", "with")


def listed_people(slots: Slots, measures: list[str]) -> str | None:
    """The measure that people between (or beside) other figures are: buyers among figures of sales, else customers."""
    if not measures or PEOPLE_MEASURES & set(measures):
        return None
    for index in slots.all("people"):
        if slots.has(index, "group", "condition") or not _plain(slots, index):
            continue
        left, right = _beside(slots, index, -1), _beside(slots, index, 1)
        if left or right:
            slots.use(index, "measure: people")
            sales = set(measures) & (RATES | {"net_revenue", "gross_revenue", "orders", "units"})
            bought = set(measures) & RATES or slots.find("period", free=False) is not None
            name = "buyers" if sales and bought else "customers"
            return name if name in slots.vocabulary.dictionary.measures else None
    return None


def _plain(slots: Slots, index: int) -> bool:
    """Nothing is said of them: no fact before, no clause after."""
    before, after = index - 1, index + 1
    led = before < 0 or slots.has(before, *_JOINTS)
    return led and (after >= len(slots) or slots.has(after, *_JOINTS, "by", "period"))


def _beside(slots: Slots, index: int, step: int) -> bool:
    """Whether the neighbour beyond the comma or "and" is a figure."""
    at = index + step
    if not slots.has(at, *_JOINTS):
        return False
    while slots.has(at, *_JOINTS, "filler") and not slots.role(at).startswith("measure"):
        at += step
    return 0 <= at < len(slots) and slots.role(at).startswith("measure")
