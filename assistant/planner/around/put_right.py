"""A word put right in the same breath: “gold, I mean platinum”, “by city – actually by country”, 不对，是这个月.

What follows the cue takes the place of the last thing of its kind said before it: a value of the same field, a period,
a figure, a split. Where the word before the cue is one that nobody knows, all that follows stands in its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from assistant.planner.around.said import any_of
from assistant.planner.text import Text, normalise

if TYPE_CHECKING:
    from assistant.planner.spans import Span, Tagger

_ALIKE = (
    "measure", "period", "range", "number", "times", "duration", "money", "age", "percent", "product", "campaign",
    "channel", "channel_word",
)  # fmt: skip
_STEPS_OVER = ("filler", "break", "by", "in", "from", "of", "with", "for", "on", "the", "is", "during", "article")
_YEAR = re.compile(r"(?:19|20)\d\d$")


def put_right(question: str, tagger: Tagger) -> str:
    """The question as its speaker corrected it; unchanged where nothing of the kind was said before."""
    found = _cue().search(question)
    if found is None:
        return question
    text = normalise(question)
    spans = tagger.tag(text)
    before = [span for span in spans if _place(text, span)[1] <= found.start()]
    behind = [span for span in spans if _place(text, span)[0] >= found.end()]
    new = next((span for span in behind if not _passed_over(span)), None)
    if new is None or not before:
        return question
    return (
        _said_again(question, text, before, behind[0])
        or _unknown_before(question, text, before, new)
        or _exchanged(question[: found.start()], question, text, before, new)
        or question
    )


def _said_again(question: str, text: Text, before: Sequence[Span], first: Span) -> str | None:
    """top 10 – sorry, top 5: from the word that is repeated on, all is said anew."""
    for old in reversed(before):
        if old.text.casefold() == first.text.casefold() and not old.has("break"):
            return question[: _place(text, old)[0]] + question[_place(text, first)[0] :]
    return None


def _exchanged(said: str, question: str, text: Text, before: Sequence[Span], new: Span) -> str | None:
    """The last thing of the same kind gives way; what stood between it and the cue stays."""
    start, end = _place(text, new)
    for alike in (_same_field, _same_kind, _both_splits):
        for old in (old for old in reversed(before) if alike(old, new)):
            first, last = _place(text, old)
            kept = said[last:].rstrip(" ,，、.。…;；—–-(（")
            return question[:first] + question[start:end] + kept + question[end:].removeprefix(kept)
    for old in reversed(before):
        year = _YEAR.search(old.text)
        if year and _YEAR.fullmatch(new.text):
            _, last = _place(text, old)
            return question[:last].removesuffix(year[0]) + new.text + question[last : len(said)] + question[end:]
    return None


def _unknown_before(question: str, text: Text, before: Sequence[Span], new: Span) -> str | None:
    """handbags … I mean products in the bag subcategory: all that follows stands for a word that nobody knows."""
    last = next((span for span in reversed(before) if not span.has("break")), None)
    if last is None:
        return None
    first = _word_start(question, _place(text, last)[0])
    if not any(span.unknown and _place(text, span)[1] > first for span in before):
        return None
    return question[:first] + question[_place(text, new)[0] :]


def _passed_over(span: Span) -> bool:
    return span.has(*_STEPS_OVER) and not span.has("value", "period", "measure", "field")


def _same_field(old: Span, new: Span) -> bool:
    """Values of one field."""
    return bool(_fields(old) & _fields(new))


def _same_kind(old: Span, new: Span) -> bool:
    """Two figures, two periods, two numbers; a value gives way to values only."""
    return not (_fields(old) or _fields(new)) and any(old.has(kind) and new.has(kind) for kind in _ALIKE)


def _both_splits(old: Span, new: Span) -> bool:
    return not (_fields(old) or _fields(new)) and old.has("field") and new.has("field")


def _fields(span: Span) -> set[str]:
    return {s.value[0] for s in span.senses if s.kind == "value" and isinstance(s.value, tuple)}


def _place(text: Text, span: Span) -> tuple[int, int]:
    """Where a span stands in the question as typed."""
    tokens = text.tokens
    return text.origins[tokens[span.start].start], text.origins[tokens[span.end - 1].end - 1] + 1


def _word_start(question: str, place: int) -> int:
    """hand|bags is read in two: a word that is half unknown is left whole."""
    while place and question[place - 1].isalpha() and question[place - 1].isascii():
        place -= 1
    return place


@cache
def _cue() -> re.Pattern[str]:
    """Words that put right, set off from what stands before them."""
    said, sure = any_of("put_right"), any_of("put_right_surely")
    chinese = any_of("put_right", language="zh")
    stop = r"[,，、.。…;；—–(（-]"
    also = rf"(?:(?:{said}|{sure})\b[\s,.…!—–-]*)*"
    return re.compile(
        rf"(?:\s*{stop}+\s*(?:{also}(?:{said}|{sure})\b|(?:no|nope)(?=[,…!—–]|\.\.| -)|{chinese})|\s+{sure}\b)"
        rf"[\s,，.。…!！:：—–-]*{also}(?:是|我说的?是|我想看|要)?",
        re.IGNORECASE,
    )
