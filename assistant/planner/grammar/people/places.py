"""Places people are said to live in that no lexicon knows."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.spelling import is_common
from tools.definitions import Attribute


def unknown_place(slots: Slots) -> None:
    """customers in Atlantis: an unknown word where a place stands is a city this shop may not have."""
    if "city" not in slots.vocabulary.dictionary.fields:
        return
    for index, item in enumerate(slots.items):
        if not item.unknown or not any(c.isalpha() for c in item.text):
            continue
        last = index
        while last + 1 < len(slots) and slots[last + 1].unknown:
            last += 1
        if any(is_common(slots[i].text.casefold()) for i in range(index, last + 1)):
            continue
        before = (slots.has(index - 1, "place") and slots[index - 1].text.casefold() not in ("within", "在")) or slots[
            max(index - 1, 0)
        ].text in ("来自", "住在", "位于")
        ends = last + 1 >= len(slots) or slots.has(
            last + 1, "who", "people", "break", "and", "verb", "filler", "with", "but", "period"
        )
        if before and ends and slots.find("people", "verb", "agent", "how_many", "list", free=False) is not None:
            from assistant.planner.lexicon import Sense

            typed = slots.text.typed(slots.text.tokens[item.start].start, slots.text.tokens[slots[last].end - 1].end)
            slots.merge(index, last + 1, Sense("condition", Attribute(field="city", values=[typed])))
            return
