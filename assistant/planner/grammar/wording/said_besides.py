"""Words that say what a figure is in and change nothing in it: units moved in Berlin, the time it took, in days."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_MOVED = ("moved", "shifted")
_DAYS = ("days", "天")
_TOTAL = ("total", "the total", "in total", "overall", "总共", "一共", "合计")
_AGAINST = ("rather than", "instead of", "not", "而不是", "不是")
_RANKED = ("top", "bottom", "list", "who", "number", "which", "by", "average", "median", "range")


def reduce_said_besides(slots: Slots) -> None:
    """Set such words aside where the figure stands beside them."""
    _moved(slots)
    _in_days(slots)
    _total_expected(slots)
    _rather_than(slots)
    _baskets(slots)


def _moved(slots: Slots) -> None:
    """units of perfume moved in Beijing: sold, and no change."""
    pieces = next((i for i in range(len(slots)) if slots.value(i, "field") == "units" or _units(slots, i)), None)
    asked = slots[0].text.casefold() in ("how", "has", "have", "did")
    for index in range(len(slots)):
        if slots[index].text.casefold() in _MOVED and pieces is not None and pieces < index and not asked:
            slots.retag(index, Sense("verb", "sell"))


def _units(slots: Slots, index: int) -> bool:
    return slots.value(index, "measure") == "units"


def _in_days(slots: Slots) -> None:
    """the mean time between two orders, in days: what it is counted in."""
    timed = [i for i in range(len(slots)) if str(slots.value(i, "field") or "").startswith("days_")]
    for index in range(1, len(slots)):
        told = slots[index].text.casefold() in _DAYS and slots[index - 1].text.casefold() in ("in", "按", "以")
        if timed and told and index not in timed and not slots.has(index, "number", "period", "range"):
            slots.retag(index, Sense("filler"))


def _total_expected(slots: Slots) -> None:
    """total expected spend of platinum members: of all of them, and not of each."""
    score = next((i for i in range(len(slots)) if slots.value(i, "score_name") == "expected_spend"), None)
    if score is None or slots.find(*_RANKED) is not None:
        return
    for index in range(len(slots)):
        if slots[index].text.casefold() in _TOTAL and not slots.has(index, "group", "period"):
            slots.retag(index, Sense("sum"))


def _rather_than(slots: Slots) -> None:
    """median rather than mean: the one that is not wanted says nothing."""
    for index in range(1, len(slots) - 1):
        against = slots[index].text.casefold() in _AGAINST
        before = index - 1 - (slots.has(index - 1, "break") and index > 1)
        if against and all(slots.has(i, "average", "median", "norm") for i in (before, index + 1)):
            slots.merge(before, index + 2 + slots.has(index + 2, "break"), *slots[before].senses)


def _baskets(slots: Slots) -> None:
    """baskets with both a mug and a candle, how many: orders are counted, and no goods are asked for."""
    counted = slots.find("how_many") is not None or slots.find("share") is not None
    if not counted or slots.find("which", "list", "people", "agent") is not None or not _in_both(slots):
        return
    for index in slots.all("together"):
        if slots[index].text.casefold() in ("baskets with", "orders with", "basket with"):
            slots.retag(index, Sense("measure", "orders"), Sense("field", "orders"))


def _in_both(slots: Slots) -> bool:
    return any(slots[i].text.casefold().split()[0] == "both" for i in range(len(slots)))
