"""Drafts side by side, each as its channel would show it, with its checks and what it is based on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tools.contract import DraftCard, DraftCheck, Finding, Language
from ui.formats import escape
from ui.i18n import WORDS, words
from ui.mocks import Mock

Sizer = Callable[[str, Language], str]
"""A text message and its language → how long it is, in words ("148 characters · 1 part")."""

CHANNELS: Final = frozenset(
    {"email", "sms", "push", "wechat", "wechat_template", "xiaohongshu", "whatsapp", "meta_ad", "google_ad"}
)
GRAVITY: Final = ("error", "warning", "info")


def drafts(finding: Finding, language: Language, size: Sizer, shop: str) -> str:
    """All drafts of a finding as cards in a row that scrolls where it does not fit."""
    titles = {source.id: source.title for source in finding.sources}
    cards = "".join(
        f'<article class="ma-draft" lang="{draft.language}">'
        f"{_header(draft, chr(65 + place % 26), language, finding.handle or '')}"
        f"{_copy(draft, language, size, shop)}{_checks(draft.checks, language)}"
        f"{_based_on(draft.sources, titles, language)}</article>"
        for place, draft in enumerate(finding.drafts)
    )
    signed = _approver(language) if 'data-signed="' in cards else ""
    return f'{signed}<div class="ma-drafts">{cards}</div>' if cards else ""


def _approver(language: Language) -> str:
    """Who approves on this page: a name that goes with every approval, remembered by the browser."""
    return (
        f'<label class="ma-approver">{words(language, "draft.approver")}'
        f'<input type="text" maxlength="60" autocomplete="name" placeholder="{words(language, "draft.approver_hint")}">'
        "</label>"
    )


def _header(draft: DraftCard, letter: str, language: Language, brief_id: str) -> str:
    channel = words(language, f"channel.{draft.channel}") if draft.channel in CHANNELS else escape(draft.channel)
    known = f"angle.{draft.angle.lower()}"
    angle = words(language, known) if known in WORDS else escape(draft.angle[:1].upper() + draft.angle[1:])
    angle = f"<b>{angle}</b>" if angle else ""
    whole = escape("\n\n".join(text for text in draft.fields.values() if text))
    return (
        f'<header><span class="ma-letter">{letter}</span>'
        f'<span class="ma-grow">{angle}<small>{channel}</small></span>'
        f'<button type="button" class="ma-link" data-copy="{whole}" data-done="{words(language, "draft.copied")}">'
        f"{words(language, 'draft.copy')}</button>{_approve(draft, letter, language, brief_id)}</header>"
    )


def _approve(draft: DraftCard, letter: str, language: Language, brief_id: str) -> str:
    """A button that says, in the person's name, that this draft may go out; none for one that breaks a rule."""
    if not brief_id or any(not check.passed and check.severity == "error" for check in draft.checks):
        return ""
    said = words(language, "draft.approve_say", letter=letter, brief=escape(brief_id))
    label, by = words(language, "draft.approve"), words(language, "draft.approved_by")
    return f'<button type="button" class="ma-link" data-do="ask" data-arg="{said}" data-signed="{by}">{label}</button>'


def _copy(draft: DraftCard, language: Language, size: Sizer, shop: str) -> str:
    """The mock-up: filled in for a customer and, under a second tab, with its merge tags."""
    shown = {**draft.fields, **draft.preview}
    length = size(shown["body"], draft.language) if draft.channel == "sms" and shown.get("body") else ""
    filled = Mock(draft.channel, shown, shop, language, length).html()
    if all(draft.fields.get(name) == text for name, text in draft.preview.items()):
        return filled
    raw = Mock(draft.channel, dict(draft.fields), shop, language).html()
    return (
        f'<div class="ma-tabs"><button type="button" class="ma-on" data-tab="filled">{words(language, "draft.preview")}'
        f'</button><button type="button" data-tab="raw">{words(language, "draft.tags")}</button></div>'
        f'<div data-pane="filled">{filled}<p class="ma-note">{words(language, "draft.preview_note")}</p></div>'
        f'<div data-pane="raw" hidden>{raw}</div>'
    )


def _checks(checks: list[DraftCheck], language: Language) -> str:
    """What failed, the gravest first, then how many of each kind; the passed ones are folded away."""
    failed = sorted((check for check in checks if not check.passed), key=lambda check: GRAVITY.index(check.severity))
    grave = sum(check.severity == "error" for check in failed)
    counts = (
        ("ma-bad", "draft.problems", grave),
        ("ma-warn", "draft.warnings", len(failed) - grave),
        ("ma-good", "draft.passed", len(checks) - len(failed)),
    )
    summary = " ".join(
        f'<span class="{tone}">{words(language, key, count=count)}</span>' for tone, key, count in counts if count
    )
    if not summary:
        return ""
    lines = "".join(
        f'<li class="ma-check-{check.severity}">{escape(check.message or check.rule)}</li>' for check in failed
    )
    passed = "".join(
        f'<li class="ma-pass">{escape(check.rule.replace("_", " ").replace(".", " · "))}</li>'
        for check in checks
        if check.passed
    )
    return (
        f'<div class="ma-checks"><ul>{lines}</ul><details><summary>{summary}</summary><ul>{passed}</ul></details></div>'
    )


def _based_on(ids: list[str], titles: dict[str, str], language: Language) -> str:
    if not ids:
        return ""
    chips = "".join(f"<span>{escape(titles.get(name, name))}</span>" for name in ids)
    return f'<p class="ma-based"><small>{words(language, "draft.based_on")}</small>{chips}</p>'
