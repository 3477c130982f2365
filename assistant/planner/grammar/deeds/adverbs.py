"""Small words before a Chinese verb: 还、也、又 between it and its period; 一单没下, where one is none."""

from __future__ import annotations

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense


def settle_still(slots: Slots) -> None:
    """换成武汉，还是十个: as before, where no other side stands behind it; 护肤还是彩妆 is a choice."""
    for index in slots.all("either"):
        opens = index == 0 or slots.has(index - 1, "break")
        if opens and slots[index].text == "还是" and not slots.has(index + 1, "value", "values", "group"):
            slots.retag(index, Sense("filler"))
    for index in range(2, len(slots)):
        led = slots[index - 1].text in ("在", "还在", "仍在") and any(
            slots.has(i, "still_word") or "还" in slots[i].text for i in range(max(0, index - 4), index)
        )
        if led and slots[index].text in ("买", "下单", "消费", "购买", "购物", "回购", "复购"):
            slots.retag(index, Sense("agent", "active"))  # 今年Q1新客现在还有多少在买


_ADVERBS = (
    "还", "也", "又", "却", "并", "而", "还在", "也在", "又在", "还是", "也还", "都还", "但", "却又", "倒", "还有",
    "又有",
)  # fmt: skip


def adverb(slots: Slots, index: int) -> bool:
    """近一年还有下单: a word that joins clauses elsewhere stands between a verb and its period here."""
    kinds = (
        "period",
        "ago",
        "duration",
        "never",
        "not",
        "people",
        "range",
        "later",
        "since_then",
        "but",
        "break",
        "and",
    )
    return slots[index].text in _ADVERBS and (index == 0 or slots.has(index - 1, "break", *kinds))


def not_even(slots: Slots, index: int, clause: Clause) -> bool:
    """一单没下, 一次都没打开: one is none where a negation follows."""
    amount = amount_of(slots[index])
    return bool(amount and amount.value == 1 and clause.negated and not clause.ranges)


def double_negation(slots: Slots, index: int) -> Unclear:
    """没有一个月不下单的: what is denied twice is easily misread."""
    english = "Not without? Please say it without the double negation."
    return Unclear(english, "双重否定容易误读，请直接说“都”或“没有”。", [], slots.origin(index))


def of_all(slots: Slots, clause: Clause, index: int) -> bool:
    """看了鞋没买的，近30天: a period in a part of its own, behind several verbs, holds for each of them."""
    alone = slots.has(index - 1, "break") and (index + 1 >= len(slots) or slots.has(index + 1, "break"))
    several = any(slots.has(i, "verb") and slots.used(i) for i in range(clause.lower))
    return alone and several and slots.picking and slots.has(index, "period") and slots.chinese(index)


_AFTERWARDS = ("之后", "此后", "后面", "以后", "那之后", "在那之后", "打那以后", "往后")


def afterwards(slots: Slots, clause: Clause, index: int) -> bool:
    """，之后没再来过; 买了东西之后再也没来过: later than what was told."""
    if not slots.chinese(clause.at) or slots[index].text not in _AFTERWARDS or not index:
        return False
    return slots.has(index - 1, "break", "but", "and", "people") or (clause.again and bool(slots.role(index - 1)))
