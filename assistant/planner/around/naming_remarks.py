"""Remarks on the people asked for: "these are the saints", "my rescue list", "I want to send them a card"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.around.naming_words import NEVER
from assistant.planner.around.said import said
from assistant.planner.around.setting_aside import words_of
from assistant.planner.around.weighty import VALUES
from assistant.planner.spans import Span

_PICKS = (*VALUES, "period", "percent", "money", "never", "except", "customer_id")
_DONE_WITH_THEM = ("anaphor", "send_word", "contact_verb", "copy_noun", "save")
_BARRED = tuple(kind for kind in (*NEVER, "verb", "measure", "agent") if kind not in _DONE_WITH_THEM)
"""Nothing in a remark picks anybody; what is sent, saved or said of them does not matter."""
_THE = frozenset(("the", "my", "our", "a", "pure", "real", "true"))
_PLANNING = ("they", "these")


def is_naming_remark(spans: Sequence[Span]) -> bool:
    """Whether these only say what people are called, or what they are given that nobody sends here."""
    words = words_of(spans)
    if words[0] in (*said("speaker"), *_PLANNING) and said("them") & {*words} and said("given") & {*words}:
        return not any(_picks(span) for span in spans) and said("sent").isdisjoint(words)
    if not all(_harmless(span) for span in spans):
        return False
    text = f"{' '.join(words)} "
    if _opens(text, "naming_at_once"):
        return True
    if _opens(text, "naming"):
        return not _THE.isdisjoint(words[:3])
    return words[0] in ("my", "our", "the") and words[-1] in ("list", "shortlist")


def _opens(text: str, table: str) -> bool:
    return any(text.startswith(f"{opening} ") for opening in said(table))


def _picks(span: Span) -> bool:
    value = span.value("value")
    channel = isinstance(value, tuple) and value[0] == "campaign_channel"
    return span.has(*_PICKS) and not channel  # to mail them a card


def _harmless(span: Span) -> bool:
    if span.unknown:
        return span.text.isascii()
    return not span.has(*_BARRED) or span.has("filler")
