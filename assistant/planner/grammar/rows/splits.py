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
