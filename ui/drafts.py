"""Drafts side by side, each as its channel would show it, with its checks and what it is based on."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from tools.contract import DraftCard, DraftCheck, Finding, Language
from ui.formats import escape
from ui.i18n import words

Sizer = Callable[[str, Language], str]
"""Text of a message → how long it is in words ("148 characters · 1 part")."""

HEADLINES: Final = ("subject", "title", "headline", "headline_1")
MERGE_TAG: Final = re.compile(r"\{\{[^{}]{1,80}\}\}")


def drafts(finding: Finding, language: Language, size: Sizer, shop: str) -> str:
    """All drafts of a finding as cards in a row that scrolls where it does not fit."""
    titles = {source.id: source.title for source in finding.sources}
    cards = "".join(_card(draft, place, titles, language, size, shop) for place, draft in enumerate(finding.drafts))
    return f'<div class="ma-drafts">{cards}</div>' if cards else ""


def _card(draft: DraftCard, place: int, titles: dict[str, str], language: Language, size: Sizer, shop: str) -> str:
    label = words(language, f"channel.{draft.channel}") if f"channel.{draft.channel}" in _KNOWN else draft.channel
    angle = f"<b>{escape(draft.angle)}</b>" if draft.angle else ""
    filled = _preview(draft, {**draft.fields, **draft.preview}, size, shop, language)
    raw = _preview(draft, draft.fields, size, shop, language)
    switch = ""
    if any(draft.fields.get(name) != text for name, text in draft.preview.items()):
        switch = (
            f'<div class="ma-tabs" role="tablist"><button type="button" class="ma-on" data-tab="filled">'
            f'{words(language, "draft.preview")}</button><button type="button" data-tab="raw">'
            f"{words(language, 'draft.tags')}</button></div>"
        )
        raw = f'<div data-pane="raw" hidden>{raw}</div>'
        note = f'<p class="ma-note">{words(language, "draft.preview_note")}</p>'
        filled = f'<div data-pane="filled">{filled}{note}</div>'
    else:
        raw = ""
    copy = escape("\n\n".join(draft.fields.values()))
    return (
        f'<article class="ma-draft" lang="{draft.language}"><header><span class="ma-letter">{chr(65 + place % 26)}</span>'
        f'<span class="ma-grow">{angle}<small>{escape(label)}</small></span>'
        f'<button type="button" class="ma-link" data-copy="{copy}" data-done="{words(language, "draft.copied")}">'
        f"{words(language, 'draft.copy')}</button></header>{switch}{filled}{raw}"
        f"{_checks(draft.checks, language)}{_based_on(draft.sources, titles, language)}</article>"
    )


_KNOWN: Final = frozenset(f"channel.{name}" for name in ("email", "sms", "push", "wechat", "meta_ad", "google_ad"))


def _preview(draft: DraftCard, fields: dict[str, str], size: Sizer, shop: str, language: Language) -> str:
    draw = {"email": _email, "sms": _sms, "push": _push, "wechat": _wechat}.get(draft.channel)
    if draw is not None:
        return draw(dict(fields), draft, size, shop, language)
    if draft.channel.endswith("_ad"):
        return _advert(dict(fields), shop, language, google=draft.channel.startswith("google"))
    return f'<div class="ma-mock">{_rest(fields)}</div>'


def _text(text: str) -> str:
    """Escaped text with paragraphs kept and merge tags set off."""
    safe = MERGE_TAG.sub(lambda match: f"<mark>{match.group()}</mark>", escape(text.strip()))
    return safe.replace("\n", "<br>")


def _take(fields: dict[str, str], *names: str) -> str:
    for name in names:
        if fields.get(name):
            return fields.pop(name)
    return ""


def _rest(fields: dict[str, str]) -> str:
    """Whatever fields the mock-up has no place for, each under its name."""
    return "".join(
        f'<p class="ma-field"><small>{escape(name.replace("_", " "))}</small>{_text(text)}</p>'
        for name, text in fields.items()
        if text
    )


def _email(fields: dict[str, str], draft: DraftCard, size: Sizer, shop: str, language: Language) -> str:
    subject, preheader = _take(fields, "subject"), _take(fields, "preheader", "preview_text")
    body, button = _take(fields, "body", "text"), _take(fields, "cta", "button", "call_to_action")
    foot = _take(fields, "footer", "unsubscribe")
    return (
        f'<div class="ma-mock ma-email"><div class="ma-from"><i>{escape(shop[:1])}</i><span>{escape(shop)}'
        f"<b>{_text(subject)}</b><small>{_text(preheader)}</small></span></div>"
        f'<div class="ma-letter-body">{_text(body)}{_rest(fields)}'
        + (f'<span class="ma-cta">{_text(button)}</span>' if button else "")
        + (f'<p class="ma-foot">{_text(foot)}</p>' if foot else "")
        + "</div></div>"
    )


def _sms(fields: dict[str, str], draft: DraftCard, size: Sizer, shop: str, language: Language) -> str:
    body = _take(fields, "body", "text", "message")
    counter = escape(size(body, draft.language)) if body else ""
    return f'<div class="ma-mock ma-phone"><p class="ma-sms">{_text(body)}</p><small>{counter}</small>{_rest(fields)}</div>'


def _push(fields: dict[str, str], draft: DraftCard, size: Sizer, shop: str, language: Language) -> str:
    title, body = _take(fields, *HEADLINES), _take(fields, "body", "text", "message")
    return (
        f'<div class="ma-mock ma-phone"><div class="ma-push"><i>{escape(shop[:1])}</i><span><small>{escape(shop)}</small>'
        f"<b>{_text(title)}</b>{_text(body)}</span></div>{_rest(fields)}</div>"
    )


def _wechat(fields: dict[str, str], draft: DraftCard, size: Sizer, shop: str, language: Language) -> str:
    title, digest = _take(fields, *HEADLINES), _take(fields, "digest", "summary")
    body = _take(fields, "body", "text", "message")
    return (
        f'<div class="ma-mock ma-wechat"><small>{escape(shop)}</small><b>{_text(title)}</b>'
        + (f'<p class="ma-digest">{_text(digest)}</p>' if digest else "")
        + f"<div>{_text(body)}</div>{_rest(fields)}</div>"
    )


def _advert(fields: dict[str, str], shop: str, language: Language, *, google: bool) -> str:
    heads = [fields.pop(name) for name in sorted(fields, key=_order) if name.startswith("headline")]
    texts = [fields.pop(name) for name in sorted(fields, key=_order) if name.startswith("description")]
    sponsored = words(language, "channel.ad")
    if google:
        top = "".join(f"<span>{_text(head)}</span>" for head in heads)
        body = "".join(f"<p>{_text(text)}</p>" for text in texts)
        return (
            f'<div class="ma-mock ma-google"><small><b>{sponsored}</b> · {escape(shop)}</small>'
            f'<div class="ma-heads">{top}</div>{body}{_rest(fields)}</div>'
        )
    primary = _take(fields, "primary_text", "body", "text")
    lower = "".join(f"<b>{_text(head)}</b>" for head in heads) + "".join(
        f"<small>{_text(text)}</small>" for text in texts
    )
    return (
        f'<div class="ma-mock ma-meta"><div class="ma-from"><i>{escape(shop[:1])}</i><span>{escape(shop)}'
        f"<small>{sponsored}</small></span></div><p>{_text(primary)}</p>"
        f'<div class="ma-picture" aria-hidden="true"></div><div class="ma-lower">{lower}</div>{_rest(fields)}</div>'
    )


def _order(name: str) -> tuple[str, int]:
    stem, _, tail = name.rpartition("_")
    return (stem, int(tail)) if tail.isdigit() else (name, 0)


def _checks(checks: list[DraftCheck], language: Language) -> str:
    failed = [check for check in checks if not check.passed]
    grave = [check for check in failed if check.severity == "error"]
    passed = len(checks) - len(failed)
    lines = "".join(
        f'<li class="ma-check-{check.severity}">{escape(check.message or check.rule)}</li>'
        for check in sorted(failed, key=lambda check: ("error", "warning", "info").index(check.severity))
    )
    parts = []
    if grave:
        parts.append(f'<span class="ma-bad">{words(language, "draft.problems", count=len(grave))}</span>')
    if len(failed) > len(grave):
        parts.append(
            f'<span class="ma-warn">{words(language, "draft.warnings", count=len(failed) - len(grave))}</span>'
        )
    if passed:
        parts.append(f'<span class="ma-good">{words(language, "draft.passed", count=passed)}</span>')
    good = "".join(f'<li class="ma-pass">{escape(_rule(check.rule))}</li>' for check in checks if check.passed)
    if not parts:
        return ""
    return (
        f'<div class="ma-checks">{f"<ul>{lines}</ul>" if lines else ""}'
        f"<details><summary>{' '.join(parts)}</summary><ul>{good}</ul></details></div>"
    )


def _rule(name: str) -> str:
    return name.replace("_", " ").replace(".", " · ")


def _based_on(ids: list[str], titles: dict[str, str], language: Language) -> str:
    if not ids:
        return ""
    chips = "".join(f"<span>{escape(titles.get(name, name))}</span>" for name in ids)
    return f'<p class="ma-based"><small>{words(language, "draft.based_on")}</small>{chips}</p>'
