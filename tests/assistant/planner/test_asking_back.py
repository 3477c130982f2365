"""Questions back: the word is quoted whole, and every option leads on with one click, in both languages."""

import pytest

from assistant.planner.clarifying import with_option
from assistant.planner.reader import Reader

UNKNOWN = {
    "how many Halcyons ordered in September": "Halcyons",
    "how big is the Tuesday Circle these days": "Tuesday Circle",
    "revenue of the Moonlight Club last month": "Moonlight Club",
    "show me the snorbel rate by country": "snorbel rate",
    "average order value of the Friends of Alba": "Friends of Alba",
    "银杏会的会员上个月消费了多少": "银杏会",
    "小粉盒卖了多少": "小粉盒",
    "松鼠计划有多少人": "松鼠计划",
    "S级客户有几个": "S级",
}
UNCLEAR = [
    *UNKNOWN,
    "how many big spenders are in Berlin",
    "how many new customers do we have",
    "customers 30",
    "customers who returned something more than twice",
    "退货三次的客户有多少",
    "哪类客户最容易流失",
    "orders and 5",
    "women 2025",
    "customers in the flurbish segment",
    "women in Berlin who like zorblax",
    "新客有多少",
    "大客户有多少",
    "500以上的有多少",
    "最近30天",
    "给买过护肤的客户写文案",
    "write something for lapsed customers",
]


@pytest.mark.parametrize("question", UNKNOWN)
def test_a_name_nobody_knows_is_quoted_whole(reader: Reader, question: str) -> None:
    reading = reader.read(question)
    assert reading.ask is not None and f"“{UNKNOWN[question]}”" in reading.ask.question


@pytest.mark.parametrize("question", UNCLEAR)
def test_every_option_leads_on(reader: Reader, question: str) -> None:
    reading = reader.read(question)
    if reading.ask is None:
        pytest.skip("read without asking")
    assert reading.ask.options
    told = [reader.read(with_option(question, reading.ask, option), settled=True) for option in reading.ask.options]
    dead = [again for again in told if again.ask is not None]
    alone = len(told) == 1 and not reading.ask.options[0].replacement
    assert not dead or alone, [again.question for again in dead]
    assert all(again.ask.question != reading.ask.question for again in dead)


DANGLING = [
    "and how many of those are in Berlin?",
    "write them an email",
    "what do they buy",
    "其中女性有多少",
    "他们都买了什么",
]


@pytest.mark.parametrize("question", DANGLING)
def test_a_first_message_that_points_back_is_asked_about(reader: Reader, question: str) -> None:
    reading = reader.read(question)
    assert reading.ask is not None and len(reading.ask.options) > 1
    for option in reading.ask.options:
        again = reader.read(with_option(question, reading.ask, option), settled=True)
        assert again.ask is None or "channel" in again.ask.question or "渠道" in again.ask.question, again.ask


@pytest.mark.parametrize(
    "question", ["customers in Berlin: how many of them are women", "revenue of those who bought skincare"]
)
def test_what_is_named_in_the_message_is_not_asked_about(reader: Reader, question: str) -> None:
    assert reader.read(question).ask is None
