"""A session as its readers see it: events in order, answers, history, resuming, stopping."""

import threading
import time

import pytest

from assistant.events import Done, Question, Token, ToolFinished, ToolStarted
from assistant.language import detect
from assistant.session import Session
from assistant.settings import Settings
from tests.assistant.conftest import Talk
from tests.assistant.scripted import call, says
from tests.assistant.shop import TOOLS
from tests.openai_server import OpenAIServer, Reply
from tools.contract import BadRequest, Finding
from tools.desk import Desk, Shop


def test_a_question_becomes_steps_text_and_an_answer(talk: Talk) -> None:
    session, _ = talk(says("", call("count_customers", city="London")), says("London has 2 customers. Nothing else."))
    events = list(session.ask("How many customers live in London?"))
    kinds = [type(event) for event in events]
    assert kinds[0] is ToolStarted
    assert kinds[1] is ToolFinished
    assert kinds[-1] is Done
    assert (
        "".join(event.text for event in events if isinstance(event, Token)) == "London has 2 customers. Nothing else."
    )
    answer = events[-1].answer  # type: ignore[union-attr]
    assert (answer.status, answer.language, answer.findings[0].rows) == ("answered", "en", [[2]])
    assert list(answer.to_json()) == [
        "status", "text", "language", "today", "findings", "audience", "drafts", "session", "model", "seconds",
    ]  # fmt: skip


def test_asking_back_ends_the_turn(talk: Talk) -> None:
    session, model = talk(says("", call("ask_user", question="Which city?", options=["London", "Berlin"])))
    events = list(session.ask("How many customers there?"))
    assert Question("Which city?", ["London", "Berlin"]) in events
    assert session.history()[0].status == "question"
    assert len(model.heard) == 1


@pytest.mark.parametrize(("reason", "status"), [("private", "refused"), ("no_such_data", "unknown")])
def test_declining_ends_the_turn(talk: Talk, reason: str, status: str) -> None:
    session, _ = talk(says("", call("decline", reason_kind=reason, explanation="I cannot tell who is pregnant.")))
    answer = session.answer("Who is pregnant?")
    assert (answer.status, answer.text) == (status, "I cannot tell who is pregnant.")


def test_a_wrong_value_goes_back_to_the_model_with_the_nearest(talk: Talk) -> None:
    session, model = talk(
        says("", call("count_customers", city="Londn")),
        says("", call("count_customers", city="London")),
        says("There are 2."),
    )
    answer = session.answer("customers in Londn?")
    assert "Nearest: London" in model.heard_text()
    assert [finding.status for finding in answer.findings] == ["answered"]


def test_a_conversation_is_resumed_by_its_id(talk: Talk) -> None:
    first, _ = talk(says("", call("count_customers")), says("There are 6."))
    first.answer("How many customers?")
    first.close()
    second, model = talk(says("As I said, 6."), session_id=first.id)
    assert second.answer("Say that again please").text == "As I said, 6."
    assert "How many customers?" in model.heard_text()
    assert [turn.question for turn in second.history()] == ["How many customers?", "Say that again please"]
    assert [info.id for info in Session.list_sessions(second.shop.workspace)] == [first.id]


def test_stopping_ends_the_turn_at_once_and_the_conversation_goes_on(shop: Shop) -> None:
    with OpenAIServer([Reply(fault="hang"), Reply("Back again.")], hang_seconds=1.0) as server:
        settings = Settings(model="scripted", api_key="k", base_url=server.base_url, max_retries=0)
        session = Session.open(shop, settings, tools=TOOLS)
        threading.Thread(target=_stop_once_asked, args=(server, session), daemon=True).start()
        stopped = session.answer("How many customers?")
        assert (stopped.status, stopped.text) == ("error", "Stopped.")
        assert session.answer("Still there, are you?").text == "Back again."
        session.close()


def _stop_once_asked(server: OpenAIServer, session: Session) -> None:
    while not server.requests:
        time.sleep(0.01)
    session.stop()


def test_a_reader_that_goes_away_stops_the_turn(shop: Shop) -> None:
    count = Reply(calls=(("count_customers", {}),))
    with OpenAIServer(lambda body: Reply("6 of them.") if body["messages"][-1]["role"] == "tool" else count) as server:
        settings = Settings(model="scripted", api_key="k", base_url=server.base_url)
        session = Session.open(shop, settings, tools=TOOLS)
        events = session.ask("How many customers are there?")
        next(events)
        events.close()  # type: ignore[attr-defined]
        assert session.answer("And again, how many?").text == "6 of them."
        session.close()


def test_one_question_at_a_time(talk: Talk) -> None:
    session, _ = talk(says("", call("count_customers")), says("There are 6."))
    events = session.ask("How many customers are there?")
    next(events)
    with pytest.raises(BadRequest, match="still answering"):
        next(iter(session.ask("Me too")))
    assert isinstance(list(events)[-1], Done)


def test_saving_needs_the_users_own_word(talk: Talk) -> None:
    def save_audience(desk: Desk, title: str) -> Finding:
        """Save."""
        return Finding(tool="save_audience", title=f"Saved {title}")

    session, model = talk(
        says("", call("save_audience", title="vip")), says("Shall I save it?"),
        says("", call("save_audience", title="vip")), says("Saved vip."),
        tools=(*TOOLS, save_audience),
    )  # fmt: skip
    assert session.answer("What do the product texts tell you?").findings[0].status == "unknown"
    assert "only for when the user asks" in model.heard_text()
    assert session.answer("Yes, save it as vip").findings[0].title == "Saved vip"


@pytest.mark.parametrize(
    ("text", "previous", "language"),
    [
        ("How many?", "zh", "en"), ("有多少客户", "en", "zh"), ("把 Q3 的 AOV 按 channel 拆一下", "en", "zh"),
        ("customers in 上海 who bought twice", "zh", "en"), ("5", "zh", "zh"), ("AOV", "zh", "zh"),
        ("", "en", "en"), ("London", "en", "en"),
        ("gold呢", "zh", "zh"), ("Black Friday 2025", "zh", "zh"), ("only women", "zh", "en"),
    ],
)  # fmt: skip
def test_the_language_is_the_askers(text: str, previous: str, language: str) -> None:
    assert detect(text, previous) == language  # type: ignore[arg-type]
