"""People named in a row of figures are a figure: "revenue, customers, repeat rate", 「客户数、订单数」."""

from __future__ import annotations

from assistant.planner.grammar.figures.measure_tables import RATES
from assistant.planner.grammar.figures.measures import PEOPLE_MEASURES
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

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


def settle_listed(slots: Slots) -> None:
    """September vs October: buyers, orders, revenue – people named by what they did are a figure among figures."""
    for index in slots.all("agent"):
        name = slots.value(index, "measure")
        if name is None or slots.has(index, "group", "condition") or slots.relative:
            continue
        led = index == 0 or slots.has(index - 1, *_JOINTS, "versus")
        ended = (
            index + 1 >= len(slots)
            or slots.has(index + 1, *_JOINTS, "by", "versus", "period")
            or _split(slots, index)
            or _dated(slots, index)
        )
        if led and ended and any(_figure_beyond(slots, index, step) for step in (-1, 1)):
            slots.retag(index, Sense("measure", str(name)))


def _split(slots: Slots, index: int) -> bool:
    """orders vs buyers by month: the split follows."""
    return index + 1 < len(slots) and slots[index + 1].text.casefold().startswith(("by ", "per ", "each "))


def _dated(slots: Slots, index: int) -> bool:
    """revenue, orders and buyers in 2025: the days of all of them, with nothing behind."""
    told = slots[index + 1].text.casefold() in ("in", "for", "during", "over") and slots.has(index + 2, "period")
    return told and all(slots.has(i, "break", "filler") for i in range(index + 3, len(slots)))


def _figure_beyond(slots: Slots, index: int, step: int) -> bool:
    at = index + step
    if slots.has(at, "versus"):
        return slots.has(at + step, "measure") and not slots.has(at + step, "group", "people", "range")
    if not slots.has(at, "break", "and") or slots[at].text not in (",", "and", "&", "+", "/", "、", "，", "和"):
        return False
    while slots.has(at, *_JOINTS, "filler") and not slots.has(at, "measure"):
        at += step
    return slots.has(at, "measure") and not slots.has(at, "group", "people", "range")


def _plain(slots: Slots, index: int) -> bool:
    """Nothing is said of them: no fact before, no clause after."""
    before, after = index - 1, index + 1
    led = before < 0 or slots.has(before, *_JOINTS)
    return led and (after >= len(slots) or slots.has(after, *_JOINTS, "by", "period") or _dated(slots, index))


def _beside(slots: Slots, index: int, step: int) -> bool:
    """Whether the neighbour beyond the comma or "and" is a figure."""
    at = index + step
    if not slots.has(at, *_JOINTS):
        return False
    while slots.has(at, *_JOINTS, "filler") and not slots.role(at).startswith("measure"):
        at += step
    return 0 <= at < len(slots) and slots.role(at).startswith("measure")
