"""Nearly gold: people who almost have a level, whose rule no shop's data keep."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.grammar.values.tiers import order_of
from assistant.planner.words import pattern_of

_ENDS_IN = ("a ", "an ", "the ", "our ", "到", "成", "为", "是", "的")


def almost_there(slots: Slots) -> Unclear | None:
    """people who nearly qualify for gold, 差一点就能升金卡的人: what can be asked of the level below instead."""
    for index in range(1, len(slots)):
        group = slots.value(index, "group")
        if group is None or len(group.values) != 1 or group.field != "loyalty_tier":
            continue
        before = slots.text.normal[: slots.text.tokens[slots[index].start].start].rstrip()
        for word in _ENDS_IN:
            before = before.removesuffix(word.rstrip()).rstrip() if before.endswith(word.rstrip()) else before
        said = list(pattern_of("levels", "nearly").finditer(before))
        if not said or said[-1].end() != len(before):
            continue
        order = order_of(slots, group.field)
        place = order.index(group.values[0]) if group.values[0] in order else 0
        return _no_rule(slots, group.field, order[place - 1] if place else None, str(group.values[0]))
    return None


def _no_rule(slots: Slots, field: str, below: str | None, level: str) -> Unclear:
    dictionary = slots.vocabulary.dictionary
    labels = [dictionary.value_label(field, level, code) for code in ("en", "zh")]
    options = []
    if below is not None:
        english, chinese = (dictionary.value_label(field, below, code) for code in ("en", "zh"))
        options = [
            (f"the 100 {english} customers with the highest spend", f"消费最高的100位{chinese}客户"),
            (f"the 100 {english} customers with the most orders", f"订单数最多的100位{chinese}客户"),
        ]
    return Unclear(
        f"The data say who is {labels[0]}, but not by what rule, so nobody can be told to be near it."
        + (" You can ask instead:" if options else ""),
        f"数据里有谁是{labels[1]}，但没有升级规则，判断不了谁快要达到。" + ("可以改问：" if options else ""),
        options,
        firm=True,
    )
