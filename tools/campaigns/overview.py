"""list_campaigns: what was planned here, what is approved, and what was written out."""

from __future__ import annotations

from typing import Any

from tools.campaigns.definitions import CONTROL, Record
from tools.campaigns.planning import LATEST as CAMPAIGN
from tools.campaigns.store import find_record, read_records
from tools.contract import BadRequest, Column, Finding
from tools.copywriting.approving import LATEST as DRAFTS
from tools.copywriting.approving import approvals, signer, submitted
from tools.definitions import Audience
from tools.desk import Desk
from tools.wording import audience_words


def list_campaigns(desk: Desk, campaign: str = "") -> Finding:
    """Campaigns planned here, or one by name or id with its drafts."""
    if campaign:
        return _one(desk, find_record(desk.workspace, campaign))
    rows = [_row(desk, record) for record in read_records(desk.workspace)]
    return _listed(desk, rows).model_copy(update={
        "status": "answered" if rows else "empty",
        "title": desk.say("Campaigns planned here", "已规划的活动"),
        "message": "" if rows else desk.say("No campaign is planned yet.", "还没有规划过活动。"),
    })  # fmt: skip


def _one(desk: Desk, record: Record) -> Finding:
    """One plan with its drafts, which are then the ones spoken of."""
    desk.scratch.update({CAMPAIGN: record.id, DRAFTS: record.brief_id})
    try:
        drafts, approved = submitted(desk, record.brief_id), approvals(desk, record.brief_id)
    except BadRequest:  # planned, and nothing written yet
        drafts, approved = [], []
    told = [
        desk.say(f"draft {one.draft} approved by {name}", f"文案{one.draft}批准人：{name}")
        for one in approved
        for name in [signer(desk, one)]
    ]
    whom = audience_words(record.campaign.brief.audience or Audience(), desk.dictionary, desk.language)
    changed = len(record.earlier)
    if changed:
        times = f"changed {changed} times" if changed > 1 else "changed once"
        told.append(desk.say(f"{times} since {record.earlier[0].planned_at[:16]}", f"规划后修改过 {changed} 次"))
    return _listed(desk, [_row(desk, record)]).model_copy(update={
        "handle": record.brief_id,
        "title": desk.say(f"Campaign {record.id}: {whom}", f"活动 {record.id}：{whom}"),
        "message": desk.say("; ", "；").join(told),
        "drafts": drafts,
        "definition": {"id": record.id, "approved": [[one.draft, signer(desk, one), one.at] for one in approved]}
        | record.campaign.compact(),
    })  # fmt: skip


def _listed(desk: Desk, rows: list[list[Any]]) -> Finding:
    return Finding(
        tool="list_campaigns",
        columns=[
            Column(name="campaign", label=desk.say("Campaign", "活动")),
            Column(name="id", label="ID"),
            Column(name="planned_at", type="timestamp", label=desk.say("Planned (UTC)", "规划时间（UTC）")),
            Column(name="contacted", type="integer", unit="customers", label=desk.say("Get it", "收到人数")),
            Column(name="held_back", type="integer", unit="customers", label=desk.say("Held back", "对照人数")),
            Column(name="approved", label=desk.say("Approved drafts", "已批准文案")),
            Column(name="status", label=desk.say("Status", "状态")),
        ],
        rows=rows,
        total_rows=len(rows),
    )


def _row(desk: Desk, record: Record) -> list[Any]:
    try:
        approved = desk.say(", ", "、").join(one.draft for one in approvals(desk, record.brief_id))
    except BadRequest:  # its brief was removed by hand
        approved = ""
    held = record.assigned.get(CONTROL, 0)
    words = {"planned": ("planned", "已规划"), "exported": ("exported", "已导出")}
    name = record.campaign.name or f"{record.campaign.brief.channel} · {record.campaign.brief.goal}"
    contacted = sum(record.assigned.values()) - held
    return [name, record.id, record.planned_at, contacted, held, approved, desk.say(*words[record.status])]
