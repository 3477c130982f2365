"""What became of a question: calls, a text, a question back or a refusal; and an account of every word."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from tools.briefs import Brief
from tools.contract import Language
from tools.definitions import Audience, Metric


@dataclass(frozen=True)
class Call:
    """One tool call to make."""

    tool: str
    args: dict[str, Any]


@dataclass(frozen=True)
class Option:
    """One answer to a question back: what is shown, and what then stands in place of the unclear words."""

    label: str
    replacement: str
    teaches: str = ""
    """The field, measure or value it stands for, which an unknown word may come to mean."""
    whole: bool = False
    """It stands in place of the whole question."""
    reading: Reading | None = None
    """What the whole question is then read as, where no other wording of it is known."""


@dataclass(frozen=True)
class Ask:
    """A question back. The answer replaces `start`..`end` of the question, which is then read again."""

    question: str
    options: tuple[Option, ...] = ()
    start: int = 0
    end: int = 0
    word: str = ""
    """The word nobody knows, where there is one."""
    template: str = "{answer}"
    """How a free answer is put into the question: save it as {answer}."""
    lead: str = ""
    """The beginning of the question, before it says what to do about it."""
    examples: bool = False
    """The options are questions of any kind, since nothing was understood."""


@dataclass(frozen=True)
class Decline:
    """A refusal: why, and what can be done instead."""

    reason: str
    explanation: str
    start: int = 0
    end: int = 0
    """Where the question names what there is nothing on, so that another figure may take its place; 0, 0 where it does
    not."""

    @property
    def lacks(self) -> bool:
        """Whether there is nothing on what is asked; without a word of it there may be an answer."""
        return self.reason in ("not_possible", "no_such_data", "outside_scope")


@dataclass
class Reading:
    """How one question was read."""

    question: str
    language: Language = "en"
    intent: str = "unclear"
    calls: list[Call] = field(default_factory=list)
    text: str = ""
    """An answer that needs no tool."""
    ask: Ask | None = None
    decline: Decline | None = None
    metric: Metric | None = None
    audience: Audience | None = None
    brief: Brief | None = None
    lesson: tuple[str, str] | None = None
    """An unknown word and what its asker said it means, to be remembered if they want."""
    account: list[tuple[str, str]] = field(default_factory=list)
    """Every stretch of the question with what it became."""
    leftovers: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What the answer must say about the reading: a typo read as a value, a default that was assumed."""
    confidence: float = 1.0
    corrects: bool = False
    """It takes back something that was said before: no, I meant …"""
    focus: dict[str, Any] = field(default_factory=dict)
    """What the answer is about: the row of a split, the second call of a pair."""

    @property
    def answers(self) -> bool:
        """Whether it neither asks back nor declines."""
        return self.ask is None and self.decline is None


def answered_both(first: Reading, second: Reading) -> Reading:
    """The second reading with the calls and the notes of the first before its own."""
    notes = list(dict.fromkeys([*first.notes, *second.notes]))
    return replace(second, calls=[*first.calls, *second.calls], notes=notes)
