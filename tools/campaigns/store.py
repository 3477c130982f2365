"""Campaigns on disk: campaigns/<id>/ with campaign.json, assignments.parquet, and what was exported and measured."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from tools.campaigns.definitions import Campaign, Record
from tools.contract import BadInput, BadRequest
from tools.data.workspace import write_atomically

if TYPE_CHECKING:
    from tools.data.workspace import Workspace

RECORD = "campaign.json"
ASSIGNMENTS = "assignments.parquet"
"""Columns customer_id VARCHAR, arm VARCHAR, assigned_at TIMESTAMP; one row a person, ordered by customer_id."""


def campaign_id(workspace: Workspace, campaign: Campaign, today: str, latest: str = "") -> str:
    """The id of the plan that `campaign` changes, or a new one: letters of its name and a few digits.

    A change keeps the id, so that what was shown stays true and one plan is listed; one that was exported is left
    alone. Where nobody says whether it is a change, it is one of the conversation's `latest` plan if no more than one
    of name, people, channel and goal differs, or of the same plan made on the same day.
    """
    records = {record.id: record for record in read_records(workspace)}
    meant = campaign.replaces if campaign.replaces is not None else latest
    before = records.get(meant)
    if before is not None and before.status != "exported":
        differing = sum(old != new for old, new in zip(_key(before.campaign), _key(campaign), strict=True))
        if campaign.replaces or differing <= 1:
            return meant
    text = json.dumps([*_key(campaign), today], ensure_ascii=False, sort_keys=True)
    slug = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFKC", campaign.name).casefold()).strip("-")[:40]
    base = f"{slug or 'campaign'}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"
    names = [base, *(f"{base}-{number}" for number in range(2, len(records) + 3))]
    return next(name for name in names if name not in records or _planned_anew(records[name], campaign, today))


def _key(campaign: Campaign) -> tuple[str, object, str, str]:
    """What makes a campaign this one: its name, whom it goes to, by which channel and why."""
    brief = campaign.brief
    return campaign.name, brief.audience.compact() if brief.audience else None, brief.channel, brief.goal


def _planned_anew(record: Record, campaign: Campaign, today: str) -> bool:
    return record.status != "exported" and record.today == today and _key(record.campaign) == _key(campaign)


def folder_of(workspace: Workspace, identity: str) -> Path:
    """Where everything of one campaign lies."""
    return workspace.campaigns_path / identity


def write_record(workspace: Workspace, record: Record) -> None:
    """Store the record, whole or not at all. Raises BadInput when the folder cannot be written."""
    folder = folder_of(workspace, record.id)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / RECORD, json.dumps(record.model_dump(mode="json"), ensure_ascii=False, indent=1))
    except OSError as error:
        raise BadInput(
            f"{folder} cannot be written ({error.strerror}): free space or choose another folder.",
            zh=f"无法写入 {folder}（{error.strerror}）：请腾出空间或换一个文件夹。",
        ) from error


def record_files(workspace: Workspace) -> Iterator[Path]:
    """Where campaigns are kept, though some may be gone this moment; a glob takes longer, for it asks after each."""
    if workspace.campaigns_path.is_dir():
        yield from (folder / RECORD for folder in workspace.campaigns_path.iterdir())


def read_records(workspace: Workspace) -> list[Record]:
    """Every campaign planned here, the latest first. Raises BadInput naming a file that cannot be read."""
    records = []
    for file in sorted(workspace.campaigns_path.glob(f"*/{RECORD}")):
        try:
            records.append(Record.model_validate_json(file.read_text(encoding="utf-8")))
        except (OSError, ValueError, ValidationError) as error:
            raise BadInput(
                f"{file} is not a campaign any more: mend or remove it.",
                zh=f"{file} 已不是有效的活动文件：请修复或删除。",
            ) from error
    return sorted(records, key=lambda record: record.planned_at, reverse=True)


def find_record(workspace: Workspace, name: str = "") -> Record:
    """The campaign of this id or name, the latest where no name is given. Raises BadRequest naming those there are.

    The digits that end an id will do, or four of them.
    """
    records = read_records(workspace)
    wanted = " ".join(name.split()).casefold()
    for record in records:
        if not wanted or wanted in (record.id.casefold(), record.campaign.name.casefold()):
            return record
    ends = [record for record in records if _ends(record.id, wanted)]
    if len(ends) == 1:
        return ends[0]
    known = [f"{record.campaign.name} ({record.id})" if record.campaign.name else record.id for record in records]
    if workspace.settings.language == "zh":
        raise BadRequest(f"没有名为「{name}」的活动；现有：{'、'.join(known) or '无'}。", nearest=known)
    raise BadRequest(f"No campaign is planned as {name!r}; there are: {', '.join(known) or 'none yet'}.", nearest=known)


def _ends(identity: str, wanted: str) -> bool:
    digits = re.search(r"([0-9a-f]{6})(-\d+)?$", identity)
    if digits is None or len(wanted) < 4:
        return False
    return identity.endswith(f"-{wanted}") or digits[1].startswith(wanted)
