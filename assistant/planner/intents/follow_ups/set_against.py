"""People just counted set against others: 跟男性比呢, compare with last year. Both are told, never their sum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.planner.frame import Frame, State
from assistant.planner.grammar.comparisons.newcomers_compared import moved
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Call, Reading
from assistant.planner.spoken_of import periods_of
from tools.definitions import Attribute, Audience, Metric, Period
from tools.periods import DAY, previous, year_before

_TWO = ("of_two", "together_cue")
_LIGHT = (*_TWO, "versus", "alike_with", "and", "with", "filler", "break", "same", "difference", "how_much", "how_many")


def set_against(frame: Frame, edit: Callable[[Frame], Reading | None]) -> Reading | None:
    """The last people and those with another value or time in its place, side by side."""
    state = frame.state
    if state.last not in ("audience", "list") or state.audience is None or state.pair is not None:
        return None
    cues = [i for i, s in enumerate(frame.spans) if s.has("versus", "compare", "compare_two")]
    named = [i for i, s in enumerate(frame.spans) if s.has("value", "period") and i not in cues]
    light = all(i in cues or i in named or s.has(*_LIGHT) for i, s in enumerate(frame.spans))
    if not cues or len(named) > 1 or not light:
        return None
    if frame.has(*_TWO):
        other = None if named else _one_before(state)
    elif named:
        spans = [replace(s, senses=(Sense("instead"),)) if i in cues else s for i, s in enumerate(frame.spans)]
        spans = [replace(s, senses=(Sense("filler"),)) if i not in (*cues, *named) else s for i, s in enumerate(spans)]
        reading = edit(replace(frame, spans=spans))
        told = [call.tool for call in reading.calls] if reading is not None else []
        sized = told in (["size_audience"], ["list_audience"])
        other = reading.audience if reading is not None and sized else None
    else:
        other = _earlier(frame, state.audience, str(frame.spans[cues[0]].value("compare")))
    if other is None or other == state.audience:
        return None
    before = frame.has(*_TWO)
    one, two = (other, state.audience) if before else (state.audience, other)
    return _split(frame, one, two) or _both(frame, state.audience, other)


def _one_before(state: State) -> Audience | None:
    """compare the two: whom the last answer but one was about, where neither is a part of the other."""
    past = state.trail[-1] if state.trail else None
    now, before = state.audience, past.audience if past is not None else None
    if past is None or past.figures not in ("audience", "list") or now is None or before is None:
        return None
    apart = any(c not in before.all for c in now.all) and any(c not in now.all for c in before.all)
    return before if apart else None


def _earlier(frame: Frame, people: Audience, compare: str) -> Audience | None:
    """Who did it in the days before, or a year before; None where no one time is told."""
    periods = periods_of(people)
    if len({p.model_dump_json() for p in periods}) != 1 or compare not in ("previous_year", "previous_period"):
        return None
    span = (previous if compare == "previous_period" else year_before)(periods[0], frame.today)
    earlier = Period(kind="fixed", start=span.start, end=span.end - DAY if span.end else None)
    return moved(people, periods[0], earlier, frame.today)


def _split(frame: Frame, one: Audience, other: Audience) -> Reading | None:
    """Two values of one fact of theirs are two rows."""
    apart = [(a, b) for a, b in zip(one.all, other.all, strict=False) if a != b]
    plain = len(one.all) == len(other.all) and (one.any, one.none, one.limit) == (other.any, other.none, other.limit)
    if not plain or len(apart) != 1:
        return None
    old, new = apart[0]
    if not (isinstance(old, Attribute) and isinstance(new, Attribute) and old.field == new.field):
        return None
    spec = frame.vocabulary.dictionary.fields.get(old.field)
    if old.op != "is" or new.op != "is" or spec is None or not spec.groupable:
        return None
    both = old.model_copy(update={"values": list(dict.fromkeys([*old.values, *new.values]))})
    people = one.model_copy(update={"all": [both if c is old else c for c in one.all]})
    metric = Metric(measures=["customers"], dimensions=[old.field], audience=people)
    return frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})])


def _both(frame: Frame, one: Audience, other: Audience) -> Reading:
    calls = [Call("size_audience", {"audience": people.compact()}) for people in (other, one)]
    return frame.reading("audience", audience=one, calls=calls)
