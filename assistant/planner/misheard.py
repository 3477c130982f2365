"""Chinese words with one character mistyped, as it happens by sound: 最进 for 最近, 占 written 站."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.planner.text import Text, Token
from assistant.planner.words import word_file

_SLIPS = (2, 3)
"""How many characters the words have that are listed as mistyped."""


def as_heard(text: Text) -> Text:
    """最进 for 最近: Chinese words of which one character was mistyped, as they are listed."""
    slips, tokens, mended = word_file("spelling")["misheard"], list(text.tokens), list(text.mended)
    right = set(_heard_right(tokens))
    for place in range(len(tokens)):
        for length in _SLIPS:
            meant = slips.get("".join(token.text for token in tokens[place : place + length]))
            if meant is None or not right.isdisjoint(range(place, place + length)):
                continue
            for offset, character in enumerate(meant):
                tokens[place + offset] = tokens[place + offset]._replace(text=character)
            mended.append((place, meant))
    return text._replace(tokens=tuple(tokens), mended=tuple(mended)) if mended else text


def _heard_right(tokens: Sequence[Token]) -> Iterator[int]:
    """Places of characters that are no slip: those of 网站 and 指定 beside 多 and 单, and all that is not Chinese."""
    words = frozenset(word_file("spelling")["heard_right"]["zh"])
    for place, token in enumerate(tokens):
        if token.kind != "han":
            yield place
        if token.text + "".join(later.text for later in tokens[place + 1 : place + 2]) in words:
            yield from (place, place + 1)
