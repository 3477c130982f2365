"""Rows of the last table as a condition on the next: AOV of the top 3, and their return rate."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.intents.references.cues import points_at
from assistant.planner.lexicon import Sense
from tools.definitions import Filter, Metric

_TIMES = ("day", "week", "month", "quarter", "year")


def settle_rows(frame: Frame, slots: Slots, before: Metric) -> bool:
    """Turn "the top 3" and "their" into the values that the last table shows first; whether it was done."""
    state = frame.state
    if not state.rows or state.rows_of not in before.dimensions or state.rows_of in (*_TIMES, "customer_id"):
        return False
    each = slots.find("every", "respectively", free=False)
    splits = [i for i in slots.all("by", free=False) if i != each]
    if slots.find("measure", free=False) is None or slots.find("group", free=False) is not None or splits:
        return False
    for index in range(len(slots)):
        at = slots.next(index)
        counted = slots.value(at, "number") if slots.has(index, "top") else None
        named = slots.next(at)
        told = counted and slots.value(named, "field") == state.rows_of and each is not None
        if counted and float(counted).is_integer() and slots[index].text.casefold() in _TOP:
            slots.retag(index, Sense("group", Group(state.rows_of, tuple(state.rows[: int(counted)]))))
            for place in (at, *((named, each) if told else ())):
                slots.retag(place or 0, Sense("filler"))
            return True
        if points_at(slots[index]) and before.limit:
            slots.retag(index, Sense("group", Group(state.rows_of, tuple(state.rows[: before.limit]))))
            return True
    return False


_TOP = ("top", "the top", "best", "the best", "first", "the first", "biggest", "the biggest", "前")


_PRICED = ("cheap", "expensive", "which", "filler", "break", "how_much", "thing", "product_fact", "same", "product_cue")


def of_rows_shown(frame: Frame, figures: Figures) -> None:
    """最便宜的那个多少钱, which is the dearest: of the goods that were just shown, where none are named."""
    state = frame.state
    alone = all(span.has(*_PRICED) for span in frame.spans) and frame.has("cheap", "expensive")
    if not alone or state.rows_of != "product" or len(state.rows) < 2 or figures.where:
        return
    sought = [Filter.model_validate(item) for item in state.sought.get("args", {}).get("where") or []]
    figures.where += sought or [Filter(field="product", values=[*state.rows])]  # 最便宜的是哪款, of a brand's goods
    figures.limit = 1
