"""其余照旧; 聚类不变，…; 还是英国; 城市换成慕尼黑: what a follow-up says stays, and the name of the fact it changes."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.grammar.rows.dimensions import TIME_FIELDS
from assistant.planner.intents.follow_ups.contrasts import RATES_OF, Known, contrasted
from assistant.planner.intents.questions.stretches import fragments
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from tools.definitions import Contactable

_STILL = (
    "还是",
    "仍然",
    "仍",
    "仍旧",
    "仍是",
    "依然",
    "依旧",
    "还在",
    "照样",
    "still",
    "still for",
    "still in",
    "still the",
)
_LIGHT = ("filler", "break", "same", "interjection", "people", "place", "and", "how_many", "instead")
_CHANGES = ("instead", "only_cue", "complaint")
_WRONG = ("错", "反", "wrong", "口误", "手误")
_ALIKE = ({"city", "country"}, {"age", "age_group"})
"""Facts of which one stands for the other: the age changed to 25 to 34."""
_RECIPIENTS = ("收件人", "接收人", "收信人", "受众", "对象", "人群", "目标人群", "audience", "recipients", "recipient")
"""收件人改银卡: who the text goes to, and nobody who got anything."""
_HOURS = {"hour", "weekday", "date"}
_NUMBERS = ("number", "money", "times", "pieces", "age", "range", "percent")


def what_stays(frame: Frame) -> Frame:
    """The frame without such words, where something has been answered that they can be about."""
    known = Known(frame.state)
    frame = contrasted(frame)  # what is old is told before anybody could miss it in what comes out
    spans = [part for span in frame.spans for part in _value_again(frame, span, known)]
    for first, end in fragments(spans, lambda span: span.has("break")):
        if end - first < len(spans) and _stays(spans[first:end], known):
            for index in range(first, end):
                spans[index] = replace(spans[index], senses=(Sense("filler"),))
    _figure_again(frame, spans)
    _channel_again(frame, spans)
    _in_years(spans)
    for index, span in enumerate(spans):
        finer = span.text in _FINER and any(s.has("field") for i, s in enumerate(spans) if i != index)
        if finer and frame.state.figures == "metric":
            spans[index] = replace(span, senses=(Sense("by"),))
    return replace(frame, spans=[_named_only(spans, index) for index in range(len(spans))])


def _figure_again(frame: Frame, spans: list[Span]) -> None:
    """卖了多少, after sales in money; 点击的呢, after a rate: the figure that was asked for before, or its like."""
    metric = frame.state.metric
    if frame.state.figures != "metric" or metric is None or len(metric.measures) != 1:
        return
    for index, span in enumerate(spans):
        if span.text in _SOLD and metric.measures[0] in ("net_revenue", "gross_revenue"):
            spans[index] = replace(span, senses=(Sense("measure", metric.measures[0]),))
            continue
        alone = all(i == index or s.has("filler", "break", "same", "instead") for i, s in enumerate(spans))
        rated = metric.measures[0] in RATES_OF.values() and span.value("verb") in RATES_OF
        if rated and alone and not span.has("measure"):
            spans[index] = replace(span, senses=(Sense("measure", RATES_OF[span.value("verb")]),))


_SOLD = ("卖了多少", "卖多少", "卖了", "卖得多少", "卖出多少", "卖出去多少")


def _value_again(frame: Frame, span: Span, known: Known) -> list[Span]:
    """改成金卡, of who has another tier: those of that tier, and nobody's data changed."""
    new = span.text[2:] if span.has("change_data") and span.text[:2] in _INTO else ""
    senses = tuple(s for s in frame.vocabulary.lexicon.get(new) if s.kind == "value" and known.asks(str(s.value[0])))
    if not senses or span.end - span.start != len(span.text):
        return [span]
    cut = span.start + 2
    return [Span(span.start, cut, span.text[:2], (Sense("instead"),)), Span(cut, span.end, new, senses)]


_INTO = ("改成", "改为", "换成", "换为", "调成")


def _channel_again(frame: Frame, spans: list[Span]) -> None:
    """邮件改成短信, of who can be e-mailed: who can be texted."""
    people = frame.state.audience if frame.state.figures != "metric" else None
    known = {c.channel for c in people.all if isinstance(c, Contactable)} if people is not None else set()
    said = [i for i, s in enumerate(spans) if s.has("contact_noun") and not s.has("contact")]
    others = [s for i, s in enumerate(spans) if i not in said]
    if not known or not said or not all(s.has("filler", "break", "instead", "same", "only_cue") for s in others):
        return
    for index in said:
        channel = spans[index].value("contact_noun")
        old = channel in known and len(said) > 1
        spans[index] = replace(spans[index], senses=(Sense("filler") if old else Sense("contact", channel),))


def _in_years(spans: list[Span]) -> None:
    """二十五到三十四岁: both ends in years."""
    for index in range(len(spans) - 2):
        joined = spans[index + 1].has("range_join") or spans[index + 1].text in ("-", "~", "至")
        if spans[index].has("number") and joined and spans[index + 2].has("age") and not spans[index].has("age"):
            spans[index] = replace(spans[index], senses=(Sense("age", spans[index].value("number")),))


_FINER = ("细分", "细分一下", "细拆", "再细分")


def _stays(part: list[Span], known: Known) -> bool:
    """聚类不变, 渠道保留, 还是英国: a stretch that only says what is as it was."""
    told = [span for span in part if not span.has(*_LIGHT) or span.has("value", "values", "field", "unchanged")]
    kept = any(span.has("unchanged") for span in part)
    still = bool(part) and part[0].text.casefold() in _STILL
    if not (kept or still) or not told:
        return False
    said = [span for span in told if not span.has("unchanged") and not (still and span is part[0])]
    named = [span for span in said if known.kinds(span) or (kept and span.has("field", "measure", "subject"))]
    denied = still and known.denies and all(span.has("not", "never", "verb", "new_only") for span in said)
    return bool(said) and (len(named) == len(said) or denied)


def _named_only(spans: list[Span], index: int) -> Span:
    """城市换成慕尼黑, 品牌换朴往, 月份错了，10月: the fact that a new value is of, and no split by it."""
    span = spans[index]
    fields = {sense.value for sense in span.senses if sense.kind == "field"}
    if span.text.casefold() in _RECIPIENTS and index + 1 < len(spans) and spans[index + 1].has("instead"):
        return replace(span, senses=(Sense("filler"),))
    measured = (span.has("measure") and not fields) or span.has("condition_word")
    if (
        not (fields or measured)
        or span.has("value", "values", "period", "by")
        or (index and spans[index - 1].has("by"))
    ):
        return span
    at, changes = index + 1, False
    while at < len(spans) and (
        spans[at].has(*_CHANGES, "filler", "break", "interjection", "condition_word", "same") or _wrong(spans[at])
    ):
        if spans[at].has("value", "values", "by") and not spans[at].has("instead"):
            break
        changes = changes or spans[at].has(*_CHANGES) or _wrong(spans[at])
        at += 1
    if at >= len(spans) or not (changes or at == index + 1):
        return span
    if _is_of(spans[at], fields, measured, changes):
        return replace(span, senses=(Sense("filler"),))
    return span


def _wrong(span: Span) -> bool:
    return span.has("interjection") and any(mark in span.text.casefold() for mark in _WRONG)


def _is_of(span: Span, fields: set[str], measured: bool, changes: bool) -> bool:
    """Whether a span names a value of one of the fields."""
    if changes and (measured or fields & {"spend", "orders", "units"}) and span.has(*_NUMBERS, "period", "cmp"):
        return True
    if changes and fields & {*TIME_FIELDS, *_HOURS} and span.has("period", "duration"):
        return True
    if changes and fields & {"age", "age_group"} and span.has("age", "range", "number"):
        return True
    named = {str(v[0]) for sense in span.senses if sense.kind in ("value", "values") for v in [sense.value]}
    wide = fields | {name for alike in _ALIKE if changes and fields & alike for name in alike}
    return bool(named & wide) and (changes or "gender" in fields)
