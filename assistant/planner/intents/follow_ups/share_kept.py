"""A share of people that is changed stays a share: only Shanghai, 今年的, after which share of buyers are gold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.planner.frame import Frame, State
from assistant.planner.grammar.editing.merging import merge_audience
from assistant.planner.grammar.editing.turning import as_metric
from assistant.planner.intents.follow_ups.came_back import not_again, other_window
from assistant.planner.intents.references.cues import points_back
from assistant.planner.reading import Call, Reading
from assistant.planner.spoken_of import GOODS
from tools.definitions import Attribute, Audience, Bought, Engaged, Part

_OF_THEM = (
    "list",
    "measure",
    "by",
    "which",
    "trend",
    "average",
    "median",
    "best_selling",
    "worst_selling",
    "copy_verb",
)
"""Words that ask for the people themselves or for figures of theirs, and no more for the share."""
_HEADS = ("how many", "多少人", "几人", "几个", "几个人", "多少位", "多少客户")
_DENIED = ("not", "never", "except", "new_only")


def share_kept(frame: Frame, edit: Callable[[Frame], Reading | None]) -> Reading | None:
    """The last two groups with one of them (of an overlap: both) changed; of them, the people who are in both."""
    state = frame.state
    pair = state.pair
    if pair is None or state.last != "audience" or state.audience != pair[0] or frame.has("share", "versus", "of_two"):
        return None
    if (figured := _by_figure(frame, pair)) is not None:
        return figured
    apart = replace(state, pair=None)
    if points_back(frame) or frame.has(*_OF_THEM) or any(said in frame.text.normal for said in _HEADS):
        both = merge_audience(pair[0], pair[1], replacing=False)
        return edit(replace(frame, state=replace(apart, audience=both)))
    if (later := other_window(frame, pair[1]) or not_again(frame, pair[1])) is not None:
        return _compared(frame, pair[0], later)
    of_part = _of_part(frame, pair[1]) and not state.overlap
    first = pair[0] if of_part else _changed(frame, apart, pair[0], edit)
    second = _changed(frame, apart, pair[1], edit) if of_part or state.overlap else pair[1]
    if isinstance(first, Reading) or isinstance(second, Reading):
        return first if isinstance(first, Reading) else second if isinstance(second, Reading) else None
    if first is None or second is None or (first, second) == pair:
        return None
    return _compared(frame, first, second)


def _compared(frame: Frame, first: Audience, second: Audience) -> Reading:
    call = Call("compare_audiences", {"first": first.compact(), "second": second.compact()})
    return frame.reading("overlap" if frame.state.overlap else "share", calls=[call], audience=first)


def _by_figure(frame: Frame, pair: tuple[Audience, Audience]) -> Reading | None:
    """按销售额算, after which share of buyers are gold: their share of the sales."""
    named = [i for i, span in enumerate(frame.spans) if span.value("measure") in _SALES]
    light = ("filler", "break", "by", "rank_by", "same", "instead", "only_cue")
    told = all(i in named or span.has(*light) for i, span in enumerate(frame.spans))
    led = frame.has("by", "rank_by", "instead")
    if len(named) != 1 or not told or not led or frame.state.overlap:
        return None
    whole = as_metric(pair[0], [str(frame.spans[named[0]].value("measure"))], [])
    metric = whole.model_copy(update={"part": Part(audience=pair[1])})
    return frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})])


_SALES = ("net_revenue", "gross_revenue", "orders", "units")


def _changed(
    frame: Frame, state: State, people: Audience, edit: Callable[[Frame], Reading | None]
) -> Audience | Reading | None:
    """One of the two groups with what the message says; the reading where it asks back."""
    reading = edit(replace(frame, state=replace(state, audience=people)))
    if reading is None or reading.ask is not None:
        return reading
    counted = reading.audience if [call.tool for call in reading.calls] == ["size_audience"] else None
    return counted


def _of_part(frame: Frame, part: Audience) -> bool:
    """Whether the message says another of what the part of the whole is, or denies it."""
    facts = {c.field for c in part.all if isinstance(c, Attribute)}
    facts |= {f.field for c in part.all if isinstance(c, Bought | Engaged) for f in c.where}
    facts |= set(GOODS) if facts & set(GOODS) else set()
    named = {s.value[0] for span in frame.spans for s in span.senses if s.kind in ("value", "values")}
    return bool(named & facts) or any(span.has(*_DENIED) for span in frame.spans)
