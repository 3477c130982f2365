"""A finding as the page shows it: figures, chart, table, audience, drafts, notes and sources in one card."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tools.contract import AudienceCard, Finding, Language
from ui.charts import chart
from ui.drafts import Sizer, drafts
from ui.formats import escape, number, share
from ui.i18n import words
from ui.tables import rows

PLATFORMS: Final = ("csv", "parquet", "klaviyo", "mailchimp", "meta", "google", "tiktok", "braze")
CHANNELS: Final = {"email": "", "sms": "&amp;by=sms"}
"""Channels whose consent decides who is in a file, with what the address of the file says of it."""
_STEPS: Final = ("approve_drafts", "export_campaign")
"""Findings whose rows say what was done; nobody needs them as a file."""
ICONS: Final = {
    "empty": "○", "unknown": "?", "not_allowed": "✕", "not_enough_data": "…",
    "question": "?", "refused": "–", "error": "!",
}  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """What the cards need from around them: language, the shop's name, where a download lies, how long a text is."""

    language: Language
    shop: str
    download: Callable[[Finding, Language], str]
    """Address of the complete rows and, for an audience, of its exports."""
    size: Sizer


def card(finding: Finding, setting: Setting) -> str:
    """One finding; empty when it has nothing to look at."""
    language = setting.language
    parts = []
    if finding.audience is not None:
        parts.append(audience(finding.audience, finding, setting))
    if finding.drafts:
        parts.append(drafts(finding, language, setting.size, setting.shop))
    parts.append(_data(finding, setting))
    parts.append(_next_steps(finding, setting))
    body = "".join(parts)
    if not body:
        return ""
    below = notes(finding, language) + _sources(finding, language)
    return f'<section class="ma-card">{_header(finding, setting)}{body}{below}</section>'


def _header(finding: Finding, setting: Setting) -> str:
    title = finding.title
    if finding.drafts:
        count = len(finding.drafts)
        title = words(setting.language, "draft.one" if count == 1 else "drafts", count=count)
    if finding.audience is not None:  # its own words say the same, and its buttons stand together
        return f'<header class="ma-title"><h3>{escape(title)}</h3></header>' if title != finding.audience.text else ""
    link = _rows_link(finding, setting)
    return f'<header class="ma-title"><h3>{escape(title)}</h3>{link}</header>' if title or link else ""


def _rows_link(finding: Finding, setting: Setting) -> str:
    """The way to all rows as a file; empty where the rows say nothing new."""
    if not finding.rows or _sized(finding) or finding.tool in _STEPS:
        return ""
    address = setting.download(finding, setting.language)
    total = f"{max(finding.total_rows, len(finding.rows)):,}"
    hint = words(setting.language, "download.hint", count=total)
    label = words(setting.language, "download")
    return f'<a class="ma-button ma-quiet" href="{escape(address)}" data-file title="{hint}">↓ {label}</a>'


def _data(finding: Finding, setting: Setting) -> str:
    """Chart and table; where both exist they share one place and two tabs."""
    language = setting.language
    if _sized(finding):
        return ""
    grid, drawing = rows(finding, language), chart(finding, language)
    if not drawing:
        return grid
    return (
        f'<div class="ma-tabs" role="tablist"><button type="button" class="ma-on" data-tab="chart">'
        f'{words(language, "view.chart")}</button><button type="button" data-tab="table">'
        f"{words(language, 'view.table')}</button></div>"
        f'<div data-pane="chart">{drawing}</div><div data-pane="table" hidden>{grid}</div>'
    )


def _next_steps(finding: Finding, setting: Setting) -> str:
    """After an approval the platforms its campaign can be written for; after that the folder as one file."""
    language = setting.language
    if finding.tool == "approve_drafts" and (finding.definition or {}).get("campaign"):
        chips = "".join(
            f'<button type="button" data-do="ask" data-arg="{words(language, "campaign.export_say", platform=name)}">'
            f"{words(language, f'platform.{name}')}</button>"
            for name in PLATFORMS
        )
        return f'<small>{words(language, "campaign.export")}</small><div class="ma-chips">{chips}</div>'
    if finding.tool == "export_campaign":
        address = escape(setting.download(finding, language))
        label = words(language, "campaign.zip")
        return f'<div class="ma-actions"><a class="ma-button" href="{address}?for=zip" data-file>↓ {label}</a></div>'
    return ""


def _sized(finding: Finding) -> bool:
    """Whether the rows only repeat the size that the audience card shows large."""
    return finding.audience is not None and finding.rows == [[finding.audience.size]]


def audience(card: AudienceCard, finding: Finding, setting: Setting) -> str:
    """An audience: how many, who in words, how far it can be reached, and what to do with it."""
    language = setting.language
    noun = words(language, "audience.size.one" if card.size == 1 else "audience.size")
    size = number(card.size, decimals=0)
    reach = "".join(f"<li><b>{value}</b> {label}</li>" for value, label in _reach(finding, card.size, language))
    return (
        f'<div class="ma-audience"><div class="ma-count"><b>{size}</b><span>{noun}</span></div>'
        f'<div class="ma-who"><small>{words(language, "audience")}</small><p>{escape(card.text)}</p>'
        f"{f'<ul class=ma-reach>{reach}</ul>' if reach else ''}</div></div>{_actions(card, finding, setting)}"
    )


def _reach(finding: Finding, size: int, language: Language) -> list[tuple[str, str]]:
    """E-mail and SMS reach and the share of all customers, where the finding's totals tell."""
    found = []
    totals = finding.totals
    for kind in ("email", "sms"):
        count = totals.get(f"{kind}_reach")
        if count is not None:
            part = f" ({share(count / size)})" if size else ""
            found.append((number(count, decimals=0), words(language, f"audience.{kind}") + part))
    if "share" in totals:
        found.append((share(totals["share"]), words(language, "audience.share")))
    return found


def _actions(card: AudienceCard, finding: Finding, setting: Setting) -> str:
    language = setting.language
    address = setting.download(finding, language)
    if not card.size:
        return ""
    saved = (
        f'<span class="ma-good">✓ {words(language, "audience.saved_as", name=escape(card.id))}</span>'
        if card.id
        else ""
    )
    hint = words(language, "audience.name")
    save = (
        f'<form class="ma-save" data-do="save" data-arg="{escape(address)}"><input name="name" maxlength="80" required '
        f'autocomplete="off" placeholder="{hint}" aria-label="{hint}">'
        f'<button class="ma-button">{words(language, "audience.save")}</button></form>'
    )
    menu = _exports(finding, address, language)
    return f'<div class="ma-actions">{saved or save}{menu}{_rows_link(finding, setting)}</div>'


def _exports(finding: Finding, address: str, language: Language) -> str:
    """The platforms for each channel people agreed to, with how many that leaves; e-mail where nothing is known."""
    reach = {channel: finding.totals.get(f"{channel}_reach") for channel in CHANNELS}
    groups = []
    for channel, by in CHANNELS.items():
        count = reach[channel]
        if count is None and (channel != "email" or any(known is not None for known in reach.values())):
            continue
        lead = (
            f"<small>{words(language, f'audience.by_{channel}', count=number(count, decimals=0))}</small>"
            if count is not None
            else ""
        )
        links = "".join(
            f'<a href="{escape(address)}?for={name}{by}" data-file>{words(language, f"platform.{name}")}</a>'
            for name in (PLATFORMS if count != 0 else ())
        )
        groups.append(f"{lead}<div>{links}</div>")
    export = words(language, "audience.export")
    summary = f'<summary class="ma-button ma-quiet">↓ {export} …</summary>'
    return f'<details class="ma-menu">{summary}{"".join(groups)}</details>'


def notes(finding: Finding, language: Language) -> str:
    """Caveats as quiet notes."""
    if not finding.caveats:
        return ""
    lines = "".join(f"<li>{escape(text)}</li>" for text in finding.caveats)
    return f'<aside class="ma-notes"><small>{words(language, "caveats")}</small><ul>{lines}</ul></aside>'


def _sources(finding: Finding, language: Language) -> str:
    if not finding.sources:
        return ""
    items = "".join(
        f"<li><b>{escape(source.title or source.id)}</b>"
        + (f"<p>{escape(source.text)}</p>" if source.text else "")
        + "</li>"
        for source in finding.sources
    )
    count = words(language, "source_count", count=len(finding.sources))
    label = words(language, "sources") if len(finding.sources) == 1 else count
    return f'<details class="ma-sources"><summary>{label}</summary><ol>{items}</ol></details>'


def notice(status: str, body: str, options: list[str], language: Language) -> str:
    """A status other than answered: its name, the text (already HTML) and what may be clicked instead."""
    chips = "".join(f'<button type="button" data-do="ask" data-arg="{escape(o)}">{escape(o)}</button>' for o in options)
    lead = f"<small>{words(language, 'nearest')}</small>" if chips and status == "unknown" else ""
    return (
        f'<section class="ma-notice ma-{status}"><i aria-hidden="true">{ICONS[status]}</i><div>'
        f"<b>{words(language, f'status.{status}')}</b>{body}"
        f"{lead}{f'<div class=ma-chips>{chips}</div>' if chips else ''}</div></section>"
    )


def definition_json(finding: Finding) -> str:
    """The definition that ran, indented for reading."""
    return json.dumps(finding.definition, ensure_ascii=False, indent=1) if finding.definition else ""
