"""What a text is to be about: goods, a theme in the asker's words, an occasion."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.copywriting.copy_goods import WHOLE, names_goods, of_another_kind, unknown
from assistant.planner.pointed_rows import THE_ROWS
from assistant.planner.readers.calendar import bounds
from assistant.planner.text import fold
from assistant.planner.words import forms_of, word_file

_OUR = (
    "the",
    "to",
    "of",
    "for",
    "a",
    "an",
    "to the",
    "for the",
    "about the",
    "on the",
    "to our",
    "讲",
    "说",
    "写",
    "推",
    "主推",
    "介绍",
    "our",
    "about",
    "our new",
    "the new",
    "new",
    "brand new",
    "newest",
    "新款",
    "新到的",
    "新品",
    "关于",
    "推广",
    "我们的",
    "on",
    "promoting",
    "for our",
    "新",
)


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
MOST = 10
"""So many a text can be about, where the rows of a table are pointed at."""


def subject_of(slots: Slots) -> Subject:
    """Goods that are spoken of; those that pick the people (who bought …) are left to them."""
    goods = [i for i in range(len(slots)) if _is_goods(slots, i) and not _of_buyers(slots, i)]
    subject = Subject()
    for index in goods:
        slots.use(index, "subject")
        if slots.has(index - 1, "made_for"):
            slots.use(index - 1, "subject")
        group = slots.value(index, "group")
        if group.field == "product":
            named = [str(value) for value in group.values]
            if group.op == "contains":
                named = slots.vocabulary.products.matching(named[0], NAMED + 1)
            rows = any(sense.note == THE_ROWS for sense in slots[index].senses)  # 推这五款
            part = group.op == "contains" or (slots.chinese(index) and len(slots[index].text) < WHOLE)
            if part and not rows and (theirs := of_another_kind(slots, index, named)):
                subject.topic = theirs
                continue
            if len(named) <= (MOST if rows else NAMED):
                subject.products += [name for name in named if name not in subject.products]
    if not subject.products and goods:
        subject.topic = subject.topic or _topic(slots, goods)
    named_so = fold(" ".join(subject.products))
    for index in goods if subject.products else ():
        for beside in (index - 1, index + 1):
            if names_goods(slots, beside) and fold(slots[beside].text) in named_so:
                slots.use(beside, "subject")  # linen trousers – the Linen Drawstring Trousers
    return subject


_SWAPPED = ("swap", "replace", "switch", "change", "exchange", "trade", "substitute")
_FOR = ("for", "with", "to", "by")


def set_replaced_aside(slots: Slots) -> None:
    """swap lipsticks for mascaras, mascaras instead of lipsticks: the goods that the text is no longer about."""
    goods = [i for i in range(len(slots)) if _is_goods(slots, i)]
    for first, second in pairwise(goods):
        told = slots[first - 1].text.casefold().split()[0] in _SWAPPED or (
            slots[first - 2].text.casefold() in _SWAPPED and slots.has(first - 1, "filler")
        )
        between = " ".join(slots[i].text.casefold() for i in range(first + 1, second))
        if first and told and between.split()[:1] and between.split()[0] in _FOR:
            slots.use(first, "replaced")
        elif between.startswith(("instead of", "rather than", "not ")):
            slots.use(second, "replaced")
    if any(role == "replaced" for role in slots.roles.values()):
        for index in range(len(slots)):
            words = slots[index].text.casefold()
            if words in _SWAPPED or words in ("instead of", "rather than", "not"):
                slots.use(index, "reference")


def _topic(slots: Slots, goods: list[int]) -> str:
    """One category or brand as stored; several words for goods as they stand: linen bedding."""
    run = [goods[0]]
    while (after := slots.next(run[-1])) in goods or names_goods(slots, after):
        run.append(after)
    while names_goods(slots, run[0] - 1):
        run.insert(0, run[0] - 1)
    for index in run:
        slots.use(index, "subject")
    group = slots.value(run[0], "group")
    if len(run) == 1:
        return (
            str(group.values[0])
            if group.op == "is" and group.field in ("category", "brand", "subcategory")
            else slots[run[0]].text
        )
    tokens = slots.text.tokens
    return slots.text.typed(tokens[slots[run[0]].start].start, tokens[slots[run[-1]].end - 1].end).strip(" :：,;")


def _is_goods(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    return (
        group is not None
        and not slots.used(index)
        and not group.absent
        and (group.field == "product" or slots.level(group.field) == "product")
    )


def _of_buyers(slots: Slots, index: int) -> bool:
    """skincare buyers, buyers of skincare, who bought skincare, 买过护肤的女客户."""
    lead = index - 1
    while slots.has(lead, "filler") and not slots.has(lead, "agent"):
        lead -= 1
    if slots.has(lead, "agent") and any(slots[i].text.casefold() == "of" for i in range(lead + 1, index)):
        return True
    if slots.has(index + 1, "verb") and slots[index + 1].text.casefold() in _DEEDS:
        return True
    after = index + 1
    while slots.has(after, "filler", "group") and not slots.has(after, "agent", "people"):
        if slots[after].text.casefold() in ("to", "for"):
            return False  # introduces the palette to makeup buyers
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


_DEEDS = ("purchase", "purchases", "order", "orders", "view", "views", "return", "returns", "购买", "订单", "浏览")
"""Nouns for what somebody did with goods: a kitchen purchase."""


def theme_of(slots: Slots) -> str:
    """for our summer sale, the silk collection: words nobody knows are the theme where a theme stands."""
    for index in range(len(slots)):
        if slots.used(index) or not _opens_theme(slots, index):
            continue
        last, named = index, False
        while (last + 1 < len(slots) and slots.has(last + 1, *_OF_THEMES)) or unknown(slots, last + 1):
            taken = slots.used(last + 1) and not slots.has(last + 1, "put_word", "theme_word")
            if named or taken or slots.has(last + 1, "people", "break", "copy_channel"):
                break
            last += 1
            named = slots.has(last, "theme_word")
        named = named or (last > index and slots.has(last, "put_word"))
        led = index > 0 and (slots[index - 1].text.casefold() in _OUR or slots.has(index - 1, "aspect"))
        led = led or (slots.chinese(index) and slots.has(last + 1, "goal") and not slots.has(last + 1, "verb"))
        if _beside_people(slots, index, last) or not (named or led) or (slots.has(index, "products") and not named):
            continue
        end = last if slots.has(last, "put_word") and last > index else last + 1
        while end > index + 1 and slots.has(end - 1, "copy_noun", "weak_verb", "goal") and not named:
            end -= 1
        for used in range(index, last + 1):
            slots.use(used, "theme")
        tokens = slots.text.tokens
        return slots.text.typed(tokens[slots[index].start].start, tokens[slots[end - 1].end - 1].end)
    return ""


def _opens_theme(slots: Slots, index: int) -> bool:
    """A word nobody knows, or one read as the nearest part of a product's name: Linen Weekend."""
    return unknown(slots, index) or (slots.has(index, "products") and slots.has(index, "theme_word"))


_OF_THEMES = ("goal", "copy_noun", "put_word", "theme_word", "value", "products", "soft")


def _beside_people(slots: Slots, first: int, last: int) -> bool:
    """for the fussy women: who is meant, and nothing the text is about."""
    kinds = ("people", "agent", "who", "contact")
    return any(slots.has(i, *kinds) or slots.role(i).startswith("customers") for i in (first - 1, last + 1))


_SEASON = re.compile(r"(?i)(?:the |this )?(?:spring|summer|autumn|fall|winter)(?: season)?|[春夏秋冬](?:季|天|日)")


def is_holiday(text: str) -> bool:
    """Whether a time is named after a day that has a name: double 11, 618."""
    said = fold(text)
    return any(fold(form) in said for known in word_file("holidays").values() for form in forms_of(known))


def event_of(slots: Slots) -> str:
    """inviting them to Linen Weekend: a campaign that nobody got or answered is what the text is for."""
    for index in range(len(slots)):
        group = slots.value(index, "group")
        if group is None or group.field != "campaign" or slots.used(index):
            continue
        near = range(max(0, index - 3), min(len(slots), index + 3))
        if _before_text(slots, index) or not any(slots.has(i, "verb", "agent", "who") for i in near):
            slots.use(index, "occasion")
            return slots[index].text if is_holiday(slots[index].text) else str(group.values[0])
    return ""


def _before_text(slots: Slots, index: int) -> bool:
    """a Black Friday email for repeat buyers: what the text is for, whoever gets it."""
    own = slots.has(index + 1, "copy_channel", "contact_noun", "copy_noun")
    return own and any(slots.has(i, "copy_verb") for i in range(max(0, index - 3), index))


def dates_ahead(slots: Slots) -> list[str]:
    """Singles' Day preview from 1 November, open on Saturday: times to come in which nobody has done anything."""
    found = []
    for index in slots.all("period"):
        period = slots.value(index, "period")
        start, end = bounds(period, slots.today)
        text = slots[index].text
        dated = period.kind != "rolling"  # nothing in the last 6 months: it ends today, whatever year is not named
        yearless = (
            dated and any(c.isdigit() for c in text) and not _YEAR.search(text) and any(c.isalpha() for c in text)
        )
        ahead = (start or end or slots.today) > slots.today or yearless
        near = range(max(0, index - 4), min(index + 3, len(slots)))
        doers = [i for i in near if slots.has(i, "verb", "agent", "who") and not slots.has(i, "copy_verb", "invited")]
        deed = any(not slots.role(i).startswith("offer") for i in doers)
        if ahead and not deed:
            slots.use(index, "occasion")
            found.append(text)
    return found


_YEAR = re.compile(r"(?:19|20)\d\d")


_FOR_A_DAY = ("for", "on", "about", "announcing", "regarding", "promoting", "around", "at", "为", "给", "关于")


def occasion_of(slots: Slots) -> str:
    """for double 11, 圣诞: a time that nobody did anything in is the occasion of the text."""
    for index in slots.all("period"):
        if any(character.isdigit() for character in slots[index].text) and not is_holiday(slots[index].text):
            continue
        near = [i for i in range(max(0, index - 4), min(len(slots), index + 4)) if i != index]
        if any(slots.has(i, "verb", "agent", "who") for i in near) and not _before_text(slots, index):
            continue
        before = slots[index - 1].text.casefold() if index else ""
        named = is_holiday(slots[index].text) or _SEASON.fullmatch(slots[index].text) or before in _FOR_A_DAY
        if named or slots.chinese(index) or not before.isalnum():
            slots.use(index, "occasion")
            return slots[index].text.removeprefix("the ")
    return ""
