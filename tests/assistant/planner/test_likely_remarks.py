"""Remarks in words that no list knows are left out and quoted; conditions in such words are asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.planner.learned.clauses import hashed, remark_chance
from assistant.planner.reader import Reader

REMARKS = [
    (
        "orders per week over the last 8 full weeks - ops is asking me why the loading bay felt so quiet",
        "ops is asking",
    ),
    ("Cold nights are coming... how many people bought a duvet cover this month?", "Cold nights are coming"),
    ("doing a small display by the till. revenue by month this year", "doing a small display by the till"),
    ("今年各等级的客单价分别是多少，我要放ppt里", "我要放ppt里"),
    ("都说二八原则，消费最高的10%客户贡献了总销售额的百分之多少", "都说二八原则"),
    ("下个月过生日的女顾客有多少，想提前备生日券", "想提前备生日券"),
    ("金卡里面最有可能流失的前20位列出来，我让导购一对一跟", "我让导购一对一跟"),
]
CONDITIONS = [
    "how many customers bought skincare this year, wholesale accounts only",
    "revenue by month this year, minus the staff canteen",
    "women in Berlin, just the ones with a dog",
    "今年的销售额，不算员工内购",
    "上海有多少客户，只看养猫的",
    "今年的订单数，用花呗付的那些",
]


@pytest.mark.parametrize(("question", "remark"), REMARKS)
def test_a_remark_in_strange_words_is_left_out_and_quoted(reader: Reader, question: str, remark: str) -> None:
    reading = reader.read(question)
    assert reading.answers and reading.calls
    assert any(remark in note for note in reading.notes), reading.notes


@pytest.mark.parametrize("question", CONDITIONS)
def test_a_condition_in_strange_words_stops_the_answer(reader: Reader, question: str) -> None:
    reading = reader.read(question)
    assert not (reading.answers and reading.calls), reading.notes


def test_what_asks_itself_is_no_remark(reader: Reader) -> None:
    reading = reader.read("Be honest, how good is the churn model? Would you put money on it?")
    assert not any("how good is" in note for note in reading.notes)


@given(st.text(min_size=1, max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_clause_has_a_chance(clause: str, before: str, after: str) -> None:
    message = before + clause + after
    assert 0 <= remark_chance(message, len(before), len(before) + len(clause)) <= 1


@given(st.text(min_size=1, max_size=40), st.sampled_from(["en", "zh"]))
def test_a_clause_has_features_of_length_one(clause: str, language: str) -> None:
    places, values = hashed(f"{clause}, revenue last month", 0, len(clause), language)
    assert len(places) == len(set(places.tolist()))
    assert abs(float((values**2).sum()) - 1) < 1e-4 or not values.any()


def test_a_message_of_one_clause_has_no_remark() -> None:
    assert remark_chance("my boss keeps nagging", 0, 21) == 0
