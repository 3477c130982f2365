"""Two groups of people, each told by a clause of its own, under one figure: 首单买护肤的和首单买鞋的，一年后谁花得多.

No field tells them apart, so no split shows both: each is a figure of its own.
"""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.figures.cuts import PAUSE
from assistant.planner.grammar.figures.metric import read_figures
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.grammar.wording.chinese import settle_chinese
from assistant.planner.grammar.wording.phrases import settle_phrases
from assistant.planner.leftovers import account, leftovers, typo_notes
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span
from tools.definitions import Audience, Metric

_JOINTS = ("和", "跟", "与", "及", "vs", "对比", "比", "还是", "、", "，", ",", "同", "以及", "较")
_ASKS = ("谁", "哪个", "哪边", "哪一个", "哪类", "哪种", "各", "分别", "差多少", "相比", "对比", "比一比", "高还是低")
_PEOPLE = ("verb", "agent", "condition", "field", "filter", "not", "people")
_CLAUSES = ("verb", "agent", "filter", "field", "not", "period")


def read_side_by_side(frame: Frame) -> Reading | None:
    """A figure of each of two groups; None where the question is not about two of them, or is more than that."""
    if frame.language != "zh" or not _set_against(frame):
        return None
    spans = frame.spans
    stops = [i for i, span in enumerate(spans) if span.has("break") and span.text in ",，：:"]
    joints = [i for i, span in enumerate(spans) if span.text.casefold() in _JOINTS and 0 < i < len(spans) - 1]
    for joint in joints:
        for stop in (i for i in stops if i > joint + 1):
            reading = _read(frame, spans[:joint], spans[joint + 1 : stop], spans[stop + 1 :])
            if reading is not None:
                return reading
    return None


def _set_against(frame: Frame) -> bool:
    said = frame.text.normal
    return any(word in said for word in _ASKS) or frame.has("winner", "versus", "respectively", "difference")


def _read(frame: Frame, first: list[Span], second: list[Span], asked: list[Span]) -> Reading | None:
    if not (any(s.has(*_CLAUSES) for s in first) and any(s.has(*_PEOPLE) for s in second)):
        return None
    one = _people(frame, first)
    shared = _shared(first, second)
    other = _people(frame, [*first[:shared], *second]) if one else None
    if one is None or other is None or one == other:
        return None
    metric = _figure(frame, asked, first)
    if metric is None or metric.audience is not None or metric.period is not None or metric.compare:
        return None
    metrics = [metric.model_copy(update={"audience": people}) for people in (one, other)]
    calls = [Call("measure", {"metric": m.compact()}) for m in metrics]
    return frame.reading("metric", metric=metrics[0], calls=calls, notes=typo_notes(frame))


def _shared(first: list[Span], second: list[Span]) -> int:
    """How much of the beginning holds for both: 首单有折扣的和没折扣的 are both told by their first order."""
    leads = [i for i, span in enumerate(first) if span.has("first_order") or span.value("field") == "first_order_date"]
    told = any(span.has("first_order") or span.value("field") == "first_order_date" for span in second)
    if leads and not told and leads[0] + 1 < len(first):
        return leads[0] + 1
    timed = first[0].has("period") and not any(span.has("period", "duration", "range") for span in second)
    return 1 if timed and len(first) > 1 else 0


def _people(frame: Frame, spans: list[Span]) -> Audience | None:
    """The people of one side, where every word of it is understood."""
    slots = frame.slots_of(spans)
    settle_phrases(slots, frame.today)
    settle_chinese(slots)
    slots.picking = True
    try:
        people = read_people(slots, frame.today)
    except Unclear:
        return None
    if leftovers(slots) or not people.conditions or people.limit or people.limited:
        return None
    return people.audience


def _figure(frame: Frame, spans: list[Span], told: list[Span]) -> Metric | None:
    """What is asked of both; `told` says since when a stretch of their own counts."""
    slots: Slots = frame.slots_of([*told, PAUSE, *spans])
    for index in range(len(slots)):
        if slots[index].text in _ASKS and slots.has(index, "people", "which"):
            slots.retag(index, Sense("winner"))
    settle_phrases(slots, frame.today)
    settle_chinese(slots)
    begin = spans[0].start if spans else 0
    if any(slots[index].start < begin < slots[index].end for index in range(len(slots))):
        return None
    for index in range(len(slots)):
        if slots[index].start < begin:
            slots.use(index, "whom it is of")
            slots.retag(index, Sense("filler"))
        elif slots.has(index, "people", "winner", "versus", "difference", "respectively", "which", "compare"):
            slots.use(index, "compared")
            slots.retag(index, Sense("filler"))
    try:
        figures = read_figures(slots, frame.today)
    except Unclear:
        return None
    if leftovers(slots) or not figures.measures or figures.dimensions or figures.sort or "measure" in figures.assumed:
        return None
    account(slots, frame.reading("metric"))
    return figures.build()
