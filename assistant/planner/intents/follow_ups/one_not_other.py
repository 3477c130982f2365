"""Last year but not this one, 2025年买过2026年没买: what the last people did in the one period and not the other."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.leftovers import account
from assistant.planner.reading import Call, Reading
from tools.definitions import Audience, Bought, Engaged, Period

_LIGHT = (
    "filler",
    "break",
    "place",
    "but",
    "and",
    "not",
    "never",
    "except",
    "how_many",
    "same",
    "who",
    "people",
    "only_cue",
)


def read_one_not_other(frame: Frame) -> Reading | None:
    """Those who did it in the period named first and not in the second; None for any other message."""
    before = frame.state.audience
    if frame.state.last not in ("audience", "list") or before is None or before.limit is not None:
        return None
    slots = frame.slots()
    told = [i for i in range(len(slots)) if isinstance(slots.value(i, "period"), Period)]
    spans = [i for i in range(len(slots)) if slots.has(i, "duration") and not slots.has(i, "period")]
    if len(spans) == 1 and not told and any(span.text in _BOTH for span in frame.spans):
        times = _times_before(frame, int(slots.value(spans[0], "duration")[0]))
        plain = all(i in spans or _plain(slots, i) or slots.value(i, "verb") == "buy" for i in range(len(slots)))
        return _in_both(frame, slots, before, times) if times and plain else None
    if len(told) != 2 or not all(i in told or _plain(slots, i) for i in range(len(slots))):
        return None
    if any(span.text.casefold() in _BOTH for span in frame.spans):
        return _in_both(frame, slots, before, [slots.value(i, "period") for i in told])
    denied = [i for i in range(told[0] + 1, told[1]) if slots.has(i, "not", "never", "except")]
    changed = _apart(before, slots.value(told[0], "period"), slots.value(told[1], "period")) if denied else None
    if changed is None:
        return None
    for index in range(len(slots)):
        slots.use(index, "period" if index in told else "in the one and not in the other")
    return _read(frame, slots, changed)


_BOTH = ("都", "均", "都有", "both", "in both")


def _in_both(frame: Frame, slots: Slots, before: Audience, periods: list[Period]) -> Reading | None:
    """去年和今年都买了的, after who bought skincare this year: who bought it in each of them."""
    deeds = [one for one in before.all if isinstance(one, Bought | Engaged)]
    if len(deeds) != 1 or (deeds[0].op, deeds[0].value) not in (("ge", 1), ("eq", 0)) or before.any:
        return None
    did = [deeds[0].model_copy(update={"period": period, "op": "ge", "value": 1.0}) for period in periods]
    for index in range(len(slots)):
        slots.use(index, "in each of these periods")
    rest = [one for one in before.all if one is not deeds[0]]
    return _read(frame, slots, before.model_copy(update={"all": [*rest, *did]}))


def _read(frame: Frame, slots: Slots, changed: Audience) -> Reading:
    call = Call("size_audience", {"audience": changed.compact()})
    reading = frame.reading("audience", audience=changed, calls=[call])
    account(slots, reading)
    return reading


def _times_before(frame: Frame, count: int) -> list[Period]:
    """两年都买了的, after this year's and then last year's: the times of the last answers, oldest first."""
    past = [frame.state, *reversed(frame.state.trail)][:count]
    found = [p for one in past if one.audience is not None and one.figures != "metric" for p in _dated(one.audience)]
    return [*reversed(found)] if len(found) == count == len({p.model_dump_json() for p in found}) else []


def _dated(audience: Audience) -> list[Period]:
    return [c.period for c in audience.all if isinstance(c, Bought | Engaged) and c.period is not None]


def _plain(slots: Slots, index: int) -> bool:
    again = slots.chinese(index) and slots.value(index, "verb") == "buy"  # 都买了的
    told = slots.has(index, "value", "group", "number", "measure") or (slots.has(index, "verb") and not again)
    return (again or slots.has(index, *_LIGHT)) and not told


def _apart(before: Audience, first: Period, second: Period) -> Audience | None:
    """The one deed told of – in several periods perhaps – done in the first and not in the second."""
    deeds = [one for one in before.all if isinstance(one, Bought | Engaged)]
    alike = {one.model_copy(update={"period": None, "op": "ge", "value": 1.0}).model_dump_json() for one in deeds}
    counted = any((one.op, one.value) not in (("ge", 1), ("eq", 0)) for one in deeds)
    if len(alike) != 1 or counted or before.any:
        return None
    did = deeds[0].model_copy(update={"period": first, "op": "ge", "value": 1.0})
    did_not = did.model_copy(update={"period": second, "op": "eq", "value": 0.0})
    return before.model_copy(update={"all": [*(one for one in before.all if one not in deeds), did, did_not]})
