"""Customers by the months of their first order: 去年11月、12月首购的两批客户, 2025年10、11、12月首单的人."""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.planner.grammar.orders.discounts import DISCOUNTED
from assistant.planner.grammar.rows.dimensions import dimension_at, said_as_split
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.timing import follows, unit_of
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from tools.definitions import Attribute, Bought

LISTED = re.compile(r"\d\s*月?\s*[、,，和/]\s*\d")
_JOINTS = ("、", ",", "，", "/", "和", "及", "与", "跟")
ROWS = {"month": "first_order_month", "quarter": "first_order_quarter", "year": "first_order_year"}


def reduce_cohort_months(slots: Slots) -> None:
    """A run of months in front of 首购 is one condition, which remembers that it names several."""
    for index in range(len(slots) - 1, -1, -1):
        _discounted_first(slots, index)
    index = 0
    while index < len(slots):
        if slots.value(index, "measure") == "signups" and slots.has(index + 1, "people") and slots.chinese(index):
            _joined(slots, index)
        if slots.has(index, "people") and slots[index].text.startswith("注册") and index:
            _signed_up_then(slots, index)
        if _first_orders_worth(slots, index):
            slots.retag(index, Sense("people"))  # 今年新客首单平均花多少: the first orders of those days
        if slots.has(index, "period") and slots.chinese(index):
            _each_unit(slots, index)
            _join(slots, index, slots.today)
            _people_of(slots, index)
        if isinstance(slots.value(index, "condition"), Attribute):
            _each_after(slots, index)
        index += 1


def _each_after(slots: Slots, index: int) -> None:
    """1月首购的那批人，之后每个月有多少人又下单: whoever orders behind those days orders again."""
    first = slots.value(index, "condition")
    at = slots.next(index, lambda item: item.has("filler", "break", "people") and not item.has("after_cue", "later"))
    later = slots.has(at, "after_cue", "later", "since_then", "after_word") and slots.chinese(at)
    if first.field != "first_order_date" or first.op != "during" or first.period is None or not later:
        return
    split, end = slots.next(at), bounds(first.period, slots.today)[1]
    if dimension_at(slots, split) not in ROWS or end is None or end >= slots.today:
        return
    slots.retag(at, Sense("period", fixed(end + timedelta(days=1), None)))
    for place in range(split + 1, len(slots)):
        if slots.value(place, "verb") in ("rebuy", "buy"):
            slots.retag(place, Sense("verb", "buy"))
        elif slots.value(place, "measure") in ("repeat_buyers", "returning_buyers"):
            slots.retag(place, Sense("measure", "buyers"))
        elif slots[place].text.endswith(("多少人", "几个人", "多少客户")):
            slots.retag(place, Sense("how_many"))


def _signed_up_then(slots: Slots, index: int) -> None:
    """今年第一季度注册的人: people by when they signed up."""
    before = slots.before(index)
    if slots.has(before, "period") and "signup_date" in slots.vocabulary.dictionary.fields:
        condition = Attribute(field="signup_date", op="during", period=slots.value(before, "period"))
        slots.merge(before, index + 1, Sense("condition", condition), Sense("people"))


_WORTH = ("revenue_per_buyer", "average_order_value", "net_revenue", "gross_revenue", "units", "units_per_order")


def _first_orders_worth(slots: Slots, index: int) -> bool:
    new = slots.value(index, "agent") in ("new", "first_time") and slots.chinese(index)
    told = any(slots.value(i, "measure") in _WORTH for i in range(index + 1, len(slots)))
    dated = slots.has(slots.before(index), "period")
    return new and _is_first(slots, slots.next(index)) and (told or not dated)


def _joined(slots: Slots, index: int) -> None:
    """今年新注册的人里有多少下过单: people by when they signed up, where more is said of them."""
    more = any(slots.has(i, "verb", "contact", "share") for i in range(index + 1, len(slots)))
    if more and slots.has(slots.before(index), "period"):
        slots.retag(index, Sense("verb", "signup"))


def _discounted_first(slots: Slots, index: int) -> None:
    """今年首单用优惠的新客: what was paid for the first order, and no later one."""
    at = slots.next(index, lambda item: item.has("filler", "place") and not item.has("verb", "break"))
    first = _is_first(slots, index) and slots.chinese(index)
    if not first or slots.value(at, "verb") != "discount" or "order_discount" not in slots.vocabulary.dictionary.fields:
        return
    before = slots.before(index)
    dated = slots.has(before, "period") and before == index - 1
    period = slots.value(before, "period") if dated else None
    condition = Bought(where=[DISCOUNTED], first_purchase=True, period=period)
    slots.merge(before if dated else index, at + 1, Sense("condition", condition))


def _each_unit(slots: Slots, index: int) -> None:
    """2025年每个季度首购的客户: those of 2025, by the quarter of their first order."""
    at = slots.next(index)
    name = ROWS.get(dimension_at(slots, at) or "")
    each = at < len(slots) and said_as_split(slots[at].text) and not slots.has(at, "period")
    if not each or name not in slots.vocabulary.dictionary.fields or not _is_first(slots, slots.next(at)):
        return
    first = slots.next(at)
    condition = Attribute(field="first_order_date", op="during", period=slots.value(index, "period"))
    slots.retag(first, Sense("filler"))
    slots.retag(at, Sense("rows_of", name))
    slots.retag(index, Sense("condition", condition))


def _join(slots: Slots, index: int, today: date) -> None:
    if not _first_follows(slots, index, through=True):
        return
    if LISTED.search(slots[index].text):
        slots.retag(index, *slots[index].senses, Sense("by_unit", "month"))
    while slots.has(index + 2, "period") and slots[index + 1].text in _JOINTS:
        one, other = slots.value(index, "period"), slots.value(index + 2, "period")
        unit = slots.value(index, "by_unit") or unit_of(one, today)
        if not unit or not follows(one, other, today):
            return
        whole = fixed(bounds(one, today)[0], bounds(other, today)[1])
        slots.merge(index, index + 3, Sense("period", whole), Sense("by_unit", unit))


def _first_follows(slots: Slots, index: int, through: bool = False) -> bool:
    """Whether 首购 stands behind a period, or behind the list of them that it begins."""
    at = index + 1
    while through and slots.has(at + 1, "period") and slots[at].text in _JOINTS:
        at += 2
    while slots.has(at, "filler") and not slots.has(at, "break", "field"):
        at += 1
    return _is_first(slots, at)


def _is_first(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    first = getattr(group, "field", "") == "first_or_repeat" and group.values == ("first",)
    return first or slots.value(index, "field") == "first_order_date"


def _people_of(slots: Slots, index: int) -> None:
    """10月首单的三批人: people by when their first order was, not what they paid for it."""
    at = index + 1
    while slots.has(at, "filler") and not slots.has(at, "break", "field"):
        at += 1
    if not _is_first(slots, at):
        return
    end = at + 1
    while slots.has(end, "filler", "number") and not slots.has(end, "break", "people"):
        end += 1
    listed = slots.has(index, "by_unit")
    if not (slots.has(end, "people") or listed) or slots.has(end, "measure", "field"):
        return
    condition = Attribute(field="first_order_date", op="during", period=slots.value(index, "period"))
    several = (Sense("by_unit", slots.value(index, "by_unit")),) if listed else ()
    slots.merge(index, at + 1, Sense("condition", condition), *several)


def cohort_rows(slots: Slots) -> list[str]:
    """The split that several months of first orders ask for; none where another is said."""
    fields = slots.vocabulary.dictionary.fields
    for index in range(len(slots)):
        name = ROWS.get(str(slots.value(index, "by_unit"))) if slots.has(index, "condition") else None
        if name in fields:
            return [str(name)]
    split = [dimension_at(slots, i) for i in range(len(slots)) if slots.role(i).startswith("split by")]
    return [name for name in split if name is not None and name in ROWS.values()][:1]
