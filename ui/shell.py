"""The page around the conversation as HTML: header, conversation list, welcome, what the shop holds."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.page_services import ShopFacts
from assistant.transcript import SessionInfo
from tools.contract import Language
from ui.formats import escape, number
from ui.i18n import WORDS, other, words


def header(facts: ShopFacts, language: Language) -> str:
    """Shop name, the day "today" means, the model at work, and the language switch."""
    day = words(language, "today", date=facts.today.isoformat()) if facts.today else words(language, "no_data")
    model = escape(facts.model) if facts.model else words(language, "model.planner")
    hint = words(language, "model.hint" if facts.model else "model.planner.hint")
    return (
        f'<div class="ma-header"><button type="button" class="ma-burger" data-toggle-side aria-label='
        f'"{words(language, "conversations")}">☰</button><h1>{escape(facts.name)}</h1>'
        f'<span class="ma-pill ma-day" title="{escape(words(language, "today.hint"))}">{day}</span>'
        f'<span class="ma-pill ma-model" title="{escape(hint)}"><i></i>{model}</span>'
        f'<button type="button" class="ma-switch" data-do="language" data-arg="{other(language)}" '
        f'lang="{other(language)}">{words(language, "switch_language")}</button></div>'
    )


def sidebar(sessions: Sequence[SessionInfo], current: str, language: Language, *, data_open: bool) -> str:
    """New conversation, the list of earlier ones, and the way to the shop's data."""
    items = "".join(
        f'<li><button type="button" data-do="open" data-arg="{escape(info.id)}" title="{escape(info.title)}"'
        f"{' aria-current=true' if info.id == current and not data_open else ''}>{escape(info.title or info.id)}"
        f"<small>{escape(info.updated_at[:10])}</small></button></li>"
        for info in sessions
    )
    listing = f"<ul>{items}</ul>" if items else f'<p class="ma-note">{words(language, "no_conversations")}</p>'
    current_data = " aria-current=true" if data_open else ""
    return (
        f'<nav class="ma-side"><button type="button" class="ma-new" data-do="new">＋ {words(language, "new_chat")}'
        "</button>"
        f'<small class="ma-label">{words(language, "conversations")}</small><div class="ma-list">{listing}</div>'
        f'<button type="button" class="ma-data" data-do="data"{current_data}>▤ {words(language, "your_data")}'
        "</button></nav>"
    )


def welcome(facts: ShopFacts, examples: Sequence[str], language: Language) -> str:
    """One line on what it can do, and questions about this very shop to click."""
    chips = "".join(
        f'<button type="button" data-do="ask" data-arg="{escape(text)}">{escape(text)}</button>' for text in examples
    )
    text = words(language, "welcome.text" if facts.today else "welcome.empty")
    if not facts.today:
        chips = f'<button type="button" data-do="data">{words(language, "your_data")}</button>'
    return (
        f'<div class="ma-welcome"><h2>{words(language, "welcome.title")}</h2><p>{text}</p>'
        f'<div class="ma-chips ma-examples">{chips}</div></div>'
    )


def data_facts(facts: ShopFacts, language: Language, limit_megabytes: int) -> str:
    """How many of what the shop holds, and what may be added."""
    tiles = "".join(
        f'<div class="ma-figure"><b>{number(count, decimals=0)}</b>'
        f"<span>{words(language, f'data.{table}')}</span></div>"
        for table, count in facts.counts.items()
        if f"data.{table}" in WORDS
    )
    span = ""
    if facts.today and facts.first_day:
        dates = words(language, "data.range", start=facts.first_day.isoformat(), end=facts.today.isoformat())
        span = f'<p class="ma-note">{dates}</p>'
    return (
        f'<div class="ma-datahead"><h2>{words(language, "data.title")}</h2>'
        f"{f'<div class=ma-figures>{tiles}</div>' if tiles else ''}{span}"
        f"<p>{words(language, 'data.text', limit=limit_megabytes)}</p>"
        f'<style>#ma-upload {{ --ma-drop: "{words(language, "data.drop")}"; }}</style></div>'
    )
