"""Requests to write to people who said no, or to undo that they did."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.intents.copywriting.own_events import without_way_out
from assistant.planner.spans import Span

_MESSAGING = ("copy_verb", "send_word", "contact_verb", "copy_channel", "contact_noun", "copy_noun")
_COUNTED = ("how_many", "share", "meaning", "average", "trend")
_NEAR = 4


def sets_consent_aside(frame: Frame) -> bool:
    """override the opt-out; email them including those who unsubscribed; 退订的也一起发."""
    if frame.has(*_COUNTED) and not frame.has("copy_verb", "send_word"):
        return False
    asked = frame.has("copy_verb") or (frame.has("copy_channel") and _LINE.search(frame.text.normal))
    told = without_way_out(frame.text.original) if asked else frame.text.original
    if told != frame.text.original:  # a text under 160 characters incl. opt-out
        return sets_consent_aside(frame.retold(told))
    spans = frame.spans
    if frame.has("consent_ignored"):
        return True
    if frame.has("suppressed") and frame.has(*_MESSAGING, "list"):
        return True
    if _brings_back(frame):
        return True
    writing = frame.has(*_MESSAGING)
    for index, span in enumerate(spans):
        if not (span.has("opt_out") or span.value("verb") == "unsubscribe") or _counts_acts(spans, index):
            continue
        near = spans[max(0, index - _NEAR) : index]
        if any(s.has("not", "never", "except", "remove") and not s.has("override") for s in near):
            continue
        after = spans[index + 1 : index + 1 + _NEAR]
        if any(s.has("override") for s in near) or (writing and any(s.has("override") for s in after)):
            return True
        if writing and _people_who(span) and any(s.has("and", "add", "for") or _adds(s) for s in [*near, *after]):
            return True
    return False


_LINE = re.compile(
    r"\b(?:opt[- ]?out|unsubscribe|stop) (?:line|link|text|wording|note|instructions?)\b|退订(?:方式|说明|链接)"
)
_BACK = (
    r"\b(?:remove|clear|reset|delete|lift|ignore|untick)\b"
    r".*\b(?:opt-?outs?|unsub\w*|suppress\w*|consent) (?:flags?|marks?|lists?|status|block)\b",
    r"\bre-?(?:subscrib|add|enrol|enroll|activate consent|opt)\w*",
    r"\b(?:put|add|bring|move|get|sneak|slip|place|take|opt|sign|sneaking|adding|putting)\b.*\b(?:back|again|anyway)\b",
    r"\b(?:sign|opt|subscribe|enrol|enroll|register|tick|set)\b"
    r".*\bwithout (?:asking|their|them|telling|consent|permission)",
    r"\b(?:include|add|email|text|mail|message|write to|keep)\b"
    r".*\b(?:too|anyway|as well|regardless|nobody will|no one will|just this once)\b",
)
_RESUBSCRIBED = re.compile("|".join(_BACK))
_TO_REFUSERS = re.compile(
    r"^(?:please |pls |just |can you |could you |now |ok )*(?:text|email|e-mail|mail|message|whatsapp|sms|push"
    r"|contact|send)\b.*\b(?:haven'?t|have not|hasn'?t|didn'?t|did not|never|not) (?:yet )?"
    r"(?:consent\w*|agree\w*|opt(?:ed)? in|sa(?:id|y) yes)"
)
_WHO_SAID_NO = re.compile(
    r"\b(?:unsub\w*|opt(?:ed)?[- ]?outs?|opt-?outs|said no|declined|withdrew|withdrawn|refused|no consent|never agreed"
    r"|never consented|without (?:asking|consent|permission|their consent|their permission)|suppress\w*|blocklist\w*)\b"
)


def _brings_back(frame: Frame) -> bool:
    """put the unsubscribed people back on the list, sign them all up without asking."""
    text = frame.text.normal
    return bool((_RESUBSCRIBED.search(text) and _WHO_SAID_NO.search(text)) or _TO_REFUSERS.search(text))


def _counts_acts(spans: list[Span], index: int) -> bool:
    """opens, clicks and unsubscribes of the letter: figures of what was sent, in a list."""
    near = spans[max(0, index - _NEAR) : index + _NEAR]
    acts = [s for s in near if s.value("verb") in ("open", "click") or s.has("measure")]
    return len(acts) > 1 and not any(s.has("people", "agent", "copy_verb") for s in near)


def _people_who(span: Span) -> bool:
    return span.value("verb") == "unsubscribe" or span.text.casefold().startswith(("unsub", "opted", "退订", "已退订"))


def _adds(span: Span) -> bool:
    return span.text.casefold() in ("plus", "also", "even", "including", "也", "都", "包括", "一起")
