"""The last two groups of people against each other: both, either of them, only the first and not the second."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.planner.frame import Frame, State
from assistant.planner.grammar.editing.merging import negative
from assistant.planner.grammar.rows.dimensions import said_as_split
from assistant.planner.intents.follow_ups.both_goods import both_goods
from assistant.planner.intents.follow_ups.edits import read_edit
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span
from assistant.planner.spoken_of import audience_filters, periods_of
from tools.definitions import Attribute, Audience, Bought, Condition, Engaged, Group, Period

Pair = tuple[Audience, Audience]

_LIGHT = (
    "filler", "break", "how_many", "people", "who", "verb", "and", "anaphor", "only_cue", "only", "interjection",
    "place", "list", "same", "reverse", "combine_cue", "thanks", "segment_word", "pronoun_that", "but",
    "overlap",
)  # fmt: skip
_BUT_NOT = ("not", "except", "never", "remove")


def pair_of(state: State) -> Pair | None:
    """The last two groups, where each says something that the other does not; None where one narrows the other."""
    if state.pair is not None:
        return state.pair
    now = state.audience
    if now is not None and state.last in ("audience", "list") and (split := _two_valued(now)) is not None:
        return split
    if now is not None and state.last in ("audience", "list") and (split := _one_without(now)) is not None:
        return split
    past = state.trail[-1] if state.trail else None
    if state.last not in ("audience", "list") or past is None or past.figures not in ("audience", "list"):
        return None
    before = past.audience
    if now is None or before is None or now.limit or before.limit:
        return None
    apart = _own(before, now) and _own(now, before)
    if any(negative(c) for c in (*_own(before, now), *_own(now, before))):
        return None
    return (before, now) if apart and (before.any, before.none) == (now.any, now.none) else None


def _one_without(now: Audience) -> Pair | None:
    """两样都买过的, after who bought bedding but not home: the buyers of the one and of the other."""
    bought = [c for c in now.all if isinstance(c, Bought) and c.where]
    missed = [c for c in bought if negative(c)]
    had = [c for c in bought if not negative(c)]
    if len(missed) != 1 or len(had) != 1 or now.limit is not None:
        return None
    other = had[0].model_copy(update={"where": missed[0].where, "period": missed[0].period})
    rest = [c for c in now.all if c not in bought]
    return now.model_copy(update={"all": [*rest, had[0]]}), now.model_copy(update={"all": [*rest, other]})


def _two_valued(now: Audience) -> Pair | None:
    """those who bought Yun Atelier or Moorlight: the buyers of the one and of the other."""
    listed = [
        (c, f)
        for c in now.all
        if isinstance(c, Bought | Engaged)
        for f in c.where
        if f.op == "is" and len(f.values) == 2
    ]
    if len(listed) != 1 or now.limit is not None:
        return None
    condition, found = listed[0]

    def only(value: Any) -> Audience:
        where = [f if f is not found else f.model_copy(update={"values": [value]}) for f in condition.where]
        one = condition.model_copy(update={"where": where})
        return now.model_copy(update={"all": [c if c is not condition else one for c in now.all]})

    return only(found.values[0]), only(found.values[1])


def read_two(frame: Frame) -> Reading | None:
    """Both, either or one without the other of the last two groups, with whatever else the message says of them."""
    if (both := both_goods(frame)) is not None:
        return both
    pair = pair_of(frame.state)
    found = _asked(frame, pair) if pair is not None else None
    if pair is None or found is None:
        return None
    places, how = found
    audience = _made(pair, how)
    if audience is None:
        return None
    spans = [replace(s, senses=(Sense("filler"),)) if i in places else s for i, s in enumerate(frame.spans)]
    rest = [s for s in spans if not s.has(*_LIGHT) or s.has("contact", "value", "values", "period")]
    if not rest:
        call = Call("size_audience", {"audience": audience.compact()})
        return frame.reading("audience", audience=audience, calls=[call], focus={"pair": pair})
    state = replace(frame.state, audience=audience, last="audience", figures="audience", pair=None)
    if any(s.has("people", "which") and not s.has("anaphor") for s in rest):
        return None
    return read_edit(replace(frame, spans=spans, state=state))


def _asked(frame: Frame, pair: Pair) -> tuple[set[int], str] | None:
    """The places of the words that say which of the two are meant, and how: both, either, first, second."""
    spans = frame.spans
    ordinals = [(i, n) for i, span in enumerate(spans) if (n := _ordinal(span))]
    if ordinals:
        return _one_of(spans, ordinals)
    named = [(i, n) for i, span in enumerate(spans) if (n := _side_named(frame, span, pair))]
    if {n for _, n in named} == {1, 2} and len(named) == 2:
        return _one_of(spans, named)
    cues = [i for i, span in enumerate(spans) if span.has("of_two")]
    denied = any(s.has(*_BUT_NOT) and not s.has("filler") for i, s in enumerate(spans) if i not in cues)
    if not cues or denied or len({str(spans[i].value("of_two")) for i in cues}) > 1:
        return None
    here = set(cues)
    noun = [i for i, s in enumerate(spans) if s.has("field") and not said_as_split(s.text.casefold())]  # both cities
    around = {i for i, s in enumerate(spans) if abs(i - cues[0]) == 1 and (i in noun or s.has("verb", "anaphor"))}
    beside = any(span.has("value", "values", "products") for i, span in enumerate(spans) if abs(i - cues[0]) < 3)
    return None if beside else (here | around, str(spans[cues[0]].value("of_two")))


def _one_of(spans: list[Span], ordinals: list[tuple[int, int]]) -> tuple[set[int], str] | None:
    """only the first, not the second; the second but not the first; only the second."""
    denied = [(i, n) for i, n in ordinals if any(s.has(*_BUT_NOT) for s in spans[max(0, i - 2) : i])]
    if not denied and len(ordinals) == 2 and _out_of(spans, ordinals):
        denied = ordinals[:1]
    meant = [(i, n) for i, n in ordinals if (i, n) not in denied]
    if len(meant) > 1 or len(denied) > 1 or any(n > 2 for _, n in ordinals):
        return None
    limited = any(span.has("only_cue", "only") for span in spans)
    if not denied and not limited:
        return None
    which = meant[0][1] if meant else 3 - denied[0][1]
    if meant and denied and meant[0][1] == denied[0][1]:
        return None
    words = {i for i, span in enumerate(spans) if span.has(*_BUT_NOT, "only_cue", "only", "but", "place")}
    return {*(i for i, _ in ordinals), *words}, "first" if which == 1 else "second"


def _out_of(spans: list[Span], ordinals: list[tuple[int, int]]) -> bool:
    """take the first out of the second, subtract the first from the second."""
    first, second = ordinals[0][0], ordinals[1][0]
    taken = any(span.text.casefold() in _TAKING for span in spans[:first])
    return taken and any(
        span.text.casefold() in ("out of", "from", "out of the", "from the") for span in spans[first:second]
    )


_TAKING = ("take", "subtract", "deduct", "remove", "leave", "cut", "kick", "strip", "minus", "drop", "exclude")


def _ordinal(span: Span) -> int:
    said = span.value("row") or span.value("nth")
    if said is None and span.has("first_of_all") and "first" in span.text.casefold().split():
        said = "1"
    return int(said) if str(said).isdigit() else 0


def _side_named(frame: Frame, span: Span, pair: Pair) -> int:
    """fragrance but not makeup: which of the two a value or period is of; 0 where of neither or of both."""
    own = _own(*pair), _own(*pair[::-1])
    value = span.value("value") or span.value("values")
    period = span.value("period")
    found = []
    for number, conditions in enumerate(own, 1):
        filters = audience_filters(Audience(all=conditions))
        told = value and any(
            f.field == value[0] and set(f.values) & set(value[1] if isinstance(value[1], tuple) else (value[1],))
            for f in filters
        )
        timed = isinstance(period, Period) and any(
            bounds(p, frame.today) == bounds(period, frame.today) for p in periods_of(Audience(all=conditions))
        )
        found += [number] if told or timed else []
    return found[0] if len(found) == 1 else 0


def _made(pair: Pair, how: str) -> Audience | None:
    first, second = pair
    if how in ("first", "second"):
        kept, gone = (first, second) if how == "first" else (second, first)
        if _one_fact(_own(kept, gone), _own(gone, kept)) is not None:
            return kept
        return _without(kept, _own(gone, kept))
    mine, other = _own(first, second), _own(second, first)
    common = [c for c in first.all if c not in mine]
    if how == "neither":
        return first.model_copy(update={"all": common, "none": [*first.none, _whole(mine), _whole(other)]})
    joined = _one_fact(mine, other)
    if joined is not None:
        return first.model_copy(update={"all": [*common, joined]})
    if how == "both":
        return first.model_copy(update={"all": [*first.all, *other]})
    if first.any:
        return None
    return first.model_copy(update={"all": common, "any": [_whole(mine), _whole(other)]})


def _own(one: Audience, other: Audience) -> list[Condition]:
    return [c for c in one.all if c not in other.all]


def _one_fact(mine: list[Condition], other: list[Condition]) -> Condition | None:
    """gold, and silver: nobody is both, so both are those who are the one or the other."""
    if len(mine) != 1 or len(other) != 1:
        return None
    one, two = mine[0], other[0]
    if not isinstance(one, Attribute) or not isinstance(two, Attribute) or one.field != two.field:
        return None
    if one.op != "is" or two.op != "is":
        return None
    return one.model_copy(update={"values": list(dict.fromkeys([*one.values, *two.values]))})


def _without(mine: Audience, out: list[Condition]) -> Audience:
    only = out[0] if len(out) == 1 else None
    if isinstance(only, Bought | Engaged) and (only.op, only.value) == ("ge", 1):
        return mine.model_copy(update={"all": [*mine.all, only.model_copy(update={"op": "eq", "value": 0.0})]})
    return mine.model_copy(update={"none": [*mine.none, _whole(out)]})


def _whole(conditions: list[Condition]) -> Condition:
    return conditions[0] if len(conditions) == 1 else Group(all=conditions)
