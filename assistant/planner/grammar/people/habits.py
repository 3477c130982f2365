"""Habits: who usually buy in store, 一般用折扣的客户 – how much of it makes it a habit, nobody has said."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear

_HABITS = ("usually", "normally", "generally", "typically", "mostly", "mainly", "tend", "habitually", "predominantly")
_HABITS_ZH = ("一般", "通常", "往往", "多半", "大多", "大多数", "大部分", "主要", "基本")

_PEOPLE_ZH = ("客户", "客人", "顾客", "会员", "用户", "的人")


def reduce_habits(slots: Slots) -> None:
    """Ask how often it has to be, where a habit picks people; raises Unclear."""
    for index in range(len(slots)):
        said = slots[index].text.casefold()
        english = said.partition(" ")[0] in _HABITS and slots.has(index - 1, "who") and not _asks(slots, index)
        if (english and not slots.chinese(index)) or (said in _HABITS_ZH and _of_people(slots, index)):
            word = said.partition(" ")[0]
            raise Unclear(
                f"How often does “{word}” have to be? I can tell who always did it, or did it at all.",
                f"“{said}”要到什么程度？可以看总是这样的人，或者曾经这样的人。",
                [(f"always{said[len(word) :]}", "总是"), (f"ever{said[len(word) :]}", "曾")],
                slots.origin(index),
                firm=True,
            )


def _asks(slots: Slots, index: int) -> bool:
    """which products do people that usually …: the habit is what is asked about, not who is meant."""
    return slots.has(index - 1, "filler") and any(slots.has(i, "which") for i in range(index))


def _of_people(slots: Slots, index: int) -> bool:
    """在门店买的客户 behind the habit: it tells who they are; 客户一般在哪买 asks what they do."""
    if any(slots.has(i, "which", "people") for i in range(index)):
        return False
    deed = next((i for i in range(index + 1, len(slots)) if slots.has(i, "verb")), None)
    if deed is None or any(slots.has(i, "which", "break", "people") for i in range(index + 1, deed)):
        return False
    people = next((i for i in range(deed, len(slots)) if _names_people(slots, i)), None)
    return people is not None and any("的" in slots[i].text for i in range(deed, people + 1))


def _names_people(slots: Slots, index: int) -> bool:
    """客户; 女客户, which picks them too."""
    return slots.has(index, "people", "agent") or slots[index].text.endswith(_PEOPLE_ZH)
