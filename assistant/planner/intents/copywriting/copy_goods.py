"""Words beside goods in a wish for copy: which of them, or goods of another kind."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.text import fold

WHOLE = 4
"""A Chinese name of so many characters is whole rather than a part of one."""


def of_another_kind(slots: Slots, index: int, named: list[str]) -> str:
    """our new oat milk soap, 肯尼亚咖啡豆: goods as typed, where none of the names says what kind they are."""
    first = last = index
    while names_goods(slots, first - 1) or (slots.chinese(index) and _syllable(slots, first - 1)):
        first -= 1
    while names_goods(slots, last + 1):
        last += 1
    known = fold(" ".join(named))
    unnamed = [i for i in range(first, last + 1) if i != index and fold(slots[i].text) not in known]
    if not unnamed:
        return ""
    for beside in range(first, last + 1):
        slots.use(beside, "subject")
    tokens = slots.text.tokens
    return slots.text.typed(tokens[slots[first].start].start, tokens[slots[last].end - 1].end)


_LEADS = "的了和与给为替帮对向把让用以就由跟"
"""Characters that lead to goods and are no part of their name."""


def _syllable(slots: Slots, index: int) -> bool:
    """One character of a foreign name, whatever it may mean alone: 肯, 尼."""
    if index < 0 or slots.used(index):
        return False
    said = slots[index].text
    return len(said) == 1 and said.isalnum() and said not in _LEADS


def names_goods(slots: Slots, index: int) -> bool:
    """linen sheets, silk scarves: a word nobody knows beside goods says which of them."""
    return unknown(slots, index) and not slots.used(index)


def unknown(slots: Slots, index: int) -> bool:
    """Whether an item is a word that nobody knows."""
    return 0 <= index < len(slots) and slots[index].unknown and any(c.isalnum() for c in slots[index].text)
