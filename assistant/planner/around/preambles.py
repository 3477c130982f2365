"""What people say before they ask: "Sorry if this is a daft question, but …", "Quick one before my 9:30 – …"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.around.introductions import askers, asks
from assistant.planner.around.said import said
from assistant.planner.around.setting_aside import set_aside, words_of
from assistant.planner.around.weighty import ABSENT, ALWAYS, CHANGES, COUNTED, TASKS, VALUES
from assistant.planner.spans import Span

_ENDS = ".!:-…?\n。！：？"
"""Marks after which the question begins."""
_JOINTS = ("but", "called", "labelled", "titled")
"""Words after which it does."""
_NEVER = (
    *ALWAYS, *VALUES, *COUNTED, *ABSENT, *TASKS, *CHANGES, "measure", "verb", "by", "only", "not", "agent", "people",
    "period", "which", "sum", "trend", "contact_noun", "contact_verb", "cmp", "list", "anaphor", "row", "with", "or",
    "email_address", "horizon",
)  # fmt: skip
"""What a question may be made of: a stretch with any of these is no mere preamble, but for the words that say so."""
_SHORTEST = 3


def without_preamble(spans: Sequence[Span]) -> list[Span]:
    """The spans with those of a preamble made filler; a message that is nothing else stays as it is."""
    for at in range(len(spans) - 2, 0, -1):
        if _parts(spans, at) and _is_preamble(spans[:at]) and asks(spans[at + 1 :]):
            return set_aside(spans, 0, at)
    return list(spans)


def _parts(spans: Sequence[Span], at: int) -> bool:
    """Whether a question may begin after this: after a full stop, a colon, a dash; or ", but"."""
    if spans[at].text.casefold() in _JOINTS:
        return at > 1
    mark = str(spans[at].value("break") or "")
    clock = mark == ":" and spans[at - 1].has("number") and spans[at + 1].has("number")
    return mark[:1] != "" and mark[0] in _ENDS and not clock


def _is_preamble(spans: Sequence[Span]) -> bool:
    """Somebody speaks of themselves or of the asking, and names nothing a question is made of."""
    words = words_of(spans)
    if len(words) < _SHORTEST or (askers() | said("polite")).isdisjoint(words):
        return False
    return all(_harmless(span) or _on_a_clock(spans, place) for place, span in enumerate(spans))


def _on_a_clock(spans: Sequence[Span], place: int) -> bool:
    """9:30 – a number beside a colon and another number."""
    return spans[place].has("number") and any(span.text == ":" for span in spans[max(0, place - 1) : place + 2])


def _harmless(span: Span) -> bool:
    """Chat, marks, or words that are about the asker; nothing that nobody knows, and nothing that narrows."""
    words = words_of([span])
    if words == ["new"] or askers() | said("polite", "mild") >= {*words}:
        return True  # new analyst here
    return span.has("filler", "greeting", "break", "interjection", "purpose") and not span.has(*_NEVER)
