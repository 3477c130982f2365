"""and the ones that didn't, how many hadn't, 剩下的呢: whom the last condition left out."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.reading import Call, Reading
from tools.definitions import Audience, Bought, Condition, Group

_LED = (
    r"^(?:and |but |ok(?:ay)?,? |so |then |now )*(?:how many (?:of (?:them|those|these) )?|show (?:me )?|list "
    r"|what about |how about |who |only |just )?"
)
_HEAD = r"(?:the )?(?:ones?|people|customers|those|rest|others?)? ?(?:of (?:them|those|these) )?(?:that|who|which)? ?"
_VERB = r"(?:did|do|does|have|has|had|are|is|were|was|would|could|can)"
_NOT = re.compile(rf"{_LED}{_HEAD}(?:{_VERB}(?: not|n'?t)|cannot|can'?t|not)(?: it| that| so| one| any| them)?$")
_DID = re.compile(rf"{_LED}{_HEAD}(?:that|who|which) {_VERB}(?: it| that| so| one| any| them)?$")
_REST = re.compile(
    rf"{_LED}(?:(?:all )?(?:the )?(?:others|other ones|rest|remaining(?: ones)?|other people|other customers)"
    r"(?: of (?:them|those|these))?)$"
)
_NOT_ZH = re.compile(
    r"^(?:那|那么)?(?:另外|其他|其余|剩下)?(?:没有的|没的|不是的|没有过的|没这样的)(?:人|客户)?(?:有多少|呢|有几个|多少人)?$"
)
_REST_ZH = re.compile(
    r"^(?:那|那么)?(?:其他|其余|剩下|另外|剩余)的?(?:人|客户|那些|那部分)?(?:有多少|呢|有几个|多少人|有多少人)?$"
)


def read_the_others(frame: Frame) -> Reading | None:
    """Those of the people before whom the last message left out; None for any other message."""
    state = frame.state
    past = state.trail[-1] if state.trail else None
    if state.last not in ("audience", "list") or past is None or past.figures not in ("audience", "list"):
        return None
    typed = frame.text.normal.casefold().strip(" ?？.。!！")
    denied, rest = bool(_NOT.match(typed) or _NOT_ZH.match(typed)), bool(_REST.match(typed) or _REST_ZH.match(typed))
    did = bool(_DID.match(typed))
    if not (denied or rest or did) or state.audience is None:
        return None
    groups = [one.audience or Audience() for one in state.trail[:-4:-1] if one.figures in ("audience", "list")]
    found = (left_out(group, state.audience, only_denied=did and not denied) for group in groups)
    others = next((one for one in found if one is not None), None)
    if others is None:
        return None
    call = Call("size_audience", {"audience": others.compact()})
    return frame.reading("audience", audience=others, calls=[call])


def left_out(before: Audience, now: Audience, *, only_denied: bool) -> Audience | None:
    """`before` without those of `now`, who are some of them; None where they are not."""
    if before.any != now.any or before.limit != now.limit:
        return None
    more = [one for one in now.all if one not in before.all]
    fewer = [one for one in now.none if one not in before.none]
    kept = all(one in now.all for one in before.all) and all(one in now.none for one in before.none)
    if not kept or not (more or fewer) or (fewer and (more or len(fewer) > 1)):
        return None
    if fewer:
        return before.model_copy(update={"all": [*before.all, fewer[0]]})
    if len(more) > 1:
        return None if only_denied else before.model_copy(update={"none": [*before.none, Group(all=more)]})
    if _denies(more[0]):
        done = more[0].model_copy(update={"op": "ge", "value": 1.0})
        return before.model_copy(update={"all": [*before.all, done]})
    return None if only_denied else before.model_copy(update={"none": [*before.none, more[0]]})


def _denies(condition: Condition) -> bool:
    return isinstance(condition, Bought) and condition.op == "eq" and condition.value == 0
