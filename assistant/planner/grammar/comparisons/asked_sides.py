"""How a question sets two sides against each other without a "versus": is there a difference between, younger than.

Only words are settled here; which side comes out ahead, `contests` and `winners` make of them.
"""

from __future__ import annotations

from assistant.planner.grammar.people.known import reduce_known
from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from tools.definitions import Attribute

_DEGREES = {"age": "average(age)", "busy": "orders", "price": "average(unit_price)"}
"""What a comparative names by itself: younger, busier, pricier."""
_THAN = {"younger than": "age", "older than": "age"}
"""Comparatives that stand before a number elsewhere: younger than 25."""
_JOINTS = ("and", "or", "versus", "than", "break", "filler", "place", "for", "either")
_AMOUNTS = ("number", "money", "percent", "age", "range", "duration", "times", "pieces", "heads")


def reduce_asked_sides(slots: Slots) -> None:
    """Settle the words around two sides, before the sides themselves are joined."""
    _is_there(slots)
    _deed_and_more(slots)
    _side_by_condition(slots)
    _differing(slots)
    _degrees(slots)
    _figure_said_twice(slots)


def _is_there(slots: Slots) -> None:
    """Is there any difference in …: no goods are asked for."""
    for index in slots.all("product_cue"):
        at = slots.next(index, lambda item: item.has("filler") and not item.has("difference"))
        if slots.has(at, "difference") and not slots.chinese(index):
            slots.retag(index, Sense("filler"))


def _deed_and_more(slots: Slots) -> None:
    """Do customers from Berlin buy more fragrance than …: what is done, and that there is more of it."""
    if slots.find("versus", "or") is None:
        return
    for index in range(len(slots)):
        item = slots[index]
        deed, _, more = item.text.casefold().partition(" ")
        if deed in _DEEDS and more in ("more", "less") and item.end - item.start == 2:
            cut = item.start + 1
            slots.items[index : index + 1] = [
                Span(item.start, cut, deed, (Sense("verb", _DEEDS[deed]),)),
                Span(cut, item.end, more, (Sense("more_word", more), Sense("contest"))),
            ]


_DEEDS = {"buy": "buy", "buys": "buy", "bought": "buy", "order": "buy", "spend": "spend", "spends": "spend"}


def _differing(slots: Slots) -> None:
    """differs between email and push, varies from city to city: values set side by side, or the rows of a field."""
    for index in range(len(slots)):
        if not slots[index].text.casefold().startswith(_DIFFER) or slots.has(index, "group"):
            continue
        for at in range(index):
            if slots.has(at, "hedge"):
                slots.retag(at, Sense("filler"))
        at = slots.next(index, lambda item: item.has("filler", "place", "cmp", "by") and not item.has("group", "field"))
        group = slots.value(at, "group")
        twice = slots.has(at, "field") and slots.value(at + 2, "field") == slots.value(at, "field")
        if group is not None and len(group.values) > 1:
            slots.retag(at, Sense("group", Group(group.field, group.values, group.op, "vs", group.absent)))
            slots.retag(index, Sense("winner"))
        elif group is None and twice and slots[at + 1].text.casefold() in ("to", "and"):
            slots.retag(index, Sense("by"))
            slots.retag(at + 1, Sense("filler"))
            slots.retag(at + 2, Sense("filler"))


_DIFFER = ("differ", "differs", "differed", "vary", "varies", "varied")


def _side_by_condition(slots: Slots) -> None:
    """silver customers … than those without a tier: a second value of the same field, told as a condition."""
    fields = {group.field for i in range(len(slots)) if (group := slots.value(i, "group")) is not None}
    if slots.find("versus") is not None and any(slots.value(i, "field") in fields for i in slots.all("field")):
        reduce_known(slots)
    for index in range(1, len(slots)):
        told = slots.value(index, "condition")
        if not isinstance(told, Attribute) or told.op != "is" or told.period is not None:
            continue
        for first in range(index):
            group = slots.value(first, "group")
            against = any(slots.has(i, "versus", "contest", "cmp", "and", "or") for i in range(first + 1, index))
            if group is not None and (group.field, group.op) == (told.field, "is") and against:
                slots.retag(index, Sense("group", Group(told.field, tuple(told.values))))


def _degrees(slots: Slots) -> None:
    """younger than store buyers: the average age of each, where no number follows and two sides are named."""
    index = 0
    while index < len(slots):
        figure = _DEGREES.get(str(slots.value(index, "degree_of") or _THAN.get(slots[index].text.casefold())))
        number = slots.has(index + 1, *_AMOUNTS) or slots.has(index, "range", "condition", "group")
        if figure is None or number or not (_several_values(slots) or _more_than(slots, index)):
            index += 1
            continue
        item = slots[index]
        _than_apart(slots, index)
        said = any(slots.has(i, "average", "median") for i in range(len(slots))) and figure.startswith("average")
        fields = {s.value for span in slots.items for s in span.senses if s.kind in ("field", "measure")}
        named = said and figure.removeprefix("average(").removesuffix(")") in fields
        sense = Sense("winner") if named or figure in fields else Sense("figures", (figure,))
        slots.items[index] = Span(item.start, slots[index].end, slots[index].text, (sense,))
        for other in slots.all("average") if not named else ():
            slots.retag(other, Sense("filler"))  # older on average
        index += 1


def _more_than(slots: Slots, index: int) -> bool:
    said = slots[index].text.casefold()
    return said.endswith(" than") or slots.has(index + 1, "versus")


def _several_values(slots: Slots) -> bool:
    """Whether two values of one field are named."""
    groups = [group for i in range(len(slots)) if (group := slots.value(i, "group")) is not None]
    return any(sum(len(g.values) for g in groups if g.field == one.field) > 1 for one in groups)


def _than_apart(slots: Slots, index: int) -> None:
    """younger than: what is compared, and the word that sets it against something."""
    item = slots[index]
    said, _, than = item.text.rpartition(" ")
    if than.casefold() in ("than", "then") and item.end - item.start > 1:
        slots.items[index : index + 1] = [
            Span(item.start, item.end - 1, said, item.senses),
            Span(item.end - 1, item.end, than, (Sense("versus"),)),
        ]


def _figure_said_twice(slots: Slots) -> None:
    """彩妆均价和护肤均价: one figure of two values of one field, named behind each."""
    if slots.find("people", "agent", "who", "list") is not None:
        return
    for first in range(1, len(slots)):
        name = slots.value(first, "measure")
        if name is None or slots.has(first, "people", "agent"):
            continue
        second = next((i for i in range(first + 2, len(slots)) if slots.value(i, "measure") == name), None)
        one, other = slots.value(first - 1, "group"), slots.value((second or 1) - 1, "group")
        if second is None or one is None or other is None or first - 1 == second - 1:
            continue
        between = range(first + 1, second - 1)
        joined = between and all(slots.has(i, *_JOINTS) for i in between)
        if joined and (one.field, one.op) == (other.field, other.op) and not set(one.values) & set(other.values):
            values = (*one.values, *other.values)
            slots.retag(first - 1, Sense("group", Group(one.field, values, one.op, "vs")))
            for index in (first, *between, second - 1):
                slots.retag(index, Sense("filler"))
            return
