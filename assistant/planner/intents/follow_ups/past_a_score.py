"""Of people ranked by a score, those past a value of it: how many above 60, who is over 70 %."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.scores.scores import FIELDS
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.reading import Call, Reading
from tools.definitions import Attribute, Audience

_LIGHT = (
    "how_many", "who", "people", "filler", "break", "and", "same", "anaphor", "list", "only_cue", "range", "only",
)  # fmt: skip


def past_a_score(frame: Frame, slots: Slots) -> Reading | None:
    """how many above 60, who is over 70 %: of those ranked by a score, with a score past it."""
    state = frame.state
    known = state.request[1] if state.request else {}
    field = FIELDS.get(str(known.get("score")), "")
    ranges = slots.all("range")
    found = slots.value(ranges[0], "range") if len(ranges) == 1 else None
    plain = all(slots.has(i, *_LIGHT) and not slots.has(i, "group") for i in range(len(slots)))
    if not field.endswith("_probability") or not isinstance(found, Range) or found.upper is not None or not plain:
        return None
    if found.unit not in ("number", "percent") or found.op not in ("gt", "ge", "lt", "le"):
        return None
    value = found.low.value / 100 if found.unit == "number" and found.low.value > 1 else found.low.value
    people = Audience.model_validate(known.get("audience") or {})
    past = Attribute(field=field, op=found.op, values=[value])
    audience = people.model_copy(update={"all": [*people.all, past]})
    call = Call("size_audience", {"audience": audience.compact()})
    return frame.reading("audience", audience=audience, calls=[call])
