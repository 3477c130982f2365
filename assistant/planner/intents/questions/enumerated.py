"""Two groups that are numbered: (1) gold members (2) big spenders; list A: … list B: …; group one = …, group two = …"""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_FIRST = ("1", "one", "a", "i", "first", "1st")
_SECOND = ("2", "two", "b", "ii", "second", "2nd")
_NOUNS = ("list", "group", "audience", "segment", "set", "list of", "the list", "lists", "cohort", "pool", "bucket")
_CLOSING = (")", ".", ":", "=", "-", "]", ",", ").", "):")
_OPENING = ("(", "[", "#")
_LIGHT = (
    "filler", "list", "versus", "compare", "number", "break", "overlap", "how_many", "greeting", "people", "which",
    "segment_word", "thanks", "help", "for", "card_detail",
)  # fmt: skip


def enumerated(frame: Frame) -> tuple[tuple[int, int], int] | None:
    """((start, end) of the first group, start of the second), where both are marked so and nothing else precedes."""
    first = next((found for i in range(len(frame.spans)) if (found := _marker(frame.spans, i, _FIRST))), None)
    if first is None:
        return None
    second = next((m for i in range(first[1], len(frame.spans)) if (m := _marker(frame.spans, i, _SECOND))), None)
    if second is None or not all(span.has(*_LIGHT) and not span.has("value") for span in frame.spans[: first[0]]):
        return None
    end = second[0]
    while end > first[1] and frame.spans[end - 1].has("break", "and"):
        end -= 1
    if end <= first[1]:
        return None
    for index in (*range(*first), *range(*second)):
        span = frame.spans[index]
        frame.spans[index] = Span(span.start, span.end, span.text, (Sense("filler"),))
    return (first[1], end), second[1]


def counts_lists(spans: list[Span], index: int) -> bool:
    """two lists, (1), (2): numbers of the lists, and of nothing in them."""
    near = [span.text.casefold() for span in (*spans[max(0, index - 1) : index], *spans[index + 1 : index + 2])]
    said = spans[index].text.casefold()
    return said in (*_FIRST, *_SECOND) and any(word in (*_OPENING, *_CLOSING, *_NOUNS) for word in near)


def _marker(spans: list[Span], index: int, words: tuple[str, ...]) -> tuple[int, int] | None:
    """(first span of the marker, first span behind it)."""
    if spans[index].text.casefold() not in words:
        return None
    start, end = index, index + 1
    noun = index > 0 and spans[index - 1].text.casefold() in _NOUNS
    behind = end < len(spans) and spans[end].text.casefold() in _NOUNS  # first group: …
    end += behind
    opened = index > 0 and spans[index - 1].text in _OPENING
    closed = end < len(spans) and spans[end].text in _CLOSING
    edge = index == 0 or spans[index - 1].has("break") or opened
    numbered = spans[index].has("number") and spans[index].text.isdigit()
    if not ((noun or behind) and closed) and not (closed and (edge or numbered)):
        return None
    start -= noun or opened
    end += 1
    while end < len(spans) and spans[end].text in _CLOSING:
        end += 1
    return start, end
