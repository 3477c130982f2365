"""The command line as it is typed: real processes where that matters, the same functions elsewhere."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main
from assistant.cli.display import finding_text, print_answer
from assistant.cli.parser import build_parser
from assistant.cli.progress import Progress
from tests.openai_server import OpenAIServer, Reply
from tools.contract import Column, Finding
from tools.data.workspace import Workspace

ROOT = Path(__file__).parents[2]
KEYS = ["status", "text", "language", "today", "findings", "audience", "drafts", "session", "model", "seconds"]
FINDING_KEYS = ["tool", "status", "title", "columns", "rows", "total_rows", "definition", "sql", "caveats", "sources"]
SIZE = Reply(calls=(("size_audience", {"audience": {"all": [{"field": "city", "values": ["London"]}]}}),))
SAID = Reply("There are 2 of them in London.")


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ASSISTANT_MODEL", "OPENAI_MODEL"):
        monkeypatch.delenv(name, raising=False)


def use(server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
    monkeypatch.setenv("ASSISTANT_MODEL", "scripted")


def test_ask_json_prints_exactly_the_agreed_object(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with OpenAIServer([SIZE, SAID]) as server:
        use(server, monkeypatch)
        assert main(["ask", str(workspace.path), "How many customers live in London?", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == KEYS
    assert list(answer["findings"][0]) == FINDING_KEYS
    assert list(answer["findings"][0]["columns"][0]) == ["name", "type", "unit"]
    assert (answer["audience"]["size"], answer["model"], answer["today"]) == (2, "scripted", "2024-02-15")
    assert set(answer["audience"]) == {"id", "definition", "size"}


def test_ask_in_words_shows_text_and_table(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with OpenAIServer([SIZE, SAID]) as server:
        use(server, monkeypatch)
        assert main(["ask", str(workspace.path), "How many customers live in London?", "--session", "mine"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("There are 2 of them in London.")
    assert "conversation mine" in shown


def test_rows_zero_gives_all(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listing = Reply(calls=(("list_audience", {"audience": {}, "limit": 2}),))
    for rows, count in (("0", 6), ("1", 1), ("4", 4)):
        with OpenAIServer([listing, Reply("Listed.")]) as server:
            use(server, monkeypatch)
            main(["ask", str(workspace.path), "List all customers please", "--json", "--rows", rows])
        finding = json.loads(capsys.readouterr().out)["findings"][0]
        assert (len(finding["rows"]), finding["total_rows"]) == (count, 6)


def test_a_batch_answers_every_line_and_survives_bad_ones(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        "How many customers are there?", "", '{"question": "first of a talk", "session": "a"}',
        '{"question": "second of it", "session": "a"}', '{"session": "a"}', "{not json",
        '{"question": "x", "session": "../up"}',
    ]  # fmt: skip
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(("\n".join(lines) + "\n\xff").encode("latin-1"))))
    with OpenAIServer(lambda body: Reply("Well.")) as server:
        use(server, monkeypatch)
        assert main(["ask", str(workspace.path), "-", "--json"]) == 1
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["status"] for answer in answers] == ["answered"] * 3 + ["error", "answered", "error", "answered"]
    assert all(list(answer) == KEYS for answer in answers)
    assert answers[1]["session"] == answers[2]["session"] == "a"
    assert answers[0]["session"] not in ("a", answers[4]["session"])


@pytest.mark.parametrize(
    ("arguments", "says_so"),
    [
        (["ask", "{none}", "hello"], "is not a workspace"),
        (["ask", "{shop}", "  "], "The question is empty"),
        (["ask", "{shop}", "x", "--session", "../x"], "cannot name a conversation"),
        (["evaluate", "{shop}", "missing.jsonl"], "cannot be read"),
        (["erase", "{shop}", "nobody", "--yes"], "There is no customer 'nobody'"),
        (["export", "{shop}", "vip", "--for", "meta", "--out", "x.csv"], "No audience is saved as 'vip'"),
        (["import", "{shop}", "missing.csv", "--yes"], "missing.csv"),
        (["import", "{none}", "订单.csv", "--yes"], "订单.csv 不存在：请检查文件名。"),
        (["import", "{shop}", "a.csv", "--map", "nonsense"], "is not of the form SRC=TARGET"),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says_so: str
) -> None:
    filled = [text.format(shop=workspace.path, none=tmp_path / "none") for text in arguments]
    assert main(filled) == 2
    error = capsys.readouterr().err
    assert says_so in error
    assert len(error.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [[], ["fly"], ["ask"], ["ask", "d", "q", "--rows", "-1"], ["ask", "d", "q", "--today", "yesterday"],
     ["export", "d", "a", "--for", "x"]],
)  # fmt: skip
def test_what_cannot_be_parsed_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_every_command_has_help_and_a_runner(capsys: pytest.CaptureFixture[str]) -> None:
    import importlib

    parser = build_parser()
    commands = next(action for action in parser._actions if hasattr(action, "choices") and action.choices).choices
    assert set(commands) == {  # type: ignore[arg-type]
        "demo", "import", "train", "index", "ask", "event", "export", "evaluate", "erase", "explain", "page", "mcp",
        "tools", "doctor", "campaign", "results",
    }  # fmt: skip
    for name, command in commands.items():  # type: ignore[union-attr]
        assert command.description
        module = command.get_default("run").__closure__
        names = [cell.cell_contents for cell in module if isinstance(cell.cell_contents, str)]
        found = next(part for part in names if part != name) if len(set(names)) > 1 else name
        assert callable(getattr(importlib.import_module(f"assistant.cli.{found}"), f"run_{name}"))


def test_doctor_and_tools(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", str(workspace.path)])
    shown = capsys.readouterr().out
    assert "✓ data: 12 orders, 12 order_lines, 6 customers, 1 products; last day 2024-02-15" in shown
    assert main(["tools", "--json"]) == 0
    assert "size_audience" in {tool["function"]["name"] for tool in json.loads(capsys.readouterr().out)}
    assert main(["tools"]) == 0
    assert "size_audience(audience)" in capsys.readouterr().out


def test_export_and_erase(workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "a.csv"
    assert main(["export", str(workspace.path), "{}", "--for", "csv", "--out", str(out)]) == 0
    assert len(out.read_text().splitlines()) == 6
    assert main(["erase", str(workspace.path), "C0001", "--yes"]) == 0
    assert "erased" in capsys.readouterr().out


def test_event_is_seen_by_the_next_question_and_refusals_add_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(workspace.path)
    purchase = ["event", folder, "--customer", "C0001", "--type", "purchase", "--product", "P1", "--at", "2024-02-20"]
    assert main([*purchase, "--quantity", "2"]) == 0
    assert capsys.readouterr().out == "1 event added.\n"
    assert main(["explain", folder, "orders"]) == 0
    lines = b'{"customer": "C0001", "type": "view"}\n\n{"customer": "C0001", "type": "dance"}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert main(["event", folder, "-"]) == 2
    assert "'dance' is no kind of event" in capsys.readouterr().err
    assert main(["event", folder, "-", "--customer", "C0001"]) == 2
    assert main(["event", folder, "--customer", "C0001"]) == 2
    assert main(["event", folder, "--customer", "C0009", "--type", "view"]) == 0
    assert "the shop has no customer C0009 so far" in capsys.readouterr().out
    assert len(b"".join(file.read_bytes() for file in (workspace.path / "live").glob("*.jsonl")).splitlines()) == 2


def test_ask_never_imports_what_it_does_not_need(workspace: Workspace) -> None:
    code = "import sys, assistant.cli, assistant.cli.asking; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    for heavy in (
        "gradio",
        "pandas",
        "langchain_openai",
        "langchain",
        "chromadb",
        "sklearn",
        "openai",
        "numpy",
    ):
        assert heavy not in loaded, heavy


def test_columns_line_up_in_both_scripts() -> None:
    finding = Finding(
        tool="t", title="T", columns=[
            Column(name="city", label="城市"), Column(name="v", type="money", unit="EUR"),
            Column(name="s", type="share"),
        ],
        rows=[["上海", 1234.5, 0.1234], ["London", None, 1.0]], total_rows=9, caveats=["Mind this."],
    )  # fmt: skip
    lines = finding_text(finding, 0).splitlines()
    assert lines[3] == "上海    1,234.50   12.3%"
    assert lines[4] == "London         –  100.0%"
    assert lines[5:] == ["… 2 / 9", "* Mind this."]


def test_progress_says_each_stage_once_where_lines_cannot_move() -> None:
    out = io.StringIO()
    progress = Progress("shop", out)
    for step in range(5):
        progress("orders" if step < 3 else "events", step / 5)
    progress.close()
    assert out.getvalue().splitlines()[:2] == ["shop: orders", "shop: events"]


def test_a_reader_that_leaves_early_is_no_traceback(workspace: Workspace) -> None:
    shell = f"{sys.executable} -m assistant tools --json | head -c 10"
    done = subprocess.run(
        ["bash", "-c", shell], cwd=ROOT, capture_output=True, text=True, env={**os.environ}, check=False
    )
    assert "Traceback" not in done.stderr


def test_print_answer_lists_drafts(capsys: pytest.CaptureFixture[str]) -> None:
    from tests.assistant.test_evaluation import answer
    from tools.contract import DraftCard, DraftCheck

    failed = DraftCheck(rule="length", severity="error", passed=False, message="161 characters; cut one.")
    draft = DraftCard(
        channel="sms", language="en", angle="offer", fields={"text": "Hi {{first_name}}"}, checks=[failed]
    )
    out = io.StringIO()
    shown: Any = answer(text="Here it is.", drafts=[draft])
    print_answer(shown, out, rows=0)
    assert "── 1. sms · offer ──\ntext: Hi {{first_name}}\n  ! 161 characters; cut one." in out.getvalue()


CSV = """Order No,Customer,Email,Date,Product,Qty,Price,City
1001,A1,a1@example.com,2024-03-01,Rose balm,2,12.50,London
1002,A2,a2@example.com,2024-03-02,Rose balm,1,12.50,Berlin
1003,A1,a1@example.com,2024-03-09,Night oil,1,30.00,London
"""


def test_from_a_file_to_an_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, shop = tmp_path / "orders.csv", tmp_path / "shop"
    file.write_text(CSV)
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert main(["import", str(shop), str(file)]) == 2
    assert "Nothing was imported" in capsys.readouterr().err
    assert not shop.exists()
    assert main(["import", str(shop), str(file), "--yes"]) == 0
    assert main(["import", str(shop), str(file), "--yes"]) == 0
    assert main(["explain", str(shop), "how many customers bought in march 2024"]) == 0
    capsys.readouterr()
    for question, rows in (
        ("How many customers do we have?", [[2]]),
        ("伦敦有多少客户？", [[1]]),
        ("total net revenue", [[67.5]]),
    ):
        assert main(["ask", str(shop), question, "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert (answer["status"], answer["model"], answer["findings"][0]["rows"]) == ("answered", "planner", rows)
        assert answer["language"] == ("zh" if "客户" in question else "en")


def test_open_questions_of_an_import_are_answered_one_by_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, shop = tmp_path / "orders.csv", tmp_path / "shop"
    file.write_text("order,cust,date,amt\n1,a,03/04/2024,12.50\n2,b,04/04/2024,13\n")
    monkeypatch.setattr("sys.stdin", io.StringIO("c\nsideways\n\nc\n1\nEUR\ny\n"))
    assert main(["import", str(shop), str(file)]) == 0
    said = capsys.readouterr()
    assert "sideways" in said.err
    assert "2024-04-03 – 2024-04-04" in said.out
    assert "currency EUR: as you said" in said.out


def test_a_failed_first_import_leaves_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.csv").touch()
    (tmp_path / "words.csv").write_text("a,b\nx,y\n")
    for name in ("empty.csv", "words.csv", ""):
        assert main(["import", str(tmp_path / "shop"), str(tmp_path / name), "--yes"]) == 2
        assert len(capsys.readouterr().err.strip().splitlines()) == 1
        assert not (tmp_path / "shop").exists()
