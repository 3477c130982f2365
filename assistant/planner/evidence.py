"""Words of logic leave evidence: a second, much cruder reader beside the grammar.

"the rest", "against", "afterwards", 其余, 相比: rules may take such a word along as filler or as a part of a turn, and
build a definition that has nothing of it. What each of them has to leave behind is data, so that a question whose
definition shows none of it is asked about, whichever rule made it. Where nothing here can show it, the data says what
can be told instead.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import NamedTuple

from assistant.planner.frame import Frame
from assistant.planner.reading import Ask, Option, Reading
from assistant.planner.words import word_file
from tools.contract import Language


class _Turn(NamedTuple):
    """One kind of logic: the words for it, what shows it, and where it is looked for."""

    words: dict[Language, re.Pattern[str]]
    shown: re.Pattern[str]
    several: bool
    alone: bool
    written: bool
    never: re.Pattern[str] | None
    told: dict[Language, str]
    options: list[dict[Language, str]]
    unread: bool


class Lost(NamedTuple):
    """A word of logic of which the calls show nothing: its span, and what can be told instead, if the data says so."""

    at: int
    told: dict[Language, str]
    options: list[dict[Language, str]]


@cache
def _turns() -> tuple[_Turn, ...]:
    languages: tuple[Language, ...] = ("en", "zh")
    return tuple(
        _Turn(
            {language: re.compile("|".join(table[language])) for language in languages if language in table},
            re.compile("|".join(table["shown"]) or _NOTHING),
            table.get("several", False),
            table.get("alone", False),
            table.get("written", False),
            re.compile("|".join(table["never"])) if "never" in table else None,
            table.get("told", {}),
            table.get("options", []),
            table.get("unread", False),
        )
        for table in word_file("evidence").values()
    )


_NOTHING = r"(?!)"
"""No definition shows it."""


def without_evidence(frame: Frame, reading: Reading, *, written: bool = False) -> Lost | None:
    """The first word of logic of which the calls show nothing, or show what it does not say.

    With `written` it is a request for copy, whose words are mostly taken as they are.
    """
    calls = " ; ".join(f"{call.tool} {json.dumps(call.args, ensure_ascii=False)}" for call in reading.calls)
    told = calls.replace('"', "")
    several = len(reading.calls) > 1 or "compare_audiences" in told
    for turn in _turns():
        if turn.written is not written or (turn.alone and frame.state.last) or (turn.several and several):
            continue
        if turn.shown.search(told) and not (turn.never and turn.never.search(told)):
            continue
        for words in turn.words.values():
            for found in words.finditer(frame.text.normal):
                index = _span_at(frame, found.start(), found.end(), named=bool(turn.told))
                if index is not None:
                    return Lost(index, turn.told, turn.options)
    return None


def told_of_unread(frame: Frame) -> Reading | None:
    """What can be told instead of a question that was not read, where its words alone say that it cannot be."""
    for turn in _turns():
        if turn.unread and any(words.search(frame.text.normal) for words in turn.words.values()):
            return told_instead(frame, Lost(0, turn.told, turn.options))
    return None


def _span_at(frame: Frame, start: int, end: int, *, named: bool) -> int | None:
    """The first span that a stretch of the text touches; None where that is a name, unless names belong to the turn."""
    tokens = frame.text.tokens
    for index, span in enumerate(frame.spans):
        begin, stop = tokens[span.start].start, tokens[span.end - 1].end
        if begin < end and start < stop:
            return None if span.has("value", "values") and not named else index
    return None


def told_instead(frame: Frame, logic: Lost) -> Reading:
    """What cannot be told, and what can, as whole questions."""
    language = frame.language
    options = tuple(Option(one[language], one[language]) for one in logic.options if language in one)
    return frame.reading("unsayable", ask=Ask(logic.told[language], options, 0, len(frame.text.original)))
