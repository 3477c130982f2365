"""One figure of two sides that no field tells apart: candles or fragrances, subscribers and the others.

Each side is read as a question of its own: the message without the other side and without the words that compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from assistant.planner.frame import Frame
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.intents.questions.questions import read_question
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span
from assistant.planner.unshown import ask_of_unshown
from tools.definitions import Audience, Metric

_JOINTS = ("versus", "and", "or", "either", "than")
_CUES = (
    "contest",
    "winner",
    "difference",
    "cmp",
    "degree_of",
    "versus",
    "product_cue",
    "respectively",
    "either",
    "more_word",
)
_ASKS = (
    "谁",
    "哪个",
    "哪边",
    "哪种",
    "哪一个",
    "which",
    "who",
    "between",
    "difference",
    "gap",
    "高",
    "低",
    "多",
    "少",
    "大",
    "好",
    "吗",
)
_SIDE = (
    "value",
    "values",
    "people",
    "agent",
    "condition",
    "contact",
    "filter",
    "products",
    "rest",
    "others",
    "age",
    "verb",
)
_TOLD = tuple(kind for kind in _SIDE if kind != "verb")
_OTHERS = (
    "others",
    "the others",
    "the rest",
    "everyone else",
    "everybody else",
    "all others",
    "all the others",
    "其他人",
    "其他客户",
    "其余的",
    "其余客户",
    "其他",
)
_TRIES = 24


def read_each_side(frame: Frame) -> Reading | None:
    """The figure of each side; None where the message does not compare two, or they are not understood."""
    spans = list(frame.spans)
    if frame.state.last or not any(_compares(span) for span in spans):
        return None
    for first, second in islice(sides(spans), _TRIES):
        one = _figure_of(frame, spans, first, second)
        other = one and _other(frame, spans, first, second, one)
        if one is None or other is None or one == other or one.measures != other.measures:
            continue
        if (one.period, one.dimensions) != (other.period, other.dimensions):
            continue
        calls = [Call("measure", {"metric": metric.compact()}) for metric in (one, other)]
        return frame.reading("metric", metric=one, calls=calls)
    return None


def read_crossed_sides(frame: Frame) -> Reading | None:
    """women in Berlin against men in Hamburg, candles or Qinglan: sides that no split by one field shows."""
    spans = frame.spans
    chosen = frame.has("which", "winner")
    for first, second in islice(sides(spans), _TRIES):
        one, other = (kinds(spans[i] for i in side) for side in (first, second))
        crossed = one == other and len(one) > 1
        clauses = all(any(spans[i].has("who") for i in side) for side in (first, second))
        if crossed or clauses or (chosen and one and other and not one & other):
            return read_each_side(frame)
    return None


def kinds(side: Iterable[Span]) -> frozenset[str]:
    """What a side is told by: fields of its values, and deeds."""
    found = {value[0] for span in side if isinstance(value := span.value("value"), tuple)}
    return frozenset(found)


def _compares(span: Span) -> bool:
    return span.has("contest", "winner", "difference", "versus", "degree_of") or span.text.casefold() in _ASKS[:7]


def sides(spans: Sequence[Span]) -> Iterator[tuple[range, range]]:
    """Where the two sides may stand: up to the joint or to the word that compares before it, and behind the joint."""
    joints = [i for i, span in enumerate(spans) if i and _is_joint(span)]
    for joint in sorted(joints, key=lambda i: spans[i].has("and", "or", "either")):
        ends = [
            joint,
            *(i for i in range(joint - 1, 0, -1) if spans[i].has("contest", "cmp", "degree_of", "winner", "verb")),
        ]
        stop = next((i for i in range(joint + 1, len(spans)) if spans[i].has("break")), len(spans))
        cues = [i for i in range(joint + 2, stop) if _asks(spans[i])]
        for end in dict.fromkeys(ends):
            opens = next((i + 1 for i in range(end - 1, -1, -1) if spans[i].has("break")), 0)
            for start in range(opens, end):
                if not _begins(spans[start]):
                    continue
                for last in dict.fromkeys([*cues[:1], stop]):
                    second = range(joint + 1, last)
                    if _are_sides(spans, range(start, end), second):
                        yield range(start, end), second


def _are_sides(spans: Sequence[Span], first: range, second: range) -> bool:
    """Both tell of something, and no word outside of them of the same fields."""
    outside = kinds(span for i, span in enumerate(spans) if i not in first and i not in second)
    named = kinds(spans[i] for i in (*first, *second))
    told = any(spans[i].has(*_TOLD) for i in first) and any(_begins(spans[i]) for i in second)
    return told and not outside & named


def _is_joint(span: Span) -> bool:
    """than, and, versus – and lower than, which is the word that compares as well."""
    return (span.has(*_JOINTS) and not span.has("value")) or span.text.casefold().endswith(" than")


def _begins(span: Span) -> bool:
    return span.has(*_SIDE) or span.text.casefold() in _OTHERS


def _asks(span: Span) -> bool:
    figure = span.has("measure") and not span.has("people", "agent", "value")
    return figure or span.has("which", "winner", "contest") or span.text in _ASKS


def _figure_of(frame: Frame, spans: list[Span], kept: range, left: range) -> Metric | None:
    """What is asked, of one side."""
    last = max(kept.stop, left.stop)
    made: list[Span] = []
    for index, span in enumerate(spans):
        joint = min(kept.stop, left.stop) <= index < max(kept.start, left.start) and _is_joint(span)
        cue = index not in kept and _cue(spans, index)
        asked = index not in kept and index >= last and span.has("which")
        out = index in left or joint or cue or asked
        averaged = span.has("difference") and index not in left and _of_a_field(spans, index)
        sense = Sense("average") if averaged else Sense("filler")
        made.append(replace(span, senses=(sense,)) if out else span)
    told = replace(frame, spans=made)
    try:
        reading = read_question(told)
        reading = ask_of_unshown(told, reading, whole=False) if reading is not None else None
    except Unclear:
        return None
    if reading is None or not reading.answers or len(reading.calls) != 1 or reading.metric is None:
        return None
    metric = reading.metric
    plain = not (metric.dimensions or metric.compare or metric.compare_period or metric.share or metric.sort)
    return metric if plain and len(metric.measures) == 1 else None


def _cue(spans: list[Span], index: int) -> bool:
    """A word that only sets one side against the other: higher, 谁, is there – and no bound such as over 30."""
    span = spans[index]
    bound = span.has("cmp") and index + 1 < len(spans) and spans[index + 1].has("number", "age", "money", "percent")
    return (span.has(*_CUES) or span.text in _ASKS) and not (bound or span.has("measure", "value"))


def _of_a_field(spans: list[Span], index: int) -> bool:
    """a gap in age: in the average of each side."""
    behind = next((span for span in spans[index + 1 :] if not span.has("filler", "place")), None)
    return behind is not None and behind.has("field") and not behind.has("measure", "value")


def _other(frame: Frame, spans: list[Span], first: range, second: range, one: Metric) -> Metric | None:
    """The same of the other side; "the others" are whoever is not on the first."""
    if any(spans[i].text.casefold() in _OTHERS for i in second):
        return one.model_copy(update={"audience": Audience(none=one.audience.all)}) if one.audience else None
    return _figure_of(frame, spans, second, first)
