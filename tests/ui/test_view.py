"""Events and stored turns become the right messages."""

from __future__ import annotations

import re
from datetime import date

import pytest

from assistant.events import Answer, Done, Question, Token, ToolFinished, ToolStarted
from assistant.transcript import Turn
from tests.ui import samples
from tests.ui.fakes import HOSTILE
from tests.ui.test_cards import setting
from tools.contract import Finding
from ui.i18n import WORDS
from ui.markup import paragraphs, safe_markdown
from ui.view import Html, TurnView, replay


def done(status: str, text: str, findings: list[Finding], language: str = "en") -> Done:
    return Done(Answer(status, text, language, date(2025, 6, 30), findings, None, [], "s", "planner", 1.0))  # type: ignore[arg-type]


def test_a_turn_grows_step_by_step_and_ends_with_its_results() -> None:
    view = TurnView("revenue?", setting())
    assert "Working" in str(view.messages()[-1]["content"])
    view.take(ToolStarted("c1", "measure", "Calculating figures"))
    step = view.messages()[1]
    assert step["metadata"] == {"title": "Calculating figures", "status": "pending"}
    view.take(ToolFinished("c1", samples.revenue(), 0.4213))
    step = view.messages()[1]
    assert step["metadata"]["status"] == "done" and step["metadata"]["duration"] == 0.4
    assert step["metadata"]["log"] == "24 rows"
    assert "SELECT category" in step["content"] and "Net revenue by category" in step["content"]
    view.take(Token("Category 0 "))
    view.take(Token("leads."))
    assert view.messages()[-1]["content"] == "Category 0 leads."
    view.take(done("answered", "Category 0 leads.", [samples.revenue()]))
    messages = view.messages()
    assert [m["role"] for m in messages] == ["user", "assistant", "assistant", "assistant"]
    assert isinstance(messages[-1]["content"], Html) and "ma-card" in messages[-1]["content"]


def test_the_final_text_replaces_what_was_streamed() -> None:
    view = TurnView("q", setting())
    view.take(Token("Wrong figure"))
    view.take(done("answered", "Right figure", []))
    assert [m["content"] for m in view.messages()] == ["q", "Right figure"]


def test_a_question_offers_its_options_once() -> None:
    view = TurnView("loyal?", setting())
    view.take(Question("Which do you mean?", ["A", "B"]))
    view.take(done("question", "Which do you mean?\n- A\n- B", []))
    html = view.messages()[-1]["content"]
    assert "ma-question" in html and html.count('data-do="ask"') == 2 and "<li>" not in html


@pytest.mark.parametrize("status", ["empty", "unknown", "not_allowed", "not_enough_data", "refused", "error"])
def test_each_status_has_its_own_look(status: str) -> None:
    view = TurnView("q", setting())
    view.take(done(status, "Because of **this**.", []))
    html = view.messages()[-1]["content"]
    assert f"ma-{status}" in html and "<b>this</b>" in html and WORDS[f"status.{status}"][0] in html


def test_many_results_are_folded_and_preparation_is_left_out() -> None:
    view = TurnView("q", setting())
    view.take(done("answered", "", [samples.total() for _ in range(5)]))
    html = view.messages()[-1]["content"]
    assert "Earlier results in this answer (2)" in html and html.count('class="ma-card"') == 5
    brief = samples.total().model_copy(update={"tool": "brief_copy"})
    view = TurnView("q", setting())
    view.take(done("answered", "", [brief, samples.drafts()]))
    assert view.messages()[-1]["content"].count('class="ma-card"') == 1


def test_a_stored_turn_looks_as_it_did() -> None:
    turn = Turn("销售额？", "共 9,747,747.93。", "answered", "zh", [samples.total()])
    messages = replay(turn, setting()).messages()
    assert messages[0]["content"] == "销售额？" and "下载 CSV" in messages[-1]["content"]
    assert "duration" not in messages[1]["metadata"]


def test_sql_cannot_end_its_own_fence() -> None:
    finding = samples.revenue().model_copy(update={"sql": "SELECT '```' AS x"})
    view = TurnView("q", setting())
    view.take(ToolFinished("c", finding, 0.1))
    assert "````sql" in view.messages()[1]["content"]


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "![a](http://evil.example/x.png)",
        "![a][b]\n\n[b]: http://evil.example/x.png",
        '<img src="http://evil.example">',
        "[see](javascript:alert(1))",
        "www.evil.example/path",
    ],
)
def test_answers_carry_no_picture_link_or_markup(text: str) -> None:
    safe = safe_markdown(text)
    assert not re.search(r"!\[|\]\(|\]\[|<|^\[.*\]:", safe, re.MULTILINE)
    outside_code = re.sub(r"`[^`]*`", "", safe)
    assert "evil.example" not in outside_code
    assert "<img" not in paragraphs(text)


def test_both_languages_say_the_same_things() -> None:
    for key, (english, chinese) in WORDS.items():
        assert english and chinese, key
        assert set(re.findall(r"\{(\w+)\}", english)) == set(re.findall(r"\{(\w+)\}", chinese)), key
