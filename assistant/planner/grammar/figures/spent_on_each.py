"""What is spent per order or per customer: which age group spends most per order, which tier most per customer."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_EACH = {
    **dict.fromkeys(("per order", "per purchase", "per basket"), "average_order_value"),
    **dict.fromkeys(
        ("per customer", "per person", "per head", "per buyer", "per member", "per client"), "revenue_per_buyer"
    ),
}


def spent_on_each(slots: Slots) -> None:
    """The value of their orders or the revenue of a buyer, not how much is spent in all, nor how many they are."""
    for index in range(len(slots) - 2):
        at = slots.next(index, lambda item: item.has("filler", "top", "bottom") and not item.has("by"))
        last = at if slots.has(at, "per_person") else at + 1
        said = " ".join(slots[i].text.casefold() for i in range(at, min(last + 1, len(slots))))
        spent = slots.value(index, "verb") == "spend"
        earned = spent or slots.value(index, "measure") == "net_revenue"
        measure = _EACH.get(said)
        if measure is None or not earned or (measure == "revenue_per_buyer" and not spent):
            continue
        if measure in slots.vocabulary.dictionary.measures:
            slots.retag(index, Sense("measure", measure))
            for told in range(at, last + 1):
                slots.retag(told, Sense("filler"))
