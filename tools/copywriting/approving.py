"""approve_drafts: a person lets drafts go out; who, which text and when are kept beside the drafts."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any

from pydantic import Field

from prompts import load_toml
from tools.briefs import LETTERS
from tools.campaigns.store import find_record, read_records
from tools.contract import BadRequest, Column, DraftCard, Finding, Model, NotAllowed
from tools.copy_rules.registry import breaches
from tools.copywriting.signing import signature
from tools.copywriting.store import keep, recall
from tools.desk import Desk

APPROVER = "drafts/approver"
"""Key of the name under which this conversation approved last."""
LATEST = "drafts/latest"
"""Key of the conversation's last submitted brief in the desk's scratch."""

UNSOURCED = "claims.statement"
"""The rule that asks about statements without a source."""


class Approval(Model):
    """Who let which draft go out, and when."""

    draft: str
    """Its letter."""
    fingerprint: str
    """Of the draft's text: another text is not approved."""
    by: str
    named: bool = False
    """Whether they gave this name; otherwise it is the computer's user."""
    at: str
    """ISO 8601, UTC."""
    confirmed: list[str] = Field(default_factory=list)
    """Statements of the text that nothing cited backs: whoever approves vouches for them."""


def approve_drafts(
    desk: Desk,
    drafts: Annotated[list[str], Field(description="Letters of the drafts, A the first; empty: all without errors")],
    brief_id: Annotated[str, Field(description="The last one submitted unless told")] = "",
    withdraw: Annotated[bool, Field(description="Take the approval back")] = False,
) -> Finding:
    """Note that the person in this conversation approves drafts. Call it only when their own message says so."""
    if not withdraw and not approves(desk.asked):
        raise NotAllowed(desk.say(
            "Only a person approves copy: say “approve draft A”, press Approve on the page, or run "
            "`python -m assistant campaign DIR CAMPAIGN --approve A`.",
            "文案只能由人批准：请说“批准文案A”，在页面上点“批准”，"
            "或运行 `python -m assistant campaign DIR 活动 --approve A`。",
        ))  # fmt: skip
    identity = brief_id or str(desk.scratch.get(LATEST, ""))
    if identity and not identity.startswith("BR-"):  # a campaign, by its name or id
        identity = find_record(desk.workspace, identity).brief_id
    if not identity:
        raise BadRequest(desk.say("No drafts were submitted yet: write some first.", "还没有文案：请先写几版。"))
    cards = lettered(submitted(desk, identity))
    letters = [_letter(desk, text, len(cards)) for text in drafts]
    chosen = letters or [letter for letter, card in cards.items() if not breaches(card.checks)]
    kept = {one.draft: one for one in approvals(desk, identity)}
    by = signature(desk.asked)[0] or desk.person or str(desk.scratch.get(APPROVER, ""))
    desk.scratch[APPROVER] = by
    at = datetime.now(UTC).isoformat(timespec="seconds")
    refused = []
    for letter in chosen:
        card = cards[letter]
        if withdraw:
            kept.pop(letter, None)
        elif failed := breaches(card.checks):
            refused.append(f"{letter}: {failed[0].message or failed[0].rule}")
        else:
            text, before = fingerprint(card), kept.get(letter)
            if not by and before is not None and before.named and before.fingerprint == text:
                continue  # somebody has put their name to this very text
            who = by or desk.account or "?"
            kept[letter] = Approval(
                draft=letter, fingerprint=text, by=who, named=bool(by), at=at, confirmed=unsourced(card)
            )
    if refused or not chosen:
        raise NotAllowed(desk.say("Not approved: ", "未批准：") + (" ".join(refused) or desk.say(
            "every draft still breaks a rule.", "每一版都还有未通过的检查。"
        )))  # fmt: skip
    keep(desk, f"{identity}.approvals", {"approvals": [one.model_dump() for _, one in sorted(kept.items())]})
    return _report(desk, identity, chosen, list(kept.values()), withdraw=withdraw)


def signer(desk: Desk, approval: Approval) -> str:
    """Who approved, as shown: a name that was given, or the computer's user, which says so."""
    if approval.named:
        return approval.by
    return desk.say(
        f"{approval.by} (this computer's user; no name was given)", f"{approval.by}（本机用户，未填写姓名）"
    )


def submitted(desk: Desk, brief_id: str) -> list[DraftCard]:
    """The drafts last submitted for a brief, in order. Raises BadRequest where there are none."""
    return [DraftCard.model_validate(card) for card in recall(desk, f"{brief_id}.drafts")["drafts"]]


def lettered(cards: Iterable[DraftCard]) -> dict[str, DraftCard]:
    """Drafts by their letter."""
    return dict(zip(LETTERS, cards, strict=False))


def approvals(desk: Desk, brief_id: str) -> list[Approval]:
    """What is approved now, by letter: an approval of a text that was changed since counts no more."""
    try:
        entries = recall(desk, f"{brief_id}.approvals")["approvals"]
    except BadRequest:
        return []
    texts = {letter: fingerprint(card) for letter, card in lettered(submitted(desk, brief_id)).items()}
    found = [Approval.model_validate(entry) for entry in entries]
    return sorted((one for one in found if texts.get(one.draft) == one.fingerprint), key=lambda one: one.draft)


def unsourced(card: DraftCard) -> list[str]:
    """What the draft states and nothing cited does, as written."""
    return list(
        dict.fromkeys(one.quote for one in card.checks if one.rule == UNSOURCED and not one.passed and one.quote)
    )


def fingerprint(card: DraftCard) -> str:
    """Of everything a reader would see."""
    text = json.dumps([card.channel, card.language, card.fields], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def approves(message: str) -> bool:
    """Whether a message says, in so many words and without a "not" before them, that something is approved.

    "Is A approved?" asks; "can you approve A?" is a polite way to do it.
    """
    text, said = _plain(signature(message)[1]), _any_of("approve")
    if asks_about_approval(message):
        return False
    unsaid = _any_of("unless_after")
    return bool(re.search(said, text)) and not re.search(rf"(?:{unsaid})\s*(?:\w+\s+){{0,3}}?\w{{0,2}}(?:{said})", text)


def speaks_of_approval(message: str) -> bool:
    """Whether a message has a word of approval at all."""
    return bool(re.search(_any_of("approve"), _plain(message)))


def asks_about_approval(message: str) -> bool:
    """Whether it asks what is approved rather than approving it."""
    text = _plain(message)
    asking = text.endswith(("?", "吗", "么")) or text.startswith(_ASKING)
    return speaks_of_approval(message) and asking and not text.startswith(_POLITE)


def _plain(message: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", message).casefold().replace("’", "'").split())


_POLITE = ("can you", "could you", "would you", "please", "pls", "请")
_ASKING = (
    "has ", "have ", "is ", "are ", "was ", "were ", "did ", "does ", "do ", "should ", "which ", "what ", "how ",
)  # fmt: skip


@cache
def _any_of(kind: str) -> str:
    forms = load_toml("lexicon/approvals.toml")[kind]
    every = sorted([*forms["en"], *forms["zh"]], key=len, reverse=True)
    return "|".join(rf"\b{re.escape(form)}\b" if form.isascii() else re.escape(form) for form in every)


def _letter(desk: Desk, text: str, count: int) -> str:
    """Draft A, b, 2 or "draft 3" as a letter."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    found = re.fullmatch(r"(?:DRAFT|VARIANT|VERSION|OPTION|文案|第)?\s*([A-J]|\d{1,2})\s*(?:版|条|个)?", plain)
    known, last = LETTERS[:count], LETTERS[count - 1]
    if found:
        letter = LETTERS[int(found[1]) - 1 : int(found[1])] if found[1].isdigit() else found[1]
        if letter and letter in known:
            return letter
    raise BadRequest(desk.say(
        f"There is no draft {text}: they are A{f' to {last}' if count > 1 else ''}.",
        f"没有文案 {text}：现有 A{f' 到 {last}' if count > 1 else ''}。",
    ))  # fmt: skip


def _in_whose_name(desk: Desk, kept: list[Approval], chosen: list[str]) -> str:
    """Under which name it was noted, and how to give one."""
    by = next((one for one in kept if one.draft in chosen), None)
    if by is None:
        return ""
    if by.named:
        return desk.say(f"Noted in the name of {by.by}. ", f"批准人：{by.by}。")
    return desk.say(
        f"No name was given, so this computer's user is noted ({by.by}): say “approved by …” "
        "(on the command line --by NAME) to put yours. ",
        f"没有填写姓名，因此记为本机用户（{by.by}）：可以说“批准人：…”（命令行用 --by 姓名）来署名。",
    )


def _vouched(desk: Desk, kept: list[Approval], chosen: list[str]) -> str:
    """Which statements without a source the approval confirms."""
    said = list(dict.fromkeys(text for one in kept if one.draft in chosen for text in one.confirmed))
    if not said:
        return ""
    english, chinese = ", ".join(f"“{text}”" for text in said), "".join(f"「{text}」" for text in said)
    return desk.say(
        f"Confirmed with it, as nothing cited states it: {english}. ", f"一并确认（引用的内容里没有依据）：{chinese}。"
    )


def _report(desk: Desk, brief_id: str, chosen: list[str], kept: list[Approval], *, withdraw: bool) -> Finding:
    names = desk.say(", ", "、").join(chosen)
    campaign = next((record.id for record in read_records(desk.workspace) if record.brief_id == brief_id), "")
    rows: list[list[Any]] = [[one.draft, signer(desk, one), one.at] for one in sorted(kept, key=lambda one: one.draft)]
    title = desk.say(f"Approved: draft {names}", f"已批准：文案{names}")
    if withdraw:
        title = desk.say(f"Approval taken back: draft {names}", f"已撤回批准：文案{names}")
    return Finding(
        tool="approve_drafts",
        handle=brief_id,
        title=title,
        message=("" if withdraw else _in_whose_name(desk, kept, chosen) + _vouched(desk, kept, chosen))
        + (
            desk.say("Nothing is sent from here: export it next.", "这里不会发送任何内容：下一步可以导出。")
            if campaign
            else desk.say("Nothing is sent from here.", "这里不会发送任何内容。")
        ),
        definition={"campaign": campaign} if campaign else None,
        columns=[
            Column(name="draft", label=desk.say("Draft", "文案")),
            Column(name="by", label=desk.say("Approved by", "批准人")),
            Column(name="at", type="timestamp", label=desk.say("At (UTC)", "时间（UTC）")),
        ],
        rows=rows,
        total_rows=len(rows),
        totals={"approved": float(len(rows))},
    )
