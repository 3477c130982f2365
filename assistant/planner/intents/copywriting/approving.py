"""approve A and C, 批准全部: a person lets drafts go out."""

from __future__ import annotations

import re
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.reading import Ask, Call, Option, Reading
from assistant.planner.words import forms_of, word_file
from tools.briefs import LETTERS
from tools.copywriting.approving import approves, asks_about_approval, speaks_of_approval
from tools.copywriting.signing import signature

_ORDINALS = {
    "first": "A", "second": "B", "third": "C", "fourth": "D", "fifth": "E", "one": "A", "two": "B", "three": "C",
    "一": "A", "二": "B", "三": "C", "四": "D", "五": "E",
}  # fmt: skip
_ALL = ("all", "both", "everything", "them", "these", "those", "全部", "所有", "都", "它们")
_LETTER = re.compile(
    r"(?<![A-Za-z])([A-J])(?![A-Za-z])|(?:draft|variant|version|option|number|no\.?)\s+([a-j])\b", re.A
)
_NUMBER = re.compile(
    r"\d{1,2}|\b(?:first|second|third|fourth|fifth)\b|(?<=draft |umber )(?:one|two|three)\b"
    r"|第?[一二三四五](?=[版条个]|$|[、和，,])"
)


def read_approval(frame: Frame) -> Reading | None:
    """Approve drafts by letter, number or all of them; take it back; ask what is approved.

    Asks which where the message does not say, and where it says more than that.
    """
    named = _BRIEF.search(frame.text.original)
    text, count = signature(_BRIEF.sub(" ", frame.text.original))[1], len(frame.state.drafts)
    if not (speaks_of_approval(text) or _WITHDRAWN.search(frame.text.normal)):
        return None
    if not count:
        return _none_yet(frame) if _ONLY_DRAFTS.fullmatch(frame.text.normal) else None
    if asks_about_approval(text):
        return frame.reading("approval", text=_told(frame))
    withdrawn = not approves(text)
    letters = letters_in(text, count)
    if _more_than_that(text) or (letters is None and count > 1):
        return _which(frame, count)
    if withdrawn and not set(letters or ["A"]) & {str(row[0]) for row in frame.state.approved}:
        return frame.reading("approval", text=_told(frame))
    args: dict[str, Any] = {"drafts": letters or []}
    args |= {"brief_id": named[0]} if named else {}
    args |= {"withdraw": True} if withdrawn else {}
    return frame.reading("approval", calls=[Call("approve_drafts", args)])


def _none_yet(frame: Frame) -> Reading:
    return frame.reading("approval", text=frame.say(
        "There are no drafts in this conversation yet: ask for some (“plan a win-back e-mail for lapsed customers, two "
        "variants”), or approve on the command line with `python -m assistant campaign DIR CAMPAIGN --approve A`.",
        "这段对话里还没有文案：请先让我写（“给沉睡客户做一个召回邮件活动，两版文案”），"
        "或在命令行批准：`python -m assistant campaign DIR 活动 --approve A`。",
    ))  # fmt: skip


_ONLY_DRAFTS = re.compile(
    r"(?:please |ok,? )?(?:i )?approve (?:(?:the )?(?:draft|variant|version)s?|all|both|them|it|[a-j]|,|and| )*[.!]?"
    "|(?:请)?批准(?:文案|草稿|全部|所有|这些|[a-j]|[、，,和与 ]|第?[一二三四五两]?[版条个])*[。！]?",
    re.I,
)
_BRIEF = re.compile(r"\bBR-[0-9a-f]{10}", re.A)
_WITHDRAWN = re.compile(
    r"\b(?:un-?approve|withdraw (?:the |my )?approval|take (?:back|the approval))"
    r"|撤回批准|取消(?:对.{0,8}的)?批准|撤销批准"
)


def _told(frame: Frame) -> str:
    """Which drafts are approved so far, by whom and when."""
    rows = frame.state.approved
    if not rows:
        return frame.say("No draft is approved yet.", "还没有批准任何一版。")
    when = {row[0]: f"{row[2][:10]} {row[2][11:16]} UTC" for row in rows}
    told = [
        frame.say(f"{row[0]} (by {row[1]}, {when[row[0]]})", f"{row[0]}（{row[1]}，{when[row[0]]}）") for row in rows
    ]
    return frame.say(f"Approved: {', '.join(told)}.", f"已批准：{'、'.join(told)}。")


def letters_in(text: str, count: int) -> list[str] | None:
    """The letters a message names; all for "all"; None where it names none."""
    found = [(match[1] or match[2]).upper() for match in _LETTER.finditer(text)]
    found = [letter for letter in found if letter != "I" or count > 8]  # "I approve" names nobody but the speaker
    for match in _NUMBER.finditer(text.casefold()):
        said = match[0].removeprefix("第")
        found.append(chr(64 + int(said)) if said.isdigit() and int(said) else _ORDINALS.get(said, ""))
    found = list(dict.fromkeys(letter for letter in found if letter))
    if found:
        return found
    every = any(re.search(rf"\b{word}\b" if word.isascii() else word, text.casefold()) for word in _ALL)
    return list(LETTERS[:count]) if every else None


def _more_than_that(text: str) -> bool:
    """Whether a message says more than which drafts are approved: a condition nobody should approve over."""
    words = word_file("approvals")
    rest = text.casefold().replace("’", "'")
    known = [form for kind in ("approve", "unless_after", "beside") for form in forms_of(words[kind])] + list(_ALL)
    rest = _WITHDRAWN.sub(" ", rest)
    for form in sorted(known, key=len, reverse=True):
        rest = re.sub(rf"\b{re.escape(form)}\b" if form.isascii() else re.escape(form), " ", rest)
    rest = re.sub(r"\b[a-j]\b|[a-j](?=[\W_]|$)|\d+", " ", rest)
    return bool(re.search(r"\w", rest))


def _which(frame: Frame, count: int) -> Reading:
    end = len(frame.text.original)
    options = tuple(
        Option(frame.say(f"Approve draft {one}", f"批准文案{one}"), frame.say(f"Approve draft {one}", f"批准文案{one}"))
        for one in LETTERS[: min(count, 4)]
    )
    question = frame.say("Which drafts do you approve?", "您批准哪几版文案？")
    return frame.reading("approval", ask=Ask(question, options, 0, end, "", "{answer}"))
