"""A message that is a list: its parts, and whether they are conditions on people."""

from __future__ import annotations

from assistant.planner.grammar.deeds.arguments import starts
from assistant.planner.grammar.deeds.joints import is_edge
from assistant.planner.grammar.deeds.verbs import DEEDS, is_verb
from assistant.planner.grammar.rows.dimensions import TIME_FIELDS, dimension_at, said_as_split
from assistant.planner.grammar.rows.tables import ranked_rows
from assistant.planner.grammar.slots import Range, Slots
from tools.definitions import Attribute

_ASKING = (
    "by", "trend", "compare", "versus", "distribution", "how_much", "performance", "share", "sum", "median", "per_unit",
    "which", "difference", "per_person", "rows_of", "figures", "extreme", "counted_goods",
    "best_selling", "worst_selling", "copy_verb", "meaning", "customer_id",
)  # fmt: skip


def parts(slots: Slots) -> list[tuple[int, int]]:
    """The parts of the message between its edges, as (start, end)."""
    found, start = [], 0
    for index in range(len(slots) + 1):
        if is_edge(slots, index):
            if index > start:
                found.append((start, index))
            start = index + 1
    return found


def picks_by_list(slots: Slots) -> bool:
    """Whether a message is a list of conditions on people, with no figure among its parts."""
    set_against = any(getattr(slots.value(i, "group"), "joiner", "") == "vs" for i in range(len(slots)))
    by_time = any(
        dimension_at(slots, i) in TIME_FIELDS and said_as_split(slots[i].text.casefold()) and not slots.has(i, "period")
        for i in range(len(slots))
    )
    if set_against or by_time or slots.find(*_ASKING, free=False) is not None:
        return False
    found = parts(slots)
    if len(found) < 2 or ranked_rows(slots) or any(_bare_figure(slots, *part) for part in found):
        return False
    if any(about_people(slots, index) for index in range(len(slots))):
        return True
    return any(_counts_orders(slots, *part) for part in found)


def _counts_orders(slots: Slots, start: int, end: int) -> bool:
    """3+ orders, no orders: so many of somebody's – in a list, that picks people."""
    for index in range(start + 1, end):
        counted = slots.value(index, "field") == "orders" or slots.value(index, "measure") in DEEDS
        if not counted or slots.has(index, "group", "condition"):
            continue
        before = index - 1
        while before > start and slots.has(before, "filler", "group") and not slots.has(before, "range", "not"):
            before -= 1
        found = slots.value(before, "range")
        if isinstance(found, Range) and found.unit in ("number", "times") and not slots.has(index + 1, "range"):
            return True
    return False


def about_people(slots: Slots, index: int) -> bool:
    """Whether an item says something of customers."""
    group = slots.value(index, "group")
    if group is not None:
        return slots.level(group.field) == "customer"
    counted = slots.value(index, "measure") in ("customers", "emailable_customers", "textable_customers")
    return (
        counted
        or slots.has(index, "contact", "people", "agent")
        or isinstance(slots.value(index, "condition"), Attribute)
    )


def _bare_figure(slots: Slots, start: int, end: int) -> bool:
    """revenue, in a part of its own and with nothing it is compared with: it is asked for."""
    inside = range(start, end)
    figures = [i for i in inside if _names_figure(slots, i) and not slots.has(i, "came_word")]
    measured = [i for i in figures if not _of_people(slots, i)]
    averaged = any(slots.has(i, "average", "median") and not slots.has(i, "relative") for i in inside)
    if not measured and not averaged:
        return False
    bounded = ("range", "number", "times", "not", "never", "except", "relative", "cmp", "excluded")
    return not any(slots.has(i, *bounded) and not slots.has(i, "place", "top", "bottom") for i in inside)


def _names_figure(slots: Slots, index: int) -> bool:
    """revenue, total spend – but no spend that somebody is picked by."""
    return slots.has(index, "measure") or (slots.value(index, "field") == "spend" and not slots.has(index, "verb"))


def _of_people(slots: Slots, index: int) -> bool:
    """Whether a figure's word says what somebody is or did; orders at the very start of a message are counted."""
    if slots.has(index, "people", "agent", "group"):
        return True
    counted = starts(slots, index) or slots.has(index - 1, "how_many")
    return slots.has(index, "verb") and not (counted and not is_verb(slots, index))
