"""list_campaigns: what was planned here, what is approved, and what was written out."""

from __future__ import annotations

from typing import Any

from tools.campaigns.definitions import CONTROL, Record
from tools.campaigns.store import read_records
from tools.contract import BadRequest, Column, Finding
from tools.copywriting.approving import approvals
from tools.desk import Desk


def list_campaigns(desk: Desk) -> Finding:
    """List the campaigns planned here: people, held back, approved drafts, exported or not."""
    rows = [_row(desk, record) for record in read_records(desk.workspace)]
    return Finding(
        tool="list_campaigns",
        status="answered" if rows else "empty",
        title=desk.say("Campaigns planned here", "已规划的活动"),
        message="" if rows else desk.say("No campaign is planned yet.", "还没有规划过活动。"),
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
