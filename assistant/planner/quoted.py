"""Quotation marks: what stands between them is said together, and nothing else with a part of it."""

from __future__ import annotations

from assistant.planner.lexicon import Sense
from assistant.planner.text import Text

_MARK = '"'


def apart(text: Text, found: dict[tuple[int, int], list[Sense]]) -> None:
    """收到“2025黑色星期五”活动后: no days that begin inside the quotation and end outside it."""
    if text.normal.count(_MARK) % 2 or _MARK not in text.normal:
        return
    for (start, end), senses in found.items():
        stretch = text.normal[text.tokens[start].start : text.tokens[end - 1].end]
        if stretch.count(_MARK) % 2:
            senses[:] = [sense for sense in senses if sense.kind != "period"]
