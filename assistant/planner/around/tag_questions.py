"""Sales fell, didn't they?: a tag asks for a yes or a no, and denies nothing."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.around.setting_aside import set_aside
from assistant.planner.spans import Span

_PRONOUNS = ("they", "it", "we", "he", "she", "there", "that")


def without_tag_question(spans: Sequence[Span]) -> list[Span]:
    """The spans with such a tag at their end made filler."""
    found = list(spans)
    last = len(found) - 1
    while last > 0 and found[last].has("break"):
        last -= 1
    if last < 3 or found[last].text.casefold() not in _PRONOUNS or not found[last - 2].has("break"):
        return found
    denied = found[last - 1].has("not") and found[last - 1].text.casefold().endswith(("n't", "nt", "not"))
    return set_aside(found, last - 2, last + 1) if denied else found
