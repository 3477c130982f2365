"""What may have been meant: readings of the known questions most like one that was asked back, in plain words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

from assistant.planner.frame import Frame
from assistant.planner.reading import Option, Reading
from assistant.planner.suggesting.known import known_questions
from assistant.planner.suggesting.outline import Outline, filled, outline_of
from tools.contract import BadRequest
from tools.wording.audience import audience_words
from tools.wording.metric import metric_words

MOST = 3
"""Suggestions made."""
_LOOKED_AT = 16
"""Known questions that are tried."""
_LEAST = 0.15
"""Likeness of a suggestion."""
_MOST_LOST = 1
"""Things that were named and that a suggestion may have nothing of; it says so."""
_OF_BEST = 0.4
"""Share of the best one's likeness that the others must have."""


def with_suggestions(frame: Frame, reading: Reading, read: Callable[[str], Reading]) -> Reading:
    """A question back with complete questions to choose from, where it has nothing else to offer.

    Words to leave out stay behind them; mere examples give way to them.
    """
    ask = reading.ask
    if ask is None or ask.template != "{answer}":
        return reading
    if not ask.examples and any(option.replacement for option in ask.options):
        return reading
    offered = _suggested(frame, outline_of(frame), read)
    if not offered:
        return reading
    lead = ask.lead or ask.question
    question = lead + frame.say(" Do you mean one of these?", "您想问的是下面哪一个？")
    left_out = [option for option in ask.options if not option.replacement]
    reading.ask = replace(ask, question=question, options=(*offered, *left_out))
    return reading


def _suggested(frame: Frame, outline: Outline, read: Callable[[str], Reading]) -> list[Option]:
    """The readings of the known questions most alike, each once; those that leave nothing out before the others."""
    whole: list[Option] = []
    partly: list[Option] = []
    seen: set[str] = set()
    labels: set[str] = set()
    best = 0.0
    for wording, likeness in islice(known_questions(frame.language).alike(outline), _LOOKED_AT):
        best = max(best, likeness)
        if likeness < max(_LEAST, _OF_BEST * best) or len(whole) == MOST:
            break
        question, unused = filled(wording, outline.named)
        again = read(question)
        meant = json.dumps([[call.tool, call.args] for call in again.calls], sort_keys=True, default=str)
        lost = [one.typed for one in unused if not one.meant or f'"{one.meant}"' not in meant]
        if not again.answers or not again.calls or meant in seen or len(lost) > _MOST_LOST:
            continue
        seen.add(meant)
        try:
            label = _label(frame, again, question, lost)
        except BadRequest:
            continue  # what this shop keeps no record of is nothing to ask for
        told = "; ".join(sorted(re.split(r"[;；] ?", label)))
        if told not in labels:
            labels.add(told)
            (partly if lost else whole).append(Option(label, question, whole=True))
    return [*whole, *partly][:MOST]


def _label(frame: Frame, reading: Reading, question: str, lost: list[str]) -> str:
    """What the question asks for in plain words, or itself; and what it has nothing of."""
    dictionary = frame.vocabulary.dictionary
    label = question.strip()
    if len(reading.calls) == 1 and reading.metric is not None:
        label = metric_words(reading.metric, dictionary, frame.language, frame.today)
    elif len(reading.calls) == 1 and reading.audience is not None and reading.brief is None:
        label = audience_words(reading.audience, dictionary, frame.language, frame.today)
    if lost:
        label += frame.say(f" (without “{', '.join(lost)}”)", f"（不含“{'、'.join(lost)}”）")
    return label
