"""Words of logic leave evidence: a second, much cruder reader beside the grammar.

"the rest", "against", "afterwards", 其余, 相比: rules may take such a word along as filler or as a part of a turn, and
build a definition that has nothing of it. What each of them has to leave behind is data, so that a question whose
definition shows none of it is asked about, whichever rule made it.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import NamedTuple

from assistant.planner.frame import Frame
from assistant.planner.reading import Reading
from assistant.planner.words import word_file
from tools.contract import Language


class _Turn(NamedTuple):
    """One kind of logic: the words for it, what shows it, and where it is looked for."""

    words: dict[Language, re.Pattern[str]]
    shown: re.Pattern[str]
    several: bool
    alone: bool


@cache
def _turns() -> tuple[_Turn, ...]:
    languages: tuple[Language, ...] = ("en", "zh")
    return tuple(
        _Turn(
            {language: re.compile("|".join(table[language])) for language in languages if language in table},
            re.compile("|".join(table["shown"])),
            table.get("several", False),
            table.get("alone", False),
        )
        for table in word_file("evidence").values()
    )


def without_evidence(frame: Frame, reading: Reading) -> list[int]:
    """Index of the span with the first word of logic of which the calls show nothing; empty if there is none."""
    calls = " ; ".join(f"{call.tool} {json.dumps(call.args, ensure_ascii=False)}" for call in reading.calls)
    told = calls.replace('"', "")
    several = len(reading.calls) > 1 or "compare_audiences" in told
    for turn in _turns():
        if (turn.alone and frame.state.last) or (turn.several and several) or turn.shown.search(told):
            continue
        for words in turn.words.values():
            for found in words.finditer(frame.text.normal):
                index = _span_at(frame, found.start(), found.end())
                if index is not None:
                    return [index]
    return []


def _span_at(frame: Frame, start: int, end: int) -> int | None:
    """The first span that a stretch of the text touches; None where that is a name."""
    tokens = frame.text.tokens
    for index, span in enumerate(frame.spans):
        begin, stop = tokens[span.start].start, tokens[span.end - 1].end
        if begin < end and start < stop:
            return None if span.has("value", "values") else index
    return None
