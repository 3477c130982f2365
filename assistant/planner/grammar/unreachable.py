"""Who may not be written to: women we can't e-mail; and without them, 去掉没法发邮件的: who may."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Contactable, Group


def reduce_unreachable(slots: Slots) -> None:
    """Turn the words into a condition; those who are left out may be written to."""
    for index in range(len(slots)):
        channel = slots.value(index, "unreachable")
        if channel is None:
            continue
        before = slots.before(
            index, lambda item: item.has("filler", "people", "who") and not item.has("remove", "except")
        )
        if slots.has(before, "remove", "except"):
            slots.use(before, "taken out")
            slots.retag(index, Sense("contact", channel))
        else:
            slots.retag(index, Sense("condition", Group(none=[Contactable(channel=channel)])))
