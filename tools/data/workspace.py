"""A workspace: the folder that is the shop. Where things lie in it, its settings, and who may write."""

import fcntl
import json
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from tools.contract import BadInput, Model

SETTINGS_FILE = "workspace.toml"


class HygieneSettings(Model):
    """`[hygiene]`: whom a campaign leaves out beyond those who may not be written to; 0 turns a rule off."""

    frequency_cap_messages: int = Field(default=3, ge=0, le=1_000)
    """Whoever got so many messages, on any channel, within `frequency_cap_days` gets no further one."""
    frequency_cap_days: int = Field(default=7, ge=0, le=3_650)
    complaint_quiet_days: int = Field(default=90, ge=0, le=3_650)
    """No campaign for so long after a complaint."""
    return_quiet_days: int = Field(default=14, ge=0, le=3_650)
    """No campaign for so long after sending goods back."""
    contact_age_at_least_days: int = Field(default=3, ge=0, le=3_650)
    """New contacts are left to their welcome messages."""
    contact_idle_at_most_days: int = Field(default=730, ge=0, le=3_650)
    """Consent grows stale: no order, reaction or registration for longer leaves a contact out (CASL: 2 years)."""


class WorkspaceSettings(Model):
    """`workspace.toml`: what a person may set about a shop."""

    name: str = "My shop"
    currency: str = "USD"
    """ISO 4217 code that all money in the warehouse is in."""
    time_zone: str = "UTC"
    """Zone the stored timestamps are in; they carry none themselves."""
    language: Literal["en", "zh"] = "en"
    """Language of the page until a question says otherwise."""
    country: str = ""
    """ISO 3166-1 alpha-2 code of the shop's home market; decides default law and phone formats."""
    fiscal_year_start_month: int = Field(default=1, ge=1, le=12)
    """Month the shop's fiscal years begin in; a fiscal year is named by the calendar year it ends in."""
    brand_name: str = ""
    postal_address: str = ""
    unsubscribe_url: str = ""
    links: dict[str, str] = Field(default_factory=dict)
    """Link tag to address, the same for everybody: shop_link = "https://…"."""
    hygiene: HygieneSettings = Field(default_factory=HygieneSettings)
    dictionary: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Words of this shop: field, measure or value name to {en = [...], zh = [...]}."""
    headings: dict[str, list[str]] = Field(default_factory=dict)
    """Field to what the shop's own files head it with: order_channel = ["门店"]; its people call it that."""


class Workspace:
    """An opened workspace folder."""

    def __init__(self, path: Path, settings: WorkspaceSettings) -> None:
        self.path = path
        self.settings = settings
        self.lessons = 0
        """How many words were taught since it was opened."""
        self.settings_path = path / SETTINGS_FILE
        self.warehouse_path = path / "warehouse.duckdb"
        self.library_path = path / "library"
        self.documents_path = path / "documents"
        self.models_path = path / "models"
        self.audiences_path = path / "audiences"
        self.sessions_path = path / "sessions"
        self.exports_path = path / "exports"
        self.campaigns_path = path / "campaigns"
        self.drafts_path = path / "drafts"
        self.audit_path = path / "audit.jsonl"
        self.truth_path = path / "planted_truth.json"

    @classmethod
    def open(cls, path: str | Path) -> "Workspace":
        """Open an existing workspace; raises BadInput when `path` is not one."""
        folder = Path(path).expanduser()
        file = folder / SETTINGS_FILE
        if not file.is_file():
            raise BadInput(
                f"{folder} is not a workspace (no {SETTINGS_FILE}): make one with "
                f"`python -m assistant import {folder} FILE…` or `python -m assistant demo {folder}`.",
                zh=f"{folder} 不是工作区（没有 {SETTINGS_FILE}）："
                f"请用 `python -m assistant import {folder} 文件…` 或 `python -m assistant demo {folder}` 建立。"
                "",
            )
        return cls(folder, _read_settings(file))

    @classmethod
    def create(cls, path: str | Path, settings: WorkspaceSettings | None = None) -> "Workspace":
        """Make the folder a workspace, or open it when it is one already; an occupied folder is refused."""
        folder = Path(path).expanduser()
        if (folder / SETTINGS_FILE).is_file():
            return cls.open(folder)
        if folder.exists() and not folder.is_dir():
            raise BadInput(
                f"{folder} is a file: name a folder for the workspace.", zh=f"{folder} 是文件：请给出工作区的文件夹。"
            )
        if folder.is_dir() and any(folder.iterdir()):
            raise BadInput(
                f"{folder} already holds other files: name a new or an empty folder.",
                zh=f"{folder} 中已有其他文件：请使用新的或空的文件夹。",
            )
        workspace = cls(folder, settings or WorkspaceSettings())
        try:
            folder.mkdir(parents=True, exist_ok=True)
            workspace.save_settings()
        except OSError as error:
            raise BadInput(
                f"{folder} cannot be written ({error.strerror}): choose another folder.",
                zh=f"无法写入 {folder}（{error.strerror}）：请换一个文件夹。",
            ) from error
        return workspace

    def save_settings(self) -> None:
        """Write `workspace.toml` so that a reader sees the old file or the new one, never half of either."""
        write_atomically(self.settings_path, _to_toml(self.settings.model_dump()))

    def teach(self, word: str, target: str) -> None:
        """Add a word for `target` to the shop's dictionary, beside what another process may have added meanwhile."""
        self.settings = _read_settings(self.settings_path)
        language = "zh" if any("\u3400" <= letter <= "\u9fff" for letter in word) else "en"
        entry = self.settings.dictionary.setdefault(target, {})
        words = entry.setdefault(language, [])
        if word not in words:
            words.append(word)
            self.save_settings()
        self.lessons += 1

    @contextmanager
    def lock(self, *, exclusive: bool, purpose: str) -> Iterator[None]:
        """Hold the workspace: many readers, or one writer (two writers corrupt Chroma silently).

        Raises BadInput naming the holder when it cannot be had at once.
        """
        file = self.path / ".lock"
        try:
            handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            if not exclusive:
                yield  # a read-only folder can still be read, and nobody can write to it
                return
            raise BadInput(
                f"{self.path} cannot be written ({error.strerror}).", zh=f"无法写入 {self.path}（{error.strerror}）。"
            ) from error
        try:
            try:
                fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BadInput(
                    f"{self.path} is in use by {_holder(file)}: wait for it or stop it first.",
                    zh=f"{self.path} 正被使用（{_holder(file)}）：请等待其结束或先停止它。",
                ) from error
            note = {"pid": os.getpid(), "purpose": purpose, "since": datetime.now().isoformat(timespec="seconds")}
            os.ftruncate(handle, 0)
            os.pwrite(handle, json.dumps(note).encode(), 0)
            yield
        finally:
            os.close(handle)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A sibling file to write; it takes the place of `path` when all went well, and is gone when it did not."""
    partial = path.with_name(path.name + ".partial")
    try:
        yield partial
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def write_atomically(path: Path, text: str) -> None:
    """Write `text` to `path` by way of a sibling file, so that a full disk leaves the old content."""
    with replacing(path) as partial, partial.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())


def _read_settings(file: Path) -> WorkspaceSettings:
    try:
        return WorkspaceSettings.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise BadInput(
            f"{file} cannot be read ({_first_line(error)}): mend that line.",
            zh=f"无法读取 {file}（{_first_line(error)}）：请修改该行。",
        ) from error


def _holder(file: Path) -> str:
    try:
        note = json.loads(file.read_text())
        return f"`{note['purpose']}` (process {note['pid']}, since {note['since']})"
    except (OSError, ValueError, KeyError):
        return "another process"


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return "; ".join(lines[:3])


def _to_toml(values: dict[str, Any]) -> str:
    """Settings as TOML: scalars first, then links and the hygiene rules, then one table per dictionary word."""
    tables = {name: values[name] for name in ("links", "hygiene", "headings") if values[name]} | {
        f"dictionary.{json.dumps(word, ensure_ascii=False)}": forms for word, forms in values["dictionary"].items()
    }
    lines = _pairs({key: value for key, value in values.items() if not isinstance(value, dict)})
    for name, table in tables.items():
        lines += [f"\n[{name}]", *_pairs(table)]
    return "\n".join(lines) + "\n"


def _pairs(values: dict[str, Any]) -> list[str]:
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
