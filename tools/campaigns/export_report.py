"""What an export says of itself: to whoever asked for it, and in the log."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.contract import BadInput, Column, Finding, NotAllowed
from tools.data.exports import Layout, Platform
from tools.definitions import Audience, Channel

if TYPE_CHECKING:
    from tools.desk import Desk

LOG = "log.jsonl"
_WORDS = {
    "members": ("In the audience", "人群人数"),
    "assigned": ("Drawn for the campaign", "活动已分配人数"),
    "held_back": ("Held back as control", "保留的对照组"),
    "gone": ("No customer any more", "已不在客户数据中"),
    "without_consent": ("May not be written to", "不可联系"),
    "refused_elsewhere": ("Refused under another record of the address", "同一地址的其他记录已拒绝"),
    "shared_with_control": ("Address shared with someone held back", "与对照组客户共用地址"),
    "without_valid_address": ("No valid address", "没有有效地址"),
    "repeated_address": ("Address repeated", "地址重复"),
    "written": ("Written", "已写出"),
}
_ONLY_IF_ANY = ("gone", "refused_elsewhere", "shared_with_control")
_CHANNELS_ZH = {"email": "邮件", "sms": "短信"}


def counted(counts: dict[str, int]) -> dict[str, int]:
    """In the order of the report; rare reasons only where they occurred."""
    return {name: counts[name] for name in _WORDS if name in counts and (counts[name] or name not in _ONLY_IF_ANY)}


def nobody_left(desk: Desk, total: int, channel: Channel, counts: dict[str, int], *, campaign: bool) -> NotAllowed:
    """The refusal where not a single person is left, with what each reason took away."""
    what, what_zh = ("campaign", "活动") if campaign else ("audience", "人群")
    reasons = [name for name in counted(counts) if counts[name] and name not in ("members", "assigned", "written")]
    why = "; ".join(f"{_WORDS[name][0].lower()}: {counts[name]:,}" for name in reasons)
    why_zh = "；".join(f"{_WORDS[name][1]} {counts[name]:,}" for name in reasons)
    hint = hint_zh = ""
    if channel == "sms" and counts.get("without_valid_address") and not desk.workspace.settings.country:
        hint = ' Phone numbers without a +code cannot be read: set country in workspace.toml, such as country = "DE".'
        hint_zh = '没有国家代码的手机号无法识别：请在 workspace.toml 中设置 country，例如 country = "CN"。'
    return NotAllowed(
        desk.say(
            f"Nobody in this {what} ({total:,}) may be written to by {channel}; nothing was written ({why}).{hint}",
            f"该{what_zh}（{total:,} 人）中没有可以通过{_CHANNELS_ZH[channel]}联系的客户，"
            f"没有写出文件（{why_zh}）。{hint_zh}",
        )
    )


def log_export(
    desk: Desk, audience: Audience | None, platform: str, paths: list[Path], channel: str, campaign: str,
    counts: dict[str, int], arms: dict[str, int],
) -> None:  # fmt: skip
    """One line per export: what went where and how many, never who. Without it no file may stay."""
    entry: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "platform": platform, "file": paths[0].name,
        "files": [path.name for path in paths], "channel": channel,
        "audience": audience.compact() if audience else None, "campaign": campaign or None, **counts,
    }  # fmt: skip
    if arms:
        entry["arms"] = arms
    folder = desk.workspace.exports_path
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / LOG).open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(entry, ensure_ascii=False) + "\n")
    except OSError as error:
        for path in paths:  # an export that leaves no trace must not leave a file either
            path.unlink(missing_ok=True)
        raise BadInput(
            f"{folder} cannot be written ({error.strerror}), so nothing was exported.",
            zh=f"无法写入 {folder}（{error.strerror}），没有导出任何内容。",
        ) from error


def report(
    desk: Desk,
    platform: Platform,
    layout: Layout,
    parts: dict[Path, int],
    counts: dict[str, int],
    arms: dict[str, int],
    landlines: int = 0,
) -> Finding:
    """How many there were, were left out and why, were written, and what the platform wants known.

    `parts` are the files with the people in each.
    """
    rows: list[list[Any]] = [[desk.say(*_WORDS[name]), count] for name, count in counts.items()]
    rows += [[desk.say(f"Arm {arm}", f"分组 {arm}"), people] for arm, people in sorted(arms.items())]
    names = ", ".join(str(path) for path in parts)
    return Finding(
        tool="export_audience",
        title=desk.say(f"Written for {platform}: {names}", f"已为 {platform} 写出：{names}"),
        columns=[Column(name="step", label=desk.say("Step", "步骤")),
                 Column(name="customers", type="integer", label=desk.say("Customers", "人数"))],
        rows=rows,
        total_rows=len(rows),
        totals={name: float(count) for name, count in counts.items()},
        definition={"files": [str(path) for path in parts]},
        caveats=_caveats(desk, platform, layout, counts, landlines),
    )  # fmt: skip


def _caveats(desk: Desk, platform: Platform, layout: Layout, counts: dict[str, int], landlines: int) -> list[str]:
    notes = [desk.say(*note) for note in layout.notes]
    name, fewest = platform.capitalize() if platform != "tiktok" else "TikTok", layout.fewest_people
    if counts["written"] < fewest:
        notes.append(
            desk.say(f"{name} takes no list of fewer than {fewest:,} people.", f"{name} 不接受少于 {fewest} 人的名单。")
        )
    if landlines:
        notes.append(
            desk.say(
                f"{landlines:,} of the numbers are landlines, which may take no text message.",
                f"其中 {landlines:,} 个号码是固定电话，可能收不到短信。",
            )
        )
    return notes
