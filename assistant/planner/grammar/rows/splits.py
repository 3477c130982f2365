"""Rows asked for by naming them: revenue split between app and website, 在门店和app之间怎么分."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_CROSSED = ("交叉", "cross")
_BETWEEN = ("between", "among", "amongst", "across", "over", "by", "into")


def split_between(slots: Slots) -> bool:
    """Whether the named values are to be rows of the result; they are then set against each other."""
    if (told := _split_into(slots)) is not None:
        return told
    for index in slots.all("share", "by"):
        if slots[index].text.casefold() not in ("split", "divided", "divide", "breakdown", "distributed", "spread"):
            continue
        at = slots.next(index, lambda item: _joins(item) and not item.has("group"))
        group = slots.value(at, "group")
        if group is None or len(group.values) < 2 or not any(_joins(slots[i]) for i in range(index + 1, at)):
            continue
        slots.retag(at, Sense("group", replace(group, joiner="vs")))
        slots.retag(index, Sense("filler"))
        return True
    return False


def _split_into(slots: Slots) -> bool | None:
    """split last week's revenue into first-time and returning buyers; None where nothing is split so."""
    verb = next((i for i in range(min(_OPENING, len(slots))) if slots[i].text.casefold() in _SPLITTING), None)
    into = next((i for i in range(len(slots)) if slots[i].text.casefold() in ("into", "between", "down into")), None)
    if verb is None or into is None or into < verb + 2 or not slots.has(verb, "share", "by", "filler"):
        return None
    at = slots.next(into, lambda item: _joins(item) and not item.has("group"))
    group = slots.value(at, "group")
    named = group is not None and len(group.values) > 1
    kinds = [i for i in range(into + 1, len(slots)) if _new_or_not(slots, i)]
    if group is not None and named:
        slots.retag(at, Sense("group", replace(group, joiner="vs")))
    elif len(kinds) == 2:
        slots.merge(kinds[0], kinds[1] + 1, Sense("field", "first_or_repeat"))
        slots.retag(into, Sense("by"))
    else:
        return None
    slots.retag(verb, Sense("filler"))
    return True


def _new_or_not(slots: Slots, index: int) -> bool:
    """first-time, returning buyers: whose first purchase it was, and whose was not."""
    group = slots.value(index, "group")
    told = group is not None and group.field == "first_or_repeat"
    return told or slots.value(index, "agent") in ("new", "first_time", "repeat", "returning")


_SPLITTING = ("split", "divide", "break", "separate", "break down", "split up")
_OPENING = 5
"""The verb stands among the first words: could you please split …"""


def crossed(slots: Slots) -> bool:
    """城市和会员等级交叉看, cross tier with channel: two fields make the rows; no two audiences are compared."""
    fields = {
        dimension_at(slots, i)
        for i in range(len(slots))
        if dimension_at(slots, i) and not slots.has(i, "group", "period", "people")
    }
    cues = [i for i in slots.all("overlap", free=False) if slots[i].text.casefold().startswith(_CROSSED)]
    if len(fields) < 2 or not cues:
        return False
    for index in cues:
        slots.retag(index, Sense("by"))
    return True


def _joins(item: Span) -> bool:
    return item.text.casefold() in _BETWEEN or item.has("filler")
