"""Values of a column of orders beside its name: cash payments are orders, web shop vs showrooms a row of each."""

from __future__ import annotations

from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_ASKED = ("measure", "people", "agent", "who", "average", "verb")


def settle_own_deeds(slots: Slots) -> None:
    """Express deliveries, cash payments: where nothing else is asked for, so many orders."""
    _plural_deeds(slots)
    for index in range(1, len(slots)):
        field = slots.value(index, "field")
        group = slots.value(index - 1, "group")
        if field is None or field not in slots.vocabulary.own_fields or slots.level(str(field)) != "order":
            continue
        if _versus_all(slots, index, str(field)):
            continue
        named = isinstance(group, Group) and group.field == field and slots[index].text.casefold().endswith("s")
        if named and not any(slots.has(i, *_ASKED) for i in range(len(slots)) if i != index):
            slots.retag(index, Sense("measure", "orders"))


def _plural_deeds(slots: Slots) -> None:
    """white glove deliveries: the value, and what is counted."""
    for index in range(len(slots)):
        group, item = slots.value(index, "group"), slots[index]
        several = isinstance(group, Group) and len(group.values) == 1 and item.end - item.start > 1
        if not several or group.field not in slots.vocabulary.own_fields or slots.level(group.field) != "order":
            continue
        said, value = item.text.casefold(), str(group.values[0]).casefold()
        noun = said.removeprefix(value).strip()
        if noun == said or not noun.endswith("s") or " " in noun:
            continue
        if any(slots.has(i, *_ASKED) for i in range(len(slots)) if i != index):
            continue
        first = Span(item.start, item.end - 1, item.text[: len(value)], item.senses)
        slots.items[index : index + 1] = [first, Span(item.end - 1, item.end, noun, (Sense("measure", "orders"),))]


def _versus_all(slots: Slots, index: int, field: str) -> bool:
    """web shop vs showrooms: the rows of all of them hold the one that is named."""
    group = slots.value(index - 2, "group") if index > 1 else None
    if not isinstance(group, Group) or group.field != field or not slots.has(index - 1, "versus"):
        return False
    slots.merge(index - 2, index + 1, Sense("field", field))
    return True
