"""Cases through the real session, one after the other, on a copy of what a conversation writes."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from assistant.evaluation.cases import Case
from assistant.evaluation.scoring import Outcome, Verdict, judge
from assistant.events import Answer
from assistant.guard.figures import ledger_of, unsupported
from assistant.session import Session
from assistant.settings import Settings
from tools.contract import AssistantError
from tools.data.workspace import Workspace
from tools.desk import Desk, Shop


@dataclass
class Result:
    """What became of one case."""

    id: str
    kind: str
    language: str
    outcome: Outcome
    why: str = ""
    failed_turn: int = 0
    """Number of the first turn that was not right, from 1; 0 when all were."""
    question: str = ""
    text: str = ""
    turns: int = 1
    seconds: float = 0.0
    tool_calls: int = 0
    tokens: int = 0
    untraced_figures: list[str] = field(default_factory=list)
    """Figures in the texts that stand in no finding of the conversation."""


def run_cases(
    shop: Shop,
    cases: Sequence[Case],
    settings: Settings,
    *,
    today: date | None = None,
    progress: Callable[[int, int], None] | None = None,
    crew: Any = None,
    tools: Any = None,
) -> list[Result]:
    """Ask every case in a conversation of its own; an error in one is its result and not the end of the others."""
    results = []
    with _apart(shop) as copy:
        for number, case in enumerate(cases):
            results.append(_run(copy, number, case, settings, today, crew, tools))
            if progress:
                progress(number + 1, len(cases))
    return results


@contextmanager
def _apart(shop: Shop) -> Iterator[Shop]:
    """The same shop with conversations and saved audiences in a folder of their own, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(shop.workspace.path, shop.workspace.settings)
        workspace.sessions_path = Path(folder) / "sessions"
        workspace.audiences_path = Path(folder) / "audiences"
        if shop.workspace.audiences_path.is_dir():
            shutil.copytree(shop.workspace.audiences_path, workspace.audiences_path)
        yield Shop(workspace, shop.warehouse, shop.embedding)


def _run(shop: Shop, number: int, case: Case, settings: Settings, today: date | None, crew: Any, tools: Any) -> Result:
    session = Session.open(shop, settings, f"case-{number}", today, case.language, crew=crew, tools=tools)
    result = Result(case.id, case.kind, case.language, "right", question=" / ".join(ask for ask, _ in case.steps()))
    answers: list[Answer] = []
    try:
        for turn, (ask, expected) in enumerate(case.steps(), 1):
            answer = session.answer(ask)
            answers.append(answer)
            verdict = judge(answer, expected, _desk(session)) if expected else Verdict("right")
            if verdict.outcome != "right":
                result.outcome, result.why, result.failed_turn = verdict.outcome, verdict.why, turn
                break
    except AssistantError as error:
        result.outcome, result.why = "refused", error.message
    except Exception as error:  # noqa: BLE001 — the boundary of a run: a bug in one case must not hide the score of the others
        result.outcome, result.why = "refused", f"{type(error).__name__}: {error}"
    finally:
        _measure(result, session, answers, case)
        session.close()
    return result


def _desk(session: Session) -> Desk:
    return session.desk.speaking(session.language)


def _measure(result: Result, session: Session, answers: list[Answer], case: Case) -> None:
    result.turns = len(answers)
    result.seconds = sum(answer.seconds for answer in answers)
    result.text = answers[-1].text[:2000] if answers else ""
    records = [record for record in session.records() if isinstance(record, dict)]
    result.tool_calls = sum(len(record.get("calls", [])) for record in records)
    result.tokens = sum(sum(record.get("tokens", {}).values()) for record in records)
    asked = [ask for ask, _ in case.steps()]
    findings = [finding for answer in answers for finding in answer.findings]
    if answers and findings:
        ledger = ledger_of(asked, findings, answers[-1].today)
        for answer in answers:
            if answer.findings:
                result.untraced_figures += unsupported(answer.text, ledger)
