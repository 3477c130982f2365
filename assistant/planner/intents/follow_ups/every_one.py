"""all channels, every country, 所有品类, 各国都列出来: the last figures without that filter, a row for each."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.replacing import without_field
from assistant.planner.grammar.editing.turning import COUNTED
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.text import normalise
from tools.definitions import Attribute, Metric

_ALL = ("all the ", "all ", "every ", "each ")
_ALL_ZH = ("所有", "全部", "每个", "每一个", "各个", "各", "每")
_APART = ("versus", "together_cue", "respectively", "by", "each_row")
_LIGHT = ("filler", "break", "list", "all_rows", "same", "share", "how_many", "every", "product_cue", *_APART)


def every_one(frame: Frame, slots: Slots, before: Metric) -> dict[str, Any]:
    """What such words change; {} where the last figures are not narrowed by that field."""
    if all_of_ranking(frame, slots):
        for index in slots.all("list", "all_rows", "every", "by"):
            slots.use(index, "all rows of the ranking")
        return {"limit": None}
    for index in range(len(slots)):
        field = _field(frame, slots, index) or _field_zh(slots, index)
        if field and (changes := _set_free(slots, index, field, before)):
            return changes
    return {}


def asks_for_every_one(frame: Frame, slots: Slots) -> bool:
    """各国都列出来, list every category: rows of a field by which the last figures are narrowed."""
    if all_of_ranking(frame, slots):
        return True
    before = frame.state.metric if frame.state.last == "metric" else None
    light = all(slots.has(i, "field", *_LIGHT) for i in range(len(slots)))
    if before is None or not light:
        return False
    named = {_field(frame, slots, i) or _field_zh(slots, i) for i in range(len(slots))} - {None}
    people = before.audience.all if before.audience is not None else []
    narrowing = {f.field for f in before.where} | {c.field for c in people if isinstance(c, Attribute)}
    return bool(named & narrowing)


def all_of_ranking(frame: Frame, slots: Slots) -> bool:
    """英国各城市的全部列一下, list all UK cities, after cities were ranked: by the same figure, every one of them."""
    before = frame.state.metric if frame.state.last == "metric" else None
    if before is None or not before.sort or set(before.measures) <= {*COUNTED}:
        return False
    named = [i for i in range(len(slots)) if not slots.has(i, "group") and dimension_at(slots, i) in before.dimensions]
    said = range(len(slots))
    light = all(i in named or slots.has(i, "group", "place", "product_cue", *_LIGHT) for i in said)
    asked = slots.find("list", "all_rows", free=False) is not None or any(
        slots[i].text in ("全部", "所有") for i in said
    )
    every = slots.find("all_rows", "every", free=False) is not None or any(
        slots[i].text.casefold() in ("全部", "所有", "都", "all", "all the") for i in said
    )
    narrowed = any(slots.has(i, "group") for i in said)
    counted = slots.find("how_many", "share", free=False) is not None
    return bool(named) and light and asked and every and narrowed and not counted


def _set_free(slots: Slots, index: int, field: str, before: Metric) -> dict[str, Any]:
    """The figures without that filter; with a row for each where rows are asked for, or a part was shown."""
    narrowed = any(f.field == field for f in before.where)
    people = without_field(before.audience, field) if before.audience is not None else None
    part = before.part is not None and any(f.field == field for f in before.part.where)
    if not (narrowed or people or part):
        return {}
    rows = part or bool(slots.all(*_APART)) or _asks_for_rows(slots, index)
    slots.use(index, "no longer narrowed by it")
    for cue in slots.all(*_APART, *(("list", "all_rows", "every", "share") if rows else ())):
        slots.use(cue, "side by side")
    changes: dict[str, Any] = {"where": [f for f in before.where if f.field != field]}
    if people is not None:
        changes["audience"] = people if people.compact() else None
    if rows and field not in before.dimensions:
        changes["dimensions"] = [*before.dimensions, field][:3]
    return changes | ({"part": None, "share": True} if part else {})


def _field(frame: Frame, slots: Slots, index: int) -> str | None:
    """all channels in one word; every category in two."""
    if index and slots.has(index - 1, "every") and not slots.chinese(index):
        return dimension_at(slots, index)
    said = slots[index].text.casefold().removesuffix(" please").removesuffix(" pls")
    noun = next((said.removeprefix(word) for word in _ALL if said.startswith(word)), "")
    if not noun or not slots.has(index, "all_rows"):
        return None
    found = Slots(frame.tagger.tag(normalise(noun)), normalise(noun), frame.vocabulary, frame.today)
    return dimension_at(found, 0) if len(found) == 1 else None


def _field_zh(slots: Slots, index: int) -> str | None:
    """各国, 所有品类, where nothing else is said."""
    field = (
        None
        if not slots.chinese(index) or slots.has(index, "group", "measure", "period")
        else dimension_at(slots, index)
    )
    before = slots[index - 1].text if index else ""
    every = slots[index].text.startswith(_ALL_ZH) or before in _ALL_ZH
    alone = all(i == index or slots.has(i, *_LIGHT) for i in range(len(slots)))
    return field if every and alone else None


def _asks_for_rows(slots: Slots, index: int) -> bool:
    """各国, 都列出来: a row for each, where 所有国家呢 asks for all of them together."""
    each = slots[index].text.startswith("各") or slots.has(index - 1, "every")
    listed = any(i != index and slots.has(i, "list", "all_rows") for i in range(len(slots)))
    return each or listed
