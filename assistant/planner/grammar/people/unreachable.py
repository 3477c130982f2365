"""Who may not be written to: women we can't e-mail; and without them, 去掉没法发邮件的: who may."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Channel, Contactable, Group

_CHANNELS: tuple[Channel, ...] = ("email", "sms")
_BETWEEN = ("and", "or", "not", "break", "filler", "by", "channel_choice", "means_word", "consented", "permit")


def reduce_unreachable(slots: Slots) -> None:
    """Turn the words into a condition; those who are left out may be written to."""
    for index in range(len(slots)):
        channel = slots.value(index, "unreachable") if index < len(slots) else None
        if channel is None:
            continue
        if channel == "all":
            _by_none(slots, index)
            continue
        before = slots.before(
            index, lambda item: item.has("filler", "people", "who") and not item.has("remove", "except")
        )
        if slots.has(before, "remove", "except"):
            slots.use(before, "taken out")
            slots.retag(index, Sense("contact", channel))
        else:
            slots.retag(index, Sense("condition", Group(none=[Contactable(channel=channel)])))


def _by_none(slots: Slots, index: int) -> None:
    """can't reach by e-mail or text; unreachable: by none of the channels that follow, or of all there are."""
    found: list[Channel] = []
    end = at = index + 1
    while at < len(slots):
        named = next(
            (slots.value(at, kind) for kind in ("contact", "contact_noun", "contact_verb") if slots.has(at, kind)), ""
        )
        if named in _CHANNELS:
            found.append(named)
            end = at + 1
        elif not slots.has(at, *_BETWEEN) or slots.has(at, "how_many", "period", "value", "people"):
            break
        at += 1
    if end < len(slots) and slots[end].text in (")", "）"):
        end += 1
    none = [Contactable(channel=channel) for channel in dict.fromkeys(found or _CHANNELS)]
    slots.merge(index, end, Sense("condition", Group(none=[*none])))
