"""Nothing since in one phrase: ordered on 11 November and then nothing more, but none afterwards, zero orders later."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span


def reduce_nothing_since(slots: Slots) -> None:
    """Part the phrase into what did not happen and when, behind a deed that it can follow."""
    index = 1
    while index < len(slots):
        item = slots[index]
        told = any(slots.has(i, "verb", "agent", "measure", "condition", "who", "people") for i in range(index))
        if item.has("nothing_since") and item.end - item.start > 1 and told:
            slots.items[index : index + 1] = [
                Span(item.start, item.start + 1, "nothing", (Sense("not"),)),
                Span(item.start + 1, item.end, "since", (Sense("since_then"),)),
            ]
        index += 1
