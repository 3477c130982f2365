"""What a word is to say, told behind it: running low, meaning under 30 left; quiet, meaning no order since May."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.around.setting_aside import set_aside
from assistant.planner.spans import Span

_TOLD = ("meaning", "means", "by which i mean", "that means")


def without_glosses(spans: Sequence[Span]) -> list[Span]:
    """The spans with the word that leads such a gloss made filler."""
    found = list(spans)
    for index in range(2, len(found) - 1):
        led = found[index].text.casefold() in _TOLD and found[index - 1].has("break")
        if led and any(span.has("cmp", "number", "not", "never") for span in found[index + 1 : index + 3]):
            found = set_aside(found, index, index + 1)
    return found
