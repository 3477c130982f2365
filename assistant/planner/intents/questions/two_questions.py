"""People or figures, and then how many of those did something: how many bought in Q3, and how many of them were new."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.grammar.wording.phrases import settle_phrases
from assistant.planner.leftovers import leftovers
from assistant.planner.parts import one_at_a_time
from assistant.planner.reading import Call, Reading


def _joint(frame: Frame) -> int | None:
    """Where the second question begins: and how many of those."""
    spans = frame.spans
    counted = [i for i, span in enumerate(spans) if span.has("how_many")]
    if len(counted) < 2 or not any(span.has("anaphor") for span in spans[counted[-1] : counted[-1] + 3]):
        return None
    return next((i for i in range(counted[-1] - 1, counted[0], -1) if spans[i].has("and", "break")), None)


def two_questions(frame: Frame) -> Reading | None:
    """Ask which comes first, where rows are asked for and then people among them."""
    joint = _joint(frame)
    if joint is None or not any(span.has("by") or span.text.startswith("each ") for span in frame.spans[:joint]):
        return None
    parts = [frame.typed(0, joint - 1), frame.typed(joint + 1, len(frame.spans) - 1)]
    return one_at_a_time(frame.text.original, parts, frame.language)


def counted_before(frame: Frame) -> list[Call]:
    """The number of the people that the others are some of."""
    joint = _joint(frame)
    if joint is None or frame.language != "en":
        return []
    slots = frame.slots(0, joint)
    try:
        settle_phrases(slots, frame.today)
        people = read_people(slots, frame.today)
    except Unclear:
        return []
    if not people.conditions or leftovers(slots):
        return []
    return [Call("size_audience", {"audience": people.audience.compact()})]


def heads_too(slots: Slots) -> bool:
    """付费搜索来的客户有多少，首半年花了多少: how many they are is asked for itself."""
    return any(
        slots.has(i, "how_many")
        and not slots.has(i, "measure")
        and slots.has(i + 1, "break")
        and slots.has(slots.before(i), "people")
        for i in range(len(slots))
    )
