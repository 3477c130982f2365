"""Our eleven RFM segments, each of the 5 channels, all 11 of them: as many as there are limits nothing."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span


def reduce_all_of_them(slots: Slots) -> None:
    """Set the number of all values of a field aside, where no rank word makes it a size."""
    for index in range(len(slots)):
        count = slots.value(index, "number")
        if not count or slots.has(index, "period", "range", "group", "times") or slots.used(index):
            continue
        if slots.has(slots.before(index), "top", "bottom", "cmp") or slots.has(index - 1, "top", "bottom", "list"):
            continue
        if any(slots.value(i, "verb") in ("buy", "use") for i in range(max(0, index - 4), index)):
            continue  # shopped in all five channels: in each of them
        after = slots.next(index, lambda item: item.has("filler") and not item.has("field", "break"))
        if count in _sizes(slots, after) or (_said_all(slots, index) and any(count in s for s in _named(slots))):
            slots.retag(index, Sense("filler"))


def _sizes(slots: Slots, index: int) -> set[int]:
    """How many values the field that is named here has, in one reading or another."""
    if not 0 <= index < len(slots) or slots.has(index, "group", "period"):
        return set()
    fields = slots.vocabulary.dictionary.fields
    named = [s.value for s in slots[index].senses if s.kind == "field" and s.value in fields]
    return {len(slots.vocabulary.values(name)) for name in named if fields[name].groupable and _plural(slots[index])}


def _plural(item: Span) -> bool:
    return item.text.casefold().endswith("s") or not item.text.isascii()


def _named(slots: Slots) -> list[set[int]]:
    return [_sizes(slots, i) or _of_one(slots, i) for i in range(len(slots))]


def _of_one(slots: Slots, index: int) -> set[int]:
    """by RFM segment, all 11 of them."""
    fields = slots.vocabulary.dictionary.fields
    named = [s.value for s in slots[index].senses if s.kind == "field" and s.value in fields]
    return {len(slots.vocabulary.values(n)) for n in named if fields[n].groupable and not slots.has(index, "group")}


def _said_all(slots: Slots, index: int) -> bool:
    """all 11 of them, each of the 11."""
    before = slots[index - 1].text.casefold() if index else ""
    return before in ("all", "each of the", "all of the", "the full")
