"""Remarks beside a question are quoted as not used; what may pick people is asked about."""

import pytest

from assistant.planner.reader import Reader

REMARKS = [
    ("how many customers in Berlin bought skincare? my boss keeps nagging", "my boss keeps nagging"),
    ("revenue by month in 2026 - need it for the monday deck", "need it for the monday deck"),
    ("gold members by birthday month (thinking about a birthday treat)", "thinking about a birthday treat"),
    ("it's monday and my coffee is cold, revenue last week?", "it's monday and my coffee is cold"),
    ("customers without email consent in Germany. legal wants the number", "legal wants the number"),
    ("按国家看今年的客单价，财务那边催了好几次", "财务那边催了好几次"),
    ("深圳的客户今年买了几单，领导随口问的", "领导随口问的"),
    ("近90天下过单的人有多少，这块流量好像浪费了", "这块流量好像浪费了"),
    (
        "orders per week over the last 8 full weeks - ops is asking me why the loading bay felt so quiet",
        "ops is asking me why the loading bay felt so quiet",
    ),
    ("Cold nights are coming... how many people bought a duvet cover this month?", "Cold nights are coming"),
    ("doing a small display by the till. revenue by month this year", "doing a small display by the till"),
    ("今年各等级的客单价分别是多少，我要放ppt里", "我要放ppt里"),
    ("都说二八原则，消费最高的10%客户贡献了总销售额的百分之多少", "都说二八原则"),
    ("下个月过生日的女顾客有多少，想提前备生日券", "想提前备生日券"),
    ("金卡里面最有可能流失的前20位列出来，我让导购一对一跟", "我让导购一对一跟"),
]
PICKING = [
    "how many customers bought skincare? we only want the Zorblax people",
    "customers in Berlin, the Halcyon ones",
    "women in Shanghai, they must have a flurbish",
    "revenue last month, i think without wholesale",
    "revenue by month in 2026, the vloopers",
    "上海的客户，我要的是团购的那些",
    "今年的销售额，我们不算批发",
    "金卡会员，老板说要靐齉的",
]


@pytest.mark.parametrize(("question", "remark"), REMARKS)
def test_a_remark_is_quoted_and_changes_nothing(reader: Reader, question: str, remark: str) -> None:
    reading = reader.read(question)
    plain = reader.read(question.replace(remark, "").strip(" -–,，。.()"))
    assert reading.calls and reading.calls == plain.calls
    assert any(remark in note for note in reading.notes)


@pytest.mark.parametrize("question", PICKING)
def test_what_may_pick_people_is_no_remark(reader: Reader, question: str) -> None:
    assert reader.read(question).ask is not None
