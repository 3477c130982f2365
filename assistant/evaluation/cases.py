"""The case file: one JSON object a line, checked before anything is asked."""

import hashlib
import json
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from tools.contract import BadInput, Language, Model


class DraftsExpected(Model):
    """Copy that must come back; what is left out does not matter."""

    channel: str | None = None
    language: Language | None = None
    count: int | None = None
    passes: bool = True
    """No check of severity error may have failed."""


class ToolsExpected(Model):
    """Which tools the turn must and must not use; others are free."""

    must: list[str] = Field(default_factory=list)
    must_not: list[str] = Field(default_factory=list)


class Expectation(Model):
    """What must hold of one answer: everything that is given, and one of `any_of` where that is given."""

    status: str | list[str] | None = None
    sql: str | None = None
    """A SELECT on the warehouse, `$today` bound: one number, or the rows a finding must have."""
    ordered: bool = False
    tolerance: float = Field(default=1e-6, description="Relative; half a cent is always allowed")
    number: float | None = None
    audience_sql: str | None = None
    """A SELECT of ids: exactly these customers must be the answer's audience."""
    size_sql: str | None = None
    contains: list[str | list[str]] = Field(default_factory=list)
    """Texts that must occur; a list inside offers alternatives."""
    lacks: list[str] = Field(default_factory=list)
    asks_about: str | list[str] | None = None
    drafts: DraftsExpected | None = None
    tools: ToolsExpected | None = None
    any_of: list["Expectation"] = Field(default_factory=list)

    @model_validator(mode="after")
    def _something(self) -> "Expectation":
        if self.model_fields_set <= {"ordered", "tolerance"}:
            raise ValueError("expects nothing: give status, sql, number, audience_sql, size_sql, contains, … or any_of")
        return self


class TurnCase(Model):
    """One message of a conversation; without an expectation only the later turns are scored."""

    ask: str
    expect: Expectation | None = None


class Case(Model):
    """One question, or one conversation, with what must come of it."""

    id: str
    language: Language
    kind: str
    question: str | None = None
    turns: list[TurnCase] = Field(default_factory=list)
    expect: Expectation | None = None
    """Of the question, or of the last turn."""
    split: Literal["develop", "verify"] | None = None
    """Which half it belongs to; by `split_of` its id when left out."""
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _plain_turns(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("turns"), list):
            turns = [{"ask": turn} if isinstance(turn, str) else turn for turn in value["turns"]]
            return {**value, "turns": turns}
        return value

    @model_validator(mode="after")
    def _one_form(self) -> "Case":
        if (self.question is None) == (not self.turns):
            raise ValueError("give question or turns, one of the two")
        if not any(expectation for _, expectation in self.steps()):
            raise ValueError("nothing is expected of it")
        self.split = self.split or split_of(self.id)
        return self

    def steps(self) -> list[tuple[str, Expectation | None]]:
        """Messages in order, each with what is expected of its answer."""
        if self.question is not None:
            return [(self.question, self.expect)]
        steps = [(turn.ask, turn.expect) for turn in self.turns]
        if self.expect is not None:
            steps[-1] = (steps[-1][0], self.expect)
        return steps


def split_of(identity: str) -> Literal["develop", "verify"]:
    """The half a case falls into by its id alone: fixed before any answer is seen, and the same for ever."""
    return "verify" if hashlib.sha256(identity.encode()).digest()[0] % 2 else "develop"


def read_cases(path: Path) -> list[Case]:
    """The cases in a JSON-lines file. Raises BadInput naming the line that is wrong, or an id used twice."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: it must be a JSON-lines file of cases.") from error
    cases: dict[str, Case] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("//"):
            continue
        try:
            case = Case.model_validate(json.loads(line))
        except (ValueError, ValidationError) as error:
            raise BadInput(f"{path}, line {number}: {_first(error)}.") from error
        if case.id in cases:
            raise BadInput(f"{path}, line {number}: the id {case.id!r} is used twice.")
        cases[case.id] = case
    if not cases:
        raise BadInput(f"{path} holds no case.")
    return list(cases.values())


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        problem = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in problem["loc"])
        return f"{place}: {problem['msg']}" if place else problem["msg"]
    return f"not JSON ({error})"
