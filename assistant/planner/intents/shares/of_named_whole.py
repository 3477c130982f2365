"""what share of all buyers is that: those just counted, of the people that are named."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame, State
from assistant.planner.grammar.editing.merging import PLACES, within
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.intents.questions.notes import said_about
from assistant.planner.leftovers import leftovers
from assistant.planner.reading import Call, Reading
from tools.definitions import Attribute, Audience, Bought, Condition

_THAT = ("that", "this", "it", "these", "those", "they")
_BEING = ("is", "are", "was", "were", "do", "does", "makes", "make", "represent", "be")


def read_of_named_whole(frame: Frame) -> Reading | None:
    """The share of a whole that the last people are; None where no whole is named or it cannot be read."""
    counted = frame.state.audience
    if frame.state.last not in ("audience", "list") or counted is None or not counted.compact():
        return None
    spans = [span for span in frame.spans if not span.has("break")]
    share = next((i for i, span in enumerate(spans) if span.has("share")), None)
    end = len(spans) - 1
    if share is None or end < share + 2 or spans[end].text.casefold().split()[-1] not in _THAT:
        return None
    while spans[end].text.casefold() in (*_THAT, *_BEING) and end > share:
        end -= 1
    named = spans[share + 1 : end + 1]
    if not any(span.has("people", "agent") for span in named) or any(s.has("measure", "period") for s in named[:-1]):
        return None
    slots = replace(frame, spans=named, state=State()).slots()
    people = read_people(slots, frame.today)
    if leftovers(slots):
        return None
    inside = within(counted)
    whole = _in_those_days(people.audience, inside)
    if any(span.text.casefold().startswith("there") for span in spans):
        there = [c for c in inside.all if isinstance(c, Attribute) and c.field in PLACES and c not in whole.all]
        whole = whole.model_copy(update={"all": [*whole.all, *there]})
    if whole.any or whole.none or _named_before(frame, whole, inside):
        return None
    if not whole.compact():
        return frame.reading("share", calls=[Call("size_audience", {"audience": counted.compact()})], audience=counted)
    part = inside.model_copy(update={"all": [c for c in inside.all if c not in whole.all]})
    if not part.compact():
        return None
    args = {"first": whole.compact(), "second": part.compact()}
    focus = {"pair": (whole, part)}
    notes = said_about(frame, people)
    call = Call("compare_audiences", args)
    return frame.reading("share", calls=[call], audience=whole, focus=focus, notes=notes)


def _named_before(frame: Frame, whole: Audience, counted: Audience) -> bool:
    """Whether the whole calls by a name those of whom fewer were counted, who are the whole then."""
    return any(
        past.audience is not None
        and past.audience != counted
        and past.audience.compact()
        and all(c in counted.all for c in past.audience.all)
        and any(
            isinstance(c, Bought) and isinstance(n, Bought) and c.where == n.where and c.where and c != n
            for c in past.audience.all
            for n in whole.all
        )
        for past in frame.state.trail
    )


def _in_those_days(whole: Audience, counted: Audience) -> Audience:
    """what share of all buyers is that, after who ordered in September: of the buyers of September."""

    def dated(one: Condition) -> Condition:
        if not isinstance(one, Bought) or one.period is not None or one.value == 0:
            return one
        same = [c for c in counted.all if isinstance(c, Bought) and c.value and all(f in c.where for f in one.where)]
        days = [c.period for c in same if c.period is not None]
        return one.model_copy(update={"period": days[0]}) if len(days) == len(same) == 1 else one

    return whole.model_copy(update={"all": [dated(one) for one in whole.all]})
