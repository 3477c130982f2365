"""Who bought the most of something: the 5 customers with the most serum are ranked by serum, not by all they bought."""

from __future__ import annotations

from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from tools.definitions import Audience, Bought, Limit

_RANKED = ("orders", "units", "spend")
_BETWEEN = ("of", "on", "in", "for", "from", "the", "their", "and")
_RANKS = ("top", "bottom", "best_selling", "worst_selling", "rank_by", "by")


def ranked_by_goods(slots: Slots, people: People, shown: int | None) -> None:
    """Rank by what was bought of the goods that stand behind the ranking word, in the days of the purchase."""
    count = people.limit or shown
    found = people.audience
    bought = [one for one in found.all if isinstance(one, Bought)]
    if people.sort_by not in _RANKED or not count or len(bought) != 1 or found.any or found.limit:
        return
    only = bought[0]
    plain = (only.op, only.value, only.measure) == ("ge", 1, "orders") and not (only.after or only.first_purchase)
    if not plain or only.together or not only.where or not _ranks_goods(slots):
        return
    rest = [one for one in found.all if one is not only]
    limit = Limit(by=people.sort_by, descending=people.descending, count=count, where=only.where, period=only.period)
    people.audience = Audience(all=rest, none=found.none, limit=limit)


def _ranks_goods(slots: Slots) -> bool:
    """the most [units of] serum, most skincare orders, by units of serum."""
    for index in range(len(slots)):
        group = slots.value(index, "group")
        if group is None or slots.level(group.field) not in PRODUCT_LEVELS:
            continue
        before = index - 1
        while before >= 0 and (_names_figure(slots, before) or slots[before].text.casefold() in _BETWEEN):
            if slots.has(before, *_RANKS):
                return True
            before -= 1
        if before >= 0 and slots.has(before, *_RANKS):
            return True
    return False


def _names_figure(slots: Slots, index: int) -> bool:
    """units, number of orders, spend, and what only fills."""
    if slots.has(index, "people", "who", "verb") and not slots.has(index, "top", "bottom", "by", "rank_by"):
        return slots.has(index, "measure", "field") and slots.value(index, "verb") in ("buy", "spend")
    return slots.has(index, "measure", "field", "filler") and not slots.has(index, "break", "group")
