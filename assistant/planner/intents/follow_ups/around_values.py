"""Words around the new value of a follow-up that say nothing more: what if the limit is 1000, all tiers but gold."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.grammar.scores.scores import FIELDS as SCORE_FIELDS
from assistant.planner.intents.follow_ups.said import says
from assistant.planner.intents.follow_ups.same_field import of_same_field
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from assistant.planner.spoken_of import GOODS, things

_FILLER = (Sense("filler"),)
_LIGHT = ("filler", "break", "interjection", "thanks", "and", "same", "only_cue", "place", "for")


def around_values(frame: Frame, spans: list[Span]) -> list[Span]:
    """The spans with such words settled."""
    for rule in _RULES:
        spans = rule(frame, list(spans))
    return spans


def _bounds(_: Frame, spans: list[Span]) -> list[Span]:
    """what if the limit is a thousand, longer window please, 90 days: the number says it."""
    numbered = any(span.has("number", "money", "duration", "percent", "times", "pieces") for span in spans)
    if not numbered or any(span.has("remove") for span in spans):
        return spans
    return [replace(span, senses=_FILLER) if _bound(span) else span for span in spans]


def _bound(span: Span) -> bool:
    named = span.has("condition_word", "longer") or says(span, "bound_noun")
    return named and not span.has("field", "complaint")


def _complaints(_: Frame, spans: list[Span]) -> list[Span]:
    """too many, three will do: a complaint that names nothing only opens the message."""
    for index, span in enumerate(spans):
        if span.has("complaint") and all(s.has(*_LIGHT) for s in spans[:index]):
            spans[index] = replace(span, senses=_FILLER)
    return spans


def _or_opens(_: Frame, spans: list[Span]) -> list[Span]:
    """or shoes, 或者鞋子也算: on top of what was said; either of the two, whichever: no more than the "or"."""
    first = next((i for i, span in enumerate(spans) if not span.has("filler", "break") or span.has("or")), None)
    if first is not None and spans[first].has("or"):
        spans[first] = replace(spans[first], senses=(Sense("add"),))
    joined = any(span.has("or", "add") or span.text == "/" for span in spans)
    for index, span in enumerate(spans):
        matter = span.has("drop_it") and not any(s.has("field") for s in spans)
        if joined and (
            span.value("of_two") == "either" or matter or (index and span.has("which") and spans[index - 1].filler)
        ):
            spans[index] = replace(span, senses=_FILLER)
    return spans


def _all_but(_: Frame, spans: list[Span]) -> list[Span]:
    """all tiers but gold, everybody except gold members: the last people less these."""
    for index in range(len(spans) - 1):
        every = spans[index].has("all_rows") or says(spans[index], "everybody")
        following = spans[index + 1]
        if every and (following.has("but", "except")) and not any(s.has("verb", "list", "who") for s in spans):
            spans[index] = replace(spans[index], senses=_FILLER)
            spans[index + 1] = replace(following, senses=(Sense("except"),))
    return spans


def _now_those(frame: Frame, spans: list[Span]) -> list[Span]:
    """now the makeup buyers: they take the place of those spoken of."""
    named = [s for s in spans if s.has("value", "values", "agent", "products")]
    if frame.state.figures == "metric" or not spans:
        return spans
    buyers = any(s.value("agent") == "buy" and not s.has("value") for s in named)
    goods = {v[0] for s in named if (v := s.value("value"))} & {f.field for f in things(frame.state)} & {*GOODS}
    if buyers and goods and all(s in named or s.has(*_LIGHT) for s in spans):
        return [replace(spans[0], senses=(Sense("same"),)), *spans]
    return spans


def _broken_down(_: Frame, spans: list[Span]) -> list[Span]:
    """break each country down by channel: no less of anything."""
    broken = [i for i, span in enumerate(spans) if says(span, "breaking_down")]
    for index in range(1, len(spans) - 1):
        said = spans[index].text.casefold() in ("down", "up")
        if broken and broken[0] < index and said and spans[index + 1].has("by"):
            spans[index] = replace(spans[index], senses=_FILLER)
    return spans


def _last_rows(frame: Frame, spans: list[Span]) -> list[Span]:
    """and the last five, after the first five: those at the other end."""
    metric = frame.state.metric
    if frame.state.figures != "metric" or metric is None or metric.limit is None:
        return spans
    for index in range(len(spans) - 1):
        alone = index + 2 >= len(spans) or spans[index + 2].has("break", "filler")
        if says(spans[index], "last_rows") and spans[index + 1].value("number") == metric.limit and alone:
            spans[index] = replace(spans[index], senses=(Sense("bottom"),))
    return spans


def _amount_of_it(frame: Frame, spans: list[Span]) -> list[Span]:
    """how much of it came in via the app: the amount of that part, and no share."""
    part = any(span.has("value", "values") for span in spans)
    for index, span in enumerate(spans):
        if frame.state.figures == "metric" and part and span.text.casefold() in ("how much of", "how many of"):
            spans[index] = replace(span, senses=(Sense("only_cue"),))
        elif span.has("came_word") and span.has("filler") and frame.state.figures == "metric":
            spans[index] = replace(span, senses=_FILLER)
    return spans


def _averaged_chance(frame: Frame, spans: list[Span]) -> list[Span]:
    """how likely are they to churn on average; the mean of it over this group: the average of that score."""
    average = any(span.has("average") for span in spans)
    for index, span in enumerate(spans):
        of_them = span.text.casefold() in ("over", "across") and any(
            s.has("anaphor") for s in spans[index + 1 : index + 2]
        )
        if of_them and span.has("cmp"):
            spans[index] = replace(span, senses=_FILLER)
        field = SCORE_FIELDS.get(str(span.value("outcome")), "")
        if average and field and frame.has("chance_noun") and not span.has("field"):
            spans[index] = replace(span, senses=(Sense("field", field),))
    if average and any(a != b for a, b in zip(spans, frame.spans, strict=False)):
        spans = [replace(s, senses=_FILLER) if s.has("chance_noun") else s for s in spans]
    return spans


_RULES = (
    of_same_field, _bounds, _complaints,
    _or_opens, _all_but, _now_those, _broken_down, _last_rows, _amount_of_it, _averaged_chance,
)  # fmt: skip
