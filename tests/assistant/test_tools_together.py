"""The registry's own tools behind a scripted endpoint: wrong definitions, copy, and people behind stand-ins."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.session import Session
from assistant.settings import Settings
from tests.assistant.shop import CUSTOMERS
from tests.openai_server import OpenAIServer, Reply
from tools.desk import Shop

LONDON = {"all": [{"field": "city", "values": ["London"]}]}


@pytest.fixture
def connect(shop: Shop) -> Iterator[Callable[..., Session]]:
    opened: list[Session] = []

    def start(server: OpenAIServer, session_id: str | None = None) -> Session:
        settings = Settings(model="scripted", api_key="k", base_url=server.base_url, max_retries=0, fall_back=False)
        opened.append(Session.open(shop, settings, session_id))
        return opened[-1]

    yield start
    for session in opened:
        session.close()


@pytest.mark.parametrize(
    "audience",
    [
        json.dumps(LONDON),
        {"all": {"kind": "Attribute", "field": "city", "op": "=", "value": "London"}},
        {"all": [{"kind": "attribute", "field": "City", "values": "london"}]},
    ],
)
def test_a_slightly_wrong_definition_is_mended(connect: Callable[..., Session], audience: Any) -> None:
    with OpenAIServer([Reply(calls=(("size_audience", {"audience": audience}),)), Reply("There are 2.")]) as server:
        answer = connect(server).answer("How many customers live in London?")
    assert (answer.status, answer.audience and answer.audience.size) == ("answered", 2)


def test_an_unknown_field_is_bounced_with_the_nearest(connect: Callable[..., Session]) -> None:
    wrong = {"all": [{"field": "citty", "values": ["London"]}]}
    script = [
        Reply(calls=(("size_audience", {"audience": wrong}),)),
        Reply(calls=(("size_audience", {"audience": LONDON}),)),
        Reply("There are 2."),
    ]
    with OpenAIServer(script) as server:
        assert connect(server).answer("How many customers live in London?").text == "There are 2."
    told = next(m["content"] for m in server.requests[1]["messages"] if m["role"] == "tool")
    assert "city" in told


def test_copy_is_briefed_written_and_checked_and_outlives_the_process(connect: Callable[..., Session]) -> None:
    brief = {"channel": "push", "language": "en", "goal": "launch", "topic": "skincare", "variants": 1}

    def write(body: dict[str, Any]) -> Reply:
        last = body["messages"][-1]
        if last["role"] == "user" and "push" in last["content"]:
            return Reply(calls=(("brief_copy", {"brief": brief}),))
        told = "\n".join(str(m["content"]) for m in body["messages"])
        if last["role"] == "user":
            fields = {"title": "Rose balm", "body": "A balm by Alba, now in the shop."}
            draft = {
                "angle": "novelty",
                "fields": fields,
                "cites": re.findall(r"^source (P:\S+?):", told, re.MULTILINE),
            }
            found = re.search(r"brief_id (\S+?):", told)
            assert found
            return Reply(calls=(("submit_drafts", {"drafts": {"brief_id": found[1], "drafts": [draft]}}),))
        return Reply("Done, see below.")

    with OpenAIServer(write) as server:
        first = connect(server, "copy")
        assert first.answer("Write a push message about skincare").status == "answered"
        first.close()
        answer = connect(server, "copy").answer("Now submit the draft you have")
    assert [draft.channel for draft in answer.drafts] == ["push"], answer.findings


def test_no_person_reaches_the_endpoint(connect: Callable[..., Session]) -> None:
    script = [
        Reply(calls=(("list_audience", {"audience": {}}), ("look_up_customer", {"customer_id": "C0001"}))),
        Reply("Wendy it is."),
    ]
    with OpenAIServer(script) as server:
        answer = connect(server).answer("Tell me all about Wendy Marsh, C0001, wendy.marsh@example.com")
    sent = server.sent_text()
    personal = [value for row in CUSTOMERS for value in row[:4] if value]
    assert [value for value in personal if value in sent] == []
    assert any("Wendy Marsh" in str(finding.rows) for finding in answer.findings)


def test_what_goes_out_with_every_question_stays_small() -> None:
    from assistant.control import ask_user, decline
    from assistant.toolbox import openai_tools, seat
    from prompts import load
    from tools.registry import TOOLS

    tools = json.dumps(openai_tools(seat((*TOOLS, ask_user, decline))), ensure_ascii=False)
    assert len(tools) + len(load("system").text) < 35_000


def test_the_real_planner_goes_on_from_what_the_model_had_found(shop: Shop) -> None:
    script = [Reply(calls=(("size_audience", {"audience": LONDON}),)), Reply(fault="500")]
    with OpenAIServer(script) as server:
        settings = Settings(model="scripted", api_key="k", base_url=server.base_url, max_retries=0)
        session = Session.open(shop, settings)
        answer = session.answer("How many customers live in London?")
        session.close()
    assert (answer.status, answer.model, answer.audience and answer.audience.size) == ("answered", "planner", 2)
    assert "has an error of its own (500)" in answer.text
    assert "2 customers" in answer.text
