"""性别和年龄都不限, 不管住哪, 所有渠道合起来: facts that matter no more, in a message of nothing else."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.rows.dimensions import TIME_FIELDS
from assistant.planner.intents.follow_ups.contrasts import Known
from assistant.planner.intents.follow_ups.taking_out import CHANNELS
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from assistant.planner.spoken_of import audience_filters, periods_of
from tools.definitions import Attribute, Audience

_MARKS = ("remove", "drop_it", "consented", "together_cue", "all_rows", "all_time", "except_end")
_ALL = ("所有", "全部", "任何", "各个", "全", "不论", "无论", "any", "all", "every", "whatever", "whichever")
_COUNTS = ("都算", "都算上", "都行", "都可以", "都要", "都看", "随便")
_LIGHT = (
    "filler", "break", "how_many", "same", "add", "interjection", "condition_word", "and", "instead", "thanks",
    "people", "place", "means_word", "pronoun_that", "or",
)  # fmt: skip
_WHEN = {
    "时间",
    "时间段",
    "时段",
    "时期",
    "日期",
    "年份",
    "期限",
    "什么时候",
    "何时",
    "哪年",
    "哪一年",
    "哪个月",
    "date",
    "dates",
    "time",
    "when",
}
_WHERE = {"哪", "哪里", "哪儿", "哪边", "地方", "where", "wherever"}
_HOW_OLD = {"多大", "几岁", "多大岁数", "多大年纪"}
_BOTH_SEXES = {"男女"}
_PLURALS = {"cities": "city", "countries": "country", "channels": "order_channel", "ages": "age", "genders": "gender"}
_ALIKE = ({"city", "country"}, {"age", "age_group"}, set(CHANNELS))
_TIME = "any_time"
_SPLIT = ("按", "分", "每", "各", "by ", "per ", "each ")
"""按季度看: how it is split, and no time that does not matter."""


def any_will_do(frame: Frame) -> Frame:
    """The frame with each such fact behind a word that takes it out."""
    known = _known(frame)
    spans = list(frame.spans)
    every = any(span.text.casefold() in _ALL for span in spans)  # 所有渠道合起来; not 两个放一起
    if any(span.has("together_cue") for span in spans) and not every:
        return frame
    marked = any(span.has(*_MARKS) or span.text.casefold() in _ALL or span.text in _COUNTS for span in spans)
    marked = marked or any(a.text == "都" and b.text in ("算", "行", "要") for a, b in pairwise(spans))
    if not known or not marked:
        return frame
    named: dict[int, str] = {}
    asked = Known(frame.state)
    for index in range(len(spans)):
        fact = _fact(spans, index, known, asked)
        if fact:
            named[index] = fact
        elif not _light(spans, index):
            return frame
    if not named or (
        all(spans[i].has("value", "values") and spans[i].text not in _BOTH_SEXES for i in named)
        and not any(span.has("except_end") for span in spans)
    ):
        return frame
    made: list[Span] = []
    for index, span in enumerate(spans):
        if index in named and named[index] not in [named[i] for i in named if i < index]:
            what = Sense(_TIME) if named[index] == _TIME else Sense("field", named[index])
            made += [replace(span, senses=(Sense("remove"),)), replace(span, senses=(what,))]
        else:
            made.append(
                replace(span, senses=tuple(s for s in span.senses if s.kind in ("break", "how_many")) or _FILLER)
            )
    return replace(frame, spans=made)


_FILLER = (Sense("filler"),)


def _light(spans: list[Span], index: int) -> bool:
    span = spans[index]
    if span.has("value", "values", "period", "number", "not", "never", "by"):
        return False
    placed = any(s.text in (*_WHERE, *_WHEN) or s.value("field") in CHANNELS for s in spans)
    done = span.value("verb") == "buy" and placed
    asked = span.has("which") and any(s.has("field") for s in spans[index + 1 : index + 2])
    return span.has(*_LIGHT, *_MARKS) or span.text.casefold() in _ALL or span.text in _COUNTS or done or asked


def _fact(spans: list[Span], index: int, known: set[str], asked: Known) -> str:
    """The fact of the last definition that a word names; "" where it names none."""
    span = spans[index]
    said = span.text.casefold()
    if span.has("period"):
        return ""
    fields: set[Any] = {sense.value for sense in span.senses if sense.kind == "field"}
    if span.has("value", "values") and said not in _BOTH_SEXES:
        fields = {field for field, _ in asked.kinds(span)}  # 门店以外的也算上
    elif (
        span.has("all_time")
        or said in _WHEN
        or (fields & set(TIME_FIELDS) and _TIME in known and not said.startswith(_SPLIT))
    ):
        fields = {_TIME}
    elif said in _WHERE:
        bought = any(s.value("verb") == "buy" for s in spans)
        fields = set(CHANNELS) if bought else {"city", "country"}
    elif said in _HOW_OLD:
        fields = {"age", "age_group"}
    elif said in _BOTH_SEXES:
        fields = {"gender"}
    elif span.has("all_rows"):
        fields = {_PLURALS.get(said.split()[-1], "")} if said.isascii() else fields
    for alike in _ALIKE:
        fields |= alike if fields & alike else set()
    found = sorted(fields & known)
    return str(found[0]) if len(found) == 1 else ""


def _known(frame: Frame) -> set[str]:
    """The facts that the last definition asks for."""
    state = frame.state
    metric = state.metric if state.figures == "metric" else None
    people = (metric.audience if metric else state.audience) or Audience()
    found = {f.field for f in audience_filters(people)} | {c.field for c in people.all if isinstance(c, Attribute)}
    found |= {f.field for f in metric.where} if metric else set()
    found -= set(metric.dimensions) if metric else set()
    timed = bool(periods_of(people)) or (metric is not None and metric.period is not None)
    return found | ({_TIME} if timed else set())
