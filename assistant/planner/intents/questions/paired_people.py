"""上海的金卡和北京的银卡有多少: two groups told by the same two facts, never every fact of both at once."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from assistant.planner.frame import Frame
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.intents.questions.each_side import kinds, sides
from assistant.planner.intents.questions.questions import read_question
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Call, Reading
from tools.definitions import Audience, Group

_OTHERWISE = (
    "measure", "versus", "which", "winner", "contest", "difference", "share", "by", "overlap", "copy_verb", "average",
    "best_selling", "trend", "scored", "score_name", "instead", "save",
)  # fmt: skip
"""Words that ask for something else than who or how many they are."""
_TRIES = 12


def read_paired_people(frame: Frame) -> Reading | None:
    """How many each of the two groups are, or one list of both; None where the message names no such two."""
    if frame.state.last or any(s.has(*_OTHERWISE) and not s.has("value", "people", "filler") for s in frame.spans):
        return None
    for first, second in islice(sides(frame.spans), _TRIES):
        either = any(frame.spans[i].has("or") for i in range(first.stop, second.start))
        if either or not _paired(frame, first, second):
            continue  # women in Shanghai or men in Beijing: one group
        people = [_people(frame, kept, left) for kept, left in ((first, second), (second, first))]
        if None in people or people[0] == people[1]:
            continue
        found = [one for one in people if one is not None]
        if frame.has("list"):
            both = Audience(any=[Group(all=one.all, any=one.any, none=one.none) for one in found])
            return frame.reading("list", audience=both, calls=[Call("list_audience", {"audience": both.compact()})])
        calls = [Call("size_audience", {"audience": one.compact()}) for one in found]
        return frame.reading("audience", audience=found[-1], calls=calls)
    return None


def _paired(frame: Frame, first: range, second: range) -> bool:
    """Whether both sides say one value each of the same fields, none of them the same."""
    told = [[s.value("value") for i in side if (s := frame.spans[i]).has("value")] for side in (first, second)]
    fields = [kinds(frame.spans[i] for i in side) for side in (first, second)]
    apart = not {str(pair) for pair in told[0]} & {str(pair) for pair in told[1]}
    once = all(len(side) == len(names) for side, names in zip(told, fields, strict=True))
    return fields[0] == fields[1] and len(fields[0]) > 1 and apart and once


def _people(frame: Frame, kept: range, left: range) -> Audience | None:
    """Who one of the sides is."""
    between = range(min(kept.stop, left.stop), max(kept.start, left.start))
    gone = [i for i, s in enumerate(frame.spans) if i in left or i in between or s.has("respectively")]
    light = (Sense("filler"),)
    spans = [replace(span, senses=light) if i in gone else span for i, span in enumerate(frame.spans)]
    try:
        reading = read_question(replace(frame, spans=spans))
    except Unclear:
        return None
    told = reading is not None and reading.ask is None and len(reading.calls) == 1 and not reading.leftovers
    if reading is None or not told or reading.calls[0].tool not in ("size_audience", "list_audience"):
        return None
    return reading.audience if reading.audience and reading.audience.limit is None else None
