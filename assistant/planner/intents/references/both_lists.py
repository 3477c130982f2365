"""combine the two lists, 两份名单合一起: everyone who is in one of the last two audiences, or in both."""

from __future__ import annotations

from assistant.planner.frame import Frame, State
from assistant.planner.reading import Call, Reading
from tools.definitions import Audience, Condition, Group

_LIGHT = (
    "filler", "break", "combine_cue", "together_cue", "number", "pieces", "people", "anaphor", "segment_word",
    "duration", "list",
    "and",
    "how_many", "add", "interjection", "overlap",
)  # fmt: skip


def read_both_lists(frame: Frame) -> Reading | None:
    """The last two audiences in one; None where this is not asked for or there are no two."""
    joined = frame.has("combine_cue")
    if not joined or not all(span.has(*_LIGHT) for span in frame.spans) or frame.state.last not in ("audience", "list"):
        return None
    mine = frame.state.audience
    other = next((p.audience for p in reversed(frame.state.trail) if _other(p, mine)), None)
    if mine is None or other is None or mine.limit is not None or other.limit is not None:
        return None
    audience = Audience(any=[_grouped(other), _grouped(mine)])
    return frame.reading("audience", audience=audience, calls=[Call("size_audience", {"audience": audience.compact()})])


def _other(past: State, mine: Audience | None) -> bool:
    return past.figures in ("audience", "list") and past.audience is not None and past.audience != mine


def _grouped(audience: Audience) -> Condition:
    if len(audience.all) == 1 and not audience.any and not audience.none:
        return audience.all[0]
    return Group(all=audience.all, any=audience.any, none=audience.none)
