"""Chinese purchases said in few words: 线上线下都买过, 下过300以上订单, 买过今年新品, 看过精华但没买."""

from __future__ import annotations

import re

from assistant.planner.grammar.deeds.comparing import order_value
from assistant.planner.grammar.people.amounts import comparison
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from tools.definitions import Bought, Filter, Group, Period

_BOTH_PLACES = {"线上线下": ("线上", "线下"), "线下线上": ("线下", "线上"), "线上和线下": ("线上", "线下")}
_BOTH = ("都", "均", "也都", "两边都", "两头都", "全都")
_NEW = ("新品", "新款", "新货", "上新", "上新的", "新上的")
_ONE = ("一笔", "一单", "一个", "一次", "1笔", "1单")
MOST_ORDERS = 20
"""A bare number above this beside 订单 is what one is worth, not how many there are."""


def settle_purchases(slots: Slots) -> None:
    """Rewrite the row of slots in place."""
    for index in range(len(slots)):
        _both_places(slots, index)
        _worth(slots, index)
        _worth_of_goods(slots, index)
        _priced(slots, index)
        _new_goods(slots, index)
        _not_those(slots, index)
        _no_discount(slots, index)


def _both_places(slots: Slots, index: int) -> None:
    """线上线下都买过: once here and once there, and no split."""
    places = _BOTH_PLACES.get(slots[index].text)
    if places is None or slots[index + 1].text not in _BOTH or not _bought(slots, index + 2):
        return
    senses = [slots.vocabulary.lexicon.senses((place[0], place[1])) for place in places]
    values = [
        next((s.value[1] for s in found if s.kind == "value" and s.value[0] == "order_channel"), None)
        for found in senses
    ]
    if None in values:
        return
    parts = [Bought(where=[Filter(field="order_channel", values=[value])]) for value in values]
    slots.retag(index, Sense("condition", Group(all=list(parts))))


def _channel(slots: Slots, word: str) -> str | None:
    """The sales channel that a word names in this shop."""
    senses = slots.vocabulary.lexicon.senses(tuple(word))
    return next((s.value[1] for s in senses if s.kind == "value" and s.value[0] == "order_channel"), None)


def _bought(slots: Slots, index: int) -> bool:
    return slots.value(index, "verb") == "buy" or slots.value(index, "agent") == "buy"


def _worth(slots: Slots, index: int) -> None:
    """下过300以上订单, 下过一笔500元以上的订单: what the order was worth."""
    found = slots.value(index, "range")
    if not isinstance(found, Range) or found.unit not in ("number", "money") or not slots.chinese(index):
        return
    at = slots.next(index)
    counted = found.unit == "number" and found.low.value < MOST_ORDERS
    verb = slots.before(index, lambda item: item.has("filler") or item.text in _ONE)
    if counted or slots.value(at, "field") != "orders" or not _bought(slots, verb):
        return
    if slots[slots.before(index)].text in _ONE:
        slots.retag(slots.before(index), Sense("filler"))  # 一笔500元以上的订单: at least one
    slots.retag(index, Sense("filter", order_value(found)))
    slots.retag(at, Sense("filler"))


def _worth_of_goods(slots: Slots, index: int) -> None:
    """500元以上的女装订单, 200块以上的App订单: what the order was worth, whatever stands between the two."""
    found = slots.value(index, "range")
    if not isinstance(found, Range) or found.unit not in ("number", "money") or not slots.chinese(index):
        return
    at = slots.next(index)
    while slots.has(at, "group") and slots.level(slots.value(at, "group").field) in ("product", "order"):
        at = slots.next(at)
    before = slots.before(index)
    named = before >= 0 and slots[before].text in _AMOUNTS
    paid = before >= 0 and (slots.value(before, "verb") == "spend" or _paid(slots, before))
    counted = found.unit == "number" and found.low.value < MOST_ORDERS
    plain = at == slots.next(index) and not (paid or named)
    if counted or plain or slots.value(at, "field") != "orders" or slots.has(before - 1, "people", "agent", "who"):
        return
    somebody = slots.find("people", "agent", free=False) is not None or _WHO.search(slots.text.normal) is not None
    if paid and somebody:
        return
    slots.retag(index, Sense("filter", order_value(found)))
    if paid or named:
        slots.retag(before, Sense("filler"))
    if _bought(slots, slots.before(index, lambda item: item.has("filler") or item.text in _ONE)):
        slots.retag(at, Sense("filler"))
    elif not somebody:
        slots.retag(at, Sense("measure", "orders"))
    elif any(_WHO.search(item.text) for item in slots.items[at + 1 :]):
        slots.retag(at, Sense("verb", "buy"))  # 500元以上的女装订单有哪些客户


_AMOUNTS = ("金额", "订单金额", "总额", "总金额", "实付", "实付金额", "单笔金额")
_WHO = re.compile(r"客户|会员|用户|顾客|买家|谁|人")


def _priced(slots: Slots, index: int) -> None:
    """100块以下的面膜, 买过500以上的大衣: what the goods cost, where nothing is spent and nobody is named by it."""
    found, goods = slots.value(index, "range"), slots.value(slots.next(index), "group")
    if not isinstance(found, Range) or found.unit not in ("number", "money") or not slots.chinese(index):
        return
    if found.unit == "number" and (found.low.value < MOST_ORDERS or not slots[index].text.endswith("的")):
        return
    before, behind = slots.before(index), slots.next(slots.next(index))
    amount = before >= 0 and (slots.has(before, "measure", "field") or slots.value(before, "verb") == "spend")
    named = slots.has(behind, "people", "agent") or slots.value(behind, "field") == "orders"
    known = "price" in slots.vocabulary.dictionary.fields and goods is not None
    if not known or slots.level(goods.field) != "product" or goods.absent or amount or named or _paid(slots, before):
        return
    slots.retag(index, Sense("filter", comparison("price", found)))


def _paid(slots: Slots, index: int) -> bool:
    return index >= 0 and slots[index].text.startswith(_PAYING)


_PAYING = ("消费", "花", "付")


def _new_goods(slots: Slots, index: int) -> None:
    """买过今年新品: goods launched in those days."""
    period = slots.value(index, "period")
    known = "launched_on" in slots.vocabulary.dictionary.fields
    if not known or not isinstance(period, Period) or slots[index + 1].text not in _NEW:
        return
    if _bought(slots, slots.before(index)):
        launched = Filter(field="launched_on", op="during", period=period)
        slots.merge(index, index + 2, Sense("filter", launched))


def _not_those(slots: Slots, index: int) -> None:
    """看过精华但没买的人: a deed that was not done, and not those who did it."""
    goods = slots.has(index, "group") and slots.level(slots.value(index, "group").field) == "product"
    if not goods or slots.value(slots.before(index), "verb") not in ("view", "cart"):
        return
    at = index + 1
    while slots.has(at, "filler", "break", "but", "and") and not slots.has(at, "not"):
        at += 1
    end = slots.next(at)
    if not slots.has(at, "not") or not slots.chinese(at) or not _bought(slots, end):
        return
    _apart(slots, end)


def _no_discount(slots: Slots, index: int) -> None:
    """没有折扣的订单数: orders without one, and not people who never had one."""
    if slots.has(index, "not") and slots.value(index + 1, "measure") == "discounted_orders":
        slots.retag(index, Sense("filter", Filter(field="order_discount", op="le", values=[0])))
        slots.retag(index + 1, Sense("measure", "orders"))


def _apart(slots: Slots, index: int) -> None:
    """买的人, one thing to the lexicon: the deed, 的, and who did it."""
    agent = slots[index]
    if agent.has("agent") and agent.end - agent.start > 2 and agent.text[1:2] == "的":
        first, last = agent.start + 1, agent.start + 2
        slots.items[index : index + 1] = [
            Span(agent.start, first, agent.text[:1], (Sense("verb", "buy"),)),
            Span(first, last, agent.text[1:2], (Sense("filler"),)),
            Span(last, agent.end, agent.text[2:], (Sense("people"),)),
        ]
