"""What is left over of a request for copy: a style nobody knows is passed on and said, anything else is asked about."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.stretches import fragments
from assistant.planner.leftovers import leftovers

STYLED = 4
"""A part of the sentence of so many words at most may be a style without saying so."""
_WISHED = ("copy_channel", "contact_noun", "copy_verb", "copy_channel_other", "people", "agent", "who", "verb")


@dataclass
class Rest:
    """Styles as typed, and the items that must be asked about."""

    styles: list[str] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)


def rest_of(slots: Slots, *, editing: bool) -> Rest:
    """Sort what no rule has used; in a change of the last text any part that names nobody is about its style."""
    rest, lost = Rest(), leftovers(slots)
    for first, end in fragments(slots.items, lambda span: span.has("break")):
        inside = [index for index in lost if first <= index < end]
        if not inside:
            continue
        if _is_style(slots, first, end, inside, editing):
            tokens = slots.text.tokens
            rest.styles.append(slots.text.typed(tokens[slots[first].start].start, tokens[slots[end - 1].end - 1].end))
            for index in inside:
                slots.use(index, "style")
        else:
            rest.lost += inside
    return rest


def _is_style(slots: Slots, first: int, end: int, lost: list[int], editing: bool) -> bool:
    if any(slots.has(i, *_WISHED) or _picks(slots, i) for i in range(first, end)):
        return False
    if any(slots.has(i, "group", "period", "range", "condition", "money", "percent", "measure", "value") for i in lost):
        return False
    if any(slots.has(i, "style", "tone", "less", "shorter") for i in range(first, end)):
        return True
    words = [slots[i].text for i in range(first, end)]
    named = any(word[:1].isupper() for word in words[1:]) or (len(words) > 1 and words[0][:1].isupper())
    plain = all(word.isascii() for word in words) and not named and first > 0
    return (editing or plain) and len(words) <= STYLED + 4 * editing


def _picks(slots: Slots, index: int) -> bool:
    return slots.role(index).startswith(("customers", "object", "verb", "period", "number", "subject", "offer"))
