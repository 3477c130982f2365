"""Remarks beside a question: "that's the save list", "(thinking about a birthday treat)", 老板催了好几次.

A clause of its own that opens like a remark and names nothing the shop could filter, count or split by may hold words
nobody knows. Where all the rest is understood, the question is answered and the answer quotes the remark as not used.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from assistant.planner.around.marks import joins
from assistant.planner.around.remark_openings import narrows, opens, opens_firmly
from assistant.planner.around.weighty import ABSENT, ALWAYS, COMPARED, VALUES
from assistant.planner.reading import Reading
from assistant.planner.spans import Span, Tagger
from assistant.planner.text import Text, normalise

MOST = 3
_STOPS = "()（）,;.?!:\n、，。；！？：-"
_TIMELY = ("field", "period", "value", "horizon")
"""What a firm opening takes the weight from."""
_TIMELY_ZH = (*_TIMELY, "measure", "agent")
_WEIGHTY = (
    *ALWAYS, *VALUES, *COMPARED, *ABSENT, "number", "only", "by", "or", "contact_noun", "row", "field", "measure",
    "agent", "horizon", "period", "overlap", "together",
)  # fmt: skip
"""What bears on an answer: a clause with any of it is no mere remark."""
_LACKING = (*ABSENT, "unready")
_VAGUE = ("day", "week", "time", "几次", "几遍")
Read = Callable[[str], Reading]


def without_remarks(question: str, reading: Reading, tagger: Tagger, read: Read) -> Reading | None:
    """The answer to the question less its remarks, which it then quotes; None where more than remarks is unclear."""
    said: list[str] = []
    rest = question
    for _ in range(MOST):
        cut = _remark_in(normalise(rest), reading, tagger)
        if cut is None:
            return None
        said.append(rest[cut[0] : cut[1]].strip(" ()（）-–—,，.。"))
        rest = (rest[: cut[0]].rstrip(" (（-–—,，:：") + " " + rest[cut[1] :].lstrip(" )）,，.。")).strip()
        reading = read(rest)
        if reading.answers and reading.calls:
            return told_of(reading, question, said)
    return None


def told_of(reading: Reading, question: str, said: list[str]) -> Reading:
    """The reading of a question less its remarks as that of the whole: it quotes them as not used."""
    reading.question = question
    for remark in said:
        told = f"I took “{remark}” as a remark and did not use it."
        reading.notes.append(f"“{remark}”当作附言，没有用来筛选。" if reading.language == "zh" else told)
    return reading


def _remark_in(text: Text, reading: Reading, tagger: Tagger) -> tuple[int, int] | None:
    """Where a remark with what was not understood lies, in characters as typed."""
    lacking = reading.decline is not None and reading.decline.lacks
    if not lacking and (reading.ask is None or reading.ask.end <= reading.ask.start):
        return None
    spans = tagger.tag(text)
    for first, last in clauses(text):
        begin, stop = text.tokens[first].start, text.tokens[last - 1].end
        typed = (text.origins[begin], text.origins[stop - 1] + 1)
        if not first and last == len(text.tokens):
            return None
        if reading.ask and not (typed[0] <= reading.ask.start and reading.ask.end <= typed[1]):
            continue
        within = [s for s in spans if first <= s.start < last]
        told = not lacking or any(s.has(*_LACKING) for s in within)
        if told and _is_remark(text.normal[begin:stop].strip(), within, lacking):
            return typed
    return None


def clauses(text: Text) -> list[tuple[int, int]]:
    """Stretches of tokens between marks; a hyphen inside a word is none."""
    marks = [i for i, token in enumerate(text.tokens) if token.text[0] in _STOPS and not joins(text, token)]
    edges = [-1, *marks, len(text.tokens)]
    return [(before + 1, mark) for before, mark in pairwise(edges) if mark > before + 1]


def _is_remark(said: str, spans: list[Span], lacking: bool) -> bool:
    if not opens(said) or narrows(said):
        return False
    firm = opens_firmly(said)
    return not any(weighs(span, firm) and not (lacking and span.has(*_LACKING)) for span in spans)


def weighs(span: Span, firm: bool) -> bool:
    """Whether a word bears on an answer; behind a firm opening days and fields do not."""
    timely = _TIMELY if span.text.isascii() else _TIMELY_ZH
    if span.has("filler") or (firm and span.has(*timely)) or span.text.casefold() in _VAGUE:
        return False
    return span.has(*_WEIGHTY)
