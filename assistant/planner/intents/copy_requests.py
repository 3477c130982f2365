"""Which messages ask for copy, in which channel and about what."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.stretches import fragments, is_stop
from assistant.planner.spans import Span

_TEXT = ("copy_noun", "copy_channel", "copy_channel_other", "contact_noun")
_LEADING = (
    "filler", "break", "and", "but", "then", "same", "greeting", "thanks", "interjection", "soft", "number", "heads",
    "pieces", "times",
)  # fmt: skip
_ASKED = ("how_many", "share", "by", "which", "list", "top", "bottom", "trend", "meaning", "average")
_OUR = ("our", "about", "our new", "the new", "关于", "推广", "我们的", "on", "promoting", "for our", "新")


def maybe_copy(frame: Frame) -> bool:
    """Whether a message may ask for copy at all, so that it is worth reading as one."""
    return frame.has(*_TEXT, "contact_verb") or (frame.has("copy_verb") and frame.has("goal", "products"))


def copy_slots(frame: Frame) -> Slots:
    """Slots in which the channel to write for is no longer a sales or campaign channel of the people."""
    spans = list(frame.spans)
    for index, span in enumerate(spans):
        near = frame.spans[max(0, index - 2) : index]
        if span.has("copy_channel", "contact_noun", "contact_verb") and not any(s.has("verb", "who") for s in near):
            senses = tuple(s for s in span.senses if s.kind not in ("value", "values", "absent_value", "field"))
            spans[index] = Span(span.start, span.end, span.text, senses)
            break
    return replace(frame, spans=spans).slots()


def asks_for_copy(frame: Frame) -> bool:
    """write …, draft …, three SMS variants for …, 给…写…; "email them" after an audience: one of its sentences does."""
    if _asks(frame):
        return True
    parts = fragments(frame.spans, is_stop)
    return len(parts) > 1 and any(_asks(replace(frame, spans=frame.spans[first:end])) for first, end in parts)


def _asks(frame: Frame) -> bool:
    verb = frame.has("copy_verb")
    noun = frame.has(*_TEXT)
    counted = any(span.has("measure") and not span.has("people", "agent", "copy_noun", "verb") for span in frame.spans)
    if (frame.has("how_many", "share", "meaning", "by") or counted) and not (verb and noun):
        return False
    if verb and (noun or frame.has("contact_verb", "goal", "products")):
        return not frame.has("reset")
    if _leads_with_copy(frame) or _numbered(frame) or _writes_to(frame):
        return True
    first = _first(frame)
    if first is None:
        return False
    if first.has("contact_verb") and frame.has("anaphor", "group", "people", "agent") and not frame.has("verb", "list"):
        return True
    if first.value("copy_channel") in ("meta_ad", "google_ad", "xiaohongshu") and not frame.has("verb", "who"):
        return True
    return _names_text(frame) and noun


def _first(frame: Frame) -> Span | None:
    """The first word that says something."""
    for span in frame.spans:
        if span.has("contact_verb", "copy_channel") or not span.has("filler", "break", "and", "then", "same"):
            return span
    return None


def _writes_to(frame: Frame) -> bool:
    """给上海的客户发短信: an order to write, in Chinese with the people in front."""
    towards = any(span.text in ("给", "向", "为") for span in frame.spans)
    return frame.has("contact_verb") and towards and not frame.has("how_many", "list")


def _names_text(frame: Frame) -> bool:
    """短信文案 …, 5 variants for …: the text itself is named, and nothing is asked about it."""
    pairs = zip(frame.spans, frame.spans[1:], strict=False)
    named = any(
        (a.has("number", "heads", "pieces") and b.has("copy_noun", "copy_channel"))
        or (a.has("copy_channel") and b.has("copy_noun"))
        for a, b in pairs
    )
    wished = (
        "for",
        "goal",
        "tone",
        "discount",
        "agent",
        "copy_channel",
        "products",
        "value",
        "shorter",
        "copy_language",
    )
    quiet = not frame.has("verb", "who", "list") and not _about_mail(frame)
    return (named or frame.has("copy_channel_other")) and frame.has(*wished) and quiet


def _about_mail(frame: Frame) -> bool:
    return any(span.value("verb") in ("open", "click", "receive") for span in frame.spans)


def _numbered(frame: Frame) -> bool:
    """3 cart reminder emails, 2 sms in English, 4 x Meta ad texts, push 五条: a number of texts and no question."""
    spans = [span for span in frame.spans if span.has("copy_noun", "copy_channel") or not span.has("filler", "break")]
    if frame.has(*_ASKED) or _about_mail(frame):
        return False
    while spans and spans[0].has(*_LEADING) and not spans[0].has("number", "heads", "pieces", "times", "copy_channel"):
        spans = spans[1:]
    counts = [i for i, span in enumerate(spans[:6]) if _is_count(span)]
    for index in counts:
        near = spans[index + 1 : index + 5]
        for span in near:
            if span.has("copy_channel", "contact_noun", "copy_noun"):
                return index == 0 or spans[0].has("copy_channel", "contact_noun", "copy_noun", "goal", "tone")
            if not span.has(
                "tone", "goal", "copy_language", "products", "value", "shorter", "soft", "discount", "style"
            ):
                break
    return False


def _is_count(span: Span) -> bool:
    value = next((span.value(k) for k in ("number", "heads", "pieces", "times") if span.has(k)), None)
    return value is not None and value == int(value) and 1 <= value <= 10 and not span.has("money", "percent")


def _leads_with_copy(frame: Frame) -> bool:
    """three WeChat variants for …, email copy for …: nothing but the text is spoken of before "for"."""
    lead: list[Span] = []
    for span in frame.spans:
        if span.text.casefold() in ("for", "to", "about", "on", ":", "："):
            break
        lead.append(span)
    else:
        return False
    kinds = (
        "number", "copy_noun", "copy_channel", "contact_noun", "tone", "goal", "filler", "shorter", "discount",
        "copy_language", "greeting", "thanks", "interjection", "soft",
    )  # fmt: skip
    plain = all(span.has(*kinds, "break", "and", "then") for span in lead)
    channel = any(span.has("copy_channel", "contact_noun") for span in lead)
    wished = any(span.text.casefold() in ("like", "want", "need", "wanna") for span in lead)
    text = any(span.has("copy_noun", "number", "goal", "tone") for span in lead)
    alone = len([span for span in lead if not span.has("filler", "break", "greeting", "interjection")]) == 1
    spoken = frame.has("copy_channel", "contact_noun") and (wished or text or (alone and _addressed(frame)))
    return plain and (channel or text) and spoken


def _addressed(frame: Frame) -> bool:
    """app push for women in Berlin: goods or people behind "for", and nothing asked about what was sent."""
    if frame.has(*_ASKED) or _about_mail(frame):
        return False
    return frame.has("products") or (
        frame.has("value", "values", "people", "agent", "verb") and not frame.has("period")
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


def occasion_of(slots: Slots) -> str:
    """for double 11, 圣诞: a time that nobody did anything in is the occasion of the text."""
    for index in slots.all("period"):
        near = [i for i in range(max(0, index - 4), min(len(slots), index + 4)) if i != index]
        if any(slots.has(i, "verb", "agent", "who") for i in near):
            continue
        before = slots[index - 1].text.casefold() if index else ""
        if before in ("for", "on", "around", "at", "为", "给", "关于") or slots.chinese(index) or not before.isalnum():
            slots.use(index, "occasion")
            return slots[index].text
    return ""
