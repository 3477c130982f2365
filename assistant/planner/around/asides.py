"""What is said beside the question: the same period again, what the answer is for, restatements.

A purpose – 做催付用, 先拎出来发关怀券 – picks nobody. It is only taken for one where nothing in it could be a
condition, and where it stands at the end of a stretch or makes one of its own.
"""

from __future__ import annotations

import re

from assistant.planner.around.occasions import set_occasions_aside
from assistant.planner.around.purposes import set_purposes_aside
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_WEIGHTY = (
    "group", "range", "number", "period", "duration", "ago", "not", "never", "except", "condition", "filter",
    "measure",
    "field", "by", "top", "bottom", "value", "scored", "agent", "customer_id", "saved", "share",
)  # fmt: skip
_PURPOSE = ("purpose", "purpose_act", "goal", "contact_verb", "copy_noun", "send_word", "contact_noun", "copy_channel")
_BESIDE = ("filler", "for", "anaphor", "list", "with", "person_ref", "and", "add", "put_word", "only_cue")


def set_aside(slots: Slots) -> None:
    """Use up what does not bear on the answer."""
    set_purposes_aside(slots)
    for index in slots.all("profile_cue"):
        if slots[index].text.casefold() in (
            "who in",
            "who's in",
            "whos in",
            "who is in",
            "who's in the",
            "who is in the",
        ):
            slots.retag(index, Sense("list"), Sense("filler"))  # who in Berlin returned something
    _same_period(slots)
    _reported(slots)
    for index in slots.all("only_cue"):
        if not slots.has(index, "only", "group", "period", "condition", "range"):
            slots.retag(index, Sense("filler"))  # 只算下过单的: what follows says who
    _purposes(slots)
    set_occasions_aside(slots)


_REPORTED = re.compile(
    r"(老板|领导|财务|运营|总监|ceo|cfo|同事|主管|市场部|电商部|群里|店长|总经理|上面|甲方)"
    r".*(问|说|要|催|让|叫|想|@|找)"
)


def _reported(slots: Slots) -> None:
    """老板刚在群里问：…: who asked, and where, says nothing of what is asked."""
    stop = next((i for i in range(len(slots)) if slots.has(i, "break")), None)
    if not stop or stop > 12 or any(slots.has(i, *_WEIGHTY, "verb") for i in range(stop)):
        return
    if _REPORTED.search("".join(slots[i].text for i in range(stop)).casefold()):
        for index in range(stop):
            slots.retag(index, Sense("filler"))
            slots.use(index, "who asks")


def _same_period(slots: Slots) -> None:
    """上个月…，按当月下单的人算: the month said before, not the current one."""
    said = None
    for index in range(len(slots)):
        if not slots.has(index, "period"):
            continue
        if slots[index].text in _THAT_ONE and said is not None:
            slots.retag(index, Sense("period", said))
        else:
            said = slots.value(index, "period")


_THAT_ONE = ("当月", "当周", "当季", "当年", "当天", "当日", "当季度", "该月", "该季度", "该周", "该年", "当年度")


def _purposes(slots: Slots) -> None:
    """Stretches between breaks, or the ends of them, that only say what for."""
    start = 0
    for index in range(len(slots) + 1):
        if index == len(slots) or slots.has(index, "break"):
            _purpose_in(slots, start, index)
            start = index + 1


def _purpose_in(slots: Slots, start: int, end: int) -> None:
    """Walk back from the end of a stretch as long as nothing weighs; a purpose must have been met."""
    at = end
    told = False
    while at > start and _may_be(slots, at - 1):
        at -= 1
        told = told or slots.has(at, "purpose")
    if not told or at == end:
        return
    if at > start and not _may_follow(slots, at - 1):
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
