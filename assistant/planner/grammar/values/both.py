"""How many things a list names, said on top: 杭州、深圳两地, 两个渠道（微信、app）都买过; 护肤彩妆都买过的人数."""

from __future__ import annotations

from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_SORTS = ("个", "种", "类", "地", "国", "城", "市", "边", "者", "方", "家", "样", "处", "大")
_BUYERS = ("买过的", "买的", "下过单的", "购买过的", "购买的", "买过", "下单的")


def reduce_both(slots: Slots) -> None:
    """Use up such a number as a label; after 都 each of the list is meant."""
    for index in range(1, len(slots)):
        both = slots[index].text.casefold().startswith("both ") and slots.has(index - 1, "by")
        if both and slots.has(index, "field"):
            slots.retag(index, *(s for s in slots[index].senses if s.kind == "field"))  # by both country and category
    for index in range(len(slots)):
        if slots.has(index, "number", "pieces") and not slots.used(index) and not slots.has(index, "group", "period"):
            _counts_list(slots, index)
        elif slots.has(index, "channel_choice") and slots[index].text.startswith(_TWO):
            before = slots.before(index)
            if len(_values(slots, before)) == 2:
                slots.retag(index, Sense("filler"))  # 微信和App两个渠道
    _which_of_so_many(slots)
    index = 0
    while index < len(slots):
        if slots[index].text in ("都", "全都", "均") and _listed(slots, slots.before(index)):
            _each_of(slots, slots.before(index))
            _buyers(slots, index + 1)
        index += 1


def _which_of_so_many(slots: Slots) -> None:
    """Which of the two sells better, A or B: how many the list has that follows."""
    for index in range(1, len(slots)):
        led = slots[index - 1].text.casefold().endswith(_OF_THE)
        count = _number(slots, index) if led and not slots.has(index, "group", "period", "range") else 0
        if count > 1 and any(len(_values(slots, i)) == count for i in range(index + 1, len(slots))):
            slots.retag(index, Sense("filler"))


_OF_THE = ("which of the", "of the", "which of these", "of these", "who of the")
_TWO = ("两个", "两种", "这两个", "两")


def _number(slots: Slots, index: int) -> int:
    value = slots.value(index, "number") or slots.value(index, "pieces")
    return int(value) if value and value == int(value) else 0


def _counts_list(slots: Slots, index: int) -> None:
    """两地, 三类 behind so many values; 两个渠道 and a bracket (or colon) before them."""
    count, start, end = _number(slots, index), index, index + 1
    if count < 2 or slots.has(index - 1, "cmp", "top", "bottom"):
        return
    while end < len(slots) and end - index < 4 and (slots[end].text in _SORTS or slots.has(end, "field", "means_word")):
        if slots.has(end, "group", "measure", "verb"):
            return
        end += 1
    before = slots.before(start, lambda item: item.has("filler") and not item.has("and", "or"))
    named = _values(slots, before)
    if len(named) == count:
        _label(slots, start, end)
        return
    opened = end < len(slots) and slots[end].text in ("(", "（", ":", "：")
    if opened and len(_values(slots, end + 1)) == count:
        closed = end + 2 < len(slots) and slots[end + 2].text in (")", "）")
        _label(slots, start, end + 1)
        if closed:
            _label(slots, end + 2, end + 3)
        group: Group = slots.value(end + 1, "group")
        slots.retag(end + 1, Sense("group", Group(group.field, group.values, group.op, "and", group.absent)))


def _values(slots: Slots, index: int) -> tuple[object, ...]:
    """The values of the list that stands here, or that ends here in several groups of one field."""
    group = slots.value(index, "group") if index >= 0 else None
    if group is None or group.op != "is":
        return ()
    if len(group.values) > 1:
        return tuple(group.values)
    values = list(group.values)
    while index > 0 and getattr(slots.value(index - 1, "group"), "field", "") == group.field:
        index -= 1
        values += slots.value(index, "group").values
    return tuple(values)


def _label(slots: Slots, start: int, end: int) -> None:
    for at in range(start, end):
        slots.retag(at, Sense("filler"))


def _listed(slots: Slots, index: int) -> bool:
    return len(_values(slots, index)) > 1


def _each_of(slots: Slots, index: int) -> None:
    """青岚、Petit Saule 都买过: each of the goods or channels of the list."""
    group: Group = slots.value(index, "group")
    if len(group.values) > 1 and not group.joiner and slots.level(group.field) in ("product", "order"):
        slots.retag(index, Sense("group", Group(group.field, group.values, group.op, "and", group.absent)))


def _buyers(slots: Slots, index: int) -> None:
    """都买过的人数: the verb, of which each is an object, and a count of people."""
    if not slots.has(index, "measure", "agent") or slots.has(index, "verb", "group"):
        return
    item = slots[index]
    said = next((word for word in _BUYERS if item.text.startswith(word) and len(item.text) > len(word)), None)
    if said is None or item.end - item.start != len(item.text):
        return
    cut = item.start + len(said)
    slots.items[index : index + 1] = [
        Span(item.start, cut, said, (Sense("verb", "buy"),)),
        Span(cut, item.end, item.text[len(said) :], (Sense("how_many"), Sense("people"))),
    ]
