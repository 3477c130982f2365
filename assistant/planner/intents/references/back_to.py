"""Back to an earlier definition, with more said of it: 回到刚才，销售额第一的品牌; 回到一开始那个，改成销售额."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame, State
from assistant.planner.intents.references.going_back import facts_of, first_of_all
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span


def back_to(frame: Frame) -> Frame:
    """回到刚才，销售额排第一的品牌是哪个: the rest of the message is about the newest definition with that figure."""
    at = next((i for i, span in enumerate(frame.spans) if span.has("back") and not span.has("filler")), None)
    if at is None and (ranked := _ranked_before(frame)) is not None:
        return ranked  # last month的top 10呢, after a question about the first of ten
    light = ("filler", "break", "interjection", "thanks")
    if at is None or any(not s.has(*light) and s.text not in _OPENING for s in frame.spans[:at]):
        return frame
    if (changed := _first_changed(frame, at) or _described(frame, at)) is not None:
        return changed
    rest = frame.spans[at + 1 :]
    if _one_slot(frame, rest):
        return replace(frame, spans=[*frame.spans[:at], replace(frame.spans[at], senses=(Sense("instead"),)), *rest])
    named = {sense.value for span in rest for sense in span.senses if sense.kind == "measure"}
    split = {span.value("field") for span in rest if span.has("field") and not span.has("measure")}
    count = next((rest[i + 1].value("number") for i, s in enumerate(rest[:-1]) if s.has("top")), None)
    fitting = [
        past
        for past in reversed(frame.state.trail)
        if count and not named and past.metric is not None and past.figures == "metric" and past.metric.limit == count
    ] or [
        past
        for past in reversed([*frame.state.trail, frame.state])
        if past.figures == "metric" and past.metric is not None and named & set(past.metric.measures)
    ]
    same = [past for past in fitting if past.metric is not None and split & set(past.metric.dimensions)]
    if not fitting:
        return frame
    spans = [*frame.spans[:at], replace(frame.spans[at], senses=(Sense("same"),)), *rest]
    return replace(frame, spans=spans, state=replace((same or fitting)[0], trail=frame.state.trail))


_OPENING = ("那", "那么", "好", "再", "那再", "那就")


def _first_changed(frame: Frame, at: int) -> Frame | None:
    """回到一开始那个，改成销售额; back to the first one but for Leeds: what began it, and the rest changes that."""
    mark = next((i for i in range(at, len(frame.spans)) if frame.spans[i].has("break", "but")), 0)
    stretch, rest = frame.spans[at + 1 : mark], frame.spans[mark + 1 :]
    first = bool(stretch) and all(first_of_all(s) or s.has("filler", "which", "list") for s in stretch)
    told = any(not s.has("filler", "break", "thanks", "interjection") for s in rest)
    if not mark or not first or not told or not any(first_of_all(s) for s in stretch) or not frame.state.trail:
        return None
    began = frame.state.trail[0]
    spans = rest if any(s.has("instead", "same", "only_cue", "remove", "add") for s in rest) else [
        replace(frame.spans[at], senses=(Sense("same"),)), *rest]  # fmt: skip
    return replace(frame, spans=spans, state=replace(began, trail=frame.state.trail))


def _described(frame: Frame, at: int) -> Frame | None:
    """back to the platinum Berliners: who of them …; back to everyone in LA who bought it: those, as they were."""
    spans = frame.spans
    mark = next((i for i in range(at + 1, len(spans)) if spans[i].has("break", "but")), len(spans))
    named = [pair for span in spans[at + 1 : mark] if (pair := span.value("value") or span.value("values"))]
    rest = [span for span in spans[mark:] if not span.has("filler", "break", "thanks", "interjection")]
    if not named or (len(named) == 1 and not rest) or frame.state.audience is None:
        return None
    told = [past for past in (*frame.state.trail, frame.state) if past.figures in ("audience", "list")]
    fitting = [past for past in told if all(_says(past, field, values) for field, values in named)]
    if not fitting:
        return None
    every = any(f" {span.text.casefold()}".endswith(_EVERYONE) for span in spans[at:mark])
    just_these = [past for past in fitting if _values_told(past) <= {field for field, _ in named}]
    meant = fitting[0] if every else (just_these or fitting)[-1]
    state = replace(meant, trail=frame.state.trail, request=None, ranking=None, last=meant.figures)
    if any(span.has("copy_verb") for span in rest):  # 回到社交媒体那批，给他们写…
        text = frame.text
        return frame.retold(text.original[text.origins[text.tokens[spans[mark + 1].start].start] :], state)
    return replace(
        frame, spans=[*spans[:at], replace(spans[at], senses=(Sense("same"),)), *spans[at + 1 :]], state=state
    )


_EVERYONE = ("everyone", "everybody", " all", " all of", " all the", "anyone", "所有", "全部", "所有人", "全体")


def _says(past: State, field: str, values: object) -> bool:
    """Whether these people are told by that value."""
    wanted = set(values) if isinstance(values, tuple) else {values}
    return any(
        f.get("field") == field and f.get("op") == "is" and wanted == set(f.get("values", ())) for f in facts_of(past)
    )


def _values_told(past: State) -> set[str]:
    return {str(f["field"]) for f in facts_of(past) if f.get("op") == "is"}


def _one_slot(frame: Frame, rest: list[Span]) -> bool:
    """back to revenue, back to 2026: one thing that the figures shown have as well, which alone is to be as it was."""
    if frame.language != "en" or frame.state.figures != "metric" or frame.state.metric is None:
        return False
    told = [span for span in rest if not span.has("filler", "break", "for", "place", "interjection", "thanks")]
    if len(told) != 1 or told[0].has("row", "first_of_all", "value", "values", "saved", "back", "anaphor"):
        return False
    dated = told[0].has("period") and frame.state.metric.period is not None
    return dated or (told[0].has("measure") and not told[0].has("people"))


def _ranked_before(frame: Frame) -> Frame | None:
    """The frame on the newest ranking of so many rows, where the last figures are no ranking and no other is named."""
    light = ("top", "bottom", "number", "period", "same", "and", "filler", "break", "for", "place", "list")
    counts = [span.value("number") for span in frame.spans if span.has("number") and not span.has("period")]
    now = frame.state.metric
    ranked = frame.has("top", "bottom") and len(counts) == 1 and all(span.has(*light) for span in frame.spans)
    if not ranked or frame.state.figures != "metric" or now is None or now.limit is not None:
        return None
    named = {str(fact["field"]) for fact in facts_of(frame.state) if fact.get("op") == "is"}
    for past in reversed(frame.state.trail):
        rows = past.metric.dimensions if past.metric is not None and past.metric.limit == counts[0] else []
        if set(rows) & named:  # the last figures are of one of its rows
            return replace(frame, state=replace(past, trail=frame.state.trail))
    return None
