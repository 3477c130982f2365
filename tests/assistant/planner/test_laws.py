"""The two laws: no content word is lost, and a follow-up edits the last definition."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.planner.reader import Reader
from tests.assistant.planner.talk import Talk

CASES = [json.loads(line) for line in (Path(__file__).parent / "questions.jsonl").read_text("utf-8").splitlines()]
ASKED = [case["question"] for case in CASES if "calls" in case]
FREE = {"search_library", "find_products"}
"""Tools that take the question itself, unknown words included."""


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(ASKED), st.integers(min_value=0, max_value=200))
def test_an_unknown_word_is_never_lost(reader: Reader, question: str, place: int) -> None:
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in question)
    word = "靐齉" if chinese else "flurbish"
    parts = list(question) if chinese else question.split()
    parts.insert(place % (len(parts) + 1), word)
    reading = reader.read(("" if chinese else " ").join(parts))
    told = reading.ask is not None or reading.decline is not None or any(word in note for note in reading.notes)
    passed_on = any(word in json.dumps(call.args, ensure_ascii=False).casefold() for call in reading.calls)
    checked = word in json.dumps(reading.focus.get("given"), ensure_ascii=False)  # of the text that is looked at
    assert told or passed_on or checked or any(call.tool in FREE for call in reading.calls)


@pytest.mark.parametrize(
    "question",
    [
        "Customers active (≥1 order) in 2026 Q1, Q2 and Q3",
        "Customers, country US, predicted response probability > 0.03",
        "no. of people who placed an order in each of Q1, Q2 and Q3",
        "2026年1-6月发送的活动数和发送次数",
    ],
)
def test_what_once_broke_it_is_read(reader: Reader, question: str) -> None:
    reading = reader.read(question)
    assert reading.calls or reading.ask or reading.decline


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_mutation_breaks_it(reader: Reader, data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(ASKED))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(len(question) - 1, 0)))
        kind = data.draw(st.sampled_from(["drop", "double", "swap", "insert", "cut"]))
        piece = data.draw(
            st.sampled_from([" and ", " not ", " 3 ", "或", "没", " top ", " by ", "%", "，", " last month ", "?"])
        )
        question = {
            "drop": question[:at] + question[at + 1 :],
            "double": question[:at] + question[at : at + 3] + question[at:],
            "swap": question[at:] + " " + question[:at],
            "insert": question[:at] + piece + question[at:],
            "cut": question[:at],
        }[kind]
    reader.read(question)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
def test_no_text_breaks_it(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert reading.calls or reading.ask or reading.decline or reading.text


CONVERSATIONS = {
    "narrow and replace": [
        ("women in Shanghai who bought skincare in the last 90 days", {"gender": ["female"], "city": ["Shanghai"]}),
        ("what about Beijing?", {"gender": ["female"], "city": ["Beijing"]}),
        ("only those over 30", {"gender": ["female"], "city": ["Beijing"], "age": [30]}),
        ("换成上海", {"gender": ["female"], "city": ["Shanghai"], "age": [30]}),
    ],
    "中文": [
        ("上海的女客户有多少", {"gender": ["female"], "city": ["Shanghai"]}),
        ("换成北京", {"gender": ["female"], "city": ["Beijing"]}),
        ("德国的呢", {"gender": ["female"], "country": ["Germany"]}),
    ],
}


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_follow_ups_edit_the_audience(name: str, talk: Callable[[], Talk]) -> None:
    conversation = talk()
    for message, expected in CONVERSATIONS[name]:
        audience = conversation.definition(message)
        facts = {c["field"]: c["values"] for c in audience["all"] if c["kind"] == "attribute"}
        assert facts == expected, message


def test_follow_ups_edit_the_metric(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    metric = conversation.definition("revenue by country last quarter")
    assert metric["dimensions"] == ["country"] and metric["period"]["unit"] == "quarter"
    metric = conversation.definition("only women")
    assert metric["audience"]["all"][0]["values"] == ["female"] and metric["dimensions"] == ["country"]
    metric = conversation.definition("by city instead")
    assert metric["dimensions"] == ["city"] and metric["audience"]
    metric = conversation.definition("no, I meant orders not revenue")
    assert metric["measures"] == ["orders"] and metric["dimensions"] == ["city"]
    metric = conversation.definition("同比")
    assert metric["compare"] == "previous_year" and metric["measures"] == ["orders"]
    metric = conversation.definition("top 5")
    assert metric["limit"] == 5 and metric["compare"] == "previous_year"
    metric = conversation.definition("go back")
    assert "limit" not in metric


def test_numbers_and_windows_are_replaced_in_place(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("customers who ordered at least 3 times in the last 90 days")
    audience = conversation.definition("make it 5 orders")
    assert audience["all"][0] | {} == {
        "kind": "bought",
        "value": 5.0,
        "period": {"kind": "rolling", "unit": "day", "count": 90},
    }
    audience = conversation.definition("make it 60 days")
    assert audience["all"][0]["period"]["count"] == 60 and audience["all"][0]["value"] == 5.0


def test_an_answer_continues_the_question_it_answers(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    calls, _ = conversation.say("revenue from zorblax last month")
    assert calls[-1].tool == "ask_user" and "zorblax" in calls[-1].args["question"]
    metric = conversation.definition("skincare")
    assert metric["where"][0]["values"] == ["skincare"] and metric["period"] == {
        "kind": "calendar", "unit": "month", "offset": -1
    }  # fmt: skip


def test_an_option_can_be_clicked_or_numbered(talk: Callable[[], Talk]) -> None:
    for answer in ("new customers this month", "2", "the second one"):
        conversation = talk()
        calls, _ = conversation.say("new customers")
        assert calls[-1].tool == "ask_user" and len(calls[-1].args["options"]) == 3
        audience = conversation.definition(answer)
        assert audience["all"][0]["field"] == "first_order_date"
        assert audience["all"][0]["period"]["unit"] == "month"


def test_start_over_forgets(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("women in Berlin")
    assert conversation.say("start over")[0] == []
    metric = conversation.definition("revenue by country")
    assert "audience" not in metric
