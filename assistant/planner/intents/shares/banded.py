"""Bands that the question lists itself: how many customers are in each of 25以下、25-34、35-44、45以上."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.people.amounts import comparison
from assistant.planner.grammar.rows.bands import band_range, counts_orders, listed_bands
from assistant.planner.grammar.slots import Slots
from assistant.planner.leftovers import account, leftovers
from assistant.planner.reading import Call, Reading
from tools.definitions import Attribute, Audience

_FIELDS = {"age_group": "age", "age": "age", "revenue_per_buyer": "spend", "orders_per_buyer": "orders"}
_BESIDE = (
    "people", "how_many", "by", "every", "each_row", "respectively", "distribution", "share", "which", "list",
    "score_word", "each_unit", "as_table", "chart",
)  # fmt: skip


def read_banded(frame: Frame) -> Reading | None:
    """One count for each band; None where the question lists none, or asks for something else as well."""
    slots = frame.slots()
    places = listed_bands(slots)
    if not places or all(band_range(slots, place).op == "eq" for place in places):
        return None
    named = [(i, name) for i in range(len(slots)) if i not in places and (name := _field(slots, i))]
    if not named and counts_orders(slots, places):
        bought = [i for i in range(len(slots)) if slots.value(i, "verb") == "buy" and not slots.has(i, "group")]
        named = [(i, "orders") for i in bought]
    if len({name for _, name in named}) != 1:
        return None
    name = named[0][1]
    for index in (*places, *(i for i, _ in named)):
        slots.use(index, f"band of {name}")
    for index in slots.all(*_BESIDE):
        slots.use(index, "how many in each")
    if leftovers(slots):
        return None
    bands = [Audience(all=[_condition(name, slots, place)]) for place in places]
    calls = [Call("size_audience", {"audience": band.compact()}) for band in bands]
    reading = frame.reading("audience", audience=bands[-1], calls=calls)
    account(slots, reading)
    return reading


def _condition(name: str, slots: Slots, place: int) -> Attribute:
    found = band_range(slots, place)
    if name == "age" and found.op == "le" and "以下" in slots[place].text:
        found = type(found)("lt", found.low)  # 25以下、25-34: nobody is counted twice
    return Attribute(**comparison(name, found).model_dump())


def _field(slots: Slots, index: int) -> str | None:
    """The number of a customer that the bands are of."""
    fields = slots.vocabulary.dictionary.fields
    for sense in slots[index].senses:
        name = _FIELDS.get(sense.value, sense.value) if sense.kind in ("field", "measure") else None
        spec = fields.get(name) if isinstance(name, str) else None
        if spec is not None and spec.level == "customer" and spec.numeric:
            return str(name)
    return None
