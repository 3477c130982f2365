"""Facts of a customer's first order: the channel of their first order, 首单渠道, 第一次买是在什么渠道."""

from __future__ import annotations

from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

FIRST_CHANNEL = "first_order_channel"
_OF_ORDERS = ("average_order_value", "orders", "units_per_order", "units", "net_revenue", "discount_share")
"""各渠道首单客单价: figures of first orders rather than of people by their first."""


def first_order_facts(slots: Slots) -> None:
    """the channel of ppl's first order, month of their first purchase: facts of the customer."""
    _months_of_new(slots)
    _goods_of_first(slots)
    facts = {"order_channel": "first_order_channel", "month": "first_order_month"}
    ordered = any(slots.value(i, "measure") in _OF_ORDERS for i in range(len(slots)))
    index = 0
    while index < len(slots):
        fact = next((f for name, f in facts.items() if dimension_at(slots, index) == name), None)
        if fact in slots.vocabulary.dictionary.fields and not slots.has(index, "group", "period"):
            at = slots.next(index, lambda item: _between_facts(item) and not item.has("field"))
            through = range(index + 1, at)
            if slots.value(at, "field") == "first_order_date" and (
                any(slots[i].text.casefold() in ("of", "their", "his", "her", "they") for i in through)
                or (slots.chinese(at) and not ordered)
            ):
                slots.merge(index, at + 1, Sense("field", fact))
            elif not ordered and slots.chinese(index) and (first := _first_before(slots, index)) is not None:
                slots.merge(first, index + 1, Sense("field", fact))
                index = first
        index += 1


_OF_PEOPLE = ("revenue_per_buyer", "orders_per_buyer", "repeat_rate")


def reduce_first_there(slots: Slots) -> None:
    """app-first customers: those whose first order was in the app."""
    _counted_first(slots)
    if FIRST_CHANNEL not in slots.vocabulary.dictionary.fields:
        return
    index = 0
    while index < len(slots) - 2:
        values = [s.value[1] for s in slots[index].senses if s.kind == "value" and s.value[0] == FIRST_CHANNEL]
        said = slots[index + 1].text.casefold()
        first = said in ("first", "first order", "first-order") and slots.has(index + 2, "people", "agent")
        if values and first:
            slots.merge(index, index + 2, Sense("value", (FIRST_CHANNEL, values[0])))
        index += 1


def _counted_first(slots: Slots) -> None:
    """share of app orders among first orders in Q3: orders are counted, and those are some of them."""
    counted = any(slots.value(i, "measure") in _OF_ORDERS and not slots.has(i, "agent") for i in range(len(slots)))
    if not counted or slots.find("people", "who", "agent", "by", "versus") is not None:
        return
    for index in range(len(slots)):
        value = next(
            (s.value for s in slots[index].senses if s.kind == "value" and s.value[0] == "first_or_repeat"), None
        )
        if value is not None and slots[index].text.casefold() == "first orders":
            slots.retag(index, Sense("value", value))


def _goods_of_first(slots: Slots) -> None:
    """by category of first purchase: of the first order only its channel and its month are known as rows."""
    for index in range(len(slots)):
        name = dimension_at(slots, index)
        at = slots.next(index)
        tied = (
            at < len(slots)
            and slots.value(at, "field") == "first_order_date"
            and slots[at - 1].text.casefold() in _TIED
        )
        if tied and name in ("category", "brand", "product", "subcategory") and slots.has(index - 1, "by"):
            raise Unclear(
                "I can split by the channel and the month of the first order, not by what was bought in it.",
                "可以按首单渠道和首单月份拆分，不能按首单买的商品拆分。",
                [("by first order channel", "按首单渠道")],
                (slots.origin(index)[0], slots.origin(at)[1]),
            )


_TIED = ("of", "in", "of the", "in the", "of their", "in their", "the", "their")


def _months_of_new(slots: Slots) -> None:
    """各月首购客户的人均消费: people by the month of their first order, whenever they spent."""
    figured = any(slots.value(i, "measure") in _OF_PEOPLE or slots.has(i, "per_person") for i in range(len(slots)))
    if not figured or "first_order_month" not in slots.vocabulary.dictionary.fields:
        return
    for index in range(len(slots)):
        after = slots.next(index)
        new = slots.value(after, "agent") in ("new", "first_time") or slots.value(after, "field") == "first_order_date"
        name = f"first_order_{dimension_at(slots, index)}"
        known = name in slots.vocabulary.dictionary.fields and not slots.has(index, "period")
        if known and new and slots.chinese(index):
            slots.retag(index, Sense("field", name), Sense("each_unit", name))


def _between_facts(item: Span) -> bool:
    """哪个渠道下的首单: what may stand between the fact and the order it is of."""
    return item.has("filler", "people", "who", "place") or item.text in ("下的", "买的", "下")


def _first_before(slots: Slots, index: int) -> int | None:
    """第一次买是在什么渠道: the first order stands before the channel that is asked for."""
    before = slots.before(index, lambda item: item.has("filler", "place", "which") and not item.has("field", "break"))
    asked = any(slots.has(i, "which") for i in range(max(before, 0), index))
    return before if asked and slots.value(before, "field") == "first_order_date" else None
