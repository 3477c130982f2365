"""A session as its readers see it: events in order, answers, history, resuming, stopping."""

from assistant.events import Done, Question, Token, ToolFinished, ToolStarted
from assistant.session import Session
from tests.assistant.conftest import Talk
from tests.assistant.scripted import call, says


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


def test_declining_ends_the_turn(talk: Talk) -> None:
    session, _ = talk(says("", call("decline", reason_kind="private", explanation="I cannot guess who is pregnant.")))
    answer = session.answer("Who is pregnant?")
    assert (answer.status, answer.text) == ("refused", "I cannot guess who is pregnant.")


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
