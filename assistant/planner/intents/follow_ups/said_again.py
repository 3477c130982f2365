"""What was asked for before, said in other words: 卖了多少, after sales in money; 点击的呢; 邮件改成短信."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.intents.follow_ups.contrasts import RATES_OF
from assistant.planner.intents.follow_ups.said import says
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from tools.definitions import Contactable

_REVENUES = ("net_revenue", "gross_revenue")


def figure_again(frame: Frame, spans: list[Span]) -> None:
    """卖了多少, after sales in money; 点击的呢, after a rate: the figure that was asked for before, or its like."""
    metric = frame.state.metric
    if frame.state.figures != "metric" or metric is None or len(metric.measures) != 1:
        return
    for index, span in enumerate(spans):
        if says(span, "sold_how_much") and metric.measures[0] in _REVENUES:
            spans[index] = replace(span, senses=(Sense("measure", metric.measures[0]),))
            continue
        alone = all(i == index or s.has("filler", "break", "same", "instead") for i, s in enumerate(spans))
        rated = metric.measures[0] in RATES_OF.values() and span.value("verb") in RATES_OF
        if rated and alone and not span.has("measure"):
            spans[index] = replace(span, senses=(Sense("measure", RATES_OF[span.value("verb")]),))


def channel_again(frame: Frame, spans: list[Span]) -> None:
    """邮件改成短信, of who can be e-mailed: who can be texted."""
    metric = frame.state.metric
    people = frame.state.audience if frame.state.figures != "metric" else metric.audience if metric else None
    known = {c.channel for c in people.all if isinstance(c, Contactable)} if people is not None else set()
    said = [i for i, s in enumerate(spans) if s.has("contact_noun") and not s.has("contact")]
    others = [s for i, s in enumerate(spans) if i not in said]
    if not known or not said or not all(s.has("filler", "break", "instead", "same", "only_cue") for s in others):
        return
    for index in said:
        channel = spans[index].value("contact_noun")
        old = channel in known and len(said) > 1
        spans[index] = replace(spans[index], senses=(Sense("filler") if old else Sense("contact", channel),))
