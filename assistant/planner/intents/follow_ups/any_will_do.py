"""性别和年龄都不限, 不管住哪, 所有渠道合起来: facts that matter no more, in a message of nothing else."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.rows.dimensions import TIME_FIELDS
from assistant.planner.intents.follow_ups.contrasts import Known
from assistant.planner.intents.follow_ups.said import says
from assistant.planner.intents.follow_ups.taking_out import CHANNELS
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from assistant.planner.spoken_of import audience_filters, periods_of
from tools.definitions import Attribute, Audience

_MARKS = ("remove", "drop_it", "consented", "together_cue", "all_rows", "all_time", "except_end")
_LIGHT = (
    "filler", "break", "how_many", "same", "add", "interjection", "condition_word", "and", "instead", "thanks",
    "people", "place", "means_word", "pronoun_that", "or",
)  # fmt: skip
_PLURALS = {"cities": "city", "countries": "country", "channels": "order_channel", "ages": "age", "genders": "gender"}
_ALIKE = ({"city", "country"}, {"age", "age_group"}, set(CHANNELS))
_TIME = "any_time"
_SPLIT = ("按", "分", "每", "各", "by ", "per ", "each ")
"""按季度看: how it is split, and no time that does not matter."""


def any_will_do(frame: Frame) -> Frame:
    """The frame with each such fact behind a word that takes it out."""
    known, asked = _known(frame), Known(frame.state)
    if not known or not _marked(frame.spans) or rows_asked(frame):
        return frame
    named: dict[int, str] = {}
    for index in range(len(frame.spans)):
        fact = _fact(frame.spans, index, known, asked)
        if fact:
            named[index] = fact
        elif not _light(frame.spans, index):
            return frame
    by_value = all(frame.spans[i].has("value", "values") and not says(frame.spans[i], "both_sexes") for i in named)
    if not named or (by_value and not frame.has("except_end")):
        return frame  # nothing but values is named, and none of them as one to be counted as well
    return replace(frame, spans=_taken_out(frame.spans, named))


def _marked(spans: list[Span]) -> bool:
    """Whether a word says that something matters no more; "together" does of all of a kind: 所有渠道合起来."""
    every = any(says(span, "of_every_kind") for span in spans)
    if any(span.has("together_cue") for span in spans):
        return every  # not 两个放一起
    counted = any(a.text == "都" and b.text in ("算", "行", "要") for a, b in pairwise(spans))
    return every or counted or any(span.has(*_MARKS) or says(span, "each_counts") for span in spans)


def rows_asked(frame: Frame) -> bool:
    """各国都列出来, list every category: after figures, a row for each."""
    if frame.state.figures != "metric" or not any(span.has("field") for span in frame.spans):
        return False
    each = any(span.has("every") or span.text.casefold().startswith(_EACH) for span in frame.spans)
    listed = any("列" in span.text or span.has("list") for span in frame.spans)
    return (each and not frame.has("together_cue")) or listed


_EACH = ("各", "每", "each ", "every ")


def _taken_out(spans: list[Span], named: dict[int, str]) -> list[Span]:
    """The spans with every fact once, behind a word that takes it out."""
    made: list[Span] = []
    gone: set[str] = set()
    for index, span in enumerate(spans):
        fact = named.get(index, "")
        if fact and fact not in gone:
            what = Sense(_TIME) if fact == _TIME else Sense("field", fact)
            made += [replace(span, senses=(Sense("remove"),)), replace(span, senses=(what,))]
            gone.add(fact)
        else:
            kept = tuple(sense for sense in span.senses if sense.kind in ("break", "how_many"))
            made.append(replace(span, senses=kept or (Sense("filler"),)))
    return made


def _light(spans: list[Span], index: int) -> bool:
    """Whether a word beside such a fact says nothing more."""
    span = spans[index]
    if span.has("value", "values", "period", "number", "not", "never", "by"):
        return False
    if span.has(*_LIGHT, *_MARKS) or says(span, "of_every_kind", "each_counts"):
        return True
    if span.value("verb") == "buy":
        return any(says(s, "no_matter_when", "no_matter_where") or s.value("field") in CHANNELS for s in spans)
    return span.has("which") and any(s.has("field") for s in spans[index + 1 : index + 2])


def _fact(spans: list[Span], index: int, known: set[str], asked: Known) -> str:
    """The fact of the last definition that a word names; "" where it names none."""
    span = spans[index]
    said = span.text.casefold()
    if span.has("period"):
        return ""
    fields: set[Any] = {sense.value for sense in span.senses if sense.kind == "field"}
    if span.has("value", "values") and not says(span, "both_sexes"):
        fields = {field for field, _ in asked.kinds(span)}  # 门店以外的也算上
    elif (
        span.has("all_time")
        or says(span, "no_matter_when")
        or (fields & set(TIME_FIELDS) and _TIME in known and not said.startswith(_SPLIT))
    ):
        fields = {_TIME}
    elif says(span, "no_matter_where"):
        bought = any(s.value("verb") == "buy" for s in spans)
        fields = set(CHANNELS) if bought else {"city", "country"}
    elif says(span, "no_matter_how_old"):
        fields = {"age", "age_group"}
    elif says(span, "both_sexes"):
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
