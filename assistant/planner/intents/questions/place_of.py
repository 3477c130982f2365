"""What rank does Leipzig have by revenue, 护肤品的销售额排第几: the whole ranking, and the place of one row in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.grammar.rows.rankings import named_rows
from assistant.planner.grammar.slots import Group
from assistant.planner.intents.questions.which_measure import which_measure
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span
from tools.definitions import Metric, Sort

_ASKED_WHERE = (
    "where",
    "how",
    "how does",
    "how do",
    "how did",
    "where does",
    "where do",
    "where did",
    "where is",
    "what",
    "what's",
    "what is",
    "what was",
    "how high",
)
_RANKED = ("rank", "ranks", "ranked", "ranking", "position")
_AMONG = ("among", "amongst", "of all", "within", "at", "in", "on", "for", "在", "里", "中", "所有", "各")
_HOLDS = (
    "have",
    "has",
    "had",
    "hold",
    "holds",
    "take",
    "takes",
    "come",
    "comes",
    "get",
    "gets",
    "is",
    "are",
    "was",
    "take in",
    "come in",
    "comes in",
)


def read_place(frame: Frame, read: Callable[[Frame], Reading | None]) -> Reading | None:
    """The reading of a question for the place of one row; None for any other question."""
    cues = _cues(frame.spans)
    subject = _subject(frame, cues) if cues else None
    if subject is None:
        return None
    index, group = subject
    rest = replace(frame, spans=_without(frame, cues, index, group.field))
    reading = read(rest)
    metric = _figure(reading) if reading is not None and reading.answers else None
    if reading is None or metric is None or set(metric.dimensions) - {group.field} or len(reading.calls) != 1:
        return reading if reading is not None and reading.ask else which_measure(frame)
    return _placed(frame, reading, metric, index, group)


def _placed(frame: Frame, reading: Reading, metric: Metric, index: int, group: Group) -> Reading:
    """The reading, of the whole ranking and the place of one row in it."""
    ranking = metric.model_copy(
        update={"dimensions": [group.field], "sort": Sort(by=metric.measures[0]), "limit": 1, "share": False}
    )
    ranking = named_rows(ranking, frame.vocabulary).model_copy(update={"limit": None})
    reading.metric, reading.calls = ranking, [Call("measure", {"metric": ranking.compact()})]
    reading.focus = {"field": group.field, "values": [str(value) for value in group.values], "place": True}
    said, role = frame.spans[index].text, f"row of the ranking by {group.field}"
    reading.account = [(word, role if word == said else told) for word, told in reading.account]
    reading.intent = "metric"
    return reading


def place_shown(frame: Frame) -> Reading | None:
    """where does Leipzig come in, what rank has skincare, after figures by city: its place among the rows shown."""
    before = frame.state.metric
    if frame.state.last != "metric" or before is None or len(before.dimensions) != 1:
        return None
    opening = next((i for i, span in enumerate(frame.spans) if not span.has("break", "and")), 0)
    cues = _cues(frame.spans) or ([opening] if frame.spans[opening].text.casefold() == "where" else [])
    subject = _subject(frame, cues) if cues or frame.state.placed else None
    light = all(i in cues or _light(span) for i, span in enumerate(frame.spans) if subject is None or i != subject[0])
    if subject is None or not light or subject[1].field != before.dimensions[0]:
        return None
    reading = frame.reading("metric", metric=before, calls=[])
    return _placed(frame, reading, before, *subject)


def _light(span: Span) -> bool:
    said = span.text.casefold()
    return span.has("filler", "place", "break", "and", "same") or said in (*_HOLDS, "stand", "stands", "land", "lands")


def _figure(reading: Reading) -> Metric | None:
    """What is ranked by; a number of people, too."""
    if reading.metric is None and reading.intent == "audience" and reading.audience is not None:
        return Metric(measures=["customers"], audience=reading.audience)
    return reading.metric


def _cues(spans: list[Span]) -> list[int]:
    """The words that ask for a place: what rank, 排第几; where does … rank."""
    asked = [i for i, span in enumerate(spans) if span.has("place_asked")]
    first = next((i for i, span in enumerate(spans) if not span.has("greeting", "break")), 0)
    opening = spans[first].text.casefold() if spans else ""
    if not asked and opening in _ASKED_WHERE:
        ranked = [i for i, span in enumerate(spans) if i > first and span.text.casefold().split()[0] in _RANKED]
        asked = [first, *ranked] if ranked else []
    elif not asked and (beside := _rank_beside(spans[first : first + 3])) is not None:
        asked = [first + beside]
    elif not asked and opening in ("is", "was", "are", "were"):
        top = next((i for i, span in enumerate(spans[:-1]) if span.has("top") and spans[i + 1].has("number")), None)
        asked = [first, top, top + 1] if top is not None and spans[first + 1].has("value") else []
    return asked


def _rank_beside(spans: list[Span]) -> int | None:
    """rank Leipzig by revenue, skincare rank by orders: the word beside one value, and no list of rows or people."""
    if len(spans) < 3:
        return None
    ranks = [span.text.casefold().split()[0] in _RANKED[:4] and not span.has("value") for span in spans]
    if ranks[1] and spans[0].has("value"):
        return 1
    placed = (spans[1].value("value") or ("",))[0] in ("city", "country", "brand")
    return 0 if ranks[0] and placed and spans[2].has("by", "rank_by") else None


def _subject(frame: Frame, cues: list[int]) -> tuple[int, Group] | None:
    """Whose place is asked: the first value that narrows nothing – no "in Germany" – and that rows may be made of."""
    fields = frame.vocabulary.dictionary.fields
    for index, span in enumerate(frame.spans):
        pairs = [sense.value for sense in span.senses if sense.kind == "value"]
        named = [pair for pair in pairs if pair[0] in fields and fields[pair[0]].groupable]
        behind = index > 0 and index - 1 not in cues and frame.spans[index - 1].text.casefold() in _AMONG
        if named and not behind:
            kinds = {sense.value for one in frame.spans for sense in one.senses if sense.kind == "field"}
            field, value = next((pair for pair in named if pair[0] in kinds), named[0])
            return index, Group(field, (value,))
    return None


def _without(frame: Frame, cues: list[int], subject: int, field: str) -> list[Span]:
    """The question for the figure alone."""
    spans = list(frame.spans)
    for index, span in enumerate(spans):
        said = span.text.casefold()
        kind = span.value("field") == field and not span.has("value")
        by = span.has("by", "rank_by", "for") and not span.has("value", "field")
        league = span.has("rank_verb") and not span.has("measure")
        if span.has("verb") and span.has("measure") and said.endswith("s"):
            spans[index] = replace(span, senses=tuple(s for s in span.senses if s.kind in ("measure", "field")))
        elif (
            league or index in (*cues, subject) or kind or by or (said in (*_AMONG, *_HOLDS) and not span.has("value"))
        ):
            spans[index] = Span(span.start, span.end, span.text, (Sense("filler"),))
    return spans
