"""Wordings that a reading would quietly turn into something else: asked about before they are read any further."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.people.consent import CHANNELS
from assistant.planner.grammar.people.ranked_people import people_behind
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.grammar.wording.unmeasured import (
    birthday_orders,
    first_goods,
    lost_by_month,
    open_orders,
)
from assistant.planner.spans import Span
from tools.definitions import Contactable

_ALL = ("every", "each", "all", "all our", "all the", "all of our", "all of the", "every single", "every one of our")
_EVERY = ("每个", "每封", "每次", "每条", "每一个", "每一封", "每一次", "每一条", "所有", "全部", "每")
_ACTS = ("open", "click")
_OVER_TIME = ("orders", "spend", "units", "products_bought", "categories_bought", "average_order_value")


def refuse_misleading(slots: Slots) -> None:
    """Raise where a word would be taken for what it does not say."""
    for find in _FINDERS:
        if (found := find(slots)) is not None:
            raise found


def refuse_lifetime_spread(slots: Slots, figures: Figures) -> None:
    """customers by number of orders in 2026: the number is known over all time only."""
    names = [name.removeprefix("band(").split(",")[0].rstrip(")") for name in figures.dimensions]
    told = next((name for name in names if name in _OVER_TIME), None)
    if told is None or figures.period is None or slots.find("all_time", free=False) is not None:
        return
    label = slots.vocabulary.dictionary.fields[told].label
    raise Unclear(
        f"I can spread customers by {label.en.casefold()} over all time, not within a period. Within a period each "
        "number can be asked by itself: customers with exactly 2 orders this year.",
        f"“{label.zh}”的分布只能按全部时间统计，不能限定时间段。限定时间段时可以逐个问：今年下单正好2次的客户。",
        [("customers with exactly 2 orders this year", "今年下单正好2次的客户有多少")],
        firm=True,
    )


def refuse_counted_kinds(slots: Slots) -> None:
    """买过两个以上品牌的: of how many brands or channels somebody bought is not counted; it is no number of orders."""
    if slots.find("by", free=False) is not None:
        return
    for index in slots.all("range"):
        at = index + 1
        while slots.has(at, "filler") and not slots.has(at, "field", "group"):
            at += 1
        kind = slots.value(at, "field")
        bought = any(slots.value(i, "verb") in ("buy", "use") for i in range(max(0, index - 3), index))
        if kind in ("brand", "order_channel") and bought and not slots.has(at, "group"):
            raise Unclear(
                "I can't count in how many channels (or of how many brands) somebody bought; name those they used.",
                "还不能统计客户用过几个渠道或买过几个品牌；请直接说出是哪些。",
                place=slots.origin(at),
                firm=True,
            )


def _every_message(slots: Slots) -> Unclear | None:
    """opened every campaign, 每封邮件都打开: that it was each of them is not counted."""
    if slots.find("share", "trend", "average", "how_much", free=False) is not None:
        return None
    for index in range(len(slots)):
        said = slots[index].text.casefold()
        after = slots.next(index)
        sent = slots.has(after, "mail_noun", "contact_noun") or slots.value(after, "field") == "campaign"
        if said not in (*_ALL, *_EVERY) or not sent:
            continue
        verb = next((i for i in range(len(slots)) if slots.value(i, "verb") in _ACTS), None)
        if verb is None or (index < verb and not slots.chinese(index)) or index - verb > 3:
            continue
        return Unclear(
            "I can tell how many messages somebody opened or clicked, not whether it was every one of them.",
            "可以看打开或点击了几次，但不能判断是否每一次都打开或点击。",
            [("opened at least 5 campaigns", "打开过5次以上活动的客户")],
            firm=True,
        )
    return None


def _unknown_consent(slots: Slots) -> Unclear | None:
    """reach by e-mail but not WeChat: consent is known for e-mail and SMS."""
    for index in range(1, len(slots)):
        channel = slots.value(index, "copy_channel")
        if channel is None or channel in CHANNELS or not slots.has(index - 1, "not"):
            continue
        before = [i for i in range(index) if slots.has(i, "contact") or _contactable(slots, i)]
        if not before or any(slots.has(i, "verb", "agent") for i in range(before[-1] + 1, index)):
            continue
        kept = slots.text.original[: slots.origin(index - 1)[0]].rstrip(" ,，").removesuffix("but").rstrip(" ,，但")
        return Unclear(
            f"I know who may be e-mailed and texted; who can be reached on {slots[index].text} isn't known.",
            f"只知道谁可以发邮件或短信；谁能通过{slots[index].text}触达，数据里没有。",
            [(kept, kept)],
            firm=True,
        )
    return None


def _contactable(slots: Slots, index: int) -> bool:
    return isinstance(slots.value(index, "condition"), Contactable)


def _who_bought_most(slots: Slots) -> Unclear | None:
    """谁买的最多, who bought the most: people are asked for, by a figure that is not said."""
    at = slots.find("best_selling", free=False)
    if at is None or not (slots[at].text.startswith(("买", "购买", "bought", "buys", "buy"))):
        return None
    before = slots.before(at)
    who = slots[before].text.casefold() in ("谁", "who", "哪位客户", "哪个客户", "which customer", "which customers")
    behind = slots.find("but", start=at, free=False) is not None and slots.has(len(slots) - 1, "people")
    who = who or people_behind(slots, at + 1) or (behind and slots.chinese(at))  # 去年买得最多但今年没来的客户
    others = [i for i in range(len(slots)) if i not in (before, at) and not slots.has(i, "people")]
    if not who or any(slots.has(i, "group", "field", "measure") for i in others):
        return None
    return Unclear(
        "Who bought the most: by what they spent, by orders or by pieces?",
        "谁买得最多：按消费金额、订单数还是件数？",
        [
            ("top 10 customers by spend", "消费最高的10位客户"),
            ("top 10 customers by number of orders", "下单次数最多的10位客户"),
            ("top 10 customers by units", "购买件数最多的10位客户"),
        ],
        firm=True,
    )


def _subscribers(slots: Slots) -> Unclear | None:
    """subscribers, where the shop sells subscriptions: to the newsletter, or of those?"""
    sold = next(
        (
            (field, value)
            for field in ("order_channel", "category", "subcategory", "product_type")
            for value in slots.vocabulary.values(field)
            if str(value).casefold().startswith("subscription")
        ),
        None,
    )
    at = next(
        (i for i in range(len(slots)) if slots[i].text.casefold() in ("subscriber", "subscribers", "订阅用户")), None
    )
    if sold is None or at is None:
        return None
    return Unclear(
        f"Subscribers to the newsletter, or customers who bought by {sold[1]}?",
        f"订阅邮件的客户，还是通过{sold[1]}购买的客户？",
        [("customers we may e-mail", "可以发邮件的客户"), (f"customers who bought {sold[1]}", f"{sold[1]}购买的客户")],
        slots.origin(at),
        firm=True,
    )


def _price_bands(slots: Slots) -> Unclear | None:
    """orders in each price band: of what a product costs, or of what the order comes to?"""
    for index in range(len(slots)):
        if slots[index].text.casefold() != "price" or not slots.has(index + 1, "band_word"):
            continue
        counted = [slots.value(i, "measure") for i in range(len(slots)) if i != index]
        if not {"orders", "buyers", "average_order_value"} & set(counted) or slots.has(index - 1, "field"):
            continue
        return Unclear(
            "Bands of what the order comes to, or of what the product costs?",
            "按订单金额分档，还是按商品单价分档？",
            [("order value", "订单金额"), ("product price", "商品价格")],
            slots.origin(index),
            firm=True,
        )
    return None


def refuse_two_of_one(spans: list[Span], slots: Slots) -> None:
    """周末下单比工作日多的客户: what one customer does here and there is not set against each other."""
    people = [i for i, span in enumerate(spans) if span.has("people")]
    if not people or not any(span.has("verb") for span in spans) or any(span.has("by", "share") for span in spans):
        return
    for index, span in enumerate(spans):
        if not span.has("versus", "than"):
            continue
        one = next((i for i in range(index - 1, max(-1, index - 5), -1) if spans[i].has("value")), None)
        other = next((i for i in range(index + 1, min(len(spans), index + 4)) if spans[i].has("value")), None)
        if one is None or other is None or not _of_one_kind(slots, spans[one], spans[other]):
            continue
        chinese = spans[people[-1] - 1].text == "的" and people[-1] > other
        english = span.text.isascii() and people[0] < one and any(s.has("who") for s in spans[people[0] : one])
        if (chinese or english) and any(s.text.casefold() in _MORE for s in spans[one : other + 3]):
            raise Unclear(
                f"I can't set one customer's purchases by {spans[one].text} against those by {spans[other].text}; "
                "how often somebody bought in each can be asked.",
                f"不能拿同一位客户的“{spans[one].text}”和“{spans[other].text}”相比；可以分别看买了几次。",
                firm=True,
            )


def _of_one_kind(slots: Slots, one: Span, other: Span) -> bool:
    fields = {sense.value[0] for sense in one.senses if sense.kind == "value"}
    shared = fields & {sense.value[0] for sense in other.senses if sense.kind == "value"}
    times = ("weekday", "day_type", "hour")
    return any(field in times or slots.level(field) in (*PRODUCT_LEVELS, "order") for field in shared)


_MORE = ("more", "less", "more often", "less often", "fewer", "多", "少", "更多", "更少", "多的", "少的", "勤")


def _within_a_day(slots: Slots) -> Unclear | None:
    """一天内下了三单: on one day, whichever it was – and not since yesterday."""
    for index in slots.all("period", free=False):
        counted = any(slots.has(i, "times", "range") for i in range(index + 1, min(index + 5, len(slots))))
        if slots[index].text in ("一天内", "一日内", "一天之内", "in one day", "within a day") and counted:
            return Unclear(
                "I can't tell whether several purchases fell on one day; a day or a period that is named will do.",
                "不能判断几次购买是否在同一天；可以问某个确定的日子或时间段。",
                [("customers with 3 orders this month", "本月下了3单的客户")],
                firm=True,
            )
    return None


def _ranked_twice(slots: Slots) -> Unclear | None:
    """卖得最好的三个品类里，哪个退货率最低: a rank among the first rows of another."""
    ranks = slots.all("best_selling", "worst_selling", "top", "bottom", free=False)
    if len(ranks) < 2 or not slots.chinese(ranks[0]):
        return None
    first, last = ranks[0], ranks[-1]
    asked = [i for i in range(first, last) if slots.has(i, "which")]
    stop = next((i for i in range(first, last) if slots.has(i, "break")), None)
    each = any(slots[i].text in ("各自", "分别", "各") for i in range(first, last))
    led = any(slots.has(i, "which") for i in range(first))
    if not each and (not asked or stop is None or stop > asked[0] or led):
        return None
    told = slots.text.original[: slots.origin(stop)[0]].rstrip("里中当的 ") if stop is not None else ""
    return Unclear(
        "I rank once at a time: first those, then I can rank them by something else.",
        "一次只能排一个名次：先看前几名，再在其中比较。",
        [(told, told)] if told else [],
        firm=True,
    )


def _kinds_in_brackets(slots: Slots) -> Unclear | None:
    """买过护肤（精华面霜都算）: whether all of the kind is meant, or what the brackets name, is not said."""
    noted = _ALL_COUNT.search(slots.text.original)
    if noted is None:
        return None
    opening = next((i for i in range(len(slots)) if slots[i].text in ("(", "（")), len(slots))
    before = slots.value(opening - 1, "group")
    goods = [
        g for i in range(opening, len(slots)) if (g := slots.value(i, "group")) and slots.level(g.field) == "product"
    ]
    if before is None or before.field not in ("category", "subcategory") or not goods or before == goods[0]:
        return None
    whole = _ALL_COUNT.sub("", slots.text.original, count=1)
    return Unclear(
        "Is everything of that kind meant, or only what the brackets name?",
        f"“{noted[0].strip('()（）')}”是指整个品类，还是只算括号里的这些？",
        [(whole, whole)],
        firm=True,
    )


_ALL_COUNT = re.compile(r"[(（][^()（）]+?(?:都|也|全)(?:算|行|可以)(?:上|在内)?[)）]")


_FINDERS: tuple[Callable[[Slots], Unclear | None], ...] = (
    _every_message,
    _unknown_consent,
    _who_bought_most,
    _subscribers,
    _price_bands,
    _ranked_twice,
    _within_a_day,
    _kinds_in_brackets,
    first_goods,
    open_orders,
    birthday_orders,
    lost_by_month,
)
