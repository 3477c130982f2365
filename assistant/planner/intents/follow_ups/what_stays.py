"""其余照旧; 聚类不变，…; 还是英国: what a follow-up says stays."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.intents.follow_ups.contrasts import Known, contrasted
from assistant.planner.intents.follow_ups.new_values import in_years, named_only
from assistant.planner.intents.follow_ups.said import says, words
from assistant.planner.intents.follow_ups.said_again import channel_again, figure_again
from assistant.planner.intents.questions.stretches import fragments
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_LIGHT = ("filler", "break", "same", "interjection", "people", "place", "and", "how_many", "instead")


def what_stays(frame: Frame) -> Frame:
    """The frame without such words, where something has been answered that they can be about."""
    known = Known(frame.state)
    frame = contrasted(frame)  # what is old is told before anybody could miss it in what comes out
    spans = [part for span in frame.spans for part in _value_again(frame, span, known)]
    for first, end in fragments(spans, lambda span: span.has("break")):
        if end - first < len(spans) and _stays(spans[first:end], known):
            for index in range(first, end):
                spans[index] = replace(spans[index], senses=(Sense("filler"),))
    figure_again(frame, spans)
    channel_again(frame, spans)
    in_years(spans)
    for index, span in enumerate(spans):
        finer = says(span, "finer") and any(s.has("field") for i, s in enumerate(spans) if i != index)
        if finer and frame.state.figures == "metric":
            spans[index] = replace(span, senses=(Sense("by"),))
    return replace(frame, spans=[named_only(spans, index) for index in range(len(spans))])


def _value_again(frame: Frame, span: Span, known: Known) -> list[Span]:
    """改成金卡, of who has another tier: those of that tier, and nobody's data changed."""
    new = span.text[2:] if span.has("change_data") and span.text[:2] in words("changed_into") else ""
    senses = tuple(s for s in frame.vocabulary.lexicon.get(new) if s.kind == "value" and known.asks(str(s.value[0])))
    if not senses or span.end - span.start != len(span.text):
        return [span]
    cut = span.start + 2
    return [Span(span.start, cut, span.text[:2], (Sense("instead"),)), Span(cut, span.end, new, senses)]


def _stays(part: list[Span], known: Known) -> bool:
    """聚类不变, 渠道保留, 还是英国: a stretch that only says what is as it was."""
    told = [span for span in part if not span.has(*_LIGHT) or span.has("value", "values", "field", "unchanged")]
    kept = any(span.has("unchanged") for span in part)
    still = bool(part) and says(part[0], "still")
    if not (kept or still) or not told:
        return False
    said = [span for span in told if not span.has("unchanged") and not (still and span is part[0])]
    named = [span for span in said if known.kinds(span) or (kept and span.has("field", "measure", "subject"))]
    denied = still and known.denies and all(span.has("not", "never", "verb", "new_only") for span in said)
    return bool(said) and (len(named) == len(said) or denied)
