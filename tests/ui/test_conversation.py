"""Turns grow in the background, can be stopped, and survive whatever goes wrong."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.ui import samples
from tests.ui.fakes import FakeHost
from tools.contract import AssistantError, Finding
from ui.conversation import MOST_CHARACTERS, Conversation, Conversations, follow
from ui.downloads import Downloads, add_routes


def opened(host: FakeHost | None = None) -> tuple[Conversations, Conversation]:
    conversations = Conversations(host or FakeHost(pause=0.001), Downloads())  # type: ignore[arg-type]
    return conversations, conversations.get("c1", "en")


def finished(conversation: Conversation) -> None:
    assert conversation.worker is not None
    conversation.worker.join(10)
    assert not conversation.running


def test_a_question_is_answered_in_the_background_with_reach_added() -> None:
    conversations, conversation = opened()
    conversations.ask(conversation, "audience", "en")
    finished(conversation)
    assert conversation.turns[0].findings[0].totals["email_reach"] == 903
    assert "903" in conversation.messages()[-1]["content"]


def test_following_ends_with_the_turn() -> None:
    conversations, conversation = opened()
    conversations.ask(conversation, "revenue", "en")

    async def count() -> int:
        return len([None async for _ in follow(conversation)])

    with ThreadPoolExecutor(1) as elsewhere:  # a browser test of this session may hold this thread's event loop
        assert elsewhere.submit(asyncio.run, count()).result(10) >= 1
    finished(conversation)


def test_stopping_shows_at_once_and_the_next_question_is_answered() -> None:
    conversations, conversation = opened(FakeHost(pause=0.02))
    conversations.ask(conversation, "slow", "en")
    time.sleep(0.05)
    conversations.stop(conversation)
    assert not conversation.running and "Stopped" in conversation.messages()[-1]["content"]
    conversations.ask(conversation, "total", "en")
    finished(conversation)
    assert "9,747,747.93" in conversation.messages()[-1]["content"]
    assert "Stopped" in str(conversation.turns[0].messages())


def test_a_bug_becomes_one_sentence_without_its_details() -> None:
    conversations, conversation = opened()
    conversations.ask(conversation, "crash", "en")
    finished(conversation)
    said = str(conversation.messages()[-1]["content"])
    assert "server log" in said and "secret" not in said


def test_an_error_for_people_is_shown_as_it_is() -> None:
    class Refusing(FakeHost):
        def ask(self, conversation_id, text, language):  # type: ignore[no-untyped-def]
            raise AssistantError("The shop has no data: import files.")
            yield

    conversations, conversation = opened(Refusing())
    conversations.ask(conversation, "total", "en")
    finished(conversation)
    assert "The shop has no data: import files." in conversation.messages()[-1]["content"]


def test_a_question_beyond_all_measure_is_not_sent() -> None:
    conversations, conversation = opened()
    conversations.ask(conversation, "x" * (MOST_CHARACTERS + 1), "zh")
    assert not conversation.running and "4,000" in conversation.messages()[-1]["content"]


def test_nothing_is_asked_while_files_are_added() -> None:
    host = FakeHost()
    host.importing = True
    conversations, conversation = opened(host)
    conversations.ask(conversation, "total", "en")
    assert "being added" in conversation.messages()[-1]["content"]


def test_conversations_come_back_from_disk() -> None:
    host = FakeHost(pause=0.001)
    conversations, conversation = opened(host)
    conversations.ask(conversation, "revenue", "en")
    finished(conversation)
    conversations.forget()
    again = conversations.get("c1", "en")
    assert again is not conversation and "ma-card" in again.messages()[-1]["content"]


def test_downloads_are_offered_by_tokens_that_lapse() -> None:
    host, downloads, app = FakeHost(), Downloads(), FastAPI()
    add_routes(app, host, downloads)  # type: ignore[arg-type]
    browser = TestClient(app)
    finding = samples.audience()
    address = downloads.offer(finding, "en")
    assert downloads.offer(finding, "en") == address and downloads.offer(samples.audience(), "en") != address
    rows = browser.get(address)
    assert rows.status_code == 200 and rows.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in rows.headers["content-disposition"]
    assert browser.get(f"{address}?for=klaviyo").content == b"email\r\n"
    assert browser.get(f"{address}?for=klaviyo&by=sms").content == b"sms\r\n"
    assert browser.get("/download/guessed").status_code == 410
    plain = downloads.offer(Finding(tool="measure"), "zh")
    assert browser.get(f"{plain}?for=klaviyo").status_code == 410
