"""What one turn of a conversation keeps while it runs; the agent's middleware and the session share it."""

from dataclasses import dataclass, field
from typing import Any

from assistant.guard.pseudonyms import Vault
from tools.contract import Finding, Language
from tools.desk import Desk


@dataclass
class Turn:
    """One question being answered."""

    desk: Desk
    question: str
    language: Language
    findings: dict[str, Finding] = field(default_factory=dict)
    """Complete findings by tool call id; the conversation's own memory keeps a capped copy."""
    calls: list[dict[str, object]] = field(default_factory=list)
    """Tool calls as they were made: tool, arguments, status, seconds."""
    notes: list[str] = field(default_factory=list)
    """What must be said before the answer, such as that another model had to answer."""
    notes_shown: int = 0
    endpoint_down: bool = False
    final: str | None = None
    """Text of the model's last message, unless that called a tool."""
    options: list[str] = field(default_factory=list)
    """Answers offered when the turn asks back."""
    tokens: dict[str, int] = field(default_factory=dict)
    ledger: Any = None
    """Figures that may be quoted (guard.figures.Ledger), as of the last model call."""
    withheld: list[str] = field(default_factory=list)
    """Figures that were not let through because no result holds them."""

    def count(self, usage: Any) -> None:
        """Add a message's token usage."""
        for name in ("input_tokens", "output_tokens"):
            self.tokens[name] = self.tokens.get(name, 0) + int((usage or {}).get(name, 0))

    def say(self, english: str, chinese: str) -> str:
        """The wording for whoever is asking."""
        return chinese if self.language == "zh" else english


@dataclass
class Seat:
    """Where the running turn is found: one per session, since a session answers one question at a time."""

    vault: Vault
    turn: Turn | None = None

    @property
    def taken(self) -> Turn:
        """The running turn."""
        if self.turn is None:
            raise RuntimeError("no turn is running")
        return self.turn
