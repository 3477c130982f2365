"""Events of the shop's own that a text invites to: a store opening, an in-store evening – nothing somebody did."""

from __future__ import annotations

import re
from functools import cache

from assistant.planner.words import word_file


def without_own_events(question: str) -> tuple[str, list[str]]:
    """The question with such events blanked, every other letter in its place, and how they were called."""
    events = [found[0].strip() for found in _pattern("event").finditer(question)]
    return _pattern("event").sub(_blank, without_way_out(question)), events


def without_way_out(question: str) -> str:
    """The question without the wish for a line by which readers leave: each text that needs one has it."""
    return _pattern("way_out").sub(_blank, question)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(word_file("own_events")[kind]["patterns"]), re.IGNORECASE)
