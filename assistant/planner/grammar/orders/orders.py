"""What is said of orders themselves: paid with Apple Pay, shipped to Scotland, 福州仓发货的订单, with a voucher."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from assistant.planner.text import fold, keys_of
from tools.definitions import Audience, Bought, Filter

_ACTS = ("buy", "spend", "use")
_STATUS = ("status", "order status", "state", "状态", "订单状态")
_PLACING = (
    "placed",
    "made",
    "put in",
    "with",
    "had",
    "has",
    "have",
    "did",
    "submitted",
    "who has",
    "who had",
    "who have",
)
_ONE = ("a", "an", "any", "another", "their", "the", "some", "at least", "more than")
_NOUNS = ("order", "orders", "purchase", "purchases", "transaction", "transactions")
_CALLED_OFF = ("取消", "取消的", "取消了", "cancelled", "canceled", "已取消", "void", "voided")
_SENDING = ("发", "发了", "发出", "寄", "寄了", "出了", "发的", "寄的")
_OF_ORDERS = ("order", "line")
_REFUNDED = ("refunded", "returned", "已退款", "退款", "已退货", "退货")


def reduce_orders(slots: Slots) -> None:
    """Settle verbs that say something of an order and not of who placed it, and nouns that only follow a field."""
    for index in range(len(slots)):
        if slots.value(index, "verb") == "discount" and _counted(slots, slots.before(index, _of_which)):
            slots.retag(index, Sense("discounted"))  # orders that used a voucher
        _own_voucher(slots, index)
        if slots.has(index, "field_noun") and slots.has(index - 1, "field") and not slots[index].has("field"):
            slots.retag(index, Sense("filler"))
    _statuses(slots)
    _placed(slots)
    _worth(slots)
    if not any(_counted(slots, i) for i in range(len(slots))):
        return
    for index in range(len(slots)):
        act = slots.has(index, "order_act") or slots.value(index, "verb") in _ACTS or slots[index].text in _SENDING
        if act and (_fact_after(slots, index) or _fact_before(slots, index)):
            slots.retag(index, Sense("filler"))
            slots.use(index, "of orders")
        elif slots.value(index, "verb") == "return_goods" and (
            _counted(slots, slots.next(index, _light)) or _counted(slots, slots.before(index, _light))
        ):
            _refunded(slots, index)


def _worth(slots: Slots) -> None:
    """大于150的订单: orders of so much money, and nobody's number of orders."""
    for index in range(len(slots) - 2):
        bound = slots.value(index, "range")
        of_it = slots[index + 1].text == "的" and slots[index + 2].text in _ORDERS_ZH
        if bound is not None and bound.unit == "number" and of_it:
            slots.retag(index, Sense("range", replace(bound, low=replace(bound.low, unit="money"))))


_ORDERS_ZH = ("订单", "单子", "单", "订单数", "订单量", "单数", "单量", "订单总数")


def orders_or_their_people(slots: Slots, figures: Figures) -> None:
    """超过200元的订单有多少 counts orders; where people are named, those who placed such a one."""
    told = figures.people.audience.all
    period = getattr(told[0], "period", None) if len(told) == 1 else None
    if figures.measures != ["customers"] or not figures.where:
        return
    if figures.people.audience != Audience(all=[Bought(period=period)]):
        return
    figures.period = figures.period or period
    if any(slots.level(item.field) != "order" for item in figures.where):
        return
    if slots.find("people", "agent", free=False) is None:
        figures.measures, figures.people = ["orders"], People()
        return
    bought = Bought(where=figures.where, period=figures.period)
    figures.people = People(audience=Audience(all=[bought]), conditions=1)
    figures.where, figures.period = [], None


def _statuses(slots: Slots) -> None:
    """orders with status refunded, 状态为已退款: the field says only what the value is of."""
    for index in range(len(slots)):
        if slots[index].text in _CALLED_OFF and _counted(slots, slots.next(index, _light)):
            status = _stored(slots, _CALLED_OFF)
            if status is not None:
                _of_status(slots, index, status)  # 取消的订单
        if slots[index].text.casefold() not in _STATUS:
            continue
        for near in (slots.next(index, _joined), slots.before(index, _joined)):
            group = slots.value(near, "group") if 0 <= near < len(slots) else None
            if group is not None and group.field == "order_status":
                slots.retag(index, Sense("filler"))
                slots.use(index, "label")
                break


def _joined(item: Span) -> bool:
    return item.text in ("=", ":", "：") or item.has("filler", "place", "with")


def _placed(slots: Slots) -> None:
    """how many customers placed an app order, who had a refunded order: people are asked for, not orders."""
    for index in range(len(slots)):
        said = slots[index].text.casefold()
        discounted = slots.has(index, "discounted") and said.startswith("with ")
        if not (discounted or said in _PLACING) or slots.used(index) or slots.has(index, "verb"):
            continue
        at = index + 1
        while at < len(slots) and (slots.has(at, "group", "discounted") or slots[at].text.casefold() in _ONE):
            at += 1
        told = any(slots.has(i, "group") for i in range(index + 1, at))
        if told and _an_order(slots, at) and who_before(slots, index):
            if not discounted:
                slots.retag(index, Sense("with"), *([Sense("who")] if slots.has(index, "who") else []))
            slots.retag(at, Sense("verb", "buy"), Sense("field", "orders"), Sense("measure", "orders"))


def _an_order(slots: Slots, index: int) -> bool:
    return slots.has(index, "verb", "measure", "field") and slots[index].text.casefold() in _NOUNS


def who_before(slots: Slots, index: int) -> bool:
    """Whether people are named right before what they have or did, or in the same word: who has."""
    before = slots.before(index)
    return (
        slots.has(index, "who")
        or slots.has(before, "people", "agent", "who")
        or (slots.has(before, "group") and slots.level(slots.value(before, "group").field) == "customer")
    )


def _of_which(item: Span) -> bool:
    return item.has("who", "filler", "with") and not item.has("measure", "people")


def _light(item: Span) -> bool:
    return item.text == "款" or (item.has("filler", "label") and not item.has("measure"))


def _counted(slots: Slots, index: int) -> bool:
    """Whether orders, or a figure of orders, are asked for here."""
    return any(
        sense.kind == "measure" and sense.value in ("orders", "average_order_value")
        for sense in (slots[index].senses if 0 <= index < len(slots) else ())
    )


def _of_an_order(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group") if 0 <= index < len(slots) else None
    field = getattr(group, "field", "")
    if slots.has(index, "filter"):
        return slots.level(slots.value(index, "filter").field) == "order"
    return slots.level(field) in _OF_ORDERS and field in slots.vocabulary.own_fields


def _fact_after(slots: Slots, index: int) -> bool:
    """orders paid with Apple Pay, orders women paid by gift card."""

    def skipped(item: Span) -> bool:
        return item.has("filler", "with", "place", "by", "for") and not item.has("group")

    before = range(index)
    told = any(_counted(slots, i) for i in before) and not any(
        slots.has(i, "who", "agent") and not _counted(slots, slots.before(i)) for i in before
    )
    return told and _of_an_order(slots, slots.next(index, skipped))


def _fact_before(slots: Slots, index: int) -> bool:
    """用支付宝付款的订单: the value, the verb and what it describes."""
    before = slots.before(index)
    told = _of_an_order(slots, before) or (before >= 0 and slots.level(slots.value(before, "field") or "") == "order")
    return slots.chinese(index) and told and _counted(slots, slots.next(index))


def _refunded(slots: Slots, index: int) -> None:
    """refunded orders, 退款订单: those of that status; an order with returned pieces is an order still."""
    status = _stored(slots, _REFUNDED)
    if status is None:
        raise Unclear(
            "Orders themselves are not returned here, pieces of them are: returned units, or the return rate?",
            "这里记录的是退货件数，不是退货订单。您要看退货件数还是退货率？",
            [("returned units", "退货件数"), ("return rate", "退货率")],
        )
    _of_status(slots, index, status)
    if slots[index + 1].text == "款":
        slots.retag(index + 1, Sense("filler"))


def _of_status(slots: Slots, index: int, status: str) -> None:
    """Only orders of this status, or with "excluding", "without" before it all others."""
    before = slots.before(index, _light)
    left_out = before >= 0 and (slots.has(before, "except") or slots[before].text.casefold() == "without")
    if left_out:
        slots.retag(before, Sense("filler"))
    op: Literal["is", "is_not"] = "is_not" if left_out else "is"
    slots.retag(index, Sense("filter", Filter(field="order_status", op=op, values=[status])))


def _stored(slots: Slots, words: tuple[str, ...]) -> str | None:
    """The status as this shop writes it."""
    stored = {fold(value): value for value in slots.vocabulary.values("order_status")}
    return next((stored[word] for word in words if word in stored), None)


def _own_voucher(slots: Slots, index: int) -> None:
    """using a voucher, where the shop keeps the voucher: any voucher at all, not any discount."""
    if not slots.has(index, "discounted"):
        return
    words = set(keys_of(slots[index].text))
    for name in slots.vocabulary.own_fields:
        if slots.level(name) == "order" and words.intersection(keys_of(name.replace("_", " "))):
            slots.retag(index, Sense("filter", Filter(field=name, op="known")))


def an_order_of_theirs(slots: Slots, measures: list[str]) -> None:
    """customers with a discounted app order: people were named first, and one order of theirs; orders are no answer."""
    told = [i for i in range(len(slots)) if slots[i].text.casefold() in ("order", "purchase")]
    for index in told:
        article = any(
            slots[i].text.casefold().endswith((" a", " an", "any"))
            or slots[i].text.casefold() in ("a", "an", "any")
            or "discounted" in slots[i].text.casefold()
            for i in range(max(0, index - 3), index)
        )
        people = any(slots.has(i, "people", "who", "agent") for i in range(index))
        if article and people and measures and set(measures) <= {"orders", "discounted_orders"}:
            raise Unclear(
                "Should I count the customers or the orders?",
                "要数客户还是数订单？",
                [("how many customers", "有多少客户"), ("number of orders", "订单数")],
            )
