"""export_campaign: a folder a colleague can use: who gets which draft, their messages, the texts, the plan in words."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from tools.campaigns.definitions import CONTROL, Record
from tools.campaigns.drawing import draw
from tools.campaigns.exporting import write_members
from tools.campaigns.handover import write_texts
from tools.campaigns.planning import LATEST, reached_by
from tools.campaigns.store import ASSIGNMENTS, find_record, folder_of, write_record
from tools.contract import BadInput, BadRequest, Column, Finding, NotAllowed
from tools.copy_rules.rulebook import rulebook
from tools.copywriting.approving import Approval, approvals, lettered, submitted
from tools.copywriting.bulk import Progress, render_messages
from tools.copywriting.store import recall
from tools.data.exports import Platform
from tools.definitions import Channel
from tools.desk import Desk

CONSENT_OF: dict[str, Channel] = {"email": "email", "sms": "sms", "meta_ad": "email", "google_ad": "email"}
"""Whose consent decides who is in the file; lists for ads are matched by e-mail address."""


def export_campaign(
    desk: Desk,
    platform: Annotated[Platform, Field(description="The sending tool the files are for")] = "csv",
    campaign: Annotated[str, Field(description="Its name or id; the last one planned unless told")] = "",
) -> Finding:
    """Write a planned campaign's files: its people by approved draft, holdout left out, messages, texts, the plan.

    Nothing is sent. Only drafts that a person approved are used; consent is checked again.
    """
    return pack_campaign(desk, platform, campaign)


def pack_campaign(desk: Desk, platform: Platform, campaign: str = "", *, progress: Progress | None = None) -> Finding:
    """`export_campaign`, telling `progress` how many messages of how many are made.

    Stopped while it makes them, it goes on from there when it is called again.
    """
    record = find_record(desk.workspace, campaign or str(desk.scratch.get(LATEST, "")))
    approved = approvals(desk, record.brief_id)
    if not approved:
        raise NotAllowed(desk.say(
            "No draft of this campaign is approved yet, so nothing was written: approve one first.",
            "这个活动还没有批准任何文案，因此没有写出文件：请先批准一版。",
        ))  # fmt: skip
    record = _settled(desk, record, [one.draft for one in approved])
    folder = folder_of(desk.workspace, record.id)
    final, partial, old = (folder / f"{platform}{end}" for end in ("", ".partial", ".old"))
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        rows, totals, said = _write(desk, record, approved, platform, partial, progress)
        shutil.rmtree(old, ignore_errors=True)
        if final.exists():
            final.rename(old)
        partial.rename(final)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise BadInput(f"{final} cannot be written ({error.strerror}): free space and export again.") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    write_record(desk.workspace, record.model_copy(update={"status": "exported"}))
    return _report(desk, record, platform, rows, totals, said)


def _settled(desk: Desk, record: Record, letters: list[str]) -> Record:
    """The record with arms for exactly these drafts; once exported the arms stay as they are."""
    arms = [arm for arm in record.assigned if arm != CONTROL]
    if sorted(arms) == sorted(letters):
        return record
    if record.status == "exported":
        raise _other_drafts(desk, record.id, arms, letters)
    reached = reached_by(desk, record.campaign)
    sizes = draw(desk, record.campaign, reached.audience, record.id, letters)
    record = record.model_copy(update={"assigned": sizes})
    write_record(desk.workspace, record)
    return record


def _other_drafts(desk: Desk, identity: str, arms: list[str], letters: list[str]) -> BadRequest:
    """What to do where other drafts are approved now than those that the people were split by at the export."""
    sent, now = ", ".join(sorted(arms)), ", ".join(sorted(letters))
    cures = [desk.say("plan a new one to send others", "要发送其他文案请另建活动")]
    if more := sorted(set(letters) - set(arms)):
        cures.append(desk.say(
            f"withdraw {', '.join(more)} to export the same again "
            f"(campaign DIR {identity} --withdraw {','.join(more)})",
            f"要照原样再导出，请撤回文案{'、'.join(more)}的批准（campaign DIR {identity} --withdraw {','.join(more)}）",
        ))  # fmt: skip
    if lacking := sorted(set(arms) - set(letters)):
        cures.append(desk.say(f"approve {', '.join(lacking)} again", f"请重新批准文案{'、'.join(lacking)}"))
    return BadRequest(desk.say(
        f"This campaign was exported with drafts {sent}, and {now} are approved now: {'; or '.join(cures)}.",
        f"这个活动已按文案{sent}导出，而现在批准的是{now}：{'；或者'.join(cures)}。",
    ))  # fmt: skip


def _write(
    desk: Desk, record: Record, approved: list[Approval], platform: Platform, folder: Path, progress: Progress | None
) -> tuple[list[list[Any]], dict[str, float], list[str]]:
    """Every file of the folder; returns its rows for the finding, totals and what must be said."""
    brief = record.campaign.brief
    cards = lettered(submitted(desk, record.brief_id))
    drafts = {one.draft: cards[one.draft].fields for one in approved}
    assignments = folder_of(desk.workspace, record.id) / ASSIGNMENTS
    people = sum(count for arm, count in record.assigned.items() if arm != CONTROL)
    rows: list[list[Any]] = []
    totals = {"written": float(people), "held_back": float(record.assigned.get(CONTROL, 0))}
    said: list[str] = []
    if (consent := CONSENT_OF.get(brief.channel)) is not None:
        path = folder / f"audience.{'parquet' if platform == 'parquet' else 'csv'}"
        # messages go to those in the list, not to all who were drawn: an address may be somebody's who is held back
        listed = folder / _LISTED
        sent, files = write_members(
            desk, assignments, platform, path, channel=consent, campaign=record.id, written=listed
        )
        assignments = listed
        totals["written"] = sent.totals["written"]
        rows += [[file.name, desk.say("who gets it", "发送名单"), count] for file, count in sorted(files.items())]
        said += [*_left_out(desk, sent), *sent.caveats]
    if rulebook().channels[brief.channel].personal:
        more, told = _messages(desk, record, drafts, assignments, folder, progress)
        rows, said = [*rows, *more], [*said, *told]
    (folder / _LISTED).unlink(missing_ok=True)
    rows += write_texts(desk, record, approved, drafts, folder, rows)
    return rows, totals, said


_LISTED = "listed.parquet"
"""Passing file of the folder: who is in the list, for their messages."""
_LEFT_OUT = (
    "gone", "without_consent", "refused_elsewhere", "shared_with_control", "without_valid_address", "repeated_address",
)  # fmt: skip


def _left_out(desk: Desk, sent: Finding) -> list[str]:
    """Who was drawn and is not in the list, with the reason."""
    lost = [
        f"{label} {int(people):,}"
        for (name, people), (label, _) in zip(sent.totals.items(), sent.rows, strict=False)
        if name in _LEFT_OUT and people
    ]
    if not lost:
        return []
    return [desk.say(f"Drawn, but not in the list: {', '.join(lost)}.", f"已分组但不在名单里：{'、'.join(lost)}。")]


def _messages(
    desk: Desk,
    record: Record,
    drafts: dict[str, dict[str, str]],
    assignments: Path,
    folder: Path,
    progress: Progress | None,
) -> tuple[list[list[Any]], list[str]]:
    """A message for each person; where a link of the texts is not set, the other files are written all the same.

    They are made beside the folder, which a stop takes away: what is done of them stays for the next time.
    """
    beside = folder.with_name(f"{folder.stem}.messages")
    try:
        beside.mkdir(exist_ok=True)
        made = render_messages(
            desk, recall(desk, record.brief_id), drafts, assignments, beside / "messages.csv", progress=progress
        )
        for file in beside.iterdir():
            file.replace(folder / file.name)
    except BadRequest as error:
        return [], [desk.say(f"No message for each person was made: {error.message}",
                             f"没有生成每人一条的文案：{error.message}")]  # fmt: skip
    finally:
        if not (beside / "messages.csv.parts").exists():
            shutil.rmtree(beside, ignore_errors=True)
    rows: list[list[Any]] = [["messages.csv", desk.say("a message for each of them", "每人一条的文案"), made.written]]
    if made.pages_out:
        what = desk.say("the same e-mails, each as an HTML page", "同样的邮件，每人一个 HTML 网页")
        rows.append([Path(made.pages_out).name, what, made.written])
    aside = folder / Path(made.set_aside_out).name
    if made.set_aside:
        count = sum(made.set_aside.values())
        rows.append([aside.name, desk.say("who gets none, and why", "未生成的人及原因"), count])
    else:
        aside.unlink(missing_ok=True)
    return rows, made.words(desk)[1:]


def _report(
    desk: Desk, record: Record, platform: str, rows: list[list[Any]], totals: dict[str, float], said: list[str]
) -> Finding:
    days = record.campaign.horizon_days
    name = record.campaign.name or record.id
    return Finding(
        tool="export_campaign",
        handle=record.id,
        title=desk.say(f"Written for {platform}: campaign {name}", f"已为 {platform} 写出活动 {name}"),
        message=desk.say(
            f"They are in campaigns/{record.id}/{platform} of the workspace. Send them, then read the result after "
            f"{days} days with `python -m assistant results`.",
            f"文件在工作区的 campaigns/{record.id}/{platform} 里。"
            f"发送 {days} 天后用 `python -m assistant results` 看结果。",
        ),
        columns=[
            Column(name="file", label=desk.say("File", "文件")),
            Column(name="what", label=desk.say("What it is", "内容")),
            Column(name="rows", type="integer", label=desk.say("Rows", "行数")),
        ],
        rows=rows,
        total_rows=len(rows),
        totals=totals,
        definition={"campaign": record.id, "platform": platform},
        caveats=said,
    )  # fmt: skip
