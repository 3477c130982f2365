"""Remarks that no list knows the opening of, told by how people word them: 准备做个购物车提醒, ops keeps asking me why.

Where a question is asked back or something in it is not kept, clauses that are most likely remarks are left out: the
rest must then be understood whole, and the answer quotes what it did not use.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from assistant.planner.around.remark_openings import narrows
from assistant.planner.around.remarks import Read, clauses, told_of, weighs
from assistant.planner.learned.clauses import remark_chance
from assistant.planner.reading import Reading
from assistant.planner.spans import Span, Tagger
from assistant.planner.text import Text, normalise

LIKELY, ALMOST_SURE = 0.7, 0.8
"""Of a clause with what is not understood; of one that could weigh, or with what is unclear outside of it
(`benchmarks.second_reader.remarks` says how many conditions are taken for remarks so)."""
_LONGEST = 3
"""Clauses side by side that make one remark."""
_TRIED = 4
_CLOSING = " ()（）-–—,，.。:：;；!！"


class _Remark(NamedTuple):
    start: int
    end: int
    chance: float


def without_likely_remarks(question: str, reading: Reading, tagger: Tagger, read: Read) -> Reading | None:
    """The answer to the rest, which quotes them; None where no clause is likely one or the rest is unclear too."""
    lacking = reading.decline is not None and reading.decline.lacks
    if reading.ask is None and not lacking:
        return None
    found = _remarks(question, reading, tagger)
    tries = [(one,) for one in found] + [pair for pair in combinations(found, 2) if _apart(*pair)]
    for remarks in tries[:_TRIED]:
        rest = _less(question, remarks)
        answer = read(rest) if any(character.isalnum() for character in rest) else None
        said = [question[one.start : one.end].strip(_CLOSING) for one in remarks]
        if answer and _whole(answer) and answer.brief is None and not any(_whole(read(remark)) for remark in said):
            return told_of(answer, question, said)
    return None


def _remarks(question: str, reading: Reading, tagger: Tagger) -> list[_Remark]:
    """Runs of clauses that are likely remarks, the likeliest first."""
    text = normalise(question)
    spans = tagger.tag(text)
    place = reading.ask or reading.decline
    start, end = (place.start, place.end) if place is not None else (0, 0)
    found = []
    for first, last, typed in _runs(text):
        within = [span for span in spans if first <= span.start < last]
        holds = end > start and typed[0] <= start and end <= typed[1]
        light = holds and not any(weighs(span, False) for span in within)
        if narrows(text.normal[text.tokens[first].start : text.tokens[last - 1].end].strip()):
            continue
        chance = remark_chance(question, *typed)
        if chance >= (LIKELY if light else ALMOST_SURE) and not _asks(within):
            found.append(_Remark(*typed, chance))
    return sorted(found, key=lambda one: -one.chance)


def _runs(text: Text) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """One to three clauses side by side, but never all: their tokens, and where they stand as typed."""
    apart = clauses(text)
    for length in range(1, min(_LONGEST, len(apart) - 1) + 1):
        for at in range(len(apart) - length + 1):
            first, last = apart[at][0], apart[at + length - 1][1]
            begin, stop = text.tokens[first].start, text.tokens[last - 1].end
            yield first, last, (text.origins[begin], text.origins[stop - 1] + 1)


def _asks(within: list[Span]) -> bool:
    """how many, customer C00012, write two push messages: what is asked for, and of whom."""
    return any(span.has("how_many", "customer_id", "copy_verb") and not span.has("filler") for span in within)


def _whole(reading: Reading) -> bool:
    return reading.answers and bool(reading.calls)


def _apart(first: _Remark, second: _Remark) -> bool:
    return first.end <= second.start or second.end <= first.start


def _less(question: str, remarks: tuple[_Remark, ...]) -> str:
    for one in sorted(remarks, reverse=True):
        before, after = question[: one.start].rstrip(" (（-–—,，:："), question[one.end :].lstrip(" )）,，.。:：;；–—")
        joined = ", " if before and after and before[-1] not in ".?!。？！;；…" else " "
        question = f"{before}{joined}{after}"
    return question.strip()
