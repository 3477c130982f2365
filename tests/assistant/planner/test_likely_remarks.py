"""Conditions in words that no list knows stop the answer; what tells remarks from them takes any clause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.planner.learned.clauses import hashed, remark_chance
from assistant.planner.reader import Reader

CONDITIONS = [
    "how many customers bought skincare this year, wholesale accounts only",
    "revenue by month this year, minus the staff canteen",
    "women in Berlin, just the ones with a dog",
    "今年的销售额，不算员工内购",
    "上海有多少客户，只看养猫的",
    "今年的订单数，用花呗付的那些",
]


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
