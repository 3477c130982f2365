"""More people than a list shows: the 500 with the highest uplift are all meant, and the first of them are shown."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.scores.scores import FIELDS
from assistant.planner.reading import Ask, Call, Reading
from tools.definitions import Audience, Limit
from tools.findings import ROW_CAP

_LISTS = ("list_audience", "score_customers")


def long_list(frame: Frame, reading: Reading) -> Reading:
    """The same people as an audience of that size, where a call asks for more rows than any list has."""
    for place, call in enumerate(reading.calls):
        count = call.args.get("limit") or 0
        if call.tool not in _LISTS or count <= ROW_CAP or call.args.get("score") == "category":
            continue
        listed = _listed(call, int(count))
        if listed is None:
            return _too_long(frame, reading)
        reading.calls[place] = listed
        reading.audience = Audience.model_validate(listed.args["audience"])
        reading.intent = "list"
    return reading


def _listed(call: Call, count: int) -> Call | None:
    """The list of an audience cut to so many; None where nothing says which ones come first."""
    people = as_audience(call, count)
    if people is None or people.limit is None:
        return None
    sort = {"sort_by": people.limit.by} | ({} if people.limit.descending else {"descending": False})
    return Call("list_audience", {"audience": people.compact(), **sort})


def as_audience(call: Call, count: int | None = None) -> Audience | None:
    """Whom a call lists as an audience, the first of a ranking with its limit; None where none come first."""
    if call.tool not in _LISTS:
        return None
    count = count or call.args.get("limit")
    score = str(call.args.get("score", ""))
    by = FIELDS.get(score) if call.tool == "score_customers" else call.args.get("sort_by")
    audience = Audience.model_validate(call.args.get("audience") or {})
    if audience.limit is not None:
        return audience
    if not by or not count:
        return None
    descending = bool(call.args.get("highest", True) and call.args.get("descending", True))
    return audience.model_copy(update={"limit": Limit(by=str(by), descending=descending, count=count)})


def _too_long(frame: Frame, reading: Reading) -> Reading:
    said = frame.say(
        f"A list shows at most {ROW_CAP} people: ask for fewer, or say by what the first ones are chosen.",
        f"列表最多显示{ROW_CAP}人：请少列一些，或说明按什么排序取前几名。",
    )
    return frame.reading("clarify", ask=Ask(said, (), 0, len(frame.text.original)), notes=reading.notes)
