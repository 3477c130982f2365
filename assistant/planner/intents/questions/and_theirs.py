"""How many champions are there and how much do they spend: two questions about the same people, both answered."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.intents.questions.composed import asked, people_told, read_whole
from assistant.planner.reading import Call, Reading, answered_both
from tools.definitions import Audience

_EN = re.compile(
    r"^(?P<first>how many (?P<those>[^,]{3,60}?)(?: (?:are there|do we have|did we have|have we got|exist|there are))?)"
    r",? and (?P<then>(?:how|what|which|where|when)\b.{0,40}\b(?:they|their|them)\b.*)$",
    re.IGNORECASE,
)
_THEIR = re.compile(r"\btheir (.+)$", re.IGNORECASE)
_THEY = re.compile(r"\b(?:they|them)\b", re.IGNORECASE)
_ZH = re.compile(
    r"^(?P<first>(?:有多少|有几个|多少)(?P<those>[^,，]{2,20})|(?P<where>[^,，有]{2,20})有(?:多少|几个)(?P<who>客户|会员|人|用户)?)"
    r"[,，](?:他们|她们|这些人|其)?的?(?P<then>[^,，]{3,20})$"
)


def read_and_theirs(frame: Frame) -> Reading | None:
    """A count of people and a figure of theirs; None unless each of the two reads whole and is of the same people."""
    found = (_ZH if frame.language == "zh" else _EN).match(asked(frame))
    if found is None:
        return None
    first = people_told(frame, found["first"])
    if first is None or first.audience is None:
        return None
    second = _of_them(frame, found, first.audience)
    if second is None:
        return None
    account = [(found["first"], "how many"), (found["then"], "what of them")]
    return replace(answered_both(first, second), account=account)


def _of_them(frame: Frame, found: re.Match[str], people: Audience) -> Reading | None:
    """The second question, of the people named in it, or of customers at large and then of these."""
    zh = frame.language == "zh"
    named = found["those"] or f"{found['where']}的{found['who'] or '客户'}" if zh else found["those"]
    for those in (named, "客户" if zh else "customers"):
        reading = read_whole(frame, _about(found["then"], those, zh=zh))
        metric = reading.metric if reading is not None else None
        if reading is None or metric is None or "customers" in metric.measures:
            continue
        if metric.audience == people:
            return reading
        if those != named and metric.audience is None:
            made = metric.model_copy(update={"audience": people})
            return replace(reading, metric=made, calls=[Call("measure", {"metric": made.compact()})])
    return None


def _about(then: str, those: str, *, zh: bool) -> str:
    if zh:
        return f"{those}{then}"
    return _THEIR.sub(rf"the \1 of {those}", then) if _THEIR.search(then) else _THEY.sub(those, then)
