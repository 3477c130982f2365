"""More people than a list shows: the 500 with the highest uplift are all meant, and the first of them are shown."""

from __future__ import annotations

from typing import Any

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
        if call.tool not in _LISTS or count <= ROW_CAP:
            continue
        listed = _listed(call, int(count))
        if listed is None:
            return _too_long(frame, reading)
        reading.calls[place] = listed
        reading.audience = Audience.model_validate(listed.args["audience"])
        reading.intent = "list"
        reading.notes.append(
            frame.say(
                f"A list shows at most {ROW_CAP} rows; the audience holds all {count:,}.",
                f"列表最多显示{ROW_CAP}行，人群包含全部{count:,}人。",
            )
        )
    return reading


def _listed(call: Call, count: int) -> Call | None:
    """The list of an audience cut to so many; None where nothing says which ones come first."""
    score = str(call.args.get("score", ""))
    by = FIELDS.get(score) if call.tool == "score_customers" else call.args.get("sort_by")
    audience: dict[str, Any] = dict(call.args.get("audience") or {})
    if not by:
        return None
    descending = call.args.get("highest", True) and call.args.get("descending", True)
    if "limit" not in audience:
        audience["limit"] = Limit(by=str(by), descending=descending, count=count).model_dump(exclude_defaults=True)
    sort = {"sort_by": by} | ({} if descending else {"descending": False})
    return Call("list_audience", {"audience": audience, **sort})


def _too_long(frame: Frame, reading: Reading) -> Reading:
    said = frame.say(
        f"A list shows at most {ROW_CAP} people: ask for fewer, or say by what the first ones are chosen.",
        f"列表最多显示{ROW_CAP}人：请少列一些，或说明按什么排序取前几名。",
    )
    return frame.reading("clarify", ask=Ask(said, (), 0, len(frame.text.original)), notes=reading.notes)
