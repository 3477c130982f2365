"""The first stretch of a customer's own time: 前半年人均花了多少, 首半年, 满一年后值多少钱, 一年后谁花得多.

In Chinese the moment it starts from goes without saying: when they signed up, where that is how they are told, else
their first order.
"""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.moments import days_of
from assistant.planner.lexicon import Sense
from tools.definitions import After, Attribute, Period

_FIRST = ("前", "首", "头", "首个", "头一个", "前面", "最初", "最初的", "第一个", "开头", "头一")
_LATER = ("后", "之后", "以后", "后来", "后的", "内", "以内", "之内", "里")
_SPENT = ("net_revenue", "revenue_per_buyer", "orders", "orders_per_buyer", "units", "average_order_value")


def settle_openings(slots: Slots) -> None:
    """Join such a stretch into one item that limits the purchases, where a figure of purchases of people is asked."""
    if slots.find("after", free=False) is not None or not (_of_people(slots) and _of_purchases(slots)):
        return
    for index in range(len(slots)):
        days = _length(slots, index)
        if days is None or not slots.chinese(index):
            continue
        start, end = index, index + 1
        if index and slots[index - 1].text in _FIRST:
            start = index - 1
        elif slots.has(end, "filler", "after_word", "bottom", "cmp") and slots[end].text in _LATER and end < len(slots):
            end += 1
        elif not slots[index].text.startswith(("满", "头", "首", "前", "成为", "第一年")):
            continue
        slots.merge(start, end, Sense("after", After(event=_since(slots), within_days=days)))
        for at in (*slots.all("worth_cue"), *(i for i in slots.all("scored") if _worth(slots, i))):
            slots.retag(at, Sense("measure", "revenue_per_buyer"))
        return


def _length(slots: Slots, index: int) -> int | None:
    """The days of a stretch that is neither a number of its own nor counted back from today."""
    if slots.used(index):
        return None
    if slots.has(index, "own_year"):
        return 365
    found = slots.value(index, "range")
    if found is not None and found.unit == "duration" and found.op == "ge" and slots[index].text.startswith("满"):
        return days_of_range(found.low.value, found.low.detail)
    if not slots.has(index, "duration") or slots.has(index, "range"):
        return None
    period = slots.value(index, "period")
    if isinstance(period, Period) and period.kind != "rolling":
        return None
    count, unit = slots.value(index, "duration")
    return days_of_range(count, unit) if days_of(slots, index) else None


def days_of_range(count: float, unit: str) -> int:
    """The days of so many units; twelve months are a year and six half of it."""
    days = {"day": 1, "week": 7, "month": 365 / 12, "quarter": 365 / 4, "year": 365}[unit] * count
    return int(count * 30) if unit == "month" and count < 6 else round(days)


def _since(slots: Slots) -> str:
    for item in slots.items:
        condition = item.value("condition")
        if isinstance(condition, Attribute) and condition.field.startswith("signup"):
            return "signup"
    return "first_order"


def _of_people(slots: Slots) -> bool:
    """Whether customers are told by how or when they came, or by their first order."""
    for index, item in enumerate(slots.items):
        condition, group = item.value("condition"), slots.value(index, "group")
        if isinstance(condition, Attribute) and condition.field in ("signup_date", "first_order_date"):
            return True
        if group is not None and group.field in ("acquisition_channel", "first_order_channel"):
            return True
        if slots.value(index, "field") in ("first_order_date", "acquisition_channel", "first_order_channel"):
            return True
        if slots.value(index, "agent") in ("new", "first_time") or item.has("first_order"):
            return True
    return False


def _worth(slots: Slots, index: int) -> bool:
    """半年LTV: what somebody was worth in a stretch of their own is what they spent in it."""
    scored = slots.value(index, "scored")
    return scored is not None and scored.concept == "value" and scored.degree == "noun"


def _of_purchases(slots: Slots) -> bool:
    return any(
        slots.value(i, "measure") in _SPENT
        or slots.value(i, "verb") in ("spend", "buy")
        or slots.has(i, "how_much", "worth_cue")
        or slots.value(i, "field") == "spend"
        or _worth(slots, i)
        for i in range(len(slots))
    )
