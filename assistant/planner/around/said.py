"""The words people put around a question, from prompts/lexicon/around.toml: as sets, as patterns, found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.planner.text import Token
from assistant.planner.words import listed
from tools.contract import Language


def said(*tables: str, language: Language = "en") -> frozenset[str]:
    """The words of these tables."""
    return listed("around", *tables, language=language)


@cache
def any_of(*tables: str, language: Language = "en") -> str:
    """A pattern that any of these words meets, the longest first."""
    words = sorted(said(*tables, language=language), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, words))})"


def met(pattern: re.Pattern[str], tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where tokens, written without spaces, meet a pattern that breaks none of them: (first token, end token)."""
    starts, at = {}, 0
    for place, token in enumerate(tokens):
        starts[at] = place
        at += len(token.text)
    starts[at] = len(tokens)
    for found in pattern.finditer("".join(token.text for token in tokens)):
        first, end = starts.get(found.start()), starts.get(found.end())
        if first is not None and end is not None and end > first:
            yield first, end
