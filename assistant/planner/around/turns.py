"""Turns in which one word decides what is asked, in the plainer words that say the same: per order channel, 均价."""

from __future__ import annotations

import re
from functools import cache

from assistant.planner.simplifying import HAN, simplified
from assistant.planner.words import word_file


@cache
def _turns(name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = (row for table in word_file(name).values() for row in table["rows"])
    return tuple((re.compile(turn, re.IGNORECASE), plain) for turn, plain in rows)


def in_plain_turns(message: str) -> str:
    """The message with each such turn said plainly; one that is met in simplified characters goes on in them."""
    simple = simplified(message)
    if not HAN.search(simple):
        return _plain(simple, "turns")
    plain = _plain(_plain(_plain(simple, "courtesies_zh"), "turns"), "turns_zh")
    return message if plain == simple else plain


def _plain(message: str, name: str) -> str:
    for turn, plain in _turns(name):
        if turn.search(message):  # `sub` reads its template first, and there are more of them than `re` remembers
            message = turn.sub(plain, message)
    return message


_THOSE = re.compile(
    r"^((?:(?:please|pls|can you|could you|i need|i want|we need|now|so|find|get|show|list|pull|give|count|me|us|up"
    r"|name|out|a list of|how many of|number of) )*)"
    r"(?:(?:all )?those|the ones|the people|all)(?= (?:with|having|without) )",
    re.IGNORECASE,
)


def those_at_first(message: str) -> str:
    """list those with an app order, where nobody was spoken of before: the customers with one."""
    return _THOSE.sub(r"\1customers", message)
