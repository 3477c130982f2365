"""这200人, those 200 people: the ones that were picked by a rank of so many, however they were narrowed since."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from assistant.planner.frame import Frame, State
from assistant.planner.grammar.editing.merging import within
from assistant.planner.grammar.scores.scores import FIELDS
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from tools.definitions import Audience, Limit, Ranked

_THEM = re.compile(r"\b(?:them|these|those)\b")
_POINTING = ("这", "那", "these", "those", "the same")


def counted_people(frame: Frame) -> Frame:
    """The frame with those people in place of the last ones, where a message names their number."""
    for index, (first, second) in enumerate(pairwise(frame.spans)):
        count = _heads(frame.spans, index + 1)
        if first.text.casefold() not in _POINTING or not count:
            continue
        told = (_so_many(past, count) for past in (frame.state, *reversed(frame.state.trail)))
        people = next((found for found in told if found), None)
        if people is not None:
            spans = list(frame.spans)
            spans[index : index + 2] = [
                replace(first, senses=(Sense("anaphor"),)),
                replace(second, senses=(Sense("filler"),)),
            ]
            return replace(_speaking_of(frame, people), spans=spans)
    return frame


def split_people(frame: Frame) -> Frame:
    """split them by tier, break them down by city, right after a ranking by a score: the people it picked."""
    ranking = frame.state.ranking
    pointed = any(span.has("by") and _THEM.search(span.text.casefold()) for span in frame.spans)
    if frame.state.last != "request" or ranking is None or not pointed:
        return frame
    people = _by_score(frame.state, int(ranking[1].get("limit") or 0))
    return frame if people is None else _speaking_of(frame, people)


def _speaking_of(frame: Frame, people: Audience) -> Frame:
    state = replace(frame.state, audience=people, last="audience", figures="audience", list_args={}, pair=None)
    return replace(frame, state=state)


def _heads(spans: list[Span], index: int) -> int:
    """200人, 200 people: the number; 0 where none is named."""
    span = spans[index]
    behind = index + 1 < len(spans) and spans[index + 1].has("people")
    said = span.value("heads") or (span.value("number") if behind or span.text.endswith(("人", "个", "位")) else None)
    return int(said) if said and not span.has("period", "money", "percent") else 0


def _by_score(state: State, count: int) -> Audience | None:
    """The first so many of the last ranking by a score."""
    args = state.ranking[1] if state.ranking is not None else {}
    field = FIELDS.get(str(args.get("score")), "")
    if not field or args.get("limit") != count:
        return None
    limit = Limit(by=field, descending=bool(args.get("highest", True)), count=count)
    return within(Audience.model_validate(args.get("audience") or {}).model_copy(update={"limit": limit}))


def _so_many(state: State, count: int) -> Audience | None:
    """The people of an earlier answer, where a rank picked so many of them and nothing else."""
    if (scored := _by_score(state, count)) is not None:
        return scored
    people = state.them if state.last == "list" else state.audience
    if people is None:
        return None
    if people.limit is not None and people.limit.count == count:
        return within(people)
    lone = len(people.all) == 1 and not people.any and not people.none
    ranked = isinstance(people.all[0], Ranked) and people.all[0].count == count if lone else False
    return people if ranked else None
