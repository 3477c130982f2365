"""Whom a campaign plan goes to, changed: leave out the platinum people, for Germany instead, also those in Hamburg."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.intents.continuing.wishes import asks, questions, words
from assistant.planner.intents.follow_ups.edits import read_edit
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Reading
from assistant.planner.spoken_of import GOODS
from tools.definitions import Audience


def other_people(frame: Frame) -> Reading | None:
    """leave out the platinum people, for Germany instead, also Beijing: others get it."""
    state = frame.state
    assert state.brief is not None
    if (
        asks(frame)
        or questions(frame)
        or frame.has("copy_channel", "tone", "copy_noun", "percent", "off", "copy_language", "goal")
    ):
        return None
    goods = [v for s in frame.spans if (v := s.value("value") or s.value("values")) and v[0] in GOODS]
    if (goods or frame.has("products")) and not frame.has("verb", "agent"):
        return None  # about skincare: what the texts are about
    if not frame.has(*_OF_PEOPLE):
        return None  # 5 instead of 10: of what, nobody said
    before = state.brief.audience or Audience()
    spoken = replace(
        state, last="audience", figures="audience", audience=before, list_args={}, trail=[], rows=[], metric=None
    )
    reading = read_edit(replace(described_those(without_sending(frame)), state=spoken))
    if reading is None or reading.ask is not None or reading.audience is None or len(reading.calls) != 1:
        return None
    if reading.calls[0].tool != "size_audience" or reading.audience == before:
        return None
    return reading


def described_those(frame: Frame) -> Frame:
    """also those in Hamburg: people who are described in the next words, and nobody spoken of before."""
    spans = list(frame.spans)
    for index, span in enumerate(spans[:-1]):
        behind = spans[index + 1].has("place", "who", "with") and any(s.has("value", "values") for s in spans[index:])
        if span.text.casefold() in ("those", "the ones", "ones") and behind and frame.has("add"):
            spans[index] = replace(span, senses=(Sense("people"),))
    return replace(frame, spans=spans)


def without_sending(frame: Frame) -> Frame:
    """只发女性, go with women only: the words for sending say no more than that it goes to them."""
    spans = [
        replace(span, senses=(Sense("filler"),)) if span.text.casefold() in words("going_to") else span
        for span in frame.spans
    ]
    return replace(frame, spans=spans)


_OF_PEOPLE = (
    "value", "values", "verb", "agent", "people", "duration", "period", "contact", "condition", "saved", "products",
    "field", "consented", "permit", "unit", "age_word", "never", "not", "cmp",
)  # fmt: skip
"""A message with none of these says nothing of whom a plan goes to."""
