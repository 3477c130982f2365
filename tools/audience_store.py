"""Saved audiences: one JSON file each in the workspace, under the name their maker typed."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from tools.contract import BadInput, BadRequest
from tools.data.workspace import write_atomically
from tools.definitions import Audience

if TYPE_CHECKING:
    from tools.data.workspace import Workspace

LONGEST_NAME = 80


def read_audiences(workspace: Workspace) -> dict[str, Audience]:
    """Every saved audience by name; raises BadInput naming a file that cannot be read."""
    return {name: audience for name, audience, _ in saved_entries(workspace)}


def saved_entries(workspace: Workspace) -> list[tuple[str, Audience, str]]:
    """Name, definition and time of saving, by name."""
    entries = []
    for file in sorted(workspace.audiences_path.glob("*.json")):
        try:
            content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            entries.append(
                (content["name"], Audience.model_validate(content["definition"]), content.get("saved_at", ""))
            )
        except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
            raise BadInput(f"{file} is not a saved audience any more: mend or remove it.") from error
    return sorted(entries, key=lambda entry: entry[0].casefold())


def write_audience(workspace: Workspace, name: str, audience: Audience) -> str:
    """Store the definition under `name`, replacing one of that name; returns the name as stored."""
    clean = " ".join(unicodedata.normalize("NFC", name).split())
    if not clean or len(clean) > LONGEST_NAME or any(unicodedata.category(letter) == "Cc" for letter in clean):
        raise BadRequest(
            f"An audience's name is 1 to {LONGEST_NAME} characters on one line.",
            zh=f"人群名称须为一行、1 到 {LONGEST_NAME} 个字符。",
        )
    workspace.audiences_path.mkdir(exist_ok=True)
    content = {
        "name": clean,
        "definition": audience.compact(),
        "saved_at": datetime.now().isoformat(timespec="seconds"),
    }
    write_atomically(_file(workspace, clean), json.dumps(content, ensure_ascii=False, indent=1))
    return clean


def _file(workspace: Workspace, name: str) -> Path:
    """A file name made of the name's letters, and a few digits that keep like names apart."""
    folded = name.casefold()
    slug = re.sub(r"[^\w]+", "-", folded).strip("-")[:40]
    return workspace.audiences_path / f"{slug}-{hashlib.sha256(folded.encode()).hexdigest()[:8]}.json"
