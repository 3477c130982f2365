"""Several sums of one number: min, max and average order value in September."""

from __future__ import annotations

from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_WORDS = {
    "min": "min minimum lowest smallest",
    "max": "max maximum highest largest biggest",
    "average": "average avg mean",
    "median": "median",
}
_SUMS = {word: name for name, words in _WORDS.items() for word in words.split()}
_NAMED = {"average(order_value)": "average_order_value"}


def settle_several_sums(slots: Slots) -> None:
    """Make such a list a list of figures."""
    for index in range(len(slots)):
        at = index
        sums: list[str] = []
        while at < len(slots) and (slots[at].text.casefold() in _SUMS or (sums and _joint(slots, at))):
            if slots[at].text.casefold() in _SUMS:
                sums.append(_SUMS[slots[at].text.casefold()])
            at += 1
        listed = any(slots.has(i, "and", "break") for i in range(index, at))
        if listed and at < len(slots) and slots[at].text.casefold().startswith(("average ", "avg ", "mean ")):
            sums.append("average")  # min, max and average order value
        sums = sums if listed else []
        field = _number(slots, at) if len(set(sums)) > 1 else ""
        if field:
            names = tuple(_NAMED.get(name, name) for name in dict.fromkeys(f"{one}({field})" for one in sums))
            slots.merge(index, at + 1, Sense("figures", names))
            return


def _joint(slots: Slots, index: int) -> bool:
    return slots.has(index, "and", "break", "filler") and slots[index].text not in (".", "?", ":")


def _number(slots: Slots, index: int) -> str:
    """The numeric field an item names; AOV, order value: what one order is worth."""
    if index >= len(slots) or slots.has(index, "group", "period", "range"):
        return ""
    if slots.value(index, "measure") == "average_order_value" or slots.value(index, "field") == "average_order_value":
        return "order_value"
    fields = slots.vocabulary.dictionary.fields
    names = [
        s.value for s in slots[index].senses if s.kind == "field" and s.value in fields and fields[s.value].numeric
    ]
    return str(names[0]) if names and dimension_at(slots, index) != "month" else ""
