"""How many by email and how many by sms, how many online and how many in store: two numbers, not one of both."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear

_REACHED = ("contact", "contact_noun", "contact_verb")


def refuse_two_counts(slots: Slots) -> None:
    """Ask for one at a time, where each count has a value or a channel of its own."""
    counted = slots.all("how_many", free=False)
    if len(counted) < 2 or not slots.has(counted[1] - 1, "and", "break"):
        return
    first, second = _told(slots, range(counted[1])), _told(slots, range(counted[1], len(slots)))
    pointing = any(slots.has(i, "anaphor") for i in range(counted[1], len(slots)))
    if first & second and not pointing:
        raise Unclear(
            "Those are two numbers. Which one first?",
            "这里问了两个数字，先看哪一个？",
            [("how many can be emailed", "能发邮件的有多少"), ("how many can be texted", "能发短信的有多少")]
            if "contact" in first & second
            else [],
        )


def _told(slots: Slots, part: range) -> set[str]:
    """What each count is of: fields with a value, or how people are reached."""
    fields = {slots.value(i, "group").field for i in part if slots.has(i, "group")}
    return fields | ({"contact"} if any(slots.has(i, *_REACHED) for i in part) else set())
