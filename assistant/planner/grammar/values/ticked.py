"""A column that answers yes or no: machine owners are those with a yes; by machine owner asks for rows."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.words import listed

_ROWS = ("by", "each_row", "which", "every", "rows_of", "each_unit", "distribution")
_LINKS = ("=", ":", "：", "为", "是", "is")
_DENIED = ("not", "non", "no", "without", "nor", "isn't", "aren't", "not a", "no longer")


def reduce_ticked(slots: Slots) -> None:
    """Settle whether the name of such a column is a condition or the rows of a table."""
    ticks = slots.vocabulary.ticks
    index = 0
    while ticks and index < len(slots):
        field = next((s.value for s in slots[index].senses if s.kind == "field" and s.value in ticks), None)
        if field is not None:
            _settle(slots, index, field)
        index += 1


def _settle(slots: Slots, index: int, field: str) -> None:
    yes, no = slots.vocabulary.ticks[field]
    said = _answer(slots, index)
    if said is not None and (value := yes if said[0] else no) is not None:
        slots.merge(index, said[1], Sense("value", (field, value)))
        return
    if not slots.has(index, "value"):
        return
    others = [s for s in slots[index].senses if s.kind not in ("field", "value")]
    if _rows(slots, index):
        slots.retag(index, Sense("field", field), *others)
    elif no is not None and index and slots[index - 1].text.casefold() in _DENIED:
        slots.merge(index - 1, index + 1, Sense("value", (field, no)))
    else:
        slots.retag(index, Sense("value", (field, yes)), *others)


def _answer(slots: Slots, index: int) -> tuple[bool, int] | None:
    """machine owner: yes; 是否绝育=否 – the answer, and where it ends."""
    at = index + 1
    while at < len(slots) and at < index + 3 and slots[at].text.casefold() in _LINKS:
        at += 1
    word = slots[at].text.casefold().removesuffix("的") if at < len(slots) else ""
    yes, no = word in listed("ticks", "yes"), word in listed("ticks", "no")
    return (yes, at + 1) if (yes or no) and (at > index + 1 or word in ("yes", "no", "是", "否")) else None


def _rows(slots: Slots, index: int) -> bool:
    """by machine owner; per region and machine owner; machine owner split."""
    before = slots.before(index)
    led = slots.has(before, *_ROWS) and (before == index - 1 or not slots.has(before, "which"))
    if led or slots.has(index + 1, "distribution", "rows_of", "each_unit"):
        return True
    joined = slots.has(index - 1, "and", "break")
    return joined and slots.has(index - 2, "field") and not slots.has(index - 2, "value", "people")
