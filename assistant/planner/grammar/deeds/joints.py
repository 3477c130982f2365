"""How conditions are tied to what stands before them: not, except, or."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_MARKS = ("/", "+", "•", "·", "&", "|")


def is_edge(slots: Slots, index: int) -> bool:
    """Where one part of a message ends: a comma, a slash, a plus sign, and, or."""
    if not 0 <= index < len(slots):
        return True
    joint = slots.has(index, "break", "and", "or", "but") and not slots.has(index, "group", "range")
    return joint or slots[index].text in _MARKS


def reduce_no_other(slots: Slots) -> None:
    """no other home purchase: none of those goods; no other purchase at all says more, and is left to be asked."""
    for index in slots.all("no_other"):
        if slots.has(slots.next(index), "group"):
            slots.retag(index, Sense("not"))


def negated(slots: Slots, index: int) -> bool:
    """not in Germany, except women, 非上海, 除了上海以外."""
    before = index - 1
    while before >= 0 and (
        slots.has(before, "filler", "place", "with", "field")
        and not slots.has(before, "not", "except", "remove", "group", "condition")
    ):
        before -= 1
    while before >= 0 and slots.has(before, "people", "filler") and not slots.has(before, "not", "except", "remove"):
        before -= 1
        if before >= 0 and not slots.has(before, "except", "remove", "people", "filler"):
            return excluded_after(slots, index)
    if before < 0 or not slots.has(before, "not", "except", "never", "remove") or slots.used(before):
        return excluded_after(slots, index)
    slots.use(before, "negation")
    if slots.has(index + 1, "except_end"):
        slots.use(index + 1, "negation")
    return True


def excluded_after(slots: Slots, index: int) -> bool:
    """platinum excluded, 白金除外, China left out."""
    after = index + 1
    while slots.has(after, "filler", "people", "field", "must_word") and not slots.has(
        after, "excluded", "group", "break"
    ):
        after += 1
    if not slots.has(after, "excluded") or slots.used(after):
        return False
    slots.use(after, "negation")
    return True


def joiner_before(slots: Slots, index: int) -> str:
    before = index - 1
    while (
        before >= 0
        and slots.has(before, "filler", "place", "who", "with", "people", "not", "never", "except", "only", "always")
        and not slots.has(before, "and", "or", "but", "group", "condition", "verb")
    ):
        before -= 1
    if before >= 0 and slots.has(before, "or") and not slots.has(before, "group") and not slots.used(before):
        slots.use(before, "or")
        return "or"
    return "and"
