"""A part of what was last shown: 微信的那部分, 中国客户单拎出来, 超过300的, of orders by what they are worth."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.turning import people_of
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_PART = ("的那部分", "的这部分", "那部分", "这部分", "的那些", "的那拨", "的那波", "的那批")
_TOLD = ("value", "values", "came_word", "verb")
_FILLER = (Sense("filler"),)


def parts_meant(frame: Frame) -> Frame:
    """The frame with such words settled, where something was shown that has parts."""
    if frame.language != "zh" or not frame.state.last:
        return frame
    spans = list(frame.spans)
    _that_part(frame, spans)
    _taken_out(frame, spans)
    return _those_orders(replace(frame, spans=spans))


def _those_orders(frame: Frame) -> Frame:
    """这些大单都是哪个渠道来的, after which share of orders is above 300: the figures of that part alone."""
    before = frame.state.metric if frame.state.figures == "metric" else None
    at = next((i for i, span in enumerate(frame.spans) if span.text in ("这些", "那些", "这部分", "这批")), None)
    if before is None or before.part is None or before.part.audience is not None or at is None:
        return frame
    spans = list(frame.spans)
    end = at + 1
    while end < len(spans) and spans[end].text in _ORDERS:
        end += 1
    if end == at + 1:
        return frame
    for index in range(at, end):
        spans[index] = replace(spans[index], senses=_FILLER)
    for index in range(end, len(spans)):
        if spans[index].value("field") == "acquisition_channel" and "获客" not in spans[index].text:
            spans[index] = replace(spans[index], senses=(Sense("by"), Sense("field", "order_channel")))
    alone = before.model_copy(update={"part": None, "where": [*before.where, *before.part.where]})
    return replace(frame, spans=spans, state=replace(frame.state, metric=alone))


_ORDERS = ("大", "小", "大额", "小额", "单", "单子", "订单", "的", "大单", "小单", "大订单", "高额", "高价")


def _that_part(frame: Frame, spans: list[Span]) -> None:
    """social来的那部分: of those spoken of; 微信的那部分, of orders: the figures of before, of that alone."""
    for index in range(1, len(spans)):
        if spans[index].text not in _PART or not spans[index].has("people"):
            continue
        told = spans[index - 1]
        came = told.text in ("来", "过来") and index > 1 and spans[index - 2].has("value", "values")
        if came:
            spans[index - 1] = replace(told, senses=(Sense("came_word"),))
        if not (came or told.has(*_TOLD)):
            continue
        spans[index] = replace(spans[index], senses=(Sense("anaphor" if _of_people(frame) else "only_cue"),))


def _of_people(frame: Frame) -> bool:
    state = frame.state
    return state.figures != "metric" or (state.metric is not None and people_of(state.metric) is not None)


def _taken_out(frame: Frame, spans: list[Span]) -> None:
    """中国客户单拎出来, after figures: the same of them alone, and no list of people."""
    for index, span in enumerate(spans):
        if frame.state.figures == "metric" and span.has("list") and span.has("only_cue"):
            spans[index] = replace(span, senses=(Sense("only_cue"),))
