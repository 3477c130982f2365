"""The judge judged: right answers pass, wrong ones are called wrong, and the report adds up."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from assistant.agent import Crew
from assistant.evaluation import Case, Report, read_cases, run_cases
from assistant.evaluation.cases import Expectation, split_of
from assistant.evaluation.comparison import compared, sign_test
from assistant.evaluation.matching import same_table
from assistant.evaluation.report import wilson
from assistant.evaluation.runner import Result
from assistant.evaluation.scoring import judge
from assistant.events import Answer
from assistant.settings import Settings
from tests.assistant.scripted import ScriptedModel, call, says
from tests.assistant.shop import TOOLS
from tests.openai_server import OpenAIServer, Reply
from tools.contract import AudienceCard, Column, DraftCard, DraftCheck, Finding
from tools.data.workspace import Workspace
from tools.desk import Shop

Rows = list[list[Any]]


def answer(status: str = "answered", text: str = "", rows: Rows | None = None, **more: Any) -> Answer:
    columns = [Column(name=f"c{number}") for number in range(len(rows[0]))] if rows else []
    finding = Finding(tool="measure", columns=columns, rows=rows or [], total_rows=len(rows or []))
    fields = {"findings": [finding] if rows is not None else [], "audience": None, "drafts": []} | more
    return Answer(
        status=status, text=text, language="en", today=date(2024, 3, 1), session="s", model="m", seconds=0.1, **fields
    )  # type: ignore[arg-type]


def outcome(shop: Shop, given_answer: Answer, **expected: Any) -> str:
    return judge(given_answer, Expectation.model_validate(expected), shop.desk()).outcome


def test_a_number_by_reference_query(shop: Shop) -> None:
    sql = "SELECT count(*) FROM customers WHERE city = 'London'"
    assert outcome(shop, answer(rows=[[2]]), sql=sql) == "right"
    assert outcome(shop, answer(rows=[[3]]), sql=sql) == "wrong"
    assert outcome(shop, answer("question", "Which?"), sql=sql) == "asked"
    assert outcome(shop, answer("refused", "No."), sql=sql) == "refused"
    assert outcome(shop, answer("error", "Broken."), sql=sql) == "refused"


def test_rows_in_any_order_under_any_heading(shop: Shop) -> None:
    sql = "SELECT city, count(*) FROM customers GROUP BY 1"
    rows = [["Shanghai", 2, 0.33], ["london", 2.0, 0.33], ["Berlin", 2, 0.33]]
    assert outcome(shop, answer(rows=rows), sql=sql) == "right"
    assert outcome(shop, answer(rows=rows[:2]), sql=sql) == "wrong"
    assert outcome(shop, answer(rows=rows), sql=sql + " ORDER BY 1", ordered=True) == "wrong"


def test_a_month_or_quarter_is_its_first_day(shop: Shop) -> None:
    sql = "SELECT DATE '2026-04-01', 7 UNION ALL SELECT DATE '2026-07-01', 8"
    assert outcome(shop, answer(rows=[["2026-04", 7], ["2026-07", 8]]), sql=sql) == "right"
    assert outcome(shop, answer(rows=[["2026-Q2", 7], ["2026-Q3", 8]]), sql=sql) == "right"
    assert outcome(shop, answer(rows=[["2026-05", 7], ["2026-07", 8]]), sql=sql) == "wrong"


def test_a_reference_query_may_speak_of_today(shop: Shop) -> None:
    sql = "SELECT count(*) FROM orders WHERE ordered_at < $today::DATE"
    assert outcome(shop, answer(rows=[[11]]), sql=sql) == "right"


def test_exact_membership(shop: Shop) -> None:
    definition = {"all": [{"kind": "attribute", "field": "city", "values": ["Berlin"]}]}
    card = AudienceCard(definition=definition, text="Berlin", size=2)
    berlin = answer(rows=[[2]], audience=card)
    assert outcome(shop, berlin, audience_sql="SELECT id FROM customers WHERE city = 'Berlin'") == "right"
    assert outcome(shop, berlin, audience_sql="SELECT id FROM customers WHERE gender = 'M'") == "wrong"
    assert outcome(shop, berlin, size_sql="SELECT 2") == "right"


def test_asking_back_about_the_right_word(shop: Shop) -> None:
    assert outcome(shop, answer("question", "What does 'vibe' mean?"), asks_about="vibe") == "right"
    assert outcome(shop, answer("question", "Which city?"), asks_about="vibe") == "asked"
    assert outcome(shop, answer(rows=[[2]]), asks_about="vibe") == "wrong"


def test_copy_by_channel_count_and_checks(shop: Shop) -> None:
    failed = DraftCheck(rule="length", severity="error", passed=False, message="too long")
    drafts = [DraftCard(channel="sms", language="en", fields={"text": "Hi"})]
    expected = {"drafts": {"channel": "sms", "language": "en", "count": 1}}
    assert outcome(shop, answer(drafts=drafts), **expected) == "right"
    assert outcome(shop, answer(drafts=[drafts[0].model_copy(update={"checks": [failed]})]), **expected) == "wrong"
    assert outcome(shop, answer(drafts=[]), **expected) == "wrong"


def test_alternatives_words_and_tools(shop: Shop) -> None:
    either = {"any_of": [{"number": 5}, {"number": 2}], "contains": [["London", "伦敦"]], "lacks": ["Paris"]}
    assert outcome(shop, answer(text="In London.", rows=[[2]]), **either) == "right"
    assert outcome(shop, answer(text="In London, not Paris.", rows=[[2]]), **either) == "wrong"
    assert outcome(shop, answer(rows=[[2]]), tools={"must": ["measure"]}) == "right"
    assert outcome(shop, answer(rows=[[2]]), tools={"must_not": ["measure"]}) == "wrong"


@given(st.permutations([["a", 1.0], ["b", 2.5], ["c", None], ["d", 1.0]]))
def test_order_never_matters_unless_it_does(rows: Rows) -> None:
    reference = [["a", 1.0], ["b", 2.5], ["c", None], ["d", 1.0]]
    assert same_table(reference, rows, ordered=False, tolerance=1e-6)
    assert same_table(reference, rows, ordered=True, tolerance=1e-6) == (rows == reference)
    swapped = [[row[1], "x", row[0]] for row in rows]
    assert same_table(reference, swapped, ordered=False, tolerance=1e-6)
    assert not same_table([*reference[:3], ["d", 1.1]], rows, ordered=False, tolerance=1e-6)


@given(st.integers(min_value=1, max_value=2000), st.data())
def test_the_interval_holds_the_share(whole: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(min_value=0, max_value=whole))
    low, high = wilson(right, whole)
    assert 0 <= low <= right / whole + 1e-12
    assert right / whole - 1e-12 <= high <= 1


def test_the_known_wilson_interval() -> None:
    assert wilson(81, 100) == pytest.approx((0.7222, 0.8749), abs=5e-5)


def test_a_talk_goes_on_after_a_turn_that_was_not_right(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    turns = [{"ask": "London?", "expect": {"number": 7}}, {"ask": "Berlin?", "expect": {"number": 2}}]
    file.write_text(json.dumps({"id": "t", "language": "en", "kind": "talk", "turns": turns}))
    model = ScriptedModel(
        script=[
            says("", call("count_customers", city="London")), says("There are 2."),
            says("", call("count_customers", city="Berlin")), says("There are 2."),
        ],
        heard=[], offered=[],
    )  # fmt: skip
    (result,) = run_cases(shop, read_cases(file), Settings(model="scripted"), crew=Crew(model), tools=TOOLS)
    assert (result.outcome, result.failed_turn, result.turns_scored, result.turns_right) == ("wrong", 1, 2, 1)
    assert [step.tools for step in result.steps] == [["count_customers"], ["count_customers"]]


def test_a_case_asked_twice_is_right_only_when_both_were(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    case = {"id": "q", "language": "en", "kind": "count", "question": "London?", "expect": {"number": 2}}
    file.write_text(json.dumps(case))
    script = [says("", call("count_customers", city="London")), says("There are 2."), says("Two, I think.")]
    crew = Crew(ScriptedModel(script=script, heard=[], offered=[]))
    prices = Settings(model="scripted", price_input=1.0, price_output=2.0)
    (result,) = run_cases(shop, read_cases(file), prices, repeat=2, crew=crew, tools=TOOLS)
    assert (result.outcome, result.attempts, result.attempts_right) == ("wrong", 2, 1)
    assert "asked 2 times" in Report("scripted", "2024-03-01", [result]).to_markdown()
    assert prices.cost(1_000_000, 500_000) == 2.0


def test_options_of_a_question_back_are_tried(demo_workspace: Workspace) -> None:
    london = {"size_sql": "SELECT count(*) FROM customers WHERE city = 'London'"}
    asks = ["zorp customers in London", "zorp customers in Berlin", "customers in London"]
    cases = [
        Case.model_validate({"id": ask, "language": "en", "kind": "k", "question": ask, "expect": london})
        for ask in asks
    ]
    shop = Shop.open(demo_workspace)
    try:
        first, second, third = run_cases(shop, cases, Settings(model="planner"), clicks=True)
    finally:
        shop.close()
    assert first.outcome == second.outcome == "asked" and third.outcome == "right"
    assert first.clicked and first.offered and not second.clicked and second.offered
    assert third.offered is None
    told = Report("planner", "2024-03-01", [first, second, third]).to_markdown()
    assert "among the options of 1" in told and "one click makes right: 66.7%" in told


def test_a_model_at_an_endpoint_is_scored_like_any_other(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    turns = [{"ask": "How many in London?", "expect": {"number": 2}}, {"ask": "And Berlin?", "expect": {"number": 9}}]
    file.write_text(json.dumps({"id": "t", "language": "en", "kind": "talk", "turns": turns}))
    script = [
        Reply(calls=(("count_customers", {"city": "London"}),)), Reply("There are 2."),
        Reply(calls=(("count_customers", {"city": "Berlin"}),)), Reply("There are 2."),
    ]  # fmt: skip
    with OpenAIServer(script) as server:
        settings = Settings(model="m", api_key="k", base_url=server.base_url, fall_back=False, price_input=1000.0)
        (result,) = run_cases(shop, read_cases(file), settings, tools=TOOLS)
    assert (result.outcome, result.failed_turn, result.turns_right) == ("wrong", 2, 1)
    assert result.input_tokens > 0 and result.cost == pytest.approx(result.input_tokens / 1000)


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_sign_test_is_the_binomial_one(one: int, other: int) -> None:
    expected = binomtest(one, one + other, 0.5).pvalue if one + other else 1.0
    assert sign_test(one, other) == pytest.approx(expected, abs=1e-12)


def test_the_half_a_case_is_in_follows_from_its_id() -> None:
    halves = [split_of(f"case-{number}") for number in range(1000)]
    assert halves == [split_of(f"case-{number}") for number in range(1000)]
    assert 430 < halves.count("verify") < 570
    given_half = Case.model_validate(
        {"id": "x", "language": "en", "kind": "k", "question": "?", "expect": {"number": 1}, "split": "verify"}
    )
    assert given_half.split == "verify"


def test_a_run_with_one_case_of_each_outcome(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    lines = [
        {"id": "r", "language": "en", "kind": "count", "question": "How many in London?", "expect": {"number": 2}},
        {"id": "w", "language": "zh", "kind": "count", "question": "柏林有多少客户？", "expect": {"number": 3}},
        {
            "id": "t",
            "language": "en",
            "kind": "follow-up",
            "turns": ["How many in all?", {"ask": "and London?", "expect": {"number": 2}}],
        },
    ]
    file.write_text("\n".join(json.dumps(line) for line in lines))
    london, all_of_them = call("count_customers", city="London"), call("count_customers")
    model = ScriptedModel(
        script=[
            says("", london), says("There are 2."), says("", call("count_customers", city="Berlin")), says("有 2 位。"),
            says("", all_of_them), says("There are 6."), says("", london), says("There are 2."),
        ],
        heard=[], offered=[],
    )  # fmt: skip
    results = run_cases(shop, read_cases(file), Settings(model="scripted"), crew=Crew(model), tools=TOOLS)
    assert [(r.id, r.outcome) for r in results] == [("r", "right"), ("w", "wrong"), ("t", "right")]
    assert results[2].tool_calls == 2
    report = Report("scripted", "2024-03-01", results)
    assert report.to_json()["summary"]["all"]["right"] == 2
    assert "柏林有多少客户" in report.to_markdown()
    assert (results[2].turns_scored, results[2].turns_right, [step.outcome for step in results[2].steps]) == (
        1, 1, [None, "right"],
    )  # fmt: skip
    earlier = {"model": "old", "results": [{"id": "w", "outcome": "right"}, {"id": "gone", "outcome": "right"}]}
    beside = compared(earlier, report.to_json())
    assert "right → wrong" in beside
    assert "Newly right 0, newly not right 1" in beside
    assert "Only before: 1 cases. Only after: 2." in beside
    assert list(shop.workspace.sessions_path.glob("*.jsonl")) == []


def test_a_run_leaves_no_campaign_no_draft_and_no_file_in_the_shop(demo_workspace: Workspace) -> None:
    turns = ["plan a win-back email for lapsed customers in London", "save them as Londoners", "approve A", "export it"]
    case = Case.model_validate({
        "id": "c", "language": "en", "kind": "campaign",
        "turns": [{"ask": ask, "expect": {"status": "answered"}} for ask in turns],
    })  # fmt: skip
    before = sorted(demo_workspace.path.rglob("*"))
    shop = Shop.open(demo_workspace)
    try:
        (result,) = run_cases(shop, [case], Settings(model="planner"))
    finally:
        shop.close()
    assert result.outcome == "right", [step.why for step in result.steps]
    assert sorted(demo_workspace.path.rglob("*")) == before


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "line 1: not JSON"),
        ('{"id": "a", "language": "en", "kind": "k", "question": "q"}', "nothing is expected"),
        ('{"id": "a", "language": "en", "kind": "k", "question": "q", "expect": {"sqll": "x"}}', "sqll"),
        ('{"id": "a", "language": "en", "kind": "k", "expect": {"number": 1}}', "question or turns"),
        ("", "holds no case"),
    ],
)
def test_a_bad_case_file_names_the_line(tmp_path: Path, line: str, problem: str) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(line)
    with pytest.raises(Exception, match=problem):
        read_cases(file)


def test_a_case_may_be_given_in_both_forms() -> None:
    case = Case.model_validate(
        {"id": "a", "language": "en", "kind": "k", "turns": ["one", "two"], "expect": {"status": "answered"}}
    )
    assert [(ask, bool(expected)) for ask, expected in case.steps()] == [("one", False), ("two", True)]
    assert Result("a", "k", "en", "right").why == ""
