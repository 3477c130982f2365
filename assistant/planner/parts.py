"""A message in several parts – "ok leave it. top 10 by spend in Germany", "in money instead, all categories again".

They are read one after the other when the message cannot be read as a whole.

Each part must be understood by itself, on top of what the parts before it said. Nothing that one part asks for may be
lost in the next: a message that would lose it is asked about as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.planner.around.marks import joins
from assistant.planner.frame import State
from assistant.planner.nothing_lost import keeps
from assistant.planner.reading import Ask, Option, Reading, answered_both
from assistant.planner.remembering import read_ahead
from assistant.planner.spans import Span
from assistant.planner.text import Text, normalise
from tools.contract import Language

_STOPS = (".?!;。？！；\n", ",，:：", "-、")
"""Marks a message is cut at: between sentences first, then between clauses."""
MOST = 5
ASIDES = {"thanks", "greeting", "bye"}
"""Parts that only surround a question."""

Read = Callable[[str, State], Reading]


def read_in_parts(question: str, state: State, read: Read) -> Reading | None:
    """The reading of a message cut into parts; None where a part is not understood or something would be lost."""
    text = normalise(question)
    for depth in range(1, len(_STOPS) + 1):
        parts = _parts(text, "".join(_STOPS[:depth]))
        if 1 < len(parts) <= MOST:
            reading = _in_turn(parts, state, read)
            if reading is not None:
                reading.question = question
                return reading
    return None


def asks_of_a_row(spans: list[Span]) -> bool:
    """just the top one, and who bought it: a row is picked first, then asked about."""
    picked = next((i for i, span in enumerate(spans) if span.has("row")), None)
    if picked is None:
        return False
    stop = next((i for i in range(picked, len(spans)) if spans[i].has("break")), None)
    return stop is not None and any(
        span.has("who", "how_many", "which", "people") or span.text.casefold().endswith(" who") for span in spans[stop:]
    )


def questions_in(question: str) -> list[str]:
    """The questions of a message, where more than one of its sentences ends with a question mark."""
    text = normalise(question)
    parts = [part for part in _parts(text, "?？") if not _REMINDS.match(part.casefold())]
    asked = [part for part in parts if part.rstrip().endswith(("?", "？"))]
    return parts if len(asked) > 1 else []


_REMINDS = re.compile(r"^\s*(?:you |do you |still )?(?:remember|recall|know)\b")
"""remember the Gift Guide campaign? – nothing is asked yet."""
_OF_THEM = re.compile(
    r"^(.*(?:多少|几个|几位|几人|人数)[^，,]{0,3})[，,]\s*"
    r"((?:其中|里面|里头|当中|这里面|这些人里|那里面).*(?:(?:多少|几个|几位|几人|人数).*|(?:的|的人|的客户)(?:呢|有)?[？?]?))$"
    r"|^(how many .{3,}?)[,;]? and of (?:them|those|these),? (.+)$",
    re.IGNORECASE,
)


def counted_of_them(question: str, state: State, read: Read) -> Reading | None:
    """下单超过10次的有多少，里面有几个白金: how many they are, and how many of them are so."""
    cut = _OF_THEM.match(question)
    first = read(cut[1] or cut[3], state) if cut else None
    if cut is None or first is None or first.ask is not None or not _counts(first):
        return None
    told = re.sub("呢?[？?]?$", "", cut[2]) if cut[2] else f"how many of them {cut[4]}"
    second = read(told, read_ahead(state, first))
    if second.ask is not None or not _counts(second):
        return None
    account = [*first.account, *second.account]
    return replace(answered_both(first, second), account=account, question=question)


def one_at_a_time(question: str, parts: list[str], language: Language) -> Reading:
    """Ask which of several questions comes first."""
    which = "这里有几个问题，先回答哪一个？" if language == "zh" else "That is more than one question. Which one first?"
    options = tuple(Option(part, part) for part in parts[:4])
    return Reading(question, language, "clarify", ask=Ask(which, options, 0, len(question)))


def _parts(text: Text, marks: str) -> list[str]:
    """The message cut at these marks, as typed; a mark inside a number or a name is none."""
    parts: list[str] = []
    start = 0
    for token in text.tokens:
        spaced = token.end >= len(text.normal) or text.normal[token.end].isspace() or not token.text.isascii()
        if token.text[0] in marks and spaced and not joins(text, token):
            parts.append(text.typed(start, token.end))
            start = token.end
    parts.append(text.typed(start, len(text.normal)))
    return [part for part in parts if any(c.isalnum() for c in part)]


def _in_turn(parts: list[str], state: State, read: Read) -> Reading | None:
    last: Reading | None = None
    base = state
    for part in parts:
        reading = read(part, state)
        if reading.intent in ASIDES and reading.text:
            continue
        if reading.decline is not None:
            return reading
        if reading.ask is not None or not reading.calls or reading.intent == "customer":
            return None
        if last is not None and not reading.corrects and not keeps(last, reading, base):
            if not _counts(last) or not _counts(reading) or last.calls == reading.calls:
                return None
            reading.calls = [*last.calls, *reading.calls]  # two questions: both are answered
        if last is not None:
            reading.notes = list(dict.fromkeys([*last.notes, *reading.notes]))
            reading.account = [*last.account, *reading.account]
        last, state = reading, read_ahead(state, reading)
    return last


def _counts(reading: Reading) -> bool:
    return reading.intent == "audience" and all(call.tool == "size_audience" for call in reading.calls)
