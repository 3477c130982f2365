"""What goods are made of: 亚麻材质的商品, 面料是真丝的, 羊绒制品 – beside the word for it, not a name's part."""

from __future__ import annotations

from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.lexicon import Sense

_REACH = 3


def reduce_materials(slots: Slots) -> None:
    """Turn a material beside the field that keeps it (or beside 面料, 制品) into what that field must contain."""
    field = _field(slots)
    if field is None:
        return
    for index in range(len(slots)):
        stuff = slots.value(index, "material")
        if stuff is None or slots.used(index):
            continue
        beside = _beside(slots, index, field)
        if beside is None and slots.has(index, "group"):
            continue  # a name's part
        slots.retag(index, Sense("group", Group(field, (str(stuff),), "contains")))
        if beside is not None and not slots.has(beside, "group"):
            slots.use(beside, "label")
            slots.retag(beside, Sense("filler"))
    _said_twice(slots, field)


def _said_twice(slots: Slots, field: str) -> None:
    """真丝或桑蚕丝: one stuff by two names."""
    for index in range(len(slots) - 3, -1, -1):
        first, second = slots.value(index, "group"), slots.value(index + 2, "group")
        if first is not None and first == second and first.field == field and slots.has(index + 1, "or", "and"):
            slots.merge(index, index + 3, *slots[index].senses)


def _field(slots: Slots) -> str | None:
    fields = slots.vocabulary.dictionary.fields.values()
    return next((f.name for f in fields if f.level == "product" and f.type == "text" and "material" in f.name), None)


def _beside(slots: Slots, index: int, field: str) -> int | None:
    """Where the material is said to be one, near the word or behind a list it belongs to."""
    for step in (1, -1):
        at, left = index + step, _REACH
        while 0 <= at < len(slots) and left:
            if slots.value(at, "field") == field or slots.has(at, "material_word"):
                return at
            if getattr(slots.value(at, "group"), "field", "") == field:
                return at  # 亚麻和真丝单品: the other of the list
            listed = slots.has(at, "material", "and", "or") or slots[at].text in ("、", "/")
            if not listed and not slots.has(at, "filler"):
                break
            left -= not listed
            at += step
    return None
