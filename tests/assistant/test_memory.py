"""Conversations last: over restarts, kill -9, torn files, folders that cannot be written, and beside each other."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from assistant.agent import Crew
from assistant.session import Session
from assistant.settings import Settings
from assistant.transcript import Transcript, check_session_id, list_sessions, new_session_id
from tests.assistant.conftest import Talk
from tests.assistant.scripted import ScriptedModel, call, says
from tests.assistant.shop import TOOLS
from tests.openai_server import OpenAIServer, Reply
from tools.contract import BadInput
from tools.data.workspace import Workspace
from tools.desk import Shop

ROOT = Path(__file__).parents[2]
ASK_AND_DIE = """
    import os, signal, sys
    from assistant.settings import Settings, quiet_libraries
    quiet_libraries(os.environ)
    from assistant.agent import Crew
    from assistant.chat_model import build_endpoint
    from assistant.session import Session
    from tests.assistant.shop import TOOLS
    from tools.data.workspace import Workspace
    from tools.desk import Shop

    folder, url, question, when = sys.argv[1:]
    settings = Settings(model="scripted", api_key="k", base_url=url, max_retries=0)
    shop, crew = Shop.open(Workspace.open(folder)), Crew(build_endpoint(settings))
    session = Session.open(shop, settings, "s1", crew=crew, tools=TOOLS)
    for event in session.ask(question):
        if type(event).__name__ == when:
            break
    os.kill(os.getpid(), signal.SIGKILL)
"""


def ask_and_die(workspace: Workspace, url: str, question: str, when: str = "Done") -> None:
    """Ask in a process of its own that is killed, without a goodbye, as soon as the event `when` arrives."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(ASK_AND_DIE), str(workspace.path), url, question, when],
        cwd=ROOT, capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def test_killing_the_process_between_turns_loses_nothing(workspace: Workspace, shop: Shop) -> None:
    script = [
        Reply(calls=(("count_customers", {"city": "London"}),)),
        Reply("London has 2 customers."),
        Reply("You asked about London, it was 2."),
        Reply("Twice about London."),
    ]
    with OpenAIServer(script) as server:
        ask_and_die(workspace, server.base_url, "How many customers live in London?")
        ask_and_die(workspace, server.base_url, "What did I ask about?")
        settings = Settings(model="scripted", api_key="k", base_url=server.base_url)
        session = Session.open(shop, settings, "s1", tools=TOOLS)
        assert session.answer("And how often about the same city?").text == "Twice about London."
        sent = str(server.requests[-1]["messages"])
        assert "London has 2 customers." in sent
        assert [turn.question for turn in session.history()] == [
            "How many customers live in London?", "What did I ask about?", "And how often about the same city?",
        ]  # fmt: skip
        assert session.history()[0].findings[0].rows == [[2]]
        session.close()


def test_killing_it_in_the_middle_of_a_step_leaves_a_conversation_that_goes_on(
    workspace: Workspace, shop: Shop
) -> None:
    script = [Reply(calls=(("count_customers", {"city": "London"}),)), Reply("Here I am again.")]
    with OpenAIServer(script) as server:
        ask_and_die(workspace, server.base_url, "How many customers live in London?", when="ToolStarted")
        settings = Settings(model="scripted", api_key="k", base_url=server.base_url)
        session = Session.open(shop, settings, "s1", tools=TOOLS)
        assert session.answer("Are you there?").text == "Here I am again."
        session.close()


@pytest.mark.parametrize("number", range(10))
def test_ten_conversations_of_five_turns_keep_their_context(shop: Shop, number: int) -> None:
    cities = ["London", "Berlin", "Shanghai", "London", "Berlin"]
    cities = cities[number % 3 :] + cities[: number % 3]
    questions = [f"How many in {city}?" if number % 2 else f"{city}有多少客户？" for city in cities]
    script: list[Reply] = []
    for city in cities:
        script += [Reply(calls=(("count_customers", {"city": city}),)), Reply(f"{city}: 2.")]
    with OpenAIServer(script) as server:
        settings = Settings(model="scripted", api_key="k", base_url=server.base_url)
        for turn, question in enumerate(questions):
            session = Session.open(shop, settings, f"talk-{number}", tools=TOOLS)
            answer = session.answer(question)
            assert (answer.text, answer.language) == (f"{cities[turn]}: 2.", "en" if number % 2 else "zh")
            session.close()
        said = [m["content"] for m in server.requests[-1]["messages"] if m["role"] in ("user", "assistant")]
        assert [text for text in said if text in questions] == questions
        assert [text for text in said if text and text.endswith(": 2.")] == [f"{city}: 2." for city in cities[:-1]]


def test_a_folder_that_cannot_be_written_still_answers(workspace: Workspace) -> None:
    workspace.sessions_path.parent.joinpath("blocked").write_text("a file where the folder should be")
    workspace.sessions_path = workspace.path / "blocked"
    shop = Shop.open(workspace)
    model = ScriptedModel(
        script=[says("", call("count_customers")), says("6 of them."), says("Still 6.")], heard=[], offered=[]
    )
    session = Session.open(shop, Settings(model="scripted"), crew=Crew(model), tools=TOOLS)
    assert session.answer("How many customers are there?").text == (
        "This workspace cannot be written to, so the conversation will not be kept.\n\n6 of them."
    )
    assert session.answer("Sure about that one?").text == "Still 6."
    assert len(session.history()) == 2
    session.close()
    shop.close()


def test_working_notes_come_back(talk: Talk) -> None:
    first, _ = talk(says("Noted."))
    first.desk.scratch["brief-1"] = {"facts": ["f1"]}
    first.answer("Remember the brief please")
    first.close()
    second, _ = talk(session_id=first.id)
    assert second.desk.scratch == {"brief-1": {"facts": ["f1"]}}


def test_a_line_cut_short_is_skipped_and_ended(tmp_path: Path) -> None:
    transcript = Transcript(tmp_path, "s")
    transcript.append({"question": "one"})
    with transcript.path.open("ab") as handle:
        handle.write(b'{"question": "hal')
    transcript.append({"question": "two"})
    assert [turn.question for turn in transcript.turns()] == ["one", "two"]
    (tmp_path / "empty.jsonl").touch()
    assert [(info.id, info.title, info.turns) for info in list_sessions(tmp_path)] == [("s", "one", 2)]


@pytest.mark.parametrize("bad", ["", "../x", "a/b", ".hidden", "a" * 65, "a\n", "ａ", "a.b"])
def test_an_id_that_is_no_file_name_is_refused(bad: str) -> None:
    with pytest.raises(BadInput, match="cannot name a conversation"):
        check_session_id(bad)


def test_fresh_ids_are_fit_and_different() -> None:
    assert len({check_session_id(new_session_id()) for _ in range(50)}) == 50


def test_two_processes_hold_two_conversations_at_once(workspace: Workspace) -> None:
    with OpenAIServer(lambda body: Reply("Hello there.")) as server:
        code = textwrap.dedent(ASK_AND_DIE).replace('"s1"', "str(os.getpid())")
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", code, str(workspace.path), server.base_url, "hello you", "Done"], cwd=ROOT
            )
            for _ in range(2)
        ]
        assert [process.wait(timeout=300) for process in processes] == [-signal.SIGKILL] * 2
    assert len(list_sessions(workspace.sessions_path)) == 2
    assert os.path.exists(workspace.sessions_path / ".key")
