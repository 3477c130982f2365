"""Who asks, said before an English question: "crm lead here; …", "I'm an intern, …", "the analyst asks for …"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.around.said import said
from assistant.planner.around.setting_aside import set_aside, words_of
from assistant.planner.around.weighty import ALWAYS, VALUES
from assistant.planner.spans import Span

_LONGEST = 8
"""Words that introduce somebody."""
_MARKS = frozenset(",.!:;-")
_THE = ("the", "my", "our", "a", "one")
_WEIGHTY = (*ALWAYS, *VALUES, "number", "period", "not", "by", "copy_verb", "measure", "how_many")


def without_introduction(spans: Sequence[Span]) -> list[Span]:
    """The spans with who asks made filler; a message that is nothing else stays as it is."""
    for at in range(1, min(len(spans) - 1, _LONGEST + 1)):
        end = _introduced(spans, at)
        if end and asks(spans[end:]):
            return set_aside(spans, 0, end)
    return list(spans)


def askers() -> frozenset[str]:
    """Words for somebody who asks; sales are a figure as well."""
    return said("speaker", "role", "office") - {"sales"}


def asks(spans: Sequence[Span]) -> bool:
    """Whether these ask for anything."""
    return any(span.has("measure", "people", "agent", "field", "verb", "group", "value", "values") for span in spans)


def _introduced(spans: Sequence[Span], at: int) -> int:
    """Where the words on who asks end, if they do so before or with the one at `at`; else 0."""
    words = words_of(spans[:at])
    trade = bool(words) and not said("role", "trade").isdisjoint(words)
    if not trade or any(span.has(*_WEIGHTY) and not span.has("filler") for span in spans[:at]):
        return 0
    text = f" {' '.join(words)} "
    mine = words[-1] == "here" or any(f" {word} " in text for word in said("introducing"))
    if mine and spans[at].has("break") and spans[at].text[:1] in _MARKS:
        return at
    return at + 1 if spans[at].text.casefold() in said("asks") and words[0] in _THE else 0
