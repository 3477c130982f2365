"""Levels with an order: silver and up, gold+, below platinum, 银卡以上."""

from __future__ import annotations

from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.lexicon import Sense
from assistant.planner.text import fold
from assistant.planner.words import forms_of, word_file


def reduce_tiers(slots: Slots) -> None:
    """Join a level and the comparison beside it; where nobody knows the order, both stay as they are."""
    index = 0
    while index < len(slots):
        group: Group | None = slots.value(index, "group")
        order = (
            order_of(slots, group.field) if group is not None and len(group.values) == 1 and group.op == "is" else []
        )
        if group is not None and group.values[0] in order:
            _join(slots, index, group, order)
        index += 1


def _join(slots: Slots, index: int, group: Group, order: list[str]) -> None:
    place = order.index(group.values[0])
    before = index - 1
    while slots.has(before, "filler") and not slots.has(before, "cmp", "break"):
        before -= 1
    after = index + 1
    while slots.has(after, "people", "filler") and not slots.has(after, "cmp_post", "break", "and", "who", "period"):
        after += 1
    op, start, end = "", index, index + 1
    many = slots[after - 1].text == "有"  # 金卡客户有多（少）
    if slots.has(after, "cmp_post") and _closes(slots, after) and not many:
        op, end = str(slots.value(after, "cmp_post")), after + 1
        end += slots.value(end, "field") == group.field  # silver or a better tier
    elif slots.has(before, "cmp") and not slots.has(before, "place", "period", "break", "top", "bottom"):
        op, start = str(slots.value(before, "cmp")), before
    chosen = {"ge": order[place:], "gt": order[place + 1 :], "le": order[: place + 1], "lt": order[:place]}.get(op)
    if chosen:
        slots.merge(start, end, Sense("group", Group(group.field, tuple(chosen))))


def _closes(slots: Slots, index: int) -> bool:
    """gold+, sms ok – but not gold + platinum: nothing that + could tie to stands behind it."""
    if slots[index].text not in ("+", "plus"):
        return True
    after = index + 1
    ends = slots.has(after, "break", "people", "agent", "who", "place") or slots.role(after) == "label"
    return after >= len(slots) or ends


def order_of(slots: Slots, field: str) -> list[str]:
    """The values of a field from lowest to highest, where all of them have a place on the ladder of levels."""
    spec = slots.vocabulary.dictionary.fields.get(field)
    if spec is None or spec.level != "customer":
        return []
    levels = word_file("levels")["level"].values()
    ladder = {fold(form): step for step, table in enumerate(levels) for form in forms_of(table)}
    stored = slots.vocabulary.values(field)
    steps = {value: ladder.get(fold(value)) for value in stored}
    if not steps or None in steps.values() or len(set(steps.values())) < len(steps):
        return []
    return sorted(stored, key=lambda value: steps[value] or 0)
