"""What one order holds on average, said in Chinese: 平均每单让利多少钱, 每笔订单平均优惠金额, 订单的平均折扣额."""

from __future__ import annotations

from assistant.planner.grammar.figures.measure_tables import PER_ORDER
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_ONE = (
    "每单", "每笔", "每一单", "每一笔", "每笔订单", "每张订单", "每个订单", "每张单", "单均", "笔均", "一单", "一笔",
    "平均每单", "平均每笔", "平均每笔订单", "平均一单", "平均每个订单", "每次下单", "单笔", "订单均", "平均每张订单",
)  # fmt: skip
_GIVEN = ("discount_amount", "discount_share")


def settle_one_order(slots: Slots) -> None:
    """A discount beside a word for one order, or beside an average, is that of one order on average."""
    given = [i for i in range(len(slots)) if _is_discount(slots, i)]
    if len(given) != 1 or "order_discount" not in slots.vocabulary.dictionary.fields:
        return
    at = given[0]
    ones = [i for i in range(len(slots)) if slots[i].text in _ONE]
    means = [i for i in slots.all("average") if slots.chinese(i) and not slots.has(i, "group", "range")]
    if not ones and (not means or slots.find("people", "agent", "per_person", "per_unit") is not None):
        return
    if slots.has(at + 1, "range") or slots.has(at - 1, "range") or slots.find("share", "who") is not None:
        return
    slots.retag(at, Sense("extreme", PER_ORDER["discount_amount"]))
    for index in (*ones, *means):
        slots.retag(index, Sense("filler"))
        slots.use(index, "of one order on average")
    for index in range(len(slots)):
        beside = min(abs(index - i) for i in (at, *ones, *means)) <= 2
        if beside and index != at and slots.chinese(index) and slots[index].text in _SAID_OF_IT:
            slots.retag(index, Sense("filler"))


_CUT = ("折扣", "优惠", "让利", "减免", "折让", "优惠了", "折扣了")
_SAID_OF_IT = ("订单", "金额", "的金额", "单", "多少钱", "多少", "笔")


def _is_discount(slots: Slots, index: int) -> bool:
    named = slots.value(index, "measure") in _GIVEN or slots.value(index, "field") == "order_discount"
    named = named or slots[index].text in _CUT
    return named and slots.chinese(index) and not slots.has(index, "group", "condition", "filter", "range")
