"""show draft B as C00012 would get it, 给C00012预览: the last drafts filled in for one customer."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.intents.lookups.lookups import customer_of
from assistant.planner.reading import Call, Reading

_SHOWN = re.compile(
    r"\bpreview|\b(?:drafts?|variants?|versions?|texts?|messages?|cop(?:y|ies)|sms|e-?mails?|it|them|that|this) "
    r"(?:\w+ ){0,4}?(?:for|as|to)\b|\bwhat (?:would|will|does|do) \S+ (?:get|receive|see)\b"
    r"|\blooks? (?:like )?(?:for|to)\b"
    r"|预览|会收到|收到(?:的|什么)|看到的(?:文案|短信|邮件|内容)|(?:文案|短信|邮件|这[几两三]?版)(?:是|会是)?什么样"
)


def read_preview(frame: Frame) -> Reading | None:
    """The drafts just written, for a customer named by id; nothing else is asked of that customer."""
    if not frame.state.drafts or frame.state.last not in ("copy", "approval", "exported"):
        return None
    customer = customer_of(frame)
    if customer is None or not _SHOWN.search(frame.text.normal):
        return None
    return frame.reading("preview", calls=[Call("preview_drafts", {"customer_id": customer})])
