"""城市换成慕尼黑, 品牌换朴往, 月份错了，10月, 收件人改银卡: the fact that a new value is of, and no split by it."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.grammar.rows.dimensions import TIME_FIELDS
from assistant.planner.intents.follow_ups.said import says, words
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_FILLER = (Sense("filler"),)
_CHANGES = ("instead", "only_cue", "complaint")
_ALIKE = ({"city", "country"}, {"age", "age_group"})
"""Facts of which one stands for the other: the age changed to 25 to 34."""
_HOURS = {"hour", "weekday", "date"}
_NUMBERS = ("number", "money", "times", "pieces", "age", "range", "percent")


def named_only(spans: list[Span], index: int) -> Span:
    """The word at `index`, set aside where it only names the fact that a new value is of."""
    span = spans[index]
    if says(span, "recipients") and index + 1 < len(spans) and spans[index + 1].has("instead"):
        return replace(span, senses=_FILLER)
    fields = {sense.value for sense in span.senses if sense.kind == "field"}
    measured = (span.has("measure") and not fields) or span.has("condition_word")
    split = span.has("by") or (index > 0 and spans[index - 1].has("by"))
    if not (fields or measured) or split or span.has("value", "values", "period"):
        return span
    at, changes = index + 1, False
    while at < len(spans) and _may_stand_between(spans[at]):
        changes = changes or spans[at].has(*_CHANGES) or _wrong(spans[at])
        at += 1
    told = at < len(spans) and (changes or at == index + 1) and _is_of(spans[at], fields, measured, changes)
    return replace(span, senses=_FILLER) if told else span


def _may_stand_between(span: Span) -> bool:
    if span.has("value", "values", "by") and not span.has("instead"):
        return False
    return span.has(*_CHANGES, "filler", "break", "interjection", "condition_word", "same") or _wrong(span)


def _wrong(span: Span) -> bool:
    return span.has("interjection") and any(mark in span.text.casefold() for mark in words("wrong"))


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


def in_years(spans: list[Span]) -> None:
    """二十五到三十四岁: both ends in years."""
    for index in range(len(spans) - 2):
        joined = spans[index + 1].has("range_join") or spans[index + 1].text in ("-", "~", "至")
        if spans[index].has("number") and joined and spans[index + 2].has("age") and not spans[index].has("age"):
            spans[index] = replace(spans[index], senses=(Sense("age", spans[index].value("number")),))
