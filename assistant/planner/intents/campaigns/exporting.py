"""export them, export it for Klaviyo, 导出: how the people spoken of, or a planned campaign, become files."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.reading import Call, Reading

_LIGHT = (
    "filler", "break", "anaphor", "export_cue", "people", "list", "for", "place", "value", "values", "interjection",
    "and", "same", "contact_noun", "segment_word", "file_word", "purpose",
)  # fmt: skip
_PLATFORMS = {
    "klaviyo": "klaviyo", "mailchimp": "mailchimp", "meta": "meta", "facebook": "meta", "instagram": "meta",
    "google": "google", "braze": "braze", "tiktok": "tiktok", "csv": "csv", "excel": "csv", "parquet": "parquet",
    "谷歌": "google", "脸书": "meta",
}  # fmt: skip

_KNOWN = tuple(dict.fromkeys(_PLATFORMS.values()))

_OF_CAMPAIGNS = ("field", "purpose", "copy_noun", "copy_channel", "mail_noun", "thing", "then", "now", "soft")
_FILES = re.compile(r"\b(?:write|make|give|get|create|generate)\b.*\bfiles?\b|(?:生成|写出|给我).*文件")


_SHORT = 4
"""Spans of a message that says hardly more than "export it"."""


def _nothing_yet(frame: Frame) -> Reading:
    return frame.reading("limited", text=frame.say(
        "There is no campaign and no audience in this conversation to export yet: plan one, or name the people. A "
        "campaign planned before is written by `python -m assistant campaign DIR CAMPAIGN --for PLATFORM`.",
        "这段对话里还没有可以导出的活动或人群：请先规划活动，或说明是哪些人。以前规划的活动可用 "
        "`python -m assistant campaign DIR 活动 --for 平台` 导出。",
    ))  # fmt: skip


def _no_such_platform(frame: Frame, named: str) -> Reading:
    return frame.reading("limited", text=frame.say(
        f"I write no files for {named}: say “export it for …” one of {', '.join(_KNOWN)}.",
        f"不能为{named}导出文件：请说“导出到…”，可用 {'、'.join(_KNOWN)}。",
    ))  # fmt: skip


def platform_in(text: str) -> str:
    """The platform a message names; empty where it names none."""
    found = re.search(r"|".join(_PLATFORMS), text.casefold())
    return _PLATFORMS[found[0]] if found else ""


def read_export(frame: Frame) -> Reading | None:
    """A request to write the campaign just planned, or the last people, to files."""
    asked = frame.has("export_cue") or (frame.state.campaign is not None and bool(_FILES.search(frame.text.normal)))
    if not asked or frame.has("verb", "how_many", "measure"):
        return None
    if frame.state.campaign is not None and frame.state.last in ("copy", "approval", "exported"):
        platform = platform_in(frame.text.normal)
        verbs = () if frame.has("export_cue") else ("copy_verb", "help")  # write the files for Braze
        others = [span for span in frame.spans if span.has("copy_channel_other")]
        if all(span.has(*_LIGHT, *_OF_CAMPAIGNS, *verbs) or span.unknown or span in others for span in frame.spans):
            if others and not platform:
                return _no_such_platform(frame, others[0].text)
            args = {"platform": platform} if platform else {}
            args |= {"campaign": frame.state.campaign_id} if frame.state.campaign_id else {}
            return frame.reading("exported", calls=[Call("export_campaign", args)])
    if not frame.has("export_cue"):
        return None
    if not all(span.has(*_LIGHT) or span.unknown for span in frame.spans):
        return None
    if frame.state.audience is None:
        return _nothing_yet(frame) if platform_in(frame.text.normal) or len(frame.spans) < _SHORT else None
    known = "|".join(_KNOWN)
    return frame.reading(
        "limited",
        text=frame.say(
            "I write no file of people from the chat. On the page “Export for …” below them does; on the command line "
            f"save them (“save them as …”) and run `python -m assistant export DIR AUDIENCE --for {known} --channel "
            "email|sms --out FILE`; the channel is the one they agreed to.",
            "聊天里不能直接导出人群文件。页面上可用人群下方的“导出到…”。命令行请先保存这个人群（“保存为…”），再运行 "
            f"`python -m assistant export DIR 人群名 --for {known} --channel email|sms --out 文件`，"
            "--channel 是客户同意的渠道。",
        ),
    )
