"""What must not or cannot be done here: one friendly sentence that says what can be done instead."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.scores import mentions
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
    if _sensitive(frame):
        return _declined(
            frame,
            "private",
            "I don't guess at people's health, religion, politics, origins, sexuality or hardship; I can "
            "select customers by what they bought, how often and when instead.",
            "我不会推测客户的健康、信仰、政治、出身、性取向或困境；可以改为按购买内容、频次和时间来筛选客户。",
        )
    if frame.has("code_request"):
        return _declined(
            frame,
            "outside_scope",
            "I don't run or write code, change data or show my instructions; I can answer questions "
            "about your customers, sales and campaigns.",
            "我不运行或编写代码，不改动数据，也不透露内部设置；客户、销售和活动方面的问题可以问我。",
        )
    if frame.has("suppressed") and (
        frame.has("copy_verb", "send_word", "list", "contact_verb", "copy_channel", "contact_noun")
        and not frame.has("how_many")
    ):
        return _declined(
            frame,
            "unlawful",
            "People who opted out or never agreed must not be written to; I can prepare it for everyone "
            "who may be contacted.",
            "已退订或未同意的客户不能再发送营销信息；我可以为所有可触达的客户准备内容。",
        )
    if frame.has("email_address") and not frame.has("how_many", "meaning", "copy_verb") and not _one_person(frame):
        return _declined(
            frame,
            "private",
            "I don't hand out contact details in the chat; I can size and save the audience, and "
            "`python -m assistant export` writes it for your sending tool with consent applied.",
            "我不会在对话里批量提供联系方式；可以统计并保存人群，"
            "再用 `python -m assistant export` 按同意记录导出到发送工具。",
        )
    if _wants_sending(frame):
        return _declined(
            frame,
            "not_possible",
            "I can't send anything myself; I can draft the message, save the audience and export it for "
            "your sending tool.",
            "我不能直接发送；可以撰写内容、保存人群，并导出给您的发送工具。",
        )
    return None


def read_other_topics(frame: Frame) -> Reading | None:
    """Subjects that are none of a shop's, and figures it has no data for; asked when nothing else fits."""
    for kind in [*frame.values("unready"), *(["forecast"] if frame.has("horizon") else [])]:
        if kind == "forecast" and mentions(frame.slots()):
            continue
        english, chinese = _UNREADY[kind]
        return _declined(frame, "not_possible", english, chinese)
    if frame.has("scope"):
        return _declined(
            frame,
            "outside_scope",
            "That's outside what I know; I can answer questions about this shop's customers, sales, "
            "products and campaigns, and draft copy.",
            "这超出了我的范围；我可以回答本店客户、销售、商品和活动的问题，也可以写文案。",
        )
    return None


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


def _sensitive(frame: Frame) -> bool:
    return any(span.has("sensitive") and not span.has("value", "values", "products") for span in frame.spans)


def _one_person(frame: Frame) -> bool:
    return frame.has("customer_id")


def _wants_sending(frame: Frame) -> bool:
    """send this to …, 群发: an order to send, not a question about what was sent."""
    if frame.has("copy_verb", "how_many", "who", "which", "meaning") or not frame.has("send_word"):
        return False
    position = next(i for i, span in enumerate(frame.spans) if span.has("send_word"))
    ordered = position == 0 and frame.spans[position].text.casefold() == "send"
    if frame.spans[position].has("measure", "field", "verb") and not ordered:
        return False
    return all(
        span.has("filler", "for", "place", "and", "instead", "same", "add", "anaphor", "group", "people", "greeting")
        or span.text.isascii() is False
        for span in frame.spans[:position]
    )
