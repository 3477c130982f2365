"""What is said beside the question: who asked, what the answer is for.

A purpose – 做催付用, 先拎出来发关怀券 – picks nobody. It is only taken for one where nothing in it could be a
condition, and where it stands at the end of a stretch or makes one of its own.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.planner.around.askers import person
from assistant.planner.around.occasions import set_occasions_aside
from assistant.planner.around.purposes import set_purposes_aside
from assistant.planner.around.said import any_of
from assistant.planner.around.weighty import ALWAYS, JOINED
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.questions.stretches import fragments
from assistant.planner.lexicon import Sense

_WEIGHTY = (
    *ALWAYS, *JOINED, "group", "number", "period", "not", "measure", "field", "by", "value", "agent", "share",
)  # fmt: skip
_PURPOSE = ("purpose", "purpose_act", "goal", "contact_verb", "copy_noun", "send_word", "contact_noun", "copy_channel")
_BESIDE = ("filler", "for", "anaphor", "list", "with", "person_ref", "and", "add", "put_word", "only_cue")
_WHO_IN = re.compile(r"who(?:'?s| is)? in(?: the)?$")
_LONGEST = 12
"""Words that tell who asked, and where."""


def set_aside(slots: Slots) -> None:
    """Use up what does not bear on the answer."""
    set_purposes_aside(slots)
    for index in slots.all("profile_cue"):
        if _WHO_IN.match(slots[index].text.casefold()):
            told = index > 0 and slots.has(index - 1, "people", "agent")  # customers who in 2026 bought bedding
            slots.retag(index, Sense("who" if told else "list"), Sense("filler"))  # who in Berlin returned something
        if slots[index].text == "look like" and any(slots[i].text in ("do", "does", "did") for i in range(index)):
            slots.retag(index, Sense("filler"))  # what does the age split look like
    _set_reported_aside(slots)
    for index in slots.all("only_cue"):
        if not slots.has(index, "only", "group", "period", "condition", "range"):
            slots.retag(index, Sense("filler"))  # 只算下过单的: what follows says who
    for start, end in fragments(slots.items, lambda item: item.has("break")):
        _set_end_aside(slots, start, end)
    set_occasions_aside(slots)


def _set_reported_aside(slots: Slots) -> None:
    """老板刚在群里问：…: who asked, and where, says nothing of what is asked."""
    stop = next((i for i in range(len(slots)) if slots.has(i, "break")), None)
    if not stop or stop > _LONGEST or any(slots.has(i, *_WEIGHTY, "verb") for i in range(stop)):
        return
    if _reported().search("".join(slots[i].text for i in range(stop)).casefold()):
        for index in range(stop):
            slots.retag(index, Sense("filler"))
            slots.use(index, "who asks")


@cache
def _reported() -> re.Pattern[str]:
    return re.compile(rf"(?:{person()}|群里).*{any_of('says', language='zh')}")


def _set_end_aside(slots: Slots, start: int, end: int) -> None:
    """Walk back from the end of a stretch as long as nothing weighs; a purpose must have been met."""
    at = end
    while at > start and _may_be(slots, at - 1):
        at -= 1
    told = any(slots.has(index, "purpose") for index in range(at, end))
    if not told or (at > start and not _may_follow(slots, at - 1)):
        return
    for index in range(at, end):
        if slots.has(index, *_PURPOSE):
            slots.use(index, "what for")


def _may_be(slots: Slots, index: int) -> bool:
    if slots.used(index) or slots[index].unknown:
        return False
    if slots.has(index, "purpose", "purpose_act"):
        return not slots.has(index, "group", "range", "period", "not")
    return slots.has(index, *_PURPOSE, *_BESIDE) and not slots.has(index, *_WEIGHTY)


def _may_follow(slots: Slots, index: int) -> bool:
    """A purpose follows who is meant (的客户要补资料), never a verb whose object it would be."""
    return slots.has(index, "people", "group", "condition", "anaphor", "how_many", "filler")
