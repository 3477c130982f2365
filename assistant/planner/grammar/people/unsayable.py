"""What is said of customers that no definition holds: said plainly, with the nearest that can be asked instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Group, Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.spans import Span

_KINDS = {
    "category": "category", "categories": "category", "brand": "brand", "brands": "brand", "product": "product",
    "products": "product", "channel": "channel", "品类": "category", "类目": "category", "品牌": "brand",
    "商品": "product",
    "渠道": "channel",
}  # fmt: skip
_COUNTED = ("categories_bought", "products_bought")
_TOGETHER = ("month", "year", "week", "day", "quarter")
_SAME = ("same", "同", "同一", "同一个", "the same", "in the same")


def refuse_unsayable(slots: Slots) -> None:
    """Raise what cannot be told, where the words for it are plain."""
    for index in range(len(slots)):
        if slots.used(index):
            continue
        for find in _FINDERS:
            found = find(slots, index)
            if found is not None:
                raise found


def refuse_order(slots: Slots) -> None:
    """Raise where one purchase is said to have come before another."""
    for index in range(len(slots)):
        if slots.find("verb", free=False) is not None and (found := _in_order(slots, index)) is not None:
            raise found
        if (together := _same_span(slots, index)) is not None:
            raise together


def _in_order(slots: Slots, index: int) -> Unclear | None:
    """bought skincare and then makeup, 先买护肤后买彩妆: which of two purchases came first."""
    said = slots[index].text.casefold()
    if slots.has(index, "then_bought", "later"):
        return None
    goods = slots.value(index, "group")
    joined = goods is not None and len(goods.values) > 1 and any(word in said for word in (" then ", " later "))
    between = said in _THEN and all(
        _of_goods(slots, at) for at in (slots.before(index, _paused), slots.next(index, _bought))
    )
    first = said == "先" and any(
        slots[i].text in ("后", "再", "然后", "之后") and not slots.has(i, "later")
        for i in range(index + 1, len(slots))
    )
    told = first and slots.value(index + 1, "verb") == "buy" and _of_goods(slots, slots.next(index + 1))
    if not (joined or between or told):
        return None
    return Unclear(
        "I can't tell which of two purchases came first. Who bought both?",
        "我无法判断两次购买谁先谁后。要看两样都买过的客户吗？",
        _in_any_order(slots),
        firm=True,
    )


def _in_any_order(slots: Slots) -> list[tuple[str, str]]:
    """The question with the order of the two taken out of it."""
    asked = slots.text.original
    for said, instead in _UNORDERED:
        asked = said.sub(instead, asked)
    return [(asked, asked)] if asked != slots.text.original else []


_UNORDERED = (
    (re.compile(r",?\s*\b(?:and )?(?:then|later|afterwards)\b", re.IGNORECASE), " and"),
    (re.compile(r",?\s*\bfollowed by\b", re.IGNORECASE), " and"),
    (re.compile(r"[，,]?\s*(?:然后|之后|接着|后来|随后|再|后)(?=又?(?:去)?买)"), "也"),
    (re.compile(r"首?先(?=去?买)"), ""),
)


_THEN = ("then", "and then", "followed by", "and later", "later", "afterwards", "再", "然后")


def _bought(item: Span) -> bool:
    return item.has("filler") or item.value("verb") == "buy"


def _paused(item: Span) -> bool:
    return item.has("filler") or item.text in (",", "，")


def _of_goods(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group") if 0 <= index < len(slots) else None
    return group is not None and slots.level(group.field) in PRODUCT_LEVELS


def _birthday(slots: Slots, index: int) -> Unclear | None:
    kind, months = slots.value(index, "unsayable") or ("", ())
    if kind != "birthday":
        return None
    named = [(date(2000, month, 1).strftime("%B"), f"{month}月") for month in months[:3]]
    return Unclear(
        "I know birthdays by month, not by day. Which month do you mean?",
        "生日只能按月份筛选，不能精确到日。您指哪个月？",
        [(f"birthday in {english}", f"{chinese}过生日的") for english, chinese in named],
        slots.origin(index),
    )


def _last_order_held(slots: Slots, index: int) -> Unclear | None:
    """last order was in a store, 最后一单是香水; second order was fashion."""
    field = slots.value(index, "field")
    if slots.has(index, "latest") and slots.chinese(index) and _bought_after(slots, index):
        field = "last_order_date"  # 上次在门店买的
    if field not in ("last_order_date", "second_order_date"):
        return None
    at = index + 1
    while slots.has(at, "filler", "place", "who", "verb", "with") and not slots.has(at, "group", "period", "break"):
        at += 1
    before = index - 1
    while slots.has(before, "filler", "place") and not slots.has(before, "group", "period", "break"):
        before -= 1
    if not (_goods(slots, at) or (slots.chinese(index) and _goods(slots, before))):
        return None
    which = ("last", "最后一单") if field == "last_order_date" else ("second", "第二单")
    held = slots[at if _goods(slots, at) else before].text
    return Unclear(
        f"I can tell when somebody's {which[0]} order was, but not what it held or where it was placed; that is known "
        "of the first order only. Who bought it at any time can be asked.",
        f"只知道{which[1]}的时间，不知道其中的商品或渠道（首单可以）。可以改问任何时候买过的客户。",
        [(f"bought {held}", f"买过{held}"), (f"first order was {held}", f"首单是{held}")],
        (slots.origin(index)[0], slots.origin(max(at if _goods(slots, at) else index, index))[1]),
    )


def _bought_after(slots: Slots, index: int) -> bool:
    return any(slots.value(i, "verb") == "buy" for i in range(index + 1, min(index + 5, len(slots))))


def _favourite(slots: Slots, index: int) -> Unclear | None:
    """favourite category is kitchen, 主品类是厨房: where most of the money goes."""
    beside = index + 1
    after = _KINDS.get(slots[beside].text.casefold(), "") if beside < len(slots) else ""
    if not slots.has(index, "favourite") or not after or slots.has(index, "group"):
        return None
    value = next((slots[i].text for i in range(index + 1, min(index + 6, len(slots))) if _goods(slots, i)), "")
    return Unclear(
        f"I can't tell each customer's favourite {after}; I can tell who bought it, how often or for how much.",
        "还不能按每位客户自己的“最爱”来筛选；可以看谁买过、买了几次或花了多少。",
        [(f"bought {value} at least 3 times", f"买过{value}3次以上")] if value else [],
    )


def _share_of_money(slots: Slots, index: int) -> Unclear | None:
    """75 % of their skincare money goes to Qinglan, 护肤的钱七成以上花在青岚: a share of a customer's own spend."""
    if not _percentage(slots, index):
        return None
    near = range(max(0, index - 5), min(len(slots), index + 7))
    spent = any(
        slots.value(i, "verb") == "spend" or slots.value(i, "field") == "spend" or _money(slots, i) for i in near
    )
    goods = any(_goods(slots, i) for i in near)
    ranked = any(slots.has(i, "top", "bottom", "scored", "alike", "difference") for i in near)
    if not (spent and goods) or ranked:
        return None
    return Unclear(
        "I can't tell what share of somebody's own money goes to something; I can tell who spent how much on it.",
        "还不能按“占本人消费的比例”来筛选；可以按在某类商品上花了多少来筛选。",
    )


def _share_returned(slots: Slots, index: int) -> Unclear | None:
    """returned more than half, return share < 10 %, 退货率30%以内: a share of a customer's own purchases."""
    if not _percentage(slots, index):
        return None
    near = range(max(0, index - 4), min(len(slots), index + 5))
    if not any(_about_returns(slots, i) for i in near) or slots.find("by", "trend") is not None:
        return None
    return Unclear(
        "I can tell how many pieces somebody returned, not what share of their purchases that is.",
        "只能看客户退了几件，看不出占其购买的比例。",
        [("returned at least 3 items", "退过3件以上"), ("never returned anything", "从没退过货")],
    )


def _counted_in_period(slots: Slots, index: int) -> Unclear | None:
    """4 different categories since New Year, three sales channels: counted over all time only, or not at all."""
    condition = slots.value(index, "condition")
    if getattr(condition, "field", "") in _COUNTED:
        if slots.find("period") is None:
            return None
        return Unclear(
            "I can tell from how many categories (or products) somebody bought over all time, not within a period.",
            "客户买过多少个品类（或多少种商品）只能按全部时间统计，不能限定时间段。",
        )
    field = slots.value(index, "field")
    counted = slots.has(index - 1, "range") or (slots.has(index - 1, "number") and slots.has(index - 2, "cmp"))
    if field in ("order_channel", "brand", "acquisition_channel") and counted and not slots.has(index, "group"):
        return Unclear(
            "I can't count in how many channels (or of how many brands) somebody bought; name those they used.",
            "还不能统计客户用过几个渠道或买过几个品牌；请直接说出是哪些。",
        )
    return None


def _at_random(slots: Slots, index: int) -> Unclear | None:
    if not slots.has(index, "at_random"):
        return None
    return Unclear(
        "I can't draw people at random here; I can take those who spent most, or all of them.",
        "这里不能随机抽取；可以取消费最高的若干位，或全部。",
    )


def _same_span(slots: Slots, index: int) -> Unclear | None:
    """both in the same month: two purchases are not compared by their dates."""
    unit = slots.value(index, "field")
    before = slots[index - 1].text.casefold() if index else ""
    if unit not in _TOGETHER or before not in _SAME or slots.find("which", "by") is not None:
        return None
    return Unclear(
        f"I can't tell whether two purchases fell into the same {unit}; the same order or one named period will do.",
        "不能判断两次购买是否在同一个月（年、周）；可以问同一订单，或某个确定的时间段。",
        [("in the same order", "同一订单"), ("this year", "今年")],
        slots.origin(index),
        firm=True,
    )


def _percentage(slots: Slots, index: int) -> bool:
    found = slots.value(index, "range")
    amount = found.low if found is not None else amount_of(slots[index])
    return amount is not None and amount.unit == "percent" and not slots.has(index, "condition", "group")


def _money(slots: Slots, index: int) -> bool:
    return slots[index].text.casefold() in ("money", "budget", "wallet", "钱", "花销")


def _about_returns(slots: Slots, index: int) -> bool:
    named = ("returned_units", "return_rate", "returns_value")
    return slots.value(index, "verb") == "return_goods" or any(
        s.kind in ("field", "measure", "absent_field", "absent_measure") and s.value in named
        for s in slots[index].senses
    )


def _goods(slots: Slots, index: int) -> bool:
    group: Group | None = slots.value(index, "group") if 0 <= index < len(slots) else None
    return group is not None and slots.level(group.field) in ("product", "order")


_FINDERS: tuple[Callable[[Slots, int], Unclear | None], ...] = (
    _in_order,
    _birthday, _last_order_held, _favourite, _share_returned, _share_of_money, _counted_in_period,
    _at_random, _same_span,
)  # fmt: skip
