"""Cases through the real session, one after the other, on a copy of what a conversation writes."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
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
class Step:
    """One turn: what was asked, how it was answered, and whether that was right (None where nothing was expected)."""

    ask: str
    status: str
    outcome: Outcome | None
    why: str
    seconds: float
    tools: list[str]
    options: list[str] = field(default_factory=list)
    """Answers that were offered where it asked back."""


@dataclass
class Result:
    """What became of one case: its outcome is that of the first turn that was not right."""

    id: str
    kind: str
    language: str
    outcome: Outcome
    why: str = ""
    failed_turn: int = 0
    """Number of the first turn that was not right, from 1; 0 when all were."""
    question: str = ""
    text: str = ""
    """Of the turn that was not right, else of the last."""
    turns: int = 1
    turns_scored: int = 0
    turns_right: int = 0
    seconds: float = 0.0
    tool_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0
    """In the currency of the prices that are configured; 0 without them."""
    drafts: int = 0
    drafts_failing: int = 0
    """Pieces of copy, and those of them with a failed check of severity error."""
    untraced_figures: list[str] = field(default_factory=list)
    """Figures in the texts that stand in no finding of the conversation."""
    offered: int | None = None
    """Options offered where it first asked back without need; None where that was not looked at."""
    clicked: str = ""
    """The first of them that leads to what was expected."""
    attempts: int = 1
    attempts_right: int = 0
    steps: list[Step] = field(default_factory=list)

    @property
    def tokens(self) -> int:
        """Sent and received."""
        return self.input_tokens + self.output_tokens


def run_cases(
    shop: Shop,
    cases: Sequence[Case],
    settings: Settings,
    *,
    today: date | None = None,
    repeat: int = 1,
    clicks: bool = False,
    progress: Callable[[int, int], None] | None = None,
    crew: Any = None,
    tools: Any = None,
) -> list[Result]:
    """Ask every case in a conversation of its own; an error in one is its result and not the end of the others.

    With `repeat` every case is asked so many times, and is right only when every attempt was. With `clicks` the options
    of a question back that was not expected are tried, each in a conversation of its own.
    """
    results = []
    with apart(shop) as copy:
        for number, case in enumerate(cases):
            attempts = [
                _run(copy, f"case-{number}-{attempt}", case, settings, today, crew, tools) for attempt in range(repeat)
            ]
            results.append(_combined(attempts))
            if clicks and results[-1].outcome == "asked":
                _click(copy, f"case-{number}", case, settings, today, crew, tools, results[-1])
            if progress:
                progress(number + 1, len(cases))
    return results


def _combined(attempts: list[Result]) -> Result:
    """The first attempt that was not right, with the sums of all."""
    shown = next((one for one in attempts if one.outcome != "right"), attempts[0])
    shown = replace(shown, attempts=len(attempts), attempts_right=sum(one.outcome == "right" for one in attempts))
    for name in ("seconds", "tool_calls", "input_tokens", "output_tokens", "cost"):
        setattr(shown, name, sum(getattr(one, name) for one in attempts))
    return shown


_WRITTEN = ("audiences_path", "campaigns_path", "drafts_path")
"""What conversations write and later ones read."""


@contextmanager
def apart(shop: Shop) -> Iterator[Shop]:
    """The same shop with everything that conversations write in a folder of their own, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(shop.workspace.path, shop.workspace.settings)
        workspace.settings_path = Path(folder) / shop.workspace.settings_path.name
        workspace.save_settings()
        workspace.sessions_path = Path(folder) / "sessions"
        workspace.exports_path = Path(folder) / "exports"
        workspace.audit_path = Path(folder) / "audit.jsonl"
        for name in _WRITTEN:
            own, copied = getattr(shop.workspace, name), Path(folder) / name
            if own.is_dir():
                shutil.copytree(own, copied, copy_function=_linked)
            setattr(workspace, name, copied)
        yield Shop(workspace, shop.warehouse, shop.embedding)


def _linked(source: str, target: str) -> None:
    """A copy of a record; of the lists of people, which may be long and are only ever replaced, a link."""
    if source.endswith((".parquet", ".csv")):
        Path(target).symlink_to(Path(source).resolve())
    else:
        shutil.copy2(source, target)


def _click(
    shop: Shop, name: str, case: Case, settings: Settings, today: date | None, crew: Any, tools: Any, result: Result
) -> None:
    """Try the options of the first question back that was not expected, until one leads to what was."""
    asked = case.steps()[: result.failed_turn]
    wanted, options = asked[-1][1], result.steps[result.failed_turn - 1].options
    assert wanted is not None
    result.offered = len(options)
    for place, option in enumerate(options):
        session = Session.open(shop, settings, f"{name}-option-{place}", today, case.language, crew=crew, tools=tools)
        try:
            answers = [session.answer(message) for message in (*(ask for ask, _ in asked), option)]
            if judge(answers[-1], wanted, _desk(session)).outcome == "right":
                result.clicked = option
                return
        finally:
            session.close()


def _run(shop: Shop, name: str, case: Case, settings: Settings, today: date | None, crew: Any, tools: Any) -> Result:
    session = Session.open(shop, settings, name, today, case.language, crew=crew, tools=tools)
    result = Result(case.id, case.kind, case.language, "right", question=" / ".join(ask for ask, _ in case.steps()))
    answers: list[Answer] = []
    try:
        for ask, expected in case.steps():
            answer = session.answer(ask)
            answers.append(answer)
            _note(result, ask, answer, judge(answer, expected, _desk(session)) if expected else None)
    except AssistantError as error:
        _fail(result, answers, error.message)
    except Exception as error:  # noqa: BLE001 — the boundary of a run: a bug in one case must not hide the score of the others
        _fail(result, answers, f"{type(error).__name__}: {error}")
    finally:
        _measure(result, session, answers, case, settings)
        session.close()
    return result


def _note(result: Result, ask: str, answer: Answer, verdict: Verdict | None) -> None:
    outcome, why = verdict or (None, "")
    used = [finding.tool for finding in answer.findings]
    result.steps.append(Step(ask, answer.status, outcome, why, round(answer.seconds, 3), used))
    if result.outcome == "right":
        result.text = answer.text[:2000]
    if outcome is None:
        return
    result.turns_scored += 1
    result.turns_right += outcome == "right"
    if outcome != "right" and result.outcome == "right":
        result.outcome, result.why, result.failed_turn = outcome, why, len(result.steps)


def _fail(result: Result, answers: list[Answer], why: str) -> None:
    if result.outcome == "right":
        result.outcome, result.why, result.failed_turn = "refused", why, len(answers) + 1


def _desk(session: Session) -> Desk:
    return session.desk.speaking(session.language)


def _measure(result: Result, session: Session, answers: list[Answer], case: Case, settings: Settings) -> None:
    result.turns = len(answers)
    result.seconds = sum(answer.seconds for answer in answers)
    for step, turn in zip(result.steps, session.history(), strict=False):
        step.options = turn.options
    records = [record for record in session.records() if isinstance(record, dict)]
    result.tool_calls = sum(len(record.get("calls", [])) for record in records)
    result.input_tokens = sum(record.get("tokens", {}).get("input_tokens", 0) for record in records)
    result.output_tokens = sum(record.get("tokens", {}).get("output_tokens", 0) for record in records)
    result.cost = settings.cost(result.input_tokens, result.output_tokens)
    drafts = [draft for answer in answers for draft in answer.drafts]
    result.drafts = len(drafts)
    result.drafts_failing = sum(
        any(check.severity == "error" and not check.passed for check in draft.checks) for draft in drafts
    )
    asked = [ask for ask, _ in case.steps()]
    findings = [finding for answer in answers for finding in answer.findings]
    if answers and findings:
        ledger = ledger_of(asked, findings, answers[-1].today)
        for answer in answers:
            if answer.findings:
                result.untraced_figures += unsupported(answer.text, ledger)
