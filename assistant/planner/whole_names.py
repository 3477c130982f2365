"""Names that are one, whatever their parts mean: an id of a shop's own making, a campaign with its year."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.planner.lexicon import Sense
from assistant.planner.text import Token, unspaced


def keep_names_whole(found: dict[tuple[int, int], list[Sense]]) -> None:
    """Black Friday 2025之后: the year of a campaign's name begins no stretch of time."""
    named = [place for place, senses in found.items() if any(_names_campaign(sense) for sense in senses)]
    for start, end in named:
        for place in [(i, j) for i, j in found if start < i == end - 1 and end < j]:
            found[place] = [sense for sense in found[place] if sense.kind != "period"]


def _names_campaign(sense: Sense) -> bool:
    return sense.kind == "value" and sense.value[0] == "campaign"


def written_together(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Runs of Latin letters, digits and marks without a space, with a digit and a mark in them: K-17, 2024/0042.

    An id of a shop's own making may look so; what it is, only the shop's customers tell.
    """
    for first, last in unspaced(tokens):
        run = "".join(token.text for token in tokens[first:last])
        if last - first > 1 and run.isascii() and any(c.isdigit() for c in run) and not run.isalnum():
            yield first, last
