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
    if len(told) != 2 or not all(i in told or _plain(slots, i) for i in range(len(slots))):
        return None
    denied = [i for i in range(told[0] + 1, told[1]) if slots.has(i, "not", "never", "except")]
    changed = _apart(before, slots.value(told[0], "period"), slots.value(told[1], "period")) if denied else None
    if changed is None:
        return None
    for index in range(len(slots)):
        slots.use(index, "period" if index in told else "in the one and not in the other")
    call = Call("size_audience", {"audience": changed.compact()})
    reading = frame.reading("audience", audience=changed, calls=[call])
    account(slots, reading)
    return reading


def _plain(slots: Slots, index: int) -> bool:
    return slots.has(index, *_LIGHT) and not slots.has(index, "value", "group", "number", "verb", "measure")


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
