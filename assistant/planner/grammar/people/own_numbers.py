"""Numbers of a shop's own: who drink 4 or more cups a day, 养宠数量为3, 5-star orders."""

from __future__ import annotations

from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.people.amounts import comparison
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.lexicon import Sense
from assistant.planner.words import listed
from tools.definitions import Attribute

_LINKS = ("为", "是", "=", "等于", "is", "of", "equals", ":", "：", "正好", "正好是", "exactly")
_BEFORE_ROWS = ("by", "each_row", "which", "every", "rows_of")
_PLAIN = ("number", "pieces", "age", "heads")


def reduce_own_numbers(slots: Slots) -> None:
    """Make a condition of such a column and the number beside it, and take the verb before it along."""
    index = 0
    while index < len(slots):
        field = next((s.value for s in slots[index].senses if s.kind == "field"), None)
        if field is not None and _own_number(slots, str(field)):
            _settle(slots, index, str(field))
        index += 1


def _own_number(slots: Slots, field: str) -> bool:
    spec = slots.vocabulary.dictionary.fields.get(field)
    own = spec is not None and field in slots.vocabulary.own_fields
    return own and spec is not None and spec.numeric and spec.level not in ("time", "event", "campaign")


def _settle(slots: Slots, index: int, field: str) -> None:
    if slots.has(slots.before(index), *_BEFORE_ROWS):
        return
    at = index + 1
    while at < index + 3 and slots[at].text.casefold() in _LINKS:
        at += 1
    if (at > index + 1 or slots[index].text.casefold() == "rated") and _bare(slots, at):
        _condition(slots, index, at + 1, field, at)
    elif slots[index - 1].text == "-" and _bare(slots, index - 2) and _counts(slots, index, field):
        _condition(slots, index - 2, index + 1, field, index - 2)  # 1-star
    elif _bare(slots, index - 1) and _counts(slots, index, field):
        _condition(slots, index - 1, index + 1, field, index - 1)
        _verb(slots, index - 2)
    elif isinstance(slots.value(index - 1, "range"), Range):
        _verb(slots, index - 2)


def _counts(slots: Slots, index: int, field: str) -> bool:
    """3 cups, 5 star: a number before a fact of customers, or before stars; the top 5 vintages are none."""
    return slots.level(field) == "customer" or slots[index].text.casefold() in ("star", "stars", "星")


def _bare(slots: Slots, index: int) -> bool:
    """A number that is compared with nothing."""
    return index >= 0 and slots.has(index, *_PLAIN) and not slots.has(index, "range", "period", "group")


def _condition(slots: Slots, start: int, end: int, field: str, number: int) -> None:
    amount = amount_of(slots[number])
    if amount is not None:
        found = comparison(field, Range("eq", amount))
        if slots.level(field) == "customer":
            slots.merge(start, end, Sense("condition", Attribute(**found.model_dump())))
        else:
            slots.merge(start, end, Sense("filter", found))


def _verb(slots: Slots, index: int) -> None:
    """who drink 3 cups a day: the column says what is done."""
    if index >= 0 and slots[index].text.casefold() in listed("own_columns", "verbs"):
        slots.retag(index, Sense("filler"))
