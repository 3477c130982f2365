"""Where the words of prompts/lexicon/goods.toml stand in a message, over one slot or several."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.words import listed

LONGEST = 5


def said_at(slots: Slots, index: int, *kinds: str) -> int:
    """How many free slots from `index` on make up one of these words; 0 where none do. The longest is taken."""
    forms = listed("goods", *kinds)
    for length in range(min(LONGEST, len(slots) - index), 0, -1):
        if any(slots.used(i) for i in range(index, index + length)):
            continue
        words = [slots[i].text.casefold() for i in range(index, index + length)]
        if " ".join(words) in forms or "".join(words) in forms:
            return length
    return 0


def find(slots: Slots, *kinds: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Where the first such word stands: its start and its end."""
    for index in range(start, len(slots) if end is None else end):
        if index >= 0 and (length := said_at(slots, index, *kinds)):
            return index, index + length
    return None


def take(slots: Slots, place: tuple[int, int] | None, role: str) -> bool:
    """Use a place that was found; whether there was one."""
    if place is None:
        return False
    for index in range(*place):
        slots.use(index, role)
    return True


def take_all(slots: Slots, role: str, *kinds: str) -> None:
    """Use every place where one of these words stands."""
    while (place := find(slots, *kinds)) is not None:
        take(slots, place, role)
