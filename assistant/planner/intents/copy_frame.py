"""A request for copy as its readers see it: with the words only such requests have, and its free text set apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from assistant.planner.frame import Frame
from assistant.planner.intents.free_text import Heard, free_text
from assistant.planner.lexicon import Lexicon, Sense
from assistant.planner.references import resolve
from assistant.planner.spans import Span
from assistant.planner.text import normalise
from assistant.planner.words import entries

MASK = ";"
"""Stands where free text was: nothing before it belongs to what comes after."""


@cache
def _wishes() -> Lexicon:
    lexicon = Lexicon()
    for kind, value, form in entries("wishes"):
        lexicon.add(form, Sense(kind, value))
    return lexicon


def copy_frame(frame: Frame) -> tuple[Frame, Heard]:
    """The frame read as a request for copy, and what it says in free text; offsets are those of the question."""
    plain = _tagged(frame, frame.text.original)
    heard = free_text(plain)
    if not heard.stretches:
        return plain, heard
    return _tagged(frame, _masked(frame.text.original, heard.stretches)), heard


def _tagged(frame: Frame, question: str) -> Frame:
    assert frame.tagger is not None
    text = frame.tagger.mended(normalise(question), _wishes())._replace(original=frame.text.original)
    spans = [_settled(span) for span in frame.tagger.tag(text, _wishes())]
    return resolve(replace(frame, text=text, spans=spans))


def _settled(span: Span) -> Span:
    """Words that change nothing here are filler where nothing else is known of them; aims say nothing of people."""
    if span.text == "=":
        return replace(span, senses=(*span.senses, Sense("break", "=")))
    if span.has("purpose"):
        return replace(span, senses=tuple(s for s in span.senses if s.kind in ("purpose", "goal")))
    if span.has("soft") and all(sense.kind in ("soft", "absent_value") for sense in span.senses):
        return replace(span, senses=(Sense("filler"),))
    return span


def _masked(question: str, stretches: Iterable[tuple[int, int]]) -> str:
    for start, end in stretches:
        question = question[:start] + MASK + " " * (end - start - 1) + question[end:]
    return question
