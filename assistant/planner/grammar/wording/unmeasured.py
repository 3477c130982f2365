"""What no definition measures: days from one purchase to the next, losses month by month, orders on a birthday."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear


def refuse_again_so_soon(slots: Slots) -> None:
    """Raise where a share is asked of such purchases."""
    if (unclear := again_so_soon(slots)) is not None:
        raise unclear


def again_so_soon(slots: Slots) -> Unclear | None:
    """bought in May and again within 30 days: 30 days after that purchase, and not the last 30."""
    for index in slots.all("period", free=False):
        said, period = slots[index].text.casefold(), slots.value(index, "period")
        behind = range(index + 1, min(index + 3, len(slots)))
        english = said.startswith(("within", "inside")) and any(
            slots.value(i, "verb") == "rebuy" or "again" in slots[i].text.casefold()
            for i in range(max(0, index - 2), index)
        )
        chinese = said.endswith(("内", "里")) and any(
            slots[i].text.startswith(("又", "再", "复购", "回购")) for i in behind
        )
        first = [i for i in slots.all("period", free=False) if i < index and slots.value(i, "period").kind != "rolling"]
        bought = any(slots.value(i, "verb") == "buy" for i in range(index))
        looking_back = said.startswith(("近", "最近", "过去", "within the last", "within the past"))
        if period.kind == "rolling" and (english or chinese) and first and bought and not looking_back:
            when = slots[first[-1]].text
            return Unclear(
                "I can't count days from one purchase to the next, only from somebody's first order or from a message.",
                "不能从某次购买起算天数，只能从首单或从收到消息起算。",
                [
                    (
                        f"customers whose first order was in {when} and who bought again {said}",
                        f"{when}首购、{said}复购的客户",
                    )
                ],
                firm=True,
            )
    return None


def open_orders(slots: Slots) -> Unclear | None:
    """how many orders are still open: no message was opened, and no state of an order is meant that is kept."""
    for index in range(1, len(slots)):
        at = slots.before(index, lambda item: item.has("filler", "still_word") and not item.has("measure"))
        said = slots[index].text.casefold() in ("open", "pending", "outstanding")
        if said and at < index - 1 and slots.value(at, "measure") == "orders":
            return Unclear(
                "Which orders are still open is not kept here; I can count orders, those of a status the shop has, and "
                "what was returned.",
                "这里没有记录哪些订单尚未完成；可以看订单数、按状态的订单数和退货。",
                [("orders by order status", "按订单状态看订单数")],
                firm=True,
            )
    return None


def first_goods(slots: Slots) -> Unclear | None:
    """first product people buy, 客户第一次买的是什么商品: goods of first orders are ranked, not counted."""
    things = [i for i in range(1, len(slots)) if slots.value(i, "field") == "product" and not slots.has(i, "group")]
    bought = any(slots.value(i, "verb") == "buy" for i in range(len(slots)))
    english = bought and any(slots[i - 1].text.casefold() in ("first", "the first", "very first") for i in things)
    chinese = any(slots[i].text.startswith(("第一次买", "首次购买", "第一次购买")) for i in range(len(slots)))
    asked = any(slots[i].text in ("是什么", "什么", "哪些", "哪个") for i in range(len(slots)))
    if not (english or (chinese and asked and things)):
        return None
    return Unclear(
        "I can rank what was bought in first orders.",
        "可以看首单里各商品卖得如何。",
        [("best-selling products in first orders", "首单里卖得最好的商品")],
        firm=True,
    )


def birthday_orders(slots: Slots) -> Unclear | None:
    """who ordered in their birthday month: no order is held against a birthday."""
    for index in range(1, len(slots)):
        own = any(
            slots[i].text.casefold() in ("their", "own", "his", "her", "自己", "自己的", "本人")
            for i in (index - 1, index - 2)
            if i >= 0
        )
        bought = any(slots.value(i, "verb") == "buy" for i in range(len(slots)))
        if slots.value(index, "field") in ("birth_month", "birth_date", "birthday") and own and bought:
            return Unclear(
                "I can't hold an order's date against the customer's birthday; a month has to be named.",
                "不能把下单日期和客户本人的生日对照；请说出具体月份。",
                [("customers born in May who ordered in May", "5月生日且5月下过单的客户")],
                firm=True,
            )
    return None


def lost_by_month(slots: Slots) -> Unclear | None:
    """近半年每月流失多少客户: who is lost is told as of one day, and of no month."""
    lost = [i for i in slots.all("agent", free=False) if slots.value(i, "agent") == "lapsed"]
    timed = any(
        slots.value(i, "field") in ("day", "week", "month", "quarter", "year") and slots.has(i, "by", "each_unit")
        for i in range(len(slots))
    ) or any(
        slots.has(i, "by") and slots.value(i + 1, "field") in ("week", "month", "quarter", "year")
        for i in range(len(slots))
    )
    if not lost or not timed or slots.find("how_many", "measure", "trend", free=False) is None:
        return None
    return Unclear(
        "Who has lapsed is told as of one day, not month by month. I can show buyers and new buyers by month, or how "
        "many bought in one period and not in the next.",
        "流失是按某一天来判断的，不能逐月统计。可以按月看购买人数和新客数，或看某段时间买过、之后没买的有多少。",
        [("buyers and new buyers by month", "按月看购买人数和新客数")],
        firm=True,
    )
