"""Briefs and drafts on disk, so that a later process can check what an earlier one asked for."""

import hashlib
import json
from typing import Any

from tools.contract import BadInput, BadRequest
from tools.data.workspace import write_atomically
from tools.desk import Desk


def brief_id(content: dict[str, Any]) -> str:
    """The same brief over the same facts has the same id."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return "BR-" + hashlib.sha256(text.encode()).hexdigest()[:10]


def keep(desk: Desk, name: str, content: dict[str, Any]) -> None:
    """Store `content` as drafts/`name`.json, whole or not at all; kept for this conversation in any case."""
    desk.scratch[f"drafts/{name}"] = content
    folder = desk.workspace.drafts_path
    try:
        folder.mkdir(exist_ok=True)
        write_atomically(folder / f"{name}.json", json.dumps(content, ensure_ascii=False, indent=1))
    except OSError as error:
        raise BadInput(
            f"{folder} cannot be written ({error.strerror}): free space or choose another folder."
        ) from error


def recall(desk: Desk, name: str) -> dict[str, Any]:
    """The stored content; raises BadRequest for a name that was never kept.

    Texts are those this conversation has seen; approvals are whoever's gave them last, here or on the command line.
    """
    file = desk.workspace.drafts_path / f"{name}.json"
    if f"drafts/{name}" in desk.scratch and not (name.endswith(".approvals") and file.is_file()):
        content: dict[str, Any] = desk.scratch[f"drafts/{name}"]
        return content
    if not name.replace("-", "").replace(".", "").isalnum() or not file.is_file():
        raise BadRequest(
            desk.say(
                f"There is no brief {name}: call brief_copy first and use the brief_id it gives.",
                f"没有编号为 {name} 的需求：请先调用 brief_copy，并使用它给出的 brief_id。",
            )
        )
    try:
        loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadInput(f"{file} is damaged: call brief_copy again to write it anew.") from error
    return loaded
