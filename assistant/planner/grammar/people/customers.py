"""Customers named by id as one condition, so that figures and people can be asked for of just them."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Attribute

_TYING = ("and", "or", "break", "filler", "people")


def reduce_customers(slots: Slots) -> None:
    """revenue of C00011 and C00012 by month; named in two places of a question they are not joined."""
    places = slots.all("customer_id", free=False)
    if not places:
        return
    first, last = places[0], places[-1]
    while first and slots.has(first - 1, "people") and not slots.has(first - 1, "group", "which", "how_many"):
        first -= 1
    between = (i for i in range(places[0], last) if i not in places)
    if not all(slots.has(i, *_TYING) and not slots.has(i, "versus", "period") for i in between):
        return
    ids = list(dict.fromkeys(str(slots.value(i, "customer_id")) for i in places))
    slots.merge(first, last + 1, Sense("condition", Attribute(field="customer_id", values=[*ids])))


def use_count_of_customers(slots: Slots) -> None:
    """number of customers who …: how many is asked, which the size of the audience answers."""
    for index in slots.all("measure"):
        if slots.value(index, "measure") == "customers" and slots[index].text.casefold().startswith(_COUNT_OF):
            slots.use(index, "how many")


_COUNT_OF = ("number of", "count of")
