"""N天内 after people who are told by a moment of their own: so soon after that, and not the last days before today."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame, State
from assistant.planner.grammar.times.again_within import again_from
from assistant.planner.lexicon import Sense
from assistant.planner.pointed_rows import UNANSWERED
from assistant.planner.readers.calendar import days_in
from assistant.planner.spans import Span
from tools.definitions import After, Attribute, Audience, Bought, Engaged, Filter, Period

_DATES = {"first_order_date": "first_order", "signup_date": "signup"}
_MESSAGES = ("sent", "open", "click")
_LOOKING_BACK = ("近", "最近", "过去", "这", "前", "上")
_LIGHT = ("filler", "later", "since_then", "after_word")


def since_their_moment(frame: Frame, spans: list[Span]) -> list[Span]:
    """三个月内复购的比例, after whose first order was in December; 7天内下单的, after who got a campaign."""
    found = _moment(frame.state)
    if found is None or frame.language != "zh" or any(s.has("measure") and s.has("people") for s in spans):
        return spans
    event, where = found
    if event in _DATES.values():
        again = again_from(list(spans), event) if event == "first_order" else spans
        if again != spans:
            return [_theirs(span) if span.has("after") else span for span in again]
    for index, span in enumerate(spans):
        period, deed = span.value("period"), _deed(spans, index)
        back = span.text.startswith(_LOOKING_BACK) or not span.text.endswith(("内", "里"))
        if not isinstance(period, Period) or period.kind != "rolling" or period.offset or back or not deed:
            continue
        if event == "first_order" or any(s.has("value", "values", "period") for s in spans[:index]):
            return spans
        days = days_in(period.count or 1, period.unit or "day")
        after = Sense("after", After(event=event, within_days=days, where=where), 1.0, THEIR_MOMENT)
        start = index - (index > 0 and spans[index - 1].has("later", "since_then"))
        made = [replace(s, senses=(Sense("filler"),)) if start <= i < deed else s for i, s in enumerate(spans)]
        made[index] = replace(span, senses=(after,))
        made[deed] = replace(spans[deed], senses=(Sense("verb", "buy"),))
        return made
    return spans


THEIR_MOMENT = "since a moment of those spoken of"


def _theirs(span: Span) -> Span:
    return replace(span, senses=tuple(sense._replace(note=THEIR_MOMENT) for sense in span.senses))


def _deed(spans: list[Span], index: int) -> int:
    """Where the purchase stands right behind; 0 where none does."""
    at = index + 1
    while at < len(spans) and spans[at].has(*_LIGHT) and not spans[at].has("verb", "break"):
        at += 1
    return at if at < len(spans) and spans[at].value("verb") in ("buy", "rebuy") else 0


def _moment(state: State) -> tuple[str, list[Filter]] | None:
    """The moment the last people are told by, and the message it is of."""
    if state.last not in ("audience", "list") or state.audience is None:
        return None
    return _in(state.audience)


def _in(people: Audience) -> tuple[str, list[Filter]] | None:
    for condition in reversed(people.all):
        if isinstance(condition, Engaged) and condition.event in _MESSAGES and condition.op == "ge" and condition.where:
            return condition.event, condition.where
        if isinstance(condition, Attribute) and condition.op == "during" and condition.field in _DATES:
            return _DATES[condition.field], []
        if isinstance(condition, Bought) and condition.first_purchase:
            return "first_order", []
    return None


def those_who_did(frame: Frame, spans: list[Span]) -> list[Span]:
    """这些下单的人, after how many of the recipients ordered: the last people, and not all who ever did."""
    for index in range(len(spans) - 2):
        verb, people = spans[index + 1].value("verb"), spans[index + 2]
        if spans[index].text not in _THESE or verb is None or not people.has("people"):
            continue
        known = frame.state.last in ("audience", "list") and frame.state.audience is not None
        did = known and frame.state.audience is not None and _did(frame.state.audience, str(verb))
        pointing = Sense("anaphor") if did else Sense(UNANSWERED)
        filler = (Sense("filler"),)
        made = [
            replace(spans[index], senses=(pointing,)),
            *(replace(s, senses=filler) for s in spans[index + 1 : index + 3]),
        ]
        return [*spans[:index], *(made if did or frame.state.last else spans[index : index + 3]), *spans[index + 3 :]]
    return spans


_THESE = ("这些", "那些", "这批", "那批", "这部分", "那部分", "上面这些", "这群", "那群")
_EVENTS = {"open": "open", "click": "click", "receive": "sent", "cart": "cart", "view": "view"}


def _did(people: Audience, verb: str) -> bool:
    """Whether they are told by having done that."""
    bought = verb in ("buy", "rebuy", "spend")
    return any(
        (isinstance(c, Bought) and bought and c.value) or (isinstance(c, Engaged) and c.event == _EVENTS.get(verb))
        for c in people.all
    )
