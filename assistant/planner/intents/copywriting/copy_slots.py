"""Slots of a request for copy: what names the channel, or whom goods are made for, says nothing of its readers."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span


def copy_slots(frame: Frame) -> Slots:
    """Slots in which the channel to write for is no longer a sales or campaign channel of the people."""
    spans, named = list(frame.spans), ""
    for index, span in enumerate(spans):
        near = frame.spans[max(0, index - 2) : index]
        if not span.has("copy_channel", "contact_noun", "contact_verb") or any(s.has("verb", "who") for s in near):
            continue
        after = frame.spans[index + 1 : index + 2]
        if named and any(s.has("people", "agent") for s in after) and not _its_readers(span, after[0], named):
            continue  # one sms to wechat buyers
        senses = tuple(s for s in span.senses if s.kind not in ("value", "values", "absent_value", "field"))
        spans[index] = Span(span.start, span.end, span.text, senses)
        named = named or str(span.value("copy_channel") or span.text)
    spans = [_of_goods(frame, spans, index) for index in range(len(spans))]
    if frame.has("discount", "percent", "free_shipping", "off", "code"):
        spans = [_limit(span) for span in spans]
    return replace(frame, spans=spans).slots()


def _of_goods(frame: Frame, spans: list[Span], index: int) -> Span:
    """男士衬衫, men's shirts: whom goods are made for, and not whom the text goes to."""
    span, after = spans[index], spans[index + 1 : index + 3]
    fields = [s.value[0] for s in span.senses if s.kind == "value" and isinstance(s.value, tuple)]
    if "gender" not in fields or not after or span.text.casefold() in ("women", "men", "ladies", "女性", "男性"):
        return span
    goods = [s.value[0] for s in after[0].senses if s.kind == "value" and isinstance(s.value, tuple)]
    level = frame.vocabulary.level
    owned = (after[0].has("products") or any(level(name) == "product" for name in goods)) and not any(
        one.has("people", "agent") for one in after
    )
    return replace(span, senses=(Sense("made_for"),)) if owned else span


def _its_readers(span: Span, after: Span, channel: str) -> bool:
    """a WeChat post for our WeChat followers: those who read the channel, whatever they bought and where."""
    return span.value("copy_channel") == channel and not after.has("agent")


def _limit(span: Span) -> Span:
    """first order beside an offer says for which order it holds, not who has placed one."""
    if not span.has("first_only", "next_only"):
        return span
    return replace(span, senses=tuple(sense for sense in span.senses if sense.kind in ("first_only", "next_only")))
