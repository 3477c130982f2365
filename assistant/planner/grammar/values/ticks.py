"""Yes and no behind an equals sign, as in a table: 短信可发=是, 邮件可发=否, open=是 click=否."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Contactable, Group

YES = ("是", "有", "yes", "y", "true", "1", "√", "✓")
NO = ("否", "无", "没有", "no", "n", "false", "0", "×")
_DEEDS = ("open", "click", "receive", "buy", "view", "cart", "return_goods", "unsubscribe")
_LINKS = ("=", ":", "：", "为", "是")


def ticked(slots: Slots, index: int) -> bool | None:
    """What an item answers to the one before its link; None where it is no such answer."""
    said = slots[index].text.casefold() if 0 < index < len(slots) else ""
    if not said or slots[index - 1].text not in _LINKS:
        return None
    return True if said in YES else False if said in NO else None


def settle_ticks(slots: Slots) -> None:
    """Make of a channel and its answer who may, or may not, be written to."""
    index = 2
    while index < len(slots):
        answer = ticked(slots, index)
        channel = slots.value(index - 2, "contact")
        if answer is not None and channel is not None:
            allowed = Contactable(channel=channel)
            condition = allowed if answer else Group(none=[allowed])
            slots.merge(index - 2, index + 1, Sense("condition", condition))
        elif answer is not None and slots.value(index - 2, "verb") in _DEEDS:
            slots.retag(index - 2, Sense("verb", slots.value(index - 2, "verb")))  # done or not, and no figure
        index += 1
