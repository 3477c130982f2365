"""What a list of people is for, told in a stretch of its own: 下周三要推亚麻新品, 双11预热：…

Such a stretch picks nobody; its words are set aside, and the answer says so. One with a word that nobody knows is not.
"""

from __future__ import annotations

from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots

_ENDS = frozenset("，,。;；：:-—()（）\n!！")
_HEADS = (
    "想", "要", "准备", "打算", "计划", "我们", "咱", "我这边", "老板", "领导", "用来", "拿来", "给", "做", "发", "寄",
    "送", "推", "为了", "好", "方便", "上", "办", "搞", "设计部", "市场部", "运营", "门店", "团队", "这次", "这波",
)  # fmt: skip
_TAILS = ("用", "用的", "之用", "专用", "使用")
_TITLES = ("名单", "人群", "预热", "活动", "指南", "沙龙", "计划", "专场", "大促", "提醒", "召回", "唤回")
_AIMS = ("purpose", "purpose_act", "goal", "aim", "copy_verb", "send_word", "offer_verb", "put_word")
_WORKS = frozenset("推做办送发寄写搞上")
_DEEDS = ("buy", "open", "click", "receive", "view", "cart", "unsubscribe", "spend", "return_goods", "rebuy", "use")
_TELLING = (
    "contact", "permit", "condition", "range", "agent", "people", "never", "not", "age", "how_many", "how_much",
    "customer_id", "score_name", "scored", "top", "bottom", "saved", "alike", "measure", "percent", "money", "share",
    "only", "filter", "except", "list", "consented", "refused", "birth_years", "age_range", "by", "duration", "times",
    "number", "pieces", "heads", "since_then", "later", "anaphor", "after",
)  # fmt: skip


def set_occasions_aside(slots: Slots) -> None:
    """Use up every such stretch, where the rest of the message says who is meant."""
    found = _stretches(slots)
    telling = [any(_tells(slots, i) for i in range(*stretch)) for stretch in found]
    if len(found) < 2 or not any(telling):
        return
    for (start, end), tells in zip(found, telling, strict=True):
        title = end < len(slots) and slots[end].text in ("：", ":") and start == 0
        strange = any(slots[i].unknown and slots[i].text.strip() for i in range(start, end))
        if tells or strange or not slots.chinese(start) or not _for_something(slots, start, end, title):
            continue
        tokens = slots.text.tokens
        typed = slots.text.typed(tokens[slots[start].start].start, tokens[slots[end - 1].end - 1].end)
        weighty = any(slots.has(i, "group", "period", "field") for i in range(start, end))
        for index in range(start, end):
            slots.use(index, "what for")
        if weighty:
            english = f"I took “{typed}” as what it is for; it picks nobody."
            slots.said.append((english, f"我把“{typed}”理解为用途，没有用来筛选。"))


def _stretches(slots: Slots) -> list[tuple[int, int]]:
    found, start = [], 0
    for index in range(len(slots) + 1):
        if index == len(slots) or (slots.has(index, "break") and slots[index].text[:1] in _ENDS):
            if index > start:
                found.append((start, index))
            start = index + 1
    return found


def _tells(slots: Slots, index: int) -> bool:
    """Whether an item says something of people, of what they did or of what is asked."""
    group = slots.value(index, "group")
    if group is not None:
        return slots.level(group.field) not in (*PRODUCT_LEVELS, "time")
    if slots.value(index, "verb") in _DEEDS:
        return True
    return slots.has(index, *_TELLING) and not slots.has(index, "filler", *_AIMS)


def _for_something(slots: Slots, start: int, end: int, title: bool) -> bool:
    """Whether a stretch says what is to be done: it begins or ends so, and names a doing or nothing else."""
    first, last = slots[start].text, slots[end - 1].text
    aims = any(slots.has(i, *_AIMS) or slots[i].text[:1] in _WORKS for i in range(start, end))
    dated = any(slots.has(i, "period") and not slots.has(i, "horizon") for i in range(start, end))
    if title:
        return aims or last.endswith(_TITLES)
    if dated or slots[start].has("verb"):
        return False
    return aims and (first.startswith(_HEADS) or last.endswith(_TAILS))
