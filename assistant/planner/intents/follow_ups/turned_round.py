"""and those who didn't, the ones who did, those without it: the last thing said of the people, turned round."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.merging import negative
from assistant.planner.reading import Call, Reading
from tools.definitions import Audience, Bought, Condition, Contactable, Engaged

_LED = (
    r"^(?:(?:and|but|ok(?:ay)?,?|so|then|now|what about|how about|show(?: me)?|list|only|just|of|among|for) )*"
    r"(?:(?:how many|who) )?(?:of (?:them|those|these) )?"
)
_HEAD = r"(?:the )?(?:ones?|people|customers|those|folks)? ?(?:that|who|which)? ?"
_OBJECT = r"(?: (?:it|that|so|any|anything|one|them|something|at all|then|there))*"
_DEED = r"(?: (?P<deed>order(?:ed)?|buy|bought|purchased?|shop(?:ped)?|open(?:ed)?|click(?:ed)?))?"
_NOT = re.compile(rf"{_LED}{_HEAD}(?:(?:did|do|does|have|has|had)(?: not|n'?t)|never|not){_DEED}{_OBJECT}$")
_DID = re.compile(rf"{_LED}{_HEAD}(?:did|do|have|had|ha[sd]){_DEED}{_OBJECT}$")
_WITHOUT = re.compile(
    rf"{_LED}(?:the )?(?:ones?|people|customers|those)? ?(?:without|with no|who don't have)(?: it| one| any| that)?$"
)
_EVENTS = {"open": "open", "opened": "open", "click": "click", "clicked": "click"}


def read_turned(frame: Frame) -> Reading | None:
    """Who did not do what the last people did, or did what those did not; None for any other message."""
    state = frame.state
    if state.last not in ("audience", "list") or state.audience is None or state.pair or state.share:
        return None
    typed = frame.text.normal.casefold().strip(" ?？.。!！")
    others = None if not _WITHOUT.match(typed) and _of_the_last_step(frame, typed) else turned(typed, state.audience)
    if others is None:
        return None
    listed = state.last == "list" and not frame.has("how_many")
    tool, kind = ("list_audience", "list") if listed else ("size_audience", "audience")
    args = (state.list_args if listed else {}) | {"audience": others.compact()}
    return frame.reading(kind, audience=others, calls=[Call(tool, args)])


def _of_the_last_step(frame: Frame, typed: str) -> bool:
    """gold ones?, and who isn't?: what the last message added is what is denied."""
    past = frame.state.trail[-1] if frame.state.trail else None
    before = past.audience if past is not None and past.figures in ("audience", "list") else None
    now = frame.state.audience
    if before is None or now is None or not all(c in now.all for c in before.all):
        return False
    more = [c for c in now.all if c not in before.all]
    deeds = any(isinstance(c, Bought | Engaged) for c in more)
    return bool(more) and (deeds or not _PAST.search(typed))


_PAST = re.compile(r"\b(?:did|had|have|has|never)|\b(?:order|buy|purchase|shop|open|click)")


def turned(typed: str, people: Audience) -> Audience | None:
    """`people` with the one thing they did, or did not, turned round, where the message says no more than that."""
    if people.any or people.limit is not None:
        return None
    if _WITHOUT.match(typed):
        consent = [c for c in people.all if isinstance(c, Contactable)]
        if len(consent) != 1:
            return None
        rest = [c for c in people.all if c is not consent[0]]
        return people.model_copy(update={"all": rest, "none": [*people.none, consent[0]]})
    denied = _NOT.match(typed)
    told = denied or _DID.match(typed)
    if told is None or not (typed.split()[-1] not in ("not", "never") or len(typed.split()) > 1):
        return None
    return _undone(people, told["deed"] or "") if denied else _done(people, told["deed"] or "")


def _undone(people: Audience, deed: str) -> Audience | None:
    deeds = [c for c in people.all if isinstance(c, Bought | Engaged) and not negative(c) and _named(c, deed)]
    deeds = [c for c in deeds if not (isinstance(c, Engaged) and c.event == "sent")] or deeds
    if len(deeds) != 1 or not isinstance(deeds[0], Bought | Engaged):
        return None
    one = deeds[0]
    simple = one.op == "ge" and one.value == 1 and one.measure == "orders" if isinstance(one, Bought) else True
    if not simple:
        rest = [c for c in people.all if c is not one]
        return people.model_copy(update={"all": rest, "none": [*people.none, one]})
    denied = one.model_copy(update={"op": "eq", "value": 0.0})
    lapsed = isinstance(one, Bought) and one == Bought(period=one.period) and one.period is not None
    made: list[Condition] = [Bought(), denied] if lapsed else [denied]
    return people.model_copy(update={"all": [x for c in people.all for x in (made if c is one else [c])]})


def _done(people: Audience, deed: str) -> Audience | None:
    deeds = [c for c in people.all if isinstance(c, Bought | Engaged) and negative(c) and _named(c, deed)]
    if len(deeds) != 1 or not isinstance(deeds[0], Bought | Engaged):
        return None
    one = deeds[0]
    done = one.model_copy(update={"op": "ge", "value": 1.0})
    kept = [c for c in people.all if c != Bought() or c == done]
    return people.model_copy(update={"all": [done if c is one else c for c in kept]})


def _named(condition: Condition, deed: str) -> bool:
    """Whether a condition is of the deed that was named; of any where none was."""
    if not deed:
        return True
    if deed in _EVENTS:
        return isinstance(condition, Engaged) and condition.event == _EVENTS[deed]
    return isinstance(condition, Bought)
