"""Scores, recommendations, lookalikes, migrations, models and tests, read to their exact calls in both languages.

Every line of scores.jsonl was judged by hand; the tools themselves are not run here.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from assistant.guard.figures import ledger_of, unsupported
from assistant.planner.dialogue import plan
from assistant.planner.reader import Reader
from tests.assistant.planner.test_questions import shaped
from tools.contract import Column, Finding
from tools.definitions import Audience

CASES = [json.loads(line) for line in (Path(__file__).parent / "scores.jsonl").read_text("utf-8").splitlines()]
ASKED = [case["question"] for case in CASES]
FREE = {"search_library", "find_products"}


def chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


class Silent:
    """A conversation whose tools find nothing: only what is asked of them counts."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.messages: list[BaseMessage] = []

    def say(self, text: str, found: Finding | None = None) -> tuple[list[tuple[str, dict[str, Any]]], str]:
        """The calls a message leads to, and the answer from `found`."""
        self.messages.append(HumanMessage(text))
        made: list[tuple[str, dict[str, Any]]] = []
        while True:
            step = plan(self.reader, self.messages, frozenset())
            calls = [{"name": c.tool, "args": c.args, "id": i, "type": "tool_call"} for i, c in step.calls]
            self.messages.append(AIMessage(content=step.text, tool_calls=calls))
            if not calls or step.calls[0][1].tool in ("ask_user", "decline"):
                return made or [(c.tool, c.args) for _, c in step.calls], step.text
            for identity, call in step.calls:
                made.append((call.tool, call.args))
                finding = (found or Finding(tool=call.tool, title="-")).model_copy(update={"tool": call.tool})
                artifact = finding.model_dump(mode="json")
                self.messages.append(ToolMessage("-", tool_call_id=identity, name=call.tool, artifact=artifact))


@pytest.mark.parametrize("case", CASES, ids=ASKED)
def test_reads(case: dict[str, Any], scored: Reader) -> None:
    reading = scored.read(case["question"])
    assert reading.ask is None and reading.decline is None, reading
    made = [{"tool": call.tool, "args": shaped(call.args)} for call in reading.calls]
    assert made == [{"tool": call["tool"], "args": shaped(call["args"])} for call in case["calls"]]


def test_what_is_told_of_the_people_alike_is_not_told_of_the_seed(scored: Reader) -> None:
    reading = scored.read("how many of the 500 people most like our gold members are in Berlin")
    alike = {"kind": "similar", "seed": GOLD, "count": 500}
    assert reading.audience == Audience.model_validate({"all": [alike, BERLIN]})


def test_both_languages_are_covered() -> None:
    assert len([q for q in ASKED if chinese(q)]) >= 100
    assert len([q for q in ASKED if not chinese(q)]) >= 150


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(ASKED), st.integers(min_value=0, max_value=200))
def test_an_unknown_word_is_never_lost(scored: Reader, question: str, place: int) -> None:
    word = "靐齉" if chinese(question) else "flurbish"
    parts = list(question) if chinese(question) else question.split()
    parts.insert(place % (len(parts) + 1), word)
    reading = scored.read(("" if chinese(question) else " ").join(parts))
    told = reading.ask is not None or reading.decline is not None or any(word in note for note in reading.notes)
    passed_on = any(word in json.dumps(call.args, ensure_ascii=False) for call in reading.calls)
    assert told or passed_on or any(call.tool in FREE for call in reading.calls)


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("how many women are likely to churn", "“Likely” here means a probability above 50%."),
        ("customers unlikely to come back", "“Unlikely” here means a probability below 50%."),
        ("上海可能流失的女客户有多少", "“可能”在这里指概率超过50%。"),
        ("给可能流失的金卡会员写一封邮件", "“可能”在这里指概率超过50%。"),
        ("who will buy makeup next month", "“next month” does not change that"),
        ("who should get the spring offer", "“the spring offer” itself is not scored"),
        ("budget for 500 contacts", "I went by the response score."),
    ],
)
def test_says_how_it_read(question: str, note: str, scored: Reader) -> None:
    assert note in " ".join(scored.read(question).notes)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("who is likely to buy Nordlicht", "Nordlicht"),
        ("why is she at risk?", "Which customer"),
        ("她为什么可能流失", "哪位客户"),
        ("how many customers are similar to gold members", "How many of the most alike"),
        ("churn in Germany", "about churn"),
        ("what should we recommend", "For whom"),
        ("how large a test do I need", "relative lift"),
        ("we have a budget of 300 euros, who should get the mail", "one contact cost"),
        ("write an sms to the 200 women most likely to buy skincare", "list them first"),
        ("lookalikes", "Alike to whom"),
    ],
)
def test_asks_back(question: str, asked: str, scored: Reader) -> None:
    reading = scored.read(question)
    assert reading.ask is not None and asked in reading.ask.question


@pytest.mark.parametrize(
    "question",
    ["revenue next month", "predict sales for next quarter", "预测明年销售额", "churn rate by month", "流失率是多少"],
)
def test_shop_figures_are_not_forecast(question: str, scored: Reader) -> None:
    reading = scored.read(question)
    assert reading.decline is not None and reading.decline.reason == "not_possible"


@pytest.mark.parametrize(
    "question",
    [
        "how many women are likely to churn",
        "客户流失概率超过70%的上海女客户有多少",
        "the 10% most likely to buy",
        "可能购买护肤品的女性客户有多少",
        "write an email to the 100 customers most likely to churn",
        "average churn risk by city",
    ],
)
def test_a_shop_without_scores_is_told_how_to_get_them(question: str, reader: Reader) -> None:
    reading = reader.read(question)
    assert reading.decline is not None and "python -m assistant train" in reading.decline.explanation


def test_a_ranking_is_tried_even_without_scores(reader: Reader) -> None:
    assert [call.tool for call in reader.read("who is most likely to churn").calls] == ["score_customers"]


def test_a_session_without_the_tool_says_so(scored: Reader) -> None:
    reading = scored.read("which products go together", tools=frozenset({"measure"}))
    assert reading.decline is not None and not reading.calls


FEMALE = {"kind": "attribute", "field": "gender", "values": ["female"]}
MALE = {"kind": "attribute", "field": "gender", "values": ["male"]}
BERLIN = {"kind": "attribute", "field": "city", "values": ["Berlin"]}
SHANGHAI = {"kind": "attribute", "field": "city", "values": ["Shanghai"]}
GOLD = {"all": [{"kind": "attribute", "field": "loyalty_tier", "values": ["gold"]}]}
CONVERSATIONS: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "narrow, count, turn round": [
        ("who is most likely to churn", "score_customers", {"score": "churn"}),
        ("only women", "score_customers", {"score": "churn", "audience": {"all": [FEMALE]}}),
        ("top 50", "score_customers", {"score": "churn", "audience": {"all": [FEMALE]}, "limit": 50}),
        ("in Berlin instead", "score_customers",
         {"score": "churn", "audience": {"all": [FEMALE, BERLIN]}, "limit": 50}),
        ("and to buy?", "score_customers", {"score": "purchase", "audience": {"all": [FEMALE, BERLIN]}, "limit": 50}),
        ("the least likely", "score_customers",
         {"score": "purchase", "audience": {"all": [FEMALE, BERLIN]}, "limit": 50, "highest": False}),
        ("why?", "explain_score", {"score": "purchase", "audience": {"all": [FEMALE, BERLIN]}}),
        ("who is most likely to respond", "score_customers", {"score": "response"}),
    ],
    "a whole question after another": [
        ("who will spend the most next year", "score_customers", {"score": "value"}),
        ("C00015的购买概率", "explain_score", {"score": "purchase", "customer_id": "C00015"}),
        ("what drives skincare purchases", "explain_score", {"score": "category", "category": "skincare"}),
    ],
    "one customer": [
        ("look up C00012", "look_up_customer", {"customer_id": "C00012"}),
        ("why is she at risk?", "explain_score", {"score": "churn", "customer_id": "C00012"}),
        ("when will she order again", "explain_score", {"score": "value", "customer_id": "C00012"}),
        ("what should I offer her", "recommend_products", {"customer_id": "C00012"}),
        ("and C00013?", "recommend_products", {"customer_id": "C00013"}),
        ("only new ones", "recommend_products", {"customer_id": "C00013", "only": "new"}),
        ("three of them", "recommend_products", {"customer_id": "C00013", "only": "new", "limit": 3}),
    ],
    "a group": [
        ("women in Shanghai", "size_audience", {"audience": {"all": [FEMALE, SHANGHAI]}}),
        ("recommend products for them", "recommend_products", {"audience": {"all": [FEMALE, SHANGHAI]}}),
        ("what about men", "recommend_products", {"audience": {"all": [MALE, SHANGHAI]}}),
        ("why are they likely to churn", "explain_score", {"score": "churn", "audience": {"all": [MALE, SHANGHAI]}}),
    ],
    "中文": [
        ("谁最可能流失", "score_customers", {"score": "churn"}),
        ("只看女性", "score_customers", {"score": "churn", "audience": {"all": [FEMALE]}}),
        ("前50位", "score_customers", {"score": "churn", "audience": {"all": [FEMALE]}, "limit": 50}),
        ("换成上海", "score_customers", {"score": "churn", "audience": {"all": [FEMALE, SHANGHAI]}, "limit": 50}),
        ("那购买呢", "score_customers", {"score": "purchase", "audience": {"all": [FEMALE, SHANGHAI]}, "limit": 50}),
    ],
    "other requests": [
        ("500 lookalikes of gold members", "find_lookalikes", {"seed": GOLD, "count": 500}),
        ("make it 1000", "find_lookalikes", {"seed": GOLD, "count": 1000}),
        ("the top 5% instead", "find_lookalikes", {"seed": GOLD, "share": 0.05}),
        ("how large a test do I need to see a 10% lift if the base rate is 5%", "plan_test",
         {"base_rate": 0.05, "smallest_lift": 0.1}),
        ("make it 20%", "plan_test", {"base_rate": 0.05, "smallest_lift": 0.2}),
        ("for women in Berlin", "plan_test",
         {"base_rate": 0.05, "smallest_lift": 0.2, "audience": {"all": [FEMALE, BERLIN]}}),
        ("how did segments move since last month", "segment_migration", {"segmentation": "rfm", "months": 1}),
        ("and over the last 3 months", "segment_migration", {"segmentation": "rfm", "months": 3}),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_follow_ups_change_the_last_request(name: str, scored: Reader) -> None:
    conversation = Silent(scored)
    for message, tool, args in CONVERSATIONS[name]:
        calls, _ = conversation.say(message)
        assert [(t, shaped(a)) for t, a in calls] == [(tool, shaped(args))], message


def test_the_people_shown_can_be_written_to(scored: Reader) -> None:
    conversation = Silent(scored)
    shown = Audience.model_validate({"limit": {"by": "churn_probability", "count": 20}})
    card = {"definition": shown.compact(), "text": "-", "size": 20}
    conversation.say(
        "who is most likely to churn", Finding.model_validate({"tool": "-", "title": "-", "audience": card})
    )
    calls, _ = conversation.say("write them an email")
    assert Audience.model_validate(calls[0][1]["brief"]["audience"]) == shown


def test_a_question_about_the_people_shown_stays_within_them(scored: Reader) -> None:
    ranked = {"all": [{"kind": "attribute", "field": "churn_probability", "op": "known"}],
              "limit": {"by": "churn_probability", "count": 20}}  # fmt: skip
    narrowed = {**ranked, "all": [*ranked["all"], FEMALE]}
    for definition, among in ((ranked, {}), (narrowed, {"among": {"kind": "group", "all": [FEMALE]}})):
        conversation = Silent(scored)
        card = {"definition": definition, "text": "-", "size": 20}
        shown = Finding.model_validate({"tool": "-", "title": "-", "audience": card})
        conversation.say("who is most likely to churn", shown)
        calls, _ = conversation.say("how many of them are in Berlin")
        first = {"kind": "ranked", "by": "churn_probability", "count": 20, **among}
        assert [shaped(args) for _, args in calls] == [shaped({"audience": {"all": [first, BERLIN]}})]


def test_an_answer_names_the_customer_that_was_asked_for(scored: Reader) -> None:
    conversation = Silent(scored)
    conversation.say("why is she at risk?")
    calls, _ = conversation.say("C00012")
    assert calls == [("explain_score", {"score": "churn", "customer_id": "C00012"})]


def test_answers_come_from_the_finding(scored: Reader) -> None:
    columns = [Column(name="customer_id", pii=True), Column(name="churn_probability", type="share", label="Churn risk")]
    bare = Finding(tool="-", title="Most likely to churn", columns=columns, rows=[["C00012", 0.81]], total_rows=1)
    worded = bare.model_copy(update={"message": "The first is at 81.0%."})
    for finding, text in ((bare, "Most likely to churn: churn risk 81.0%."), (worded, "The first is at 81.0%.")):
        _, said = Silent(scored).say("who is most likely to churn", finding)
        assert text in said and "C00012" not in said
        assert unsupported(said, ledger_of(["who is most likely to churn"], [finding], scored.today)) == []


def test_when_is_answered_by_its_own_row(scored: Reader) -> None:
    rows = [["Expected orders in 365 days", "0.9"], ["Expected next order", "2026-12-11"]]
    finding = Finding(tool="-", title="Expected value", message="Long.", rows=rows, total_rows=2)
    _, said = Silent(scored).say("when will C00012 order again", finding)
    assert said.startswith("Expected next order: 2026-12-11.")
