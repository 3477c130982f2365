"""How many people a list is to show: show 10 customers, 列出5个客户."""

from __future__ import annotations

from assistant.planner.grammar.people.sizes import asked_size, enough
from assistant.planner.grammar.rows.row_counts import said_last
from assistant.planner.grammar.slots import Slots


def list_limit(slots: Slots) -> int | None:
    """show 10 customers, 列出5个客户."""
    if slots.find("alike") is not None:
        return None  # so many alike
    if slots.find("how_many", free=False) is None and (said := enough(slots)):
        return said[1]
    if _ranked_in_a_period(slots):
        return None  # the 50 in London with the highest spend this year
    ranked_apart = [i for i in slots.all("top", "bottom") if slots.chinese(i)]
    if ranked_apart and said_last(slots, ranked_apart[0])[0] is not None:
        return None  # 谁花得最多，列二十个人: so many are the best
    for index in range(len(slots)):
        if not slots.used(index) and slots.has(index, "number", "heads") and slots.find("how_many") is None:
            after = slots.next(index)
            value = slots.value(index, "heads") or slots.value(index, "number")
            ranked = any(slots.has(i, "top", "bottom") for i in (index - 1, index - 2, index + 1))
            ranked = ranked or slots.value(index - 1, "verb") in ("spend", "buy")  # 花过5000的
            if (
                value is not None
                and value == int(value)
                and not ranked
                and (slots.has(after, "people", "anaphor") or slots.has(index, "heads") or _of_people(slots, after))
                and not slots.has(index, "period", "range")
            ):
                slots.use(index, "rows to show")
                return int(value)
    shown = asked_size(slots) if slots.find("scored") is not None and slots.find("how_many") is None else None
    return shown[1] if shown else None


def _ranked_in_a_period(slots: Slots) -> bool:
    """Whether people are ranked by what they did in some days: the order is no order over all time."""
    for index in slots.all("top", "bottom"):
        ahead = [index + 1, slots.next(index), slots.next(slots.next(index))]
        if any(slots.has(i, "period") and not slots.used(i) for i in ahead):
            return True
    return False


def _of_people(slots: Slots, index: int) -> bool:
    """show me 10 women: a value that people are named by."""
    group = slots.value(index, "group")
    listed = slots.find("list", free=False) is not None
    return listed and group is not None and slots.level(group.field) == "customer"
