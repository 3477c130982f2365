"""Campaigns on disk: campaigns/<id>/ with campaign.json, assignments.parquet, and what was exported and measured."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from itertools import count
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


def campaign_id(workspace: Workspace, campaign: Campaign, today: str) -> str:
    """Letters of the name and a few digits of whom it goes to, by which channel, why and on which day.

    Other texts or another holdout are the same campaign planned anew; one that was exported is left alone, and the
    next gets a number.
    """
    brief = campaign.brief
    whom = brief.audience.compact() if brief.audience else None
    text = json.dumps([campaign.name, whom, brief.channel, brief.goal, today], ensure_ascii=False, sort_keys=True)
    slug = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFKC", campaign.name).casefold()).strip("-")[:40]
    base = f"{slug or 'campaign'}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"
    exported = {record.id for record in read_records(workspace) if record.status == "exported"}
    numbers = (f"{base}-{number}" for number in count(2))
    return base if base not in exported else next(name for name in numbers if name not in exported)


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
            f"{folder} cannot be written ({error.strerror}): free space or choose another folder."
        ) from error


def read_records(workspace: Workspace) -> list[Record]:
    """Every campaign planned here, the latest first. Raises BadInput naming a file that cannot be read."""
    records = []
    for file in sorted(workspace.campaigns_path.glob(f"*/{RECORD}")):
        try:
            records.append(Record.model_validate_json(file.read_text(encoding="utf-8")))
        except (OSError, ValueError, ValidationError) as error:
            raise BadInput(f"{file} is not a campaign any more: mend or remove it.") from error
    return sorted(records, key=lambda record: record.planned_at, reverse=True)


def find_record(workspace: Workspace, name: str = "") -> Record:
    """The campaign of this id or name, the latest where no name is given. Raises BadRequest naming those there are."""
    records = read_records(workspace)
    wanted = " ".join(name.split()).casefold()
    for record in records:
        if not wanted or wanted in (record.id.casefold(), record.campaign.name.casefold()):
            return record
    known = [record.campaign.name or record.id for record in records]
    if workspace.settings.language == "zh":
        raise BadRequest(f"没有名为「{name}」的活动；现有：{'、'.join(known) or '无'}。", nearest=known)
    raise BadRequest(f"No campaign is planned as {name!r}; there are: {', '.join(known) or 'none yet'}.", nearest=known)
