"""Age groups set side by side: customers aged 25-34 vs 35-44."""

from __future__ import annotations

from itertools import pairwise

from assistant.planner.grammar.slots import Group, Range, Slots
from assistant.planner.lexicon import Sense

FIELD = "age_group"


def reduce_age_sides(slots: Slots) -> None:
    """Make rows of ages that are groups of the shop, where one stands against another."""
    known = set(slots.vocabulary.values(FIELD)) if FIELD in slots.vocabulary.dictionary.fields else set()
    places = [(i, name) for i in range(len(slots)) if (name := _group(slots, i)) in known]
    if len(places) < 2 or not _of_age(slots, places[0][0]):
        return
    for (one, first), (other, second) in pairwise(places):
        between = range(one + 1, other)
        against = any(slots.has(i, "versus", "or", "and") for i in between)
        if against and all(slots.has(i, "versus", "or", "and", "filler") for i in between):
            slots.retag(one, Sense("group", Group(FIELD, (first, second), joiner="vs")))
            for index in (*between, other):
                slots.retag(index, Sense("filler"))
            return


def _group(slots: Slots, index: int) -> str:
    """25-34: as the groups of the shop are called."""
    found = slots.value(index, "range")
    if not isinstance(found, Range) or found.op != "between" or found.high is None:
        return ""
    return f"{found.low.value:.0f}-{found.high.value:.0f}" if found.unit in ("number", "age") else ""


def _of_age(slots: Slots, index: int) -> bool:
    """aged 25-34, age 25-34, by age group: 25-34."""
    said = any(slots.value(i, "field") in ("age", FIELD) for i in range(max(0, index - 4), index))
    return said or slots.value(index, "range").unit == "age" or "age" in slots[index].text.casefold()
