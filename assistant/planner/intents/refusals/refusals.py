"""What must not or cannot be done here: one friendly sentence that says what can be done instead."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.planner.frame import Frame
from assistant.planner.grammar.scores.scores import mentions
from assistant.planner.intents.refusals.consent_undone import sets_consent_aside
from assistant.planner.intents.refusals.forbidden import (
    changes_data,
    is_sensitive,
    wants_secrets_of_people,
)
from assistant.planner.intents.refusals.sending import still_to_write, wants_sending
from assistant.planner.reading import Decline, Reading


def read_refusals(frame: Frame) -> Reading | None:
    """Requests that are refused whatever else they say."""
    if frame.has("secrets"):
        return _declined(
            frame,
            "private",
            "Passwords, cards and bank details are not in here and I would not show them; I can help with "
            "customers, sales, campaigns and copy.",
            "密码、银行卡等信息不在这里，我也不会提供；客户、销售、活动和文案方面的问题我都可以帮忙。",
        )
    if _weather(frame):
        return read_other_topics(frame)
    for concerns, reason, english, chinese in _FORBIDDEN:
        if concerns(frame):
            return _declined(frame, reason, english, chinese)
    return None


def _weather(frame: Frame) -> bool:
    """What will the weather be in Berlin tomorrow: no question about a shop, whatever else it could be read as."""
    told = any(span.has("scope") and span.text.casefold().endswith(_SKY) for span in frame.spans)
    texts = frame.has("copy_verb", "copy_noun", "copy_channel", "contact_noun", "contact_verb")
    return told and not texts and not frame.has("measure", "people", "agent", "customer_id")


_SPOKEN = re.compile(
    r"\bscripts?\b.*\b(?:tiktok|douyin|video|reel|youtube|radio|podcast)|\b(?:video|reel|radio) script"
)
"""A script that is spoken, and no code."""
_SKY = ("weather", "rain", "rainy", "天气", "天气怎么样", "下雨", "下雨吗", "气温", "how warm is it", "how cold is it")

_KNOWN = ("field", "measure", "value", "values", "products", "filler", "verb", "tone", "after_cue")


def read_missing(frame: Frame) -> Reading | None:
    """income by tier, 各店客流: a figure or trait this shop keeps nothing on, whatever else is asked of it."""
    if _seeks_goods(frame):
        return None
    for index, span in enumerate(frame.spans):
        if span.has("missing") and not span.has(*_KNOWN) and not frame.has("copy_verb", "meaning"):
            said = frame.say(
                f"This shop's data has nothing on “{span.text}”. It has customers, orders, products and campaigns; "
                "I can show revenue, orders, discounts, returns and open and click rates.",
                f"这家店的数据里没有“{span.text}”。有的是客户、订单、商品、活动及其打开和点击；"
                "可以看销售额、订单、折扣、退货和活动的各项比率。",
            )
            return frame.reading("decline", decline=Decline("no_such_data", said, *frame.origin(index)))
    return None


def _seeks_goods(frame: Frame) -> bool:
    """anything vegan in skincare: a quality of goods that no column keeps, which their descriptions may tell of."""
    asked = frame.text.normal.startswith(("any ", "anything ", "something ")) or frame.has("product_cue")
    return asked and not frame.has("people", "agent", "who", "measure", "how_many", "verb")


def read_other_topics(frame: Frame) -> Reading | None:
    """Subjects that are none of a shop's, and figures it has no data for; asked when nothing else fits."""
    elsewhere = any(span.has("scope") and not _of_goods(frame, i) for i, span in enumerate(frame.spans))
    for kind in (
        []
        if elsewhere and not frame.has("measure")
        else [*frame.values("unready"), *(["forecast"] if frame.has("horizon") else [])]
    ):
        if kind == "forecast" and (mentions(frame.slots()) or _birthdays(frame) or _after_sending(frame)):
            continue
        if kind == "attribution" and frame.has("duration", "after_cue") and frame.has("measure"):
            continue  # attributed revenue by campaign channel, 7 day window: what came in so soon after
        at = next((i for i, span in enumerate(frame.spans) if span.value("unready") == kind), None)
        place = frame.origin(at) if at is not None else (0, 0)
        reason = "no_such_data" if kind == "attribution" else "not_possible"
        return frame.reading("decline", decline=Decline(reason, frame.say(*_UNREADY[kind]), *place))
    if elsewhere or _SUM.search(_DATE.sub(" ", frame.text.normal)):
        return _declined(
            frame,
            "outside_scope",
            "That's outside what I know; I can answer questions about this shop's customers, sales, "
            "products and campaigns, and draft copy.",
            "这超出了我的范围；我可以回答本店客户、销售、商品和活动的问题，也可以写文案。",
        )
    return None


def _of_goods(frame: Frame, index: int) -> bool:
    """who bought pasta bowls, goods nobody here knows of; stock, where goods of the shop are named or pointed at."""
    named = any(str((span.value("value") or span.value("values") or ("",))[0]) in _GOODS for span in frame.spans)
    facts = sum(span.has("product_fact") for span in frame.spans) > 1 or bool(frame.state.sought)
    if frame.spans[index].has("product_fact") and (named or facts or frame.has("products", "anaphor", "row")):
        return True
    before = [span for span in frame.spans[:index] if not span.has("filler")][-1:]
    return any(span.value("verb") in ("buy", "sell", "view", "cart") for span in before)


_GOODS = ("product", "brand", "subcategory", "category")
_DATE = re.compile(r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b")
_SUM = re.compile(r"\b\d+(?:\.\d+)? ?(?:times|plus|minus|divided by|multiplied by|[x*+/^]) ?\d+(?:\.\d+)?\s*[?=]?$")
"""what's 17 times 23: a sum of bare numbers."""


def _birthdays(frame: Frame) -> bool:
    """a birthday in the next two weeks foretells nothing."""
    return any(span.value("field") == "birth_month" for span in frame.spans)


def _after_sending(frame: Frame) -> bool:
    """收到七夕心意的人之后十四天里下单的: the days after a message that went out foretell nothing."""
    named = any(
        span.has("value", "values") and "campaign" in str([s.value for s in span.senses]) for span in frame.spans
    )
    reacted = next((i for i, s in enumerate(frame.spans) if s.value("verb") in ("receive", "open", "click")), None)
    ordered = reacted is not None and any(span.value("verb") == "buy" for span in frame.spans[reacted:])
    return reacted is not None and (named or (ordered and frame.has("who")))


_NOT_SENT = (
    "I can't send or schedule anything myself; I can draft the message, save the audience and export it for "
    "your sending tool.",
    "我不能直接发送或定时；可以撰写内容、保存人群，并导出给您的发送工具。",
)


def said_of_sending(frame: Frame) -> str:
    """What an answer adds when sending was asked for beside what can be done."""
    return frame.say(*_NOT_SENT)


_FORBIDDEN: tuple[tuple[Callable[[Frame], bool], str, str, str], ...] = (
    (
        is_sensitive,
        "private",
        "I don't guess at people's health, religion, politics, origins, sexuality or hardship; I can "
        "select customers by what they bought, how often and when instead.",
        "我不会推测客户的健康、信仰、政治、出身、性取向或困境；可以改为按购买内容、频次和时间来筛选客户。",
    ),
    (
        lambda frame: frame.has("code_request") and not _SPOKEN.search(frame.text.normal),
        "outside_scope",
        "I don't run or write code, and I don't show or change my instructions; I can answer questions "
        "about your customers, sales and campaigns.",
        "我不运行或编写代码，也不透露或更改内部设置；客户、销售和活动方面的问题可以问我。",
    ),
    (
        sets_consent_aside,
        "unlawful",
        "People who unsubscribed, opted out or never agreed must not be written to, and I can't override that; "
        "I can prepare it for everyone who may be contacted.",
        "已退订或未同意的客户不能再发送营销信息，我也不能绕过这一点；我可以为所有可触达的客户准备内容。",
    ),
    (
        changes_data,
        "outside_scope",
        "I can't change or delete anything in the shop's data; I can look it up, count it and prepare lists for "
        "whoever maintains it.",
        "我不能修改或删除店铺的数据；可以帮您查询、统计，或为负责维护的同事准备名单。",
    ),
    (
        lambda frame: (
            frame.has("price_bias") and frame.has("people", "agent", "value", "values", "who", "saved", "list")
        ),
        "unlawful",
        "I don't help to charge some people more than others; I can plan an offer for a group, or show what "
        "each group buys and spends.",
        "我不协助对部分客户收取更高的价格；可以为某个人群规划优惠，或看各人群的购买与消费。",
    ),
    (
        lambda frame: frame.has("fake"),
        "unlawful",
        "I can't invent reviews or put words into customers' mouths; I can write copy from what the product data say.",
        "我不能编造评价或冒充顾客说话；可以根据商品资料撰写文案。",
    ),
    (
        lambda frame: frame.has("deceit"),
        "unlawful",
        "I don't help to deceive or frighten anyone; I can write honest copy from what the product data and brand "
        "rules say.",
        "我不协助欺骗或恐吓任何人；可以根据商品资料和品牌规范撰写真实的文案。",
    ),
    (
        lambda frame: frame.has("false_claim") and frame.has("copy_verb", "copy_noun", "contact_noun"),
        "unlawful",
        "I can't claim that goods cure anything, or run others down; I can write copy from what the product data say.",
        "我不能宣称商品有治疗功效，也不能贬低他人；可以根据商品资料撰写文案。",
    ),
    (
        lambda frame: frame.has("data_sale", "prying"),
        "private",
        "I don't hand people's data to others or follow anybody about; I can size a group, save it and export it "
        "for your own sending tool.",
        "我不会把客户的数据交给别人，也不会打探任何人的行踪；可以统计并保存人群，再导出到您自己的发送工具。",
    ),
    (
        wants_secrets_of_people,
        "private",
        "I don't hand out contact details or other personal data in the chat; I can size and save the audience, and "
        "`python -m assistant export` writes it for your sending tool with consent applied.",
        "我不会在对话里批量提供联系方式等个人信息；可以统计并保存人群，"
        "再用 `python -m assistant export` 按同意记录导出到发送工具。",
    ),
    (lambda frame: wants_sending(frame) and not still_to_write(frame.spans), "not_possible", *_NOT_SENT),
)
"""Asked in this order: what is concerned, the kind of reason, and what is said."""


_UNREADY = {
    "churn_rate": (
        "I keep no churn rate; I can count lapsed customers, rank who is most likely to churn, or show repeat rates.",
        "没有单独的流失率指标；可以统计流失客户、列出最可能流失的客户，或查看复购率。",
    ),
    "forecast": (
        "I don't forecast a shop's figures; I can show what has happened so far, such as revenue by month, "
        "or who is most likely to buy and what each customer is expected to spend.",
        "我不预测整店的数字；可以看已发生的数据（例如每月销售额），或看谁最可能购买、每位客户的预期消费。",
    ),
    "effect": (
        "I don't work out a past campaign's incremental effect here; I can compare its open and click rates, "
        "rank whom a mail would persuade, or plan a test with a control group.",
        "这里还不计算以往活动的增量效果；可以比较打开率和点击率、找出最可被说服的客户，或规划带对照组的测试。",
    ),
    "attribution": (
        "The data has no costs, margins or traffic; I can show revenue, orders, discounts, returns and campaign rates.",
        "数据里没有成本、利润或流量；可以看销售额、订单、折扣、退货和活动的各项比率。",
    ),
}


def _declined(frame: Frame, reason: str, english: str, chinese: str) -> Reading:
    return frame.reading("decline", decline=Decline(reason, frame.say(english, chinese)))
