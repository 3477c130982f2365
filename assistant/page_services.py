"""What the page needs from below the conversation: the open shop, its sessions, downloads, audiences and imports."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.events import Event
from assistant.settings import Settings
from assistant.transcript import SessionInfo, Transcript, Turn, list_sessions
from tools.contract import AssistantError, Language
from tools.data.schema import TABLES
from tools.data.workspace import Workspace

if TYPE_CHECKING:
    from assistant.session import Session
    from tools.desk import Shop

IMPORT_KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".parquet", ".jsonl", ".ndjson", ".json", ".gz", ".zip")
MOST_SESSIONS = 200
"""Sessions kept open in the process; the longest unused is let go and read from disk when it is wanted again."""


@dataclass(frozen=True)
class ShopFacts:
    """What the header and the data panel say about the shop."""

    name: str
    model: str
    """Name of the model at work; empty for the built-in planner."""
    today: date | None
    """None while the shop has no data."""
    counts: dict[str, int]
    """Rows by table, only tables that have any."""
    first_day: date | None = None


class ShopHost:
    """One workspace, opened once for all browsers that look at it."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        """Use `open`."""
        self.workspace = workspace
        self.settings = settings
        self._shop: Shop | None = None
        self._sessions: dict[str, Session] = {}
        self._lock = threading.RLock()
        self._facts: ShopFacts | None = None

    @classmethod
    def open(cls, workspace_path: str | Path, settings: Settings) -> ShopHost:
        """Open the workspace for reading; one without data yet is opened too. Raises BadInput when it is none."""
        return cls(Workspace.open(workspace_path), settings)

    @property
    def brand(self) -> str:
        """The name copy and previews are signed with."""
        return self.workspace.settings.brand_name or self.workspace.settings.name

    @property
    def language(self) -> Language:
        """Language of the page until someone chooses another."""
        return self.workspace.settings.language

    @property
    def shop(self) -> Shop:
        """The opened shop; raises BadInput while it has no data."""
        from tools.desk import Shop

        with self._lock:
            if self._shop is None:
                self._shop = Shop.open(self.workspace)
            return self._shop

    def facts(self) -> ShopFacts:
        """Name, model, the day the data ends, and how much of what there is."""
        with self._lock:
            if self._facts is None:
                self._facts = self._read_facts()
            return self._facts

    def _read_facts(self) -> ShopFacts:
        name = self.workspace.settings.name
        model = self.settings.model if self.settings.uses_endpoint else ""
        try:
            warehouse = self.shop.warehouse
            tables = [table for table in TABLES if table in warehouse.columns()]
            counted = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables)
            counts = {table: rows for table, rows in warehouse.query(counted)[1] if rows}
            first = warehouse.query("SELECT min(ordered_at)::DATE FROM orders")[1][0][0]
            return ShopFacts(name, model, warehouse.last_day(), counts, first)
        except AssistantError:
            return ShopFacts(name, model, None, {})

    def ask(self, conversation_id: str, text: str, language: Language) -> Iterator[Event]:
        """One turn of a conversation; the last event is Done."""
        yield from self._session(conversation_id, language).ask(text)

    def stop(self, conversation_id: str) -> None:
        """End the running turn of a conversation, if there is one."""
        with self._lock:
            session = self._sessions.get(conversation_id)
        if session is not None:
            session.stop()

    def _session(self, conversation_id: str, language: Language) -> Session:
        from assistant.session import Session

        with self._lock:
            session = self._sessions.pop(conversation_id, None)
            if session is None:
                session = Session.open(self.shop, self.settings, conversation_id, None, language)
            self._sessions[conversation_id] = session
            while len(self._sessions) > MOST_SESSIONS:
                self._sessions.pop(next(iter(self._sessions))).close()
            return session

    def history(self, conversation_id: str) -> list[Turn]:
        """The stored turns of a conversation, oldest first; raises BadInput on an id that cannot be one."""
        return Transcript(self.workspace.sessions_path, conversation_id).turns()

    def conversations(self) -> list[SessionInfo]:
        """The shop's conversations, the latest first."""
        return list_sessions(self.workspace.sessions_path)

    def example_questions(self, language: Language) -> list[str]:
        """Six questions that this shop's data can answer, drawn from its own categories, cities and campaigns."""
        return []

    def text_size(self, text: str, language: Language) -> str:
        """How long a text message is, in words."""
        from tools.copy_rules.measure import mainland_sms_size, sms_size

        size = mainland_sms_size(text) if language == "zh" else sms_size(text)
        if language == "zh":
            return f"{size.units} 字 · {size.parts} 条"
        return f"{size.units} characters · {size.parts} part{'' if size.parts == 1 else 's'}"

    def close(self) -> None:
        """Let go of every file."""
        with self._lock:
            for session in self._sessions.values():
                session.close()
            self._sessions.clear()
            if self._shop is not None:
                self._shop.close()
            self._shop = None
            self._facts = None
