"""Rows by a small whole number: 0, 1, 2, 3 … orders; how many orders do people place: 1, 2, 3, 4, 5 or more."""

from __future__ import annotations

from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.people.facts import CLAUSE_FIELDS
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

COUNTED = (*CLAUSE_FIELDS, "products_bought", "categories_bought")
"""Whole numbers of a customer by which customers may be spread: 0, 1, 2, 3 … orders."""


def spread_by_numbers(slots: Slots) -> None:
    """0, 1, 2, 3 … orders; 买过1单的、2单的、3单的: customers spread by that number, not picked by it."""
    index = 0
    while index < len(slots):
        numbers, at, last = 0, index, index
        while at < len(slots) and (amount_of(slots[at]) or _between_numbers(slots, at, numbers)):
            amount = amount_of(slots[at])
            if amount and amount.unit not in ("number", "times"):
                break
            numbers += amount is not None
            last = at if amount is not None else last
            at += 1
        if numbers >= 3:
            times = slots.has(last, "times")
            label = next((i for i in range(at, min(at + 2, len(slots))) if slots.value(i, "field") in COUNTED), None)
            if label is not None or times:
                field = slots.value(label, "field") if label is not None else "orders"
                field = "orders" if slots.has(label or last, "times") or field == "spend" else field
                end = (label if label is not None else at - 1) + 1
                slots.merge(index, end, Sense("rows_of", field))
            elif (before := _counted_before(slots, index)) is not None:
                slots.retag(before[0], Sense("rows_of", before[1]))
                for beside in range(index, at + (at < len(slots) and slots.has(at, "range"))):
                    slots.use(beside, "rows")
                for beside in slots.all("average"):
                    slots.use(beside, "rows")
        index += 1


def _counted_before(slots: Slots, index: int) -> tuple[int, str] | None:
    """how many orders do people place: 1, 2, 3 …: what the numbers are of, said before them."""
    if not any(slots.has(i, "break") for i in range(max(0, index - 2), index)):
        return None
    for at in range(index):
        names = [s.value for s in slots[at].senses if s.kind in ("banded", "field")]
        name = next((n for n in names if n in COUNTED and n not in ("spend", "units")), None)
        if name is not None and not slots.used(at):
            return at, str(name)
    return None


def _between_numbers(slots: Slots, index: int, numbers: int) -> bool:
    if numbers == 0:
        return False
    item = slots[index]
    return item.has("break", "and", "or", "filler", "cmp_post") and not item.has("people", "by", "how_many")
