"""A field that only names what the value beside it is: 城市=上海, 等级为白金, 年龄35到44岁, 来源：推荐.

Such a label splits nothing. 各城市, 按等级 and a row of several values without a link ask for rows and are left alone.
"""

from __future__ import annotations

from assistant.planner.grammar.people.amounts import comparison
from assistant.planner.grammar.slots import Group, Range, Slots
from assistant.planner.lexicon import Sense
from assistant.planner.text import fold
from assistant.planner.words import forms_of, listed, word_file
from tools.definitions import Attribute

_REACH = 3
_AGES = (10, 110)
_NEVER = ("by", "every", "rows_of", "each_unit", "each_row", "which", "distribution", "compare", "versus", "meaning")
_SAME = {"age": "age_group", "birth_date": "age_group"}
"""Fields whose values are said as those of another."""


def reduce_labels(slots: Slots) -> None:
    """Use such fields up; a word that is no value by itself is one behind the name of its field."""
    index = 0
    while index < len(slots) - 1:
        if slots.chinese(index) and slots.has(index, "agent") and slots.has(index + 1, "customer_id"):
            slots.retag(index, Sense("people"))  # 老客户C00917
        fields = {_SAME.get(s.value, s.value) for s in slots[index].senses if s.kind == "field"}
        if fields and slots.chinese(index) and not slots.used(index) and not slots.has(index, "group", "value"):
            _settle(slots, index, fields)
        index += 1


def _settle(slots: Slots, index: int, fields: set[str]) -> None:
    if _of_those(slots, index, fields) or slots.has(index + 1, "customer_id"):
        slots.retag(index, Sense("filler"))  # 客户编号C00042
        return
    if (
        slots[index + 1].text in _words("label_only")
        and fields & {"order_channel"}
        and slots.has(index + 2, "group", "value")
    ):
        slots.retag(index, Sense("verb", "buy"))  # 下单渠道仅限门店: bought there and nowhere else
        slots.retag(index + 1, Sense("only"))
        return
    if slots.has(index, *_NEVER) or slots.has(index - 1, *_NEVER):
        return
    at = index + 1
    while at < len(slots) and at - index < _REACH and slots[at].text in _words("label_link"):
        at += 1
    linked = at > index + 1
    if "age_group" in fields and _aged(slots, index, at):
        return
    group = slots.value(at, "group") or (named_value(slots, at, fields) if linked else None)
    if group is None or group.field not in fields or not (linked or len(group.values) == 1):
        return
    for place in range(index, at):
        slots.retag(place, Sense("filler"))
        slots.use(place, "label")
    if not slots.has(at, "group"):
        slots.retag(at, Sense("group", group))


def _of_those(slots: Slots, index: int, fields: set[str]) -> bool:
    """杭州和苏州这两个城市: what the values before it are called."""
    at = index - 1
    while at > 0 and index - at <= _REACH + 1 and (slots[at].text in _words("those") or slots.has(at, "number")):
        at -= 1
    group = slots.value(at, "group") if 0 <= at < index - 1 else None
    return group is not None and group.field in fields


def _aged(slots: Slots, index: int, at: int) -> bool:
    """年龄段25-34: years, though no word for years stands beside them."""
    found = slots.value(at, "range")
    if not isinstance(found, Range) or found.unit not in ("age", "number"):
        return False
    if not _AGES[0] <= found.low.value <= _AGES[1]:
        return False
    if "age" in slots.vocabulary.dictionary.fields:
        slots.merge(index, at + 1, Sense("condition", Attribute(**comparison("age", found).model_dump())))
    return True


def named_value(slots: Slots, index: int, fields: set[str]) -> Group | None:
    """来源=推荐: a word of many meanings that is a value of this field."""
    said = fold(slots[index].text)
    for field in fields & set(slots.vocabulary.dictionary.fields):
        forms = slots.vocabulary.dictionary.value_words(field)
        for value in slots.vocabulary.values(field):
            spoken = forms_of(word_file("values").get(field, {}).get(fold(value).replace(" ", "_"), {}))
            if said in {fold(form) for form in (value, *forms.get(value, ()), *spoken)}:
                return Group(field, (value,))
    return None


def _words(table: str) -> frozenset[str]:
    return listed("around", table, language="zh")
