"""Every turn on disk: one JSONL file per conversation, appended and synced before the answer counts as given."""

import json
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools.contract import BadInput, Finding

STORED_ROWS = 200
_SESSION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True)
class Turn:
    """One question and what came of it, as history shows it."""

    question: str
    text: str
    status: str
    language: str
    findings: list[Finding]
    options: list[str] = field(default_factory=list)
    asked_at: str = ""
    seconds: float = 0.0
    model: str = ""


@dataclass(frozen=True)
class SessionInfo:
    """A conversation in the list: id, first question, when it last moved, how many turns."""

    id: str
    title: str
    updated_at: str
    turns: int
    language: str


def new_session_id() -> str:
    """A fresh id; ids sort by the time they were made."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


def check_session_id(session_id: str) -> str:
    """The id, if it is fit to be a file name; raises BadInput otherwise."""
    if not _SESSION_ID.fullmatch(session_id):
        raise BadInput(
            f"{session_id[:80]!r} cannot name a conversation: use up to 64 letters, digits, - and _, "
            "starting with a letter or digit."
        )
    return session_id


class Transcript:
    """The file of one conversation. In a folder that cannot be written, turns are kept in memory only."""

    def __init__(self, folder: Path, session_id: str) -> None:
        self.path = folder / f"{check_session_id(session_id)}.jsonl"
        self._unwritten: list[dict[str, Any]] = []

    def append(self, record: dict[str, Any]) -> bool:
        """Add one turn; False when the folder cannot be written and the turn is only remembered."""
        line = json.dumps(record, ensure_ascii=False, default=str) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as handle:
                _end_torn_line(self.path, handle.tell(), handle)
                handle.write(line.encode("utf-8", "replace"))
                handle.flush()
                os.fsync(handle.fileno())
        except OSError:
            self._unwritten.append(record)
            return False
        return True

    def records(self) -> Iterator[dict[str, Any]]:
        """Every turn in order; a line cut short by a crash is skipped."""
        yield from _read(self.path)
        yield from self._unwritten

    def turns(self) -> list[Turn]:
        """The turns as history shows them."""
        return [_turn(record) for record in self.records()]

    def last(self) -> dict[str, Any] | None:
        """The latest record, or None in a new conversation."""
        records = list(self.records())
        return records[-1] if records else None


def stored(finding: Finding) -> dict[str, Any]:
    """A finding as plain JSON with at most STORED_ROWS rows."""
    return finding.model_copy(update={"rows": finding.rows[:STORED_ROWS]}).model_dump(mode="json")


def list_sessions(folder: Path) -> list[SessionInfo]:
    """Conversations in `folder`, the latest first; an unreadable one is left out."""
    found = []
    for path in folder.glob("*.jsonl") if folder.is_dir() else ():
        records = list(_read(path))
        if records:
            last = records[-1]
            title = str(records[0].get("question", "")).strip()
            found.append(
                SessionInfo(
                    path.stem, title[:120], str(last.get("at", "")), len(records), str(last.get("language", "en"))
                )
            )
    return sorted(found, key=lambda info: info.updated_at, reverse=True)


def _turn(record: dict[str, Any]) -> Turn:
    return Turn(
        question=str(record.get("question", "")),
        text=str(record.get("text", "")),
        status=str(record.get("status", "answered")),
        language=str(record.get("language", "en")),
        findings=[Finding.model_validate(finding) for finding in record.get("findings", [])],
        options=[str(option) for option in record.get("options", [])],
        asked_at=str(record.get("at", "")),
        seconds=float(record.get("seconds", 0.0)),
        model=str(record.get("model", "")),
    )


def _read(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        return
    for line in lines:
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict):
            yield record


def _end_torn_line(path: Path, size: int, handle: Any) -> None:
    """A line cut short by a crash must not swallow the next one."""
    if size:
        with path.open("rb") as reader:
            reader.seek(-1, os.SEEK_END)
            if reader.read(1) != b"\n":
                handle.write(b"\n")
