"""Which messages ask for copy, in which channel and about what."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.spans import Span

_TOPIC_FIELDS = ("category", "brand", "subcategory", "product")


def copy_slots(frame: Frame) -> Slots:
    """Slots in which the channel to write for is no longer a sales or campaign channel of the people."""
    spans = list(frame.spans)
    for index, span in enumerate(spans):
        near = frame.spans[max(0, index - 2) : index]
        if span.has("copy_channel", "contact_noun", "contact_verb") and not any(s.has("verb", "who") for s in near):
            senses = tuple(s for s in span.senses if s.kind not in ("value", "values", "absent_value"))
            spans[index] = Span(span.start, span.end, span.text, senses)
            break
    return replace(frame, spans=spans).slots()


def asks_for_copy(frame: Frame) -> bool:
    """write …, draft …, three SMS variants for …, 给…写…; "email them" after an audience."""
    verb = frame.has("copy_verb")
    noun = frame.has("copy_noun", "copy_channel", "copy_channel_other", "contact_noun")
    counted = any(span.has("measure") and not span.has("people", "agent", "copy_noun") for span in frame.spans)
    if (frame.has("how_many", "share", "meaning", "by") or counted) and not (verb and noun):
        return False
    if verb and (noun or frame.has("contact_verb", "goal")):
        return not frame.has("reset")
    if _leads_with_copy(frame) or (
        frame.has("contact_verb")
        and any(span.text in ("给", "向", "为") for span in frame.spans)
        and not frame.has("how_many", "list")
    ):
        return True
    first = next(
        (
            span
            for span in frame.spans
            if not span.has("filler", "break", "and", "then", "same") or span.has("contact_verb", "copy_channel")
        ),
        None,
    )
    if (
        first is not None
        and first.has("contact_verb")
        and frame.has("anaphor", "group", "people", "agent")
        and not frame.has("verb", "list")
    ):
        return True
    if first is not None and first.value("copy_channel") in ("meta_ad", "google_ad") and not frame.has("verb", "who"):
        return True
    counted = any(
        (a.has("number", "heads", "pieces") and b.has("copy_noun", "copy_channel"))
        or (a.has("copy_channel") and b.has("copy_noun"))
        for a, b in zip(frame.spans, frame.spans[1:], strict=False)
    )
    return (
        (counted or frame.has("copy_channel_other"))
        and noun
        and frame.has("for", "goal", "tone", "discount", "agent", "copy_channel")
        and not frame.has("verb", "who", "list")
        and not any(span.value("verb") in ("open", "click", "receive") for span in frame.spans)
    )


def _leads_with_copy(frame: Frame) -> bool:
    """three WeChat variants for …, email copy for …: nothing but the text is spoken of before "for"."""
    lead: list[Span] = []
    for span in frame.spans:
        if span.text.casefold() in ("for", "to", "about"):
            break
        lead.append(span)
    else:
        return False
    plain = all(
        span.has(
            "number",
            "copy_noun",
            "copy_channel",
            "contact_noun",
            "tone",
            "goal",
            "filler",
            "shorter",
            "discount",
            "copy_language",
        )
        for span in lead
    )
    channel = any(span.has("copy_channel", "contact_noun") for span in lead)
    wished = any(span.text.casefold() in ("like", "want", "need", "wanna") for span in lead)
    return plain and channel and (wished or any(span.has("copy_noun", "number", "goal", "tone") for span in lead))


def topic_of(slots: Slots) -> str:
    """What it is about: "promote our new serum", "about skincare"; products of the buyers are no topic."""
    for index in range(len(slots)):
        group = slots.value(index, "group")
        if group is None or slots.used(index) or group.field not in _TOPIC_FIELDS or group.absent:
            continue
        before = slots.before(
            index, lambda item: item.has("filler", "place", "for") and not item.has("copy_noun", "goal", "about")
        )
        word = slots[index - 1].text.casefold() if index else ""
        about = word in (
            "about",
            "promoting",
            "for",
            "our",
            "关于",
            "推广",
            "的",
            "on",
            "of",
            "our new",
            "new",
            "新",
        ) or slots.has(before, "goal", "copy_verb", "copy_noun", "copy_channel")
        buyers = any(
            slots.has(i, "agent", "people", "verb") for i in range(index + 1, min(index + 3, len(slots)))
        ) or any(slots.has(i, "verb") for i in range(max(0, index - 2), index))
        if about and not buyers:
            slots.use(index, "topic")
            return str(group.values[0]) if group.op == "is" else slots[index].text
    return ""


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
        lead = slots[index - 1].text.casefold()
        if lead in ("our", "about", "our new", "the new", "关于", "推广", "我们的", "on"):
            for used in range(index, last + 1):
                slots.use(used, "theme")
            tokens = slots.text.tokens
            return slots.text.typed(tokens[slots[index].start].start, tokens[slots[last].end - 1].end)
    return ""
