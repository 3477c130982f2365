"""The size of the segment and what they spend on average: how many they are is a figure of its own."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots

_SIZED = ("size", "how big", "how large", "headcount", "the size", "各有多少", "分别有多少", "各多少")


def size_too(slots: Slots, figures: Figures) -> None:
    """Count the people as well, where their size is asked for before "and"."""
    if not _asked(slots) or not (figures.people.conditions or figures.dimensions) or figures.period:
        return
    if figures.measures and "customers" not in figures.measures:
        figures.measures = ["customers", *figures.measures]


def _asked(slots: Slots) -> bool:
    sized = [i for i in slots.all("how_many", free=False) if slots[i].text.casefold().startswith(_SIZED)]
    joins = slots.all("and", "break", free=False) if sized and slots.chinese(sized[0]) else slots.all("and", free=False)
    joint = [i for i in joins if sized and i > sized[0] and not slots.has(i, "group", "range")]
    if not joint or any(slots.has(i, "measure") for i in range(sized[0], joint[0])):
        return False
    if slots.chinese(sized[0]):  # 上海和北京的男客户各有多少，平均年龄多大
        named = any(slots.has(i, "group") for i in range(sized[0]))
        return named and any(slots.role(i).startswith("measure") for i in range(joint[0], len(slots)))
    grouped = any(slots.has(i, "group", "segment_word", "field") for i in range(sized[0], joint[0]))
    return grouped and any(slots.has(i, "measure", "average") for i in range(joint[0], len(slots)))
