"""What a list of people is for, told in a stretch of its own: 下周三要推亚麻新品, 双11预热：…

Such a stretch picks nobody; its words are set aside, and the answer says so. One with a word that nobody knows is not.
"""

from __future__ import annotations

from assistant.planner.around.said import said
from assistant.planner.around.weighty import ALWAYS, JOINED
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from assistant.planner.intents.questions.stretches import fragments

_ENDS = frozenset("，,。；;：:-—()（）\n!！")
_AIMS = ("purpose", "purpose_act", "goal", "aim", "copy_verb", "send_word", "offer_verb", "put_word")
_WORKS = frozenset("推做办送发寄写搞上")
_DEEDS = ("buy", "open", "click", "receive", "view", "cart", "unsubscribe", "spend", "return_goods", "rebuy", "use")
_TELLING = (
    *ALWAYS, *JOINED, "permit", "agent", "people", "not", "age", "how_many", "how_much", "alike", "measure", "share",
    "only", "list", "consented", "refused", "birth_years", "age_range", "by", "times", "number", "pieces", "heads",
    "since_then", "later", "anaphor", "after",
)  # fmt: skip


def set_occasions_aside(slots: Slots) -> None:
    """Use up every such stretch, where the rest of the message says who is meant."""
    found = fragments(slots.items, lambda item: item.has("break") and item.text[:1] in _ENDS)
    telling = [any(_tells(slots, i) for i in range(*stretch)) for stretch in found]
    if len(found) < 2 or not any(telling):
        return
    for (start, end), tells in zip(found, telling, strict=True):
        strange = any(slots[i].unknown and slots[i].text.strip() for i in range(start, end))
        if tells or strange or not slots.chinese(start) or not _for_something(slots, start, end):
            continue
        if any(slots.has(i, "group", "period", "field") for i in range(start, end)):
            typed = slots.typed(start, end)
            english = f"I took “{typed}” as what it is for; it picks nobody."
            slots.said.append((english, f"我把“{typed}”理解为用途，没有用来筛选。"))
        for index in range(start, end):
            slots.use(index, "what for")


def _tells(slots: Slots, index: int) -> bool:
    """Whether an item says something of people, of what they did or of what is asked."""
    group = slots.value(index, "group")
    if group is not None:
        return slots.level(group.field) not in (*PRODUCT_LEVELS, "time")
    if slots.value(index, "verb") in _DEEDS:
        return True
    return slots.has(index, *_TELLING) and not slots.has(index, "filler", *_AIMS)


def _for_something(slots: Slots, start: int, end: int) -> bool:
    """Whether a stretch says what is to be done: it begins or ends so, and names a doing or nothing else."""
    first, last = slots[start].text, slots[end - 1].text
    aims = any(slots.has(i, *_AIMS) or slots[i].text[:1] in _WORKS for i in range(start, end))
    if start == 0 and slots[end].text in ("：", ":"):
        return aims or last.endswith(tuple(said("occasion", language="zh")))
    if slots.has(start, "verb") or any(
        slots.has(i, "period") and not slots.has(i, "horizon") for i in range(start, end)
    ):
        return False
    begins = first.startswith(tuple(said("purpose_opening", "purpose_head", language="zh")))
    return aims and (begins or last.endswith(tuple(said("purpose_tail", language="zh"))))
