"""`ask` and `explain`."""

import argparse
import json
import sys
import traceback
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from assistant.cli.display import print_answer
from assistant.cli.shops import reading, settings
from assistant.events import Answer
from assistant.session import Session
from tools.contract import AssistantError, BadInput
from tools.desk import Shop


def run_ask(arguments: argparse.Namespace) -> int:
    """Answer one question, or one a line; exit status 1 only for an answer of status error."""
    with reading(arguments.dir, "ask") as shop:
        if arguments.question == "-":
            return _batch(shop, arguments, sys.stdin.buffer)
        try:
            answer = _answer(shop, arguments, arguments.question, arguments.session)
        except AssistantError:
            raise
        except Exception as error:
            if not arguments.json:
                raise
            traceback.print_exc()
            _print_json(_failure(f"{type(error).__name__}: {error}", arguments.session))
            return 1
    if arguments.json:
        _print_json(answer.to_json(arguments.rows))
    else:
        print_answer(answer, sys.stdout, rows=arguments.rows)
    return int(answer.status == "error")


def run_explain(arguments: argparse.Namespace) -> int:
    """Print how the planner reads a question."""
    from assistant.planner.explaining import explain, explained

    with reading(arguments.dir, "explain") as shop:
        account = explain(shop, arguments.question, arguments.today or shop.warehouse.last_day())
    print(json.dumps(account, ensure_ascii=False, indent=2, default=str) if arguments.json else explained(account))
    return 0


def _answer(shop: Shop, arguments: argparse.Namespace, question: str, session_id: str | None) -> Answer:
    if not question.strip():
        raise BadInput("The question is empty.", zh="问题是空的。")
    session = Session.open(shop, settings(), session_id, arguments.today)
    try:
        return _with_rows(session, session.answer(question), arguments.rows)
    finally:
        session.close()


def _with_rows(session: Session, answer: Answer, rows: int) -> Answer:
    """The answer with as many rows as were asked for, where a finding has more than it carries."""
    short = [f for f in answer.findings if f.total_rows > len(f.rows) and (not rows or rows > len(f.rows))]
    if not short:
        return answer
    from tools.full_rows import full_rows

    desk = session.desk.speaking(answer.language)
    complete = []
    for finding in answer.findings:
        if finding in short:
            columns, all_rows = full_rows(desk, finding)
            finding = finding.model_copy(update={"columns": columns, "rows": all_rows})
        complete.append(finding)
    return replace(answer, findings=complete)


def _batch(shop: Shop, arguments: argparse.Namespace, lines: Iterable[bytes]) -> int:
    """One answer a line. A line that cannot be answered gets an object of status error, and the next is read."""
    failed = False
    for raw in lines:
        line = raw.decode("utf-8", "replace").strip().lstrip("\ufeff")
        if not line:
            continue
        session_id = arguments.session
        try:
            question, session_id = _read_line(line, session_id)
            answered = _answer(shop, arguments, question, session_id).to_json(arguments.rows)
        except AssistantError as error:
            answered = _failure(error.message, session_id)
        except Exception as error:  # noqa: BLE001 — one line of a batch must not take the others with it
            traceback.print_exc()
            answered = _failure(f"{type(error).__name__}: {error}", session_id)
        failed |= answered["status"] == "error"
        if arguments.json:
            _print_json(answered)
        else:
            print(f"> {line}\n{answered['text']}\n", flush=True)
    return int(failed)


def _read_line(line: str, session_id: str | None) -> tuple[str, str | None]:
    """Question and session of one line: plain text, or an object with `question`."""
    if not line.startswith("{"):
        return line, session_id
    try:
        read = json.loads(line)
    except ValueError:
        return line, session_id
    if not isinstance(read, dict) or not isinstance(read.get("question"), str):
        raise BadInput('A line in JSON needs a text under "question".')
    given = read.get("session")
    return read["question"], str(given) if given is not None else session_id


def _failure(message: str, session_id: str | None) -> dict[str, Any]:
    return {
        "status": "error", "text": message, "language": "en", "today": None, "findings": [], "audience": None,
        "drafts": [], "session": session_id, "model": None, "seconds": 0.0,
    }  # fmt: skip


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, default=str), flush=True)
