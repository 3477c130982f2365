"""Turns in which one word decides what is asked, in the plainer words that say the same: per order channel, 均价."""

from __future__ import annotations

import re
from functools import cache

from assistant.planner.words import word_file


@cache
def _turns() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = (row for table in word_file("turns").values() for row in table["rows"])
    return tuple((re.compile(turn, re.IGNORECASE), plain) for turn, plain in rows)


def in_plain_turns(message: str) -> str:
    """The message with each such turn said plainly."""
    for turn, plain in _turns():
        message = turn.sub(plain, message)
    return message
