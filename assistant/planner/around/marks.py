"""Marks between words: a dash parts what it stands between, a hyphen does not."""

from __future__ import annotations

from assistant.planner.text import Text, Token


def joins(text: Text, token: Token) -> bool:
    """Whether it is a hyphen inside a word: K-beauty; not gold - how many."""
    return token.text == "-" and not text.normal[max(0, token.start - 1)].isspace()
