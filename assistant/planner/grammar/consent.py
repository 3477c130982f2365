"""Who may be written to: may e-mail and text, email but not sms, not emailable, 能发短信, 邮件短信都能发."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_MODALS = (
    "can",
    "may",
    "could",
    "legally",
    "still",
    "willing",
    "能",
    "可",
    "可以",
    "能够",
    "同意",
    "允许",
    "接受",
    "愿意",
    "授权",
    "能用",
)
_CHANNELS = ("email", "sms")
_REACH = 6


def reduce_consent(slots: Slots) -> None:
    """Turn channel words beside a permission into conditions; "and", "or" and "not" between them stay."""
    if slots.find("copy_verb", free=False) is not None:
        return
    for index in range(len(slots)):
        if slots.has(index, "permit") or (_modal(slots, index) and _people(slots)):
            found = _channels(slots, index + 1, 1) or (_channels(slots, index - 1, -1) if slots.chinese(index) else [])
            if found:
                for at in found:
                    slots.retag(at, Sense("contact", _channel(slots, at)))
                slots.use(index, "may be written to")
        elif slots.has(index, "contact"):
            for at in _channels(slots, index + 1, 1, bare=True):
                slots.retag(at, Sense("contact", _channel(slots, at)))


def _modal(slots: Slots, index: int) -> bool:
    """can, may, 能: permission when a channel follows as a verb: people we may e-mail."""
    if slots[index].text.casefold() not in _MODALS:
        return False
    at = index + 1
    while slots.has(at, "filler") and not slots.has(at, "contact_noun", "contact_verb"):
        at += 1
    return _channel(slots, at) is not None or slots.has(at, "both_word")


def _people(slots: Slots) -> bool:
    return (
        slots.find("people", "who", "agent", "how_many", "group", "condition", "list", "verb", free=False) is not None
    )


def _channel(slots: Slots, index: int) -> str | None:
    if not 0 <= index < len(slots) or slots.used(index):
        return None
    named = slots.value(index, "contact_noun") or slots.value(index, "contact_verb")
    return named if named in _CHANNELS else None


def _channels(slots: Slots, at: int, step: int, *, bare: bool = False) -> list[int]:
    """The channels of a list from `at` on (in Chinese also back from it); with `bare` only what is tied on."""
    found: list[int] = []
    steps, tied = 0, not bare
    while 0 <= at < len(slots) and steps < _REACH:
        if _channel(slots, at) is not None and tied:
            found.append(at)
            steps = 0
            tied = not bare
        elif slots.has(at, "and", "or", "not", "but") or slots[at].text in ("/", "+", "、", ",", "，"):
            tied = tied or slots.has(at, "and", "or", "not")
        elif not slots.has(at, "filler", "place", "for", "permit", "copy_noun", "with") or slots.has(
            at, "period", "verb"
        ):
            break
        at += step
        steps += 1
    return found
