"""The same agent against a real HTTP endpoint: streaming, tool calls, and every way an endpoint fails."""

from collections.abc import Callable, Iterator

import pytest

from assistant.events import Answer, Done, Event, Token
from assistant.session import Session
from assistant.settings import Settings
from tests.assistant.scripted import ScriptedModel, says
from tests.assistant.shop import TOOLS
from tests.openai_server import OpenAIServer, Reply
from tools.desk import Shop

COUNT = Reply(calls=(("count_customers", {"city": "London"}),))
FINAL = Reply("London has 2 customers. That is all.")


@pytest.fixture
def connect(shop: Shop) -> Iterator[Callable[..., Session]]:
    """Opens a session at an endpoint; the reserve, if any, is a scripted stand-in for the planner."""
    opened: list[Session] = []

    def start(
        server: OpenAIServer, *, reserve: str | None = None, session_id: str | None = None, retries: int = 0
    ) -> Session:
        from assistant.agent import Crew
        from assistant.chat_model import build_endpoint

        settings = Settings(
            model="scripted", api_key="k", base_url=server.base_url, timeout_seconds=2.0, max_retries=retries
        )
        stand_in = ScriptedModel(script=[says(reserve)], heard=[], offered=[]) if reserve else None
        crew = Crew(build_endpoint(settings), (lambda: stand_in) if stand_in else None)
        session = Session.open(shop, settings, session_id, crew=crew, tools=TOOLS)
        opened.append(session)
        return session

    yield start
    for session in opened:
        session.close()


def ask(session: Session, text: str = "How many customers live in London?") -> tuple[Answer, list[Event]]:
    events = list(session.ask(text))
    assert isinstance(events[-1], Done)
    return events[-1].answer, events


def streamed(events: list[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, Token))


def test_a_tool_call_and_a_streamed_answer(connect: Callable[..., Session]) -> None:
    with OpenAIServer([COUNT, FINAL]) as server:
        answer, events = ask(connect(server))
    assert (answer.status, answer.text, answer.findings[0].rows) == ("answered", FINAL.text, [[2]])
    assert streamed(events) == FINAL.text
    assert server.keys == ["k", "k"]
    assert server.requests[0]["stream_options"] == {"include_usage": True}
    assert {tool["function"]["name"] for tool in server.requests[0]["tools"]} >= {
        "count_customers",
        "ask_user",
        "decline",
    }


def test_tokens_are_counted(connect: Callable[..., Session]) -> None:
    with OpenAIServer([FINAL]) as server:
        session = connect(server)
        ask(session, "Say: London has 2 customers.")
    record = session._transcript.last()
    assert record is not None
    assert record["tokens"]["input_tokens"] > 100


def test_arguments_as_text_are_read(connect: Callable[..., Session]) -> None:
    listed = Reply(calls=(("count_customers", '{"city": "London"}'),))
    with OpenAIServer([listed, FINAL]) as server:
        assert ask(connect(server))[0].findings[0].rows == [[2]]


@pytest.mark.parametrize("fault", ["badargs", "cutclean", "cut", "cutargs", "length", "empty", "badjson"])
def test_a_broken_answer_is_asked_for_again(connect: Callable[..., Session], fault: str) -> None:
    calls = COUNT.calls if fault in ("badargs", "cutargs") else ()
    broken = Reply("" if calls else "London has 2 customers and then", calls=calls, fault=fault)  # type: ignore[arg-type]
    with OpenAIServer([COUNT, broken, FINAL]) as server:
        answer, events = ask(connect(server))
    assert (answer.status, answer.text) == ("answered", FINAL.text)
    assert streamed(events) == FINAL.text
    assert len(answer.findings) == 1


def test_a_flaky_server_is_not_noticed(connect: Callable[..., Session]) -> None:
    with OpenAIServer([Reply(fault="500"), COUNT, FINAL]) as server:
        assert ask(connect(server, retries=1))[0].text == FINAL.text


@pytest.mark.parametrize(
    ("fault", "replies", "says_so"),
    [
        ("429", 1, "takes no more requests for now (429)"),
        ("500", 1, "has an error of its own (500)"),
        ("401", 1, "does not accept the key"),
        ("404", 1, "does not know the model scripted"),
        ("400", 1, "refuses the request"),
        ("hang", 1, "did not answer within 2 seconds"),
        ("cutclean", 2, "no end of the answer"),
    ],
)
def test_the_planner_steps_in_and_says_why(
    connect: Callable[..., Session], fault: str, replies: int, says_so: str
) -> None:
    failing = Reply("Well, I", fault=fault)  # type: ignore[arg-type]
    with OpenAIServer([failing] * replies) as server:
        answer, _ = ask(connect(server, reserve="I am the planner."))
    assert answer.status == "answered"
    assert says_so in answer.text
    assert answer.text.endswith("I am the planner.")
    assert answer.model == "planner"


def test_without_a_reserve_the_failure_is_one_clear_sentence(connect: Callable[..., Session]) -> None:
    with OpenAIServer([Reply(fault="401")]) as server:
        answer, _ = ask(connect(server), "多少客户住在伦敦？")
    assert answer.status == "error"
    assert "拒绝了密钥" in answer.text


def test_a_server_that_is_not_there(connect: Callable[..., Session]) -> None:
    with OpenAIServer([]) as server:
        gone = server
    answer, _ = ask(connect(gone, reserve="I am the planner."))
    assert "cannot be reached" in answer.text


def test_after_a_failure_the_conversation_goes_on(connect: Callable[..., Session]) -> None:
    with OpenAIServer([COUNT, Reply(fault="401"), Reply("You asked about London.")]) as server:
        session = connect(server)
        assert ask(session)[0].status == "error"
        assert ask(session, "What did I ask about?")[0].text == "You asked about London."


def test_an_endless_loop_of_calls_is_ended(connect: Callable[..., Session]) -> None:
    with OpenAIServer(lambda body: COUNT) as server:
        answer, _ = ask(connect(server))
    assert answer.status == "error"
    assert "more steps than allowed" in answer.text
    assert len(server.requests) <= 12


def test_an_unknown_tool_is_answered_with_the_nearest(connect: Callable[..., Session]) -> None:
    with OpenAIServer([Reply(calls=(("count_customer", {"city": "London"}),)), COUNT, FINAL]) as server:
        assert ask(connect(server))[0].text == FINAL.text
    assert "the nearest are count_customers" in server.sent_text()
