"""The one stream of events a question turns into; page, terminal and evaluation are its three readers.

ToolStarted → ToolFinished …   one pair per step, in order
Token …                        text as it is released, sentence by sentence, figures already checked
Question | Refused             when the turn ends by asking back or declining
Done                           always last; `answer.text` is the text that counts and replaces the tokens shown so far
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from tools.contract import AudienceCard, DraftCard, Finding, Language

AnswerStatus = Literal["answered", "question", "refused", "empty", "unknown", "not_allowed", "not_enough_data", "error"]


@dataclass(frozen=True)
class Token:
    """A piece of text to append to the answer shown."""

    text: str


@dataclass(frozen=True)
class ToolStarted:
    """A tool was called; `label` says in the asker's language what is being done."""

    call_id: str
    tool: str
    label: str


@dataclass(frozen=True)
class ToolFinished:
    """A tool returned after `seconds`; a failed call comes as a finding whose message says why."""

    call_id: str
    finding: Finding
    seconds: float


@dataclass(frozen=True)
class Question:
    """The assistant asks back; any of `options` may be sent as the next message."""

    text: str
    options: list[str]


@dataclass(frozen=True)
class Refused:
    """The assistant declines, and says what it can do instead."""

    text: str


@dataclass(frozen=True)
class Answer:
    """One finished turn."""

    status: AnswerStatus
    text: str
    language: Language
    today: date
    findings: list[Finding]
    audience: AudienceCard | None
    drafts: list[DraftCard]
    session: str
    model: str
    seconds: float

    def to_json(self, rows: int = 0) -> dict[str, Any]:
        """The object `ask --json` prints; at most `rows` rows per finding, 0 for all that were returned."""
        audience = self.audience
        return {
            "status": self.status,
            "text": self.text,
            "language": self.language,
            "today": self.today.isoformat(),
            "findings": [_finding(finding, rows) for finding in self.findings],
            "audience": audience and {"id": audience.id, "definition": audience.definition, "size": audience.size},
            "drafts": [draft.model_dump(mode="json", exclude={"angle", "preview"}) for draft in self.drafts],
            "session": self.session,
            "model": self.model,
            "seconds": round(self.seconds, 3),
        }


@dataclass(frozen=True)
class Done:
    """The turn is over."""

    answer: Answer


Event = Token | ToolStarted | ToolFinished | Question | Refused | Done


def _finding(finding: Finding, rows: int) -> dict[str, Any]:
    return {
        "tool": finding.tool,
        "status": finding.status,
        "title": finding.title,
        "columns": [{"name": c.name, "type": c.type, "unit": c.unit} for c in finding.columns],
        "rows": finding.rows[:rows] if rows else finding.rows,
        "total_rows": finding.total_rows,
        "definition": finding.definition,
        "sql": finding.sql,
        "caveats": finding.caveats,
        "sources": [source.model_dump(mode="json") for source in finding.sources],
    }
