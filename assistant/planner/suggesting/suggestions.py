"""What may have been meant: readings of the known questions most like one that was asked back, in plain words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice

from assistant.planner.frame import Frame
from assistant.planner.reading import Option, Reading
from assistant.planner.suggesting.known import known_questions
from assistant.planner.suggesting.outline import Outline, filled, outline_of
from tools.contract import BadRequest
from tools.definitions import Audience
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


def is_open(reading: Reading) -> bool:
    """Whether it asks back and has nothing to choose from: no word was one of several, none lacked its value."""
    ask = reading.ask
    if ask is None or ask.template != "{answer}":
        return False
    return ask.examples or not any(option.replacement for option in ask.options)


def with_suggestions(
    frame: Frame, reading: Reading, learned: Iterable[Reading], read: Callable[[str], Reading]
) -> Reading:
    """An open question back with whole questions to choose from: the trained reader's readings, and known ones.

    Words to leave out stay behind them; mere examples give way to them.
    """
    ask = reading.ask
    assert ask is not None
    offered = _suggested(frame, outline_of(frame), learned, read)
    if not offered:
        return reading
    lead = ask.lead or ask.question
    question = lead + frame.say(" Do you mean one of these?", "您想问的是下面哪一个？")
    left_out = [option for option in ask.options if not option.replacement]
    reading.ask = replace(ask, question=question, options=(*offered, *left_out))
    return reading


def _suggested(
    frame: Frame, outline: Outline, learned: Iterable[Reading], read: Callable[[str], Reading]
) -> list[Option]:
    """What the trained reader reads, then the readings of the known questions most alike, each once.

    Those that leave nothing out stand before the others.
    """
    whole: list[Option] = []
    partly: list[Option] = []
    seen: set[str] = set()
    labels: set[str] = set()
    for reading in learned:
        label = told_in_words(frame, reading)
        seen.add(_meant(reading))
        labels.add(_unordered(label))
        whole.append(Option(label, frame.text.original, whole=True, reading=reading))
    best = 0.0
    for wording, likeness in islice(known_questions(frame.language).alike(outline), _LOOKED_AT):
        best = max(best, likeness)
        if likeness < max(_LEAST, _OF_BEST * best) or len(whole) >= MOST:
            break
        question, unused = filled(wording, outline.named)
        again = read(question)
        meant = _meant(again)
        lost = [one.typed for one in unused if not one.meant or f'"{one.meant}"' not in meant]
        if not again.answers or not again.calls or meant in seen or len(lost) > _MOST_LOST:
            continue
        seen.add(meant)
        try:
            label = _label(frame, again, question, lost)
        except BadRequest:
            continue  # what this shop keeps no record of is nothing to ask for
        told = _unordered(label)
        if told not in labels:
            labels.add(told)
            (partly if lost else whole).append(Option(label, question, whole=True))
    return [*whole, *partly][:MOST]


def _meant(reading: Reading) -> str:
    return json.dumps([[call.tool, call.args] for call in reading.calls], sort_keys=True, default=str)


def _unordered(label: str) -> str:
    """Conditions in another order are the same."""
    return "; ".join(sorted(re.split(r"[;；] ?", label)))


def _label(frame: Frame, reading: Reading, question: str, lost: list[str]) -> str:
    """What the question asks for in plain words, or itself; and what it has nothing of."""
    label = told_in_words(frame, reading) or question.strip()
    if lost:
        label += frame.say(f" (without “{', '.join(lost)}”)", f"（不含“{'、'.join(lost)}”）")
    return label


def told_in_words(frame: Frame, reading: Reading) -> str:
    """A reading of one definition in plain words, "" for others. BadRequest for what the shop does not keep."""
    dictionary, call = frame.vocabulary.dictionary, reading.calls[0]

    def people(audience: Audience) -> str:
        return audience_words(audience, dictionary, frame.language, frame.today)

    if len(reading.calls) > 1 or reading.brief is not None:
        return ""
    if call.tool == "compare_audiences":
        first, second = (people(Audience.model_validate(call.args[name])) for name in ("first", "second"))
        return frame.say(f"{first} – and how many of them are {second}", f"{first}——其中有多少是：{second}")
    if reading.metric is not None:
        return metric_words(reading.metric, dictionary, frame.language, frame.today)
    if reading.audience is None:
        return ""
    listed = call.tool == "list_audience"
    return frame.say("List of ", "名单：") * listed + people(reading.audience)
