"""show me plan 3f2a, approve A of spring-752b12, 导出活动-752b12: a plan named by its id or its name."""

from __future__ import annotations

import re
from functools import partial

from assistant.planner.frame import Frame
from assistant.planner.intents.campaigns.exporting import platform_in
from assistant.planner.intents.copywriting.approving import letters_in
from assistant.planner.reading import Call, Reading
from assistant.planner.words import pattern_of
from tools.copywriting.approving import approves, speaks_of_approval
from tools.copywriting.signing import signature

_any = partial(pattern_of, "planned")
_WORD = r"(?:campaigns?|plans?|活动|方案|计划)"
_ID = re.compile(r"[^\s,，。:：;；“”\"']*-([0-9a-f]{6}(?:-\d+)?)(?![\w-])", re.I)
_DIGITS = re.compile(
    rf"{_WORD}\s*(?:id|no\.?|number|编号|号)?\s*[:：#]?\s*(?=[0-9]*[a-f])(?=[a-f]*[0-9])([0-9a-f]{{4,6}})(?![\w-])",
    re.I,
)


def read_planned(frame: Frame) -> Reading | None:
    """Approve, export or measure the plan that is named; a message that says hardly more shows it."""
    text = signature(frame.text.original)[1]
    found = _ID.search(text) or _DIGITS.search(text) or _by_name(frame, text)
    if found is None:
        return None
    named, rest = found[1], f"{text[: found.start()]} {text[found.end() :]}"
    if speaks_of_approval(rest) and approves(rest):
        letters = letters_in(rest, 10)
        if letters:
            return frame.reading("approval", calls=[Call("approve_drafts", {"drafts": letters, "brief_id": named})])
        return _shown(
            frame, named, ("Say which drafts you approve, such as “approve A”.", "请说明批准哪几版，例如“批准A”。")
        )
    if frame.has("export_cue") or platform_in(rest):
        args = {"platform": platform} if (platform := platform_in(rest)) else {}
        return frame.reading("exported", calls=[Call("export_campaign", {**args, "campaign": named})])
    if _any("measure").search(rest):
        return frame.reading("campaign_results", calls=[Call("campaign_results", {"campaign": named})])
    if re.search(r"\w", _any("show").sub(" ", rest)):
        return _shown(frame, named, (
            "This is the plan as it stands; say now what to change (“make the holdout 20%”, “shorten B”).",
            "这是该活动目前的方案；请接着说要改什么（“对照组改成20%”“B版短一点”）。",
        ))  # fmt: skip
    return _shown(frame, named)


def _shown(frame: Frame, named: str, note: tuple[str, str] | None = None) -> Reading:
    reading = frame.reading("campaigns", calls=[Call("list_campaigns", {"campaign": named})])
    reading.notes += [frame.say(*note)] if note else []
    return reading


def _by_name(frame: Frame, text: str) -> re.Match[str] | None:
    """The plan "Spring hello", 活动“春节召回”, 春茶的效果: a name that the shop keeps a plan under.

    Without the word plan or campaign only where nothing else is said and the name means nothing else here.
    """
    for name in frame.vocabulary.planned():
        quoted = re.compile(rf"[\"'“‘「『《]?({re.escape(name)})[\"'”’」』》]?", re.I)
        found = quoted.search(text)
        if found is None:
            continue
        worded = rf"{_WORD}\s*[:：]?\s*{quoted.pattern}(?!\w)|(?<!\w){quoted.pattern}\s*{_WORD}"
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        alone = not re.search(r"\w", _any("measure").sub(" ", _any("show").sub(" ", rest)))
        if re.search(worded, text, re.I) or (alone and rest.strip() and not frame.has("value", "products", "saved")):
            return found
    return None
