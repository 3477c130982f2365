"""What a text is to be about: goods, a theme in the asker's words, an occasion."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.planner.grammar.slots import Slots
from assistant.planner.text import fold
from assistant.planner.words import forms_of, word_file

_OUR = ("our", "about", "our new", "the new", "关于", "推广", "我们的", "on", "promoting", "for our", "新")


@dataclass
class Subject:
    """What the text is about: products by name, or a category, brand or theme to choose them by."""

    products: list[str] = field(default_factory=list)
    topic: str = ""

    @property
    def any(self) -> bool:
        """Whether anything was named."""
        return bool(self.products or self.topic)


NAMED = 3
"""So many products at most stand for a part of their names; more are a topic."""


def subject_of(slots: Slots) -> Subject:
    """Goods that are spoken of; those that pick the people (who bought …) are left to them."""
    goods = [i for i in range(len(slots)) if _is_goods(slots, i) and not _of_buyers(slots, i)]
    subject = Subject()
    for index in goods:
        slots.use(index, "subject")
        group = slots.value(index, "group")
        if group.field == "product":
            named = [str(value) for value in group.values]
            if group.op == "contains":
                named = slots.vocabulary.products.matching(named[0], NAMED + 1)
            if len(named) <= NAMED:
                subject.products += [name for name in named if name not in subject.products]
    if not subject.products and goods:
        subject.topic = _topic(slots, goods)
    return subject


def _topic(slots: Slots, goods: list[int]) -> str:
    """One category or brand as stored; several words for goods as they stand: linen bedding."""
    run = [goods[0]]
    while (after := slots.next(run[-1])) in goods:
        run.append(after)
    group = slots.value(run[0], "group")
    if len(run) == 1:
        return (
            str(group.values[0])
            if group.op == "is" and group.field in ("category", "brand", "subcategory")
            else slots[run[0]].text
        )
    tokens = slots.text.tokens
    return slots.text.typed(tokens[slots[run[0]].start].start, tokens[slots[run[-1]].end - 1].end)


def _is_goods(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    return (
        group is not None
        and not slots.used(index)
        and not group.absent
        and (group.field == "product" or slots.level(group.field) == "product")
    )


def _of_buyers(slots: Slots, index: int) -> bool:
    """skincare buyers, who bought skincare, 买过护肤的女客户."""
    after = index + 1
    while slots.has(after, "filler", "group") and not slots.has(after, "agent", "people"):
        after += 1
    if slots.has(after, "agent", "people") and not slots.has(after, "break"):
        return True
    place = index - 1
    while place >= 0 and not slots.has(place, "break"):
        if slots.has(place, "verb") and not slots.has(place, "copy_verb", "purpose"):
            return True
        if slots.has(place, "copy_verb", "copy_channel", "contact_noun", "copy_noun", "contact_verb"):
            return False
        if slots.has(place, "for") and not slots.has(place, "filler") and not slots.has(index - 1, "agent"):
            return slots.has(index - 1, "agent")
        place -= 1
    return slots.has(index - 1, "agent") and not slots.has(index - 1, "tone", "goal")


def theme_of(slots: Slots) -> str:
    """for our summer sale: words nobody knows are the theme when they stand where a theme does."""
    for index in range(len(slots)):
        if not slots[index].unknown or slots.used(index) or index == 0:
            continue
        last = index
        while last + 1 < len(slots) and (
            slots[last + 1].unknown or slots.has(last + 1, "goal", "copy_noun", "put_word")
        ):
            last += 1
        if slots[index - 1].text.casefold() in _OUR:
            for used in range(index, last + 1):
                slots.use(used, "theme")
            tokens = slots.text.tokens
            return slots.text.typed(tokens[slots[index].start].start, tokens[slots[last].end - 1].end)
    return ""


def _holiday(text: str) -> bool:
    """Whether a time is named after a day that has a name: double 11, 618."""
    said = fold(text)
    return any(fold(form) in said for known in word_file("holidays").values() for form in forms_of(known))


def occasion_of(slots: Slots) -> str:
    """for double 11, 圣诞: a time that nobody did anything in is the occasion of the text."""
    for index in slots.all("period"):
        if any(character.isdigit() for character in slots[index].text) and not _holiday(slots[index].text):
            continue
        near = [i for i in range(max(0, index - 4), min(len(slots), index + 4)) if i != index]
        if any(slots.has(i, "verb", "agent", "who") for i in near):
            continue
        before = slots[index - 1].text.casefold() if index else ""
        if before in ("for", "on", "around", "at", "为", "给", "关于") or slots.chinese(index) or not before.isalnum():
            slots.use(index, "occasion")
            return slots[index].text
    return ""
