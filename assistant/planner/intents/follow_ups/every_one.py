"""all channels, every country, all brands side by side: the last figures without that filter, a row for each."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.replacing import without_field
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.text import normalise
from tools.definitions import Metric

_ALL = ("all the ", "all ", "every ", "each ")
_APART = ("versus", "together_cue", "respectively", "by", "each_row")


def every_one(frame: Frame, slots: Slots, before: Metric) -> dict[str, Any]:
    """What such words change; {} where the last figures are not narrowed by that field."""
    for index in slots.all("all_rows"):
        field = _field(frame, slots[index].text.casefold())
        narrowed = field and any(f.field == field for f in before.where)
        people = without_field(before.audience, field) if field and before.audience is not None else None
        if not field or not (narrowed or people):
            continue
        slots.use(index, "no longer narrowed by it")
        apart = slots.all(*_APART)
        for cue in apart:
            slots.use(cue, "side by side")
        changes: dict[str, Any] = {"where": [f for f in before.where if f.field != field]}
        if people is not None:
            changes["audience"] = people if people.compact() else None
        if apart and field not in before.dimensions:
            changes["dimensions"] = [*before.dimensions, field][:3]
        return changes
    return {}


def _field(frame: Frame, said: str) -> str | None:
    noun = next((said.removeprefix(word) for word in _ALL if said.startswith(word)), "")
    if not noun:
        return None
    slots = Slots(frame.tagger.tag(normalise(noun)), normalise(noun), frame.vocabulary, frame.today)
    return dimension_at(slots, 0) if len(slots) == 1 else None
