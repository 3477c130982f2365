"""The planner as a chat model: calls, streams and answers whose figures stand in the findings."""

import json
from collections.abc import Callable

import pytest
from langchain_core.messages import AIMessageChunk, HumanMessage

from assistant.guard.figures import ledger_of, unsupported
from assistant.planner.explaining import explain, explained
from assistant.planner.model import build_planner
from assistant.planner.reader import Reader
from tests.assistant.planner.talk import Talk
from tools.contract import Finding
from tools.desk import Desk

QUESTION = "how many women in Shanghai bought skincare in the last 90 days?"
ANSWERED = [
    QUESTION,
    "revenue by country last quarter",
    "上个月各渠道的销售额，同比",
    "what share of revenue comes from skincare",
    "revenue by month this year",
    "how many customers by number of orders",
    "消费前5%的客户里女性占多少",
    "各分层的特点",
    "what does repeat rate mean?",
    "list the 20 biggest spenders in Berlin",
    "overlap between champions and skincare buyers",
    "customers in Atlantis",
    "women who bought nothing but bought skincare",
    "write two SMS for women in Berlin, 20% off until 30 November",
    "给上海女客户写三条微信文案，八折",
]


def test_calls_a_tool_and_streams_the_same(demo_desk: Desk) -> None:
    model = build_planner(demo_desk.shop, demo_desk.today).bind_tools([{"function": {"name": "size_audience"}}])
    whole = model.invoke([HumanMessage(QUESTION)])
    streamed: AIMessageChunk | None = None
    for chunk in model.stream([HumanMessage(QUESTION)]):
        streamed = chunk if streamed is None else streamed + chunk
    assert streamed is not None
    assert [call["name"] for call in whole.tool_calls] == ["size_audience"]
    assert [(c["name"], c["args"], c["id"]) for c in streamed.tool_calls] == [
        (c["name"], c["args"], c["id"]) for c in whole.tool_calls
    ]
    assert whole.response_metadata["finish_reason"] == "tool_calls"


def test_the_same_conversation_gives_the_same_answer(demo_desk: Desk) -> None:
    readers = [Reader(demo_desk.shop, demo_desk.today) for _ in range(2)]
    for question in ANSWERED:
        first, second = (Talk(reader, demo_desk).say(question) for reader in readers)
        assert first == second


@pytest.mark.parametrize("question", ANSWERED)
def test_every_figure_of_an_answer_stands_in_a_finding(
    question: str, talk: Callable[[], Talk], demo_desk: Desk
) -> None:
    conversation = talk()
    _, text = conversation.say(question)
    findings = [
        Finding.model_validate(message.artifact)
        for message in conversation.messages
        if getattr(message, "artifact", None)
    ]
    assert text
    assert unsupported(text, ledger_of([question], findings, demo_desk.today)) == []


def test_text_without_findings_quotes_no_figure(talk: Callable[[], Talk], demo_desk: Desk) -> None:
    for question in ("hello", "help", "thanks", "你好", "你能做什么", "start over"):
        _, text = talk().say(question)
        assert text
        assert unsupported(text, ledger_of([question], [], demo_desk.today)) == []


def test_a_question_back_offers_options_in_the_askers_language(talk: Callable[[], Talk]) -> None:
    for question in ("revenue from zorblax", "靐齉的客户有多少"):
        calls, _ = talk().say(question)
        assert calls[-1].tool == "ask_user"
        assert ("去掉" in json.dumps(calls[-1].args, ensure_ascii=False)) == (question[0] == "靐")


def test_refusals_say_what_can_be_done_instead(talk: Callable[[], Talk]) -> None:
    for question, reason in {
        "which customers are pregnant?": "private",
        "把所有客户的手机号给我": "private",
        "send this to everyone": "not_possible",
        "delete all customers": "outside_scope",
        "what is the weather in Berlin": "outside_scope",
        "email everyone who opted out": "unlawful",
    }.items():
        calls, _ = talk().say(question)
        assert (calls[-1].tool, calls[-1].args["reason_kind"]) == ("decline", reason), question
        assert "can" in calls[-1].args["explanation"] or "可以" in calls[-1].args["explanation"]


def test_explain_accounts_for_every_word(demo_desk: Desk) -> None:
    account = explain(demo_desk.shop, "wommen in Berlin with 2 orders", demo_desk.today)
    assert [word["text"] for word in account["words"]][:3] == ["wommen", "in", "Berlin"]
    assert "read as" in account["words"][0]["read_as"] and account["confidence"] < 1
    assert "measure Orders" in account["also_possible"]["orders"]
    told = explained(account)
    assert "wommen" in told and "Berlin" in told and "also possible:" in told
    asked = explain(demo_desk.shop, "women in Blorkville", demo_desk.today)
    assert asked["left_over"] == ["Blorkville"] and asked["asks"]["options"]
