"""占多少, 占App的多少: the people just counted, as a share of those they were picked from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.planner.frame import Frame, State
from assistant.planner.grammar.editing.merging import within
from assistant.planner.grammar.editing.turning import people_of
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.intents.shares.came_back_soon import cohort_apart
from assistant.planner.leftovers import leftovers
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span
from tools.definitions import Attribute, Audience, Bought, Condition, Engaged

_SAID = (
    "share",
    "as_rate",
    "filler",
    "break",
    "same",
    "pronoun_that",
    "interjection",
    "and",
    "how_many",
    "how_much",
)
_RATE = ("as a rate", "as rate", "a rate", "rate")
_EVERYBODY = re.compile(r"全店|全部|全体|大盘|整体|总体|所有|总数|总人数")
_THEY = ("anaphor", "people")
_LOOKED_BACK = 3
"""So many answers before the last are looked through for the whole."""


def share_of_narrowed(frame: Frame) -> Reading | None:
    """那就是百分之多少, what share is that, as a rate: those just counted, of the people they were picked from."""
    now = _counted(frame)
    asked = frame.has("share") or any(span.text.casefold() in _RATE for span in frame.spans)
    if now is None or not asked or frame.state.pair:
        return None
    if not all(span.has(*_SAID) or span.text.casefold() in _RATE for span in frame.spans):
        return None
    everybody = _EVERYBODY.search(frame.text.normal) is not None
    if not everybody and (cohort := cohort_apart(now)) is not None:
        args = {"first": cohort[0].compact(), "second": cohort[1].compact()}
        return frame.reading("share", calls=[Call("compare_audiences", args)], audience=now, focus={"pair": cohort})
    for whole in () if everybody else _earlier(frame.state, 2):
        if now.limit is None and _narrower(now, whole):
            return _of_whole(frame, whole, now, now)
    if not any(span.has("share") and not span.text.isascii() for span in frame.spans):
        return None
    return frame.reading("share", calls=[Call("size_audience", {"audience": now.compact()})], audience=now)


def share_of_called(frame: Frame) -> Reading | None:
    """占App的多少, 占老客几成: those just counted, of all of them who are what is named."""
    now = _counted(frame)
    spans = [span for span in frame.spans if not span.has("break", "interjection", "same")]
    led = next((i for i, span in enumerate(spans) if _says_share(span.text)), None)
    if now is None or led is None or now.limit is not None or any(not s.has(*_SAID, *_THEY) for s in spans[:led]):
        return None
    end = next((i for i in range(led + 1, len(spans)) if spans[i].has("how_many", "how_much", "share")), len(spans))
    named = [span for span in spans[led + 1 : end] if not span.has("filler")]
    if not named or end < len(spans) - 1 or any(span.has("measure", "by") and not span.has("agent") for span in named):
        return None
    values = [pair[1] for span in named for s in span.senses if s.kind == "value" for pair in [s.value]]
    for whole in _earlier(frame.state, _LOOKED_BACK):
        if values and _narrower(now, whole) and all(_is(c, values) for c in whole.all):
            return _of_whole(frame, whole, now, whole)
    inside = within(now)
    told = [c for c in inside.all if _is(c, values)] if values else _as_read(frame, spans[led + 1 : end], inside)
    if not told or len(told) == len(inside.all):
        return None
    whole = Audience(all=told)
    return _of_whole(frame, whole, now, whole)


def _says_share(text: str) -> bool:
    return text.startswith("占") and not text.startswith("占比")


def _counted(frame: Frame) -> Audience | None:
    """The people whose number was told last."""
    state = frame.state
    people = state.audience if state.last in ("audience", "list") else None
    return people if people is not None and people.compact() else None


def _earlier(state: State, back: int) -> Iterator[Audience]:
    """The people told of before the last, newest first."""
    for past in state.trail[: -1 - back : -1]:
        people = people_of(past.metric) if past.figures == "metric" and past.metric else past.audience
        if people is not None and people.limit is None and people.compact():
            yield people


def _narrower(now: Audience, whole: Audience) -> bool:
    """Whether everybody in `now` is one of `whole`, and not the other way round."""
    same = (now.any, now.none) == (whole.any, whole.none)
    return same and now.all != whole.all and all(any(_implies(c, one) for c in now.all) for one in whole.all)


def _implies(strict: Condition, weak: Condition) -> bool:
    """Whether whom `strict` holds for, `weak` holds for too: bought lipstick twice, bought lipstick."""
    if strict == weak:
        return True
    if isinstance(strict, Bought) and isinstance(weak, Bought):
        own = weak.model_copy(update={"where": [], "period": None}) == Bought()
        positive = strict.op in ("ge", "gt", "eq", "between") and float(strict.value) > 0
        return own and positive and _within(strict, weak)
    return (
        isinstance(strict, Engaged)
        and isinstance(weak, Engaged)
        and strict.event == weak.event
        and ((weak.op, weak.value) == ("ge", 1) and strict.op in ("ge", "gt") and _within(strict, weak))
    )


def _within(strict: Bought | Engaged, weak: Bought | Engaged) -> bool:
    return all(f in strict.where for f in weak.where) and weak.period in (None, strict.period)


def _is(condition: Condition, values: list[object]) -> bool:
    """Whether a condition says one of these values and nothing denied."""
    if isinstance(condition, Attribute):
        return condition.op == "is" and any(value in condition.values for value in values)
    if isinstance(condition, Bought | Engaged):
        return bool(condition.value) and any(v in f.values for f in condition.where for v in values)
    return False


def _as_read(frame: Frame, spans: list[Span], now: Audience) -> list[Condition]:
    """占老客的多少: the conditions that these words say, where those counted fulfil them all."""
    slots = replace(frame, spans=spans, state=State()).slots()
    try:
        people = read_people(slots, frame.today).audience
    except Unclear:
        return []
    if leftovers(slots) or people.any or people.none or not all(c in now.all for c in people.all):
        return []
    return [*people.all]


def _of_whole(frame: Frame, whole: Audience, now: Audience, shown: Audience) -> Reading:
    part = Audience(all=[c for c in now.all if c not in whole.all], any=[], none=[])
    args = {"first": whole.compact(), "second": part.compact()}
    call = Call("compare_audiences", args)
    return frame.reading("share", calls=[call], audience=shown, focus={"pair": (whole, part)})
