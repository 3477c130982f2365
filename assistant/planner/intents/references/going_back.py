"""Going back: undo that, the previous one, back to the women, both of them together."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from assistant.planner.frame import Frame, State
from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.intents.references.back_to_totals import totals_before
from assistant.planner.intents.references.earlier_answers import place_meant
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span
from tools.definitions import Audience, Period, Saved

_LIGHT = (
    "back",
    "filler",
    "break",
    "people",
    "and",
    "for",
    "place",
    "interjection",
    "thanks",
    "greeting",
    "anaphor",
    "list",
)


def read_back(frame: Frame) -> Reading | None:
    """An earlier definition again, as it was; None when this is not asked for."""
    place = place_meant(frame)
    if place is not None:
        return _restored(frame, place)
    if _undoes_last(frame):
        return _restored(frame, len(frame.state.trail) - 1)
    if not frame.has("back"):
        return None
    saved = [name for span in frame.spans if (name := span.value("saved"))]
    if len(saved) == 1 and all(s.has(*_LIGHT, "saved", "how_many", "pronoun_that", "which") for s in frame.spans):
        kept = Audience(all=[Saved(name=saved[0])])  # go back to qinglan loyal, how many were they
        return frame.reading("audience", audience=kept, calls=[Call("size_audience", {"audience": kept.compact()})])
    if (place := totals_before(frame)) is not None:
        return _restored(frame, place)
    plain = [span for span in frame.spans if not first_of_all(span)]
    if all((span.has(*_LIGHT) or _what_it_was(span)) and not span.has("value", "values", "row") for span in plain):
        return _restored(frame, len(frame.state.trail) - 1 if len(plain) == len(frame.spans) else 0)
    slots = frame.slots()
    for index in range(len(slots)):
        group = slots.value(index, "group")
        if group is not None and all(
            slots.has(i, *_LIGHT, "only_cue", "instead", "same") for i in range(len(slots)) if i != index
        ):
            return _with_value(frame, group.field, group.values)
    return None


def _what_it_was(span: Span) -> bool:
    """back to the previous city: a field that only says what the last answers were told apart by."""
    return span.has("field") and not span.has("measure", "by", "period")


def _undoes_last(frame: Frame) -> bool:
    """undo the Glasgow one: what the last message brought in, and nothing else, is to go as it came."""
    cue = next((span for span in frame.spans if not span.has("filler", "break", "interjection")), None)
    if cue is None or not cue.text.casefold().startswith("undo") or not frame.state.trail:
        return False
    named = [v for span in frame.spans if (v := span.value("value") or span.value("values"))]
    light = (*_LIGHT, "value", "values", "number", "condition_word", "remove", "only_cue")
    if len(named) != 1 or not all(span is cue or span.has(*light) for span in frame.spans):
        return False

    def said(state: State) -> bool:
        values = named[0][1] if isinstance(named[0][1], tuple) else (named[0][1],)
        return any(f.get("field") == named[0][0] and set(values) & set(f.get("values", ())) for f in facts_of(state))

    return said(frame.state) and not said(frame.state.trail[-1])


def back_to_saved(frame: Frame) -> Reading | None:
    """back to qinglan loyal, how many were they: an audience by the name it was saved under."""
    names = [span.value("saved") for span in frame.spans if span.has("saved")]
    light = (*_LIGHT, "saved", "how_many", "pronoun_that", "segment_word")
    if not frame.has("back") or len(names) != 1 or not all(span.has(*light) for span in frame.spans):
        return None
    audience = Audience(all=[Saved(name=names[0])])
    call = Call("size_audience", {"audience": audience.compact()})
    return frame.reading("audience", audience=audience, calls=[call])


def ranking_again(frame: Frame) -> Reading | None:
    """back to the list, after a question about one of a ranking: the ranking."""
    ranking = frame.state.ranking
    listed = any(span.text.casefold() in _LISTS for span in frame.spans)
    if ranking is None or not (listed and frame.has("back")) or not all(span.has(*_LIGHT) for span in frame.spans):
        return None
    return frame.reading("scores", calls=[Call(*ranking)])


_LISTS = {"the list", "list", "that list", "the ranking", "ranking", "the top list", "名单", "列表", "排名"}


def first_of_all(span: Span) -> bool:
    """back to the first list, 回到最开始: what the conversation began with."""
    return span.has("first_of_all") or span.value("row") in (1, "1") or span.text.casefold() == "first"


def _with_value(frame: Frame, field: str, values: tuple[Any, ...]) -> Reading | None:
    """back to the women: the newest earlier definition that says so."""
    for place in range(len(frame.state.trail) - 1, -1, -1):
        past = frame.state.trail[place]
        if any(f.get("field") == field and set(values) <= set(f.get("values", ())) for f in facts_of(past)):
            return _restored(frame, place)
    return None


def facts_of(state: State) -> list[dict[str, Any]]:
    """Every filter and condition of a definition, as plain data."""
    found: list[dict[str, Any]] = []

    def walk(data: Any) -> None:
        if isinstance(data, dict):
            if "field" in data:
                found.append(data)
            for value in data.values():
                walk(value)
        elif isinstance(data, list):
            for value in data:
                walk(value)

    definition = state.metric if state.figures == "metric" else state.audience
    walk(definition.model_dump() if definition is not None else {})
    return found


def _restored(frame: Frame, place: int) -> Reading:
    if place < 0:
        return frame.reading("back", text=frame.say("There is nothing to go back to.", "前面没有可以返回的内容。"))
    before = frame.state.trail[place]
    focus = {"trail": place}
    if before.figures == "metric" and before.metric is not None:
        call = Call("measure", {"metric": before.metric.compact()})
        return frame.reading("back", metric=before.metric, calls=[call], focus=focus)
    audience = before.audience or Audience()
    args: dict[str, Any] = {"audience": audience.compact()}
    if before.figures == "list":
        return frame.reading(
            "back", audience=audience, calls=[Call("list_audience", args | before.list_args)], focus=focus
        )
    return frame.reading("back", audience=audience, calls=[Call("size_audience", args)], focus=focus)


def together(frame: Frame, slots: Slots) -> str:
    """both cities together, 两个放一起: the last two values of one field stand side by side; the field, or ""."""
    places = slots.all("together_cue")
    for index in slots.all("group") if places else ():
        sense = slots[index].sense("group")
        if sense is not None and sense.note.startswith("stands for") and len(sense.value.values) > 1:
            for cue in (*places, *slots.all("versus")):
                slots.use(cue, "side by side")
            return str(sense.value.field)
    beside = _beside_named(frame, slots, places)
    if beside:
        return beside
    if frame.has("all_rows"):
        return ""
    counted = next((i for i in slots.all("number", "pieces") if slots.value(i, "number") in (3, 4)), None)
    if places and counted is not None and (field := _last_values(frame, slots, int(slots.value(counted, "number")))):
        slots.use(counted, "so many side by side")
        return field
    if not places or not frame.state.trail or slots.find("group", "verb", free=False) is not None:
        return ""
    now = {f["field"]: f for f in facts_of(frame.state) if f.get("op") == "is"}
    named = _NAMED.get(slots[places[0]].text.casefold().removesuffix(" together").removeprefix("both "), "")
    for past in reversed(frame.state.trail):
        for other in facts_of(past):
            mine = now.get(other["field"])
            if (
                mine is None
                or not other["field"].endswith(named)
                or other.get("op") != "is"
                or mine["values"] == other["values"]
            ):
                continue
            values = tuple(dict.fromkeys([*other["values"], *mine["values"]]))
            slots.retag(places[0], Sense("group", Group(other["field"], values)))
            return str(other["field"])
    return ""


_NAMED = {
    "cities": "city", "brands": "brand", "countries": "country", "categories": "category", "campaigns": "campaign",
    "channels": "channel", "tiers": "tier",
}  # fmt: skip
"""both cities: the last two values of that field, whatever else was changed since."""


def _last_values(frame: Frame, slots: Slots, count: int) -> str:
    """all three side by side: the last so many values of one field."""
    for now in facts_of(frame.state):
        if now.get("op") != "is" or len(now["values"]) != 1:
            continue
        same = [f for past in reversed(frame.state.trail) for f in facts_of(past) if f.get("field") == now["field"]]
        values = tuple(dict.fromkeys([*now["values"], *(v for f in same if f.get("op") == "is" for v in f["values"])]))
        if len(values) >= count:
            place = slots.all("together_cue")[0]
            slots.retag(place, Sense("group", Group(now["field"], values[:count][::-1])))
            return str(now["field"])
    return ""


def _beside_named(frame: Frame, slots: Slots, places: list[int]) -> str:
    """跟「2026积分提醒」放一块儿比: the value named now beside that of the last definition."""
    groups = slots.all("group")
    cues = places or slots.all("versus") or [i for i in slots.all("add") if slots[i].text.casefold() in _NEXT_TO_IT]
    if len(groups) != 1 or not cues:
        return ""
    group = slots.value(groups[0], "group")
    last = next((f for f in facts_of(frame.state) if f.get("field") == group.field and f.get("op") == "is"), None)
    if last is None or group.op != "is" or set(group.values) & set(last["values"]):
        return ""
    values = tuple(dict.fromkeys([*last["values"], *group.values]))
    slots.retag(groups[0], Sense("group", Group(group.field, values, joiner="vs")))
    for index in cues:
        slots.use(index, "side by side")
    return str(group.field)


_NEXT_TO_IT = ("next to it", "beside it", "put next to it", "alongside it", "next to that")


def both_periods(frame: Frame, slots: Slots) -> dict[str, Any]:
    """compare the two weeks, 两周比一下: the last two periods against each other."""
    state = frame.state
    cues = slots.all("versus", "compare_two", "together_cue")
    if not cues or state.metric is None or state.metric.period is None or slots.find("period", "group") is not None:
        return {}
    earlier = next(
        (
            past.metric.period
            for past in reversed(state.trail)
            if past.figures == "metric" and past.metric and past.metric.period not in (None, state.metric.period)
        ),
        None,
    )
    if earlier is None:
        return {}
    if (one := _in_one(frame, earlier, state.metric.period)) is not None:
        for index in (*cues, *slots.all("of_two")):
            slots.use(index, "the last two periods in one")
        return {"period": one, "compare": None, "compare_period": None}
    for index in cues:
        slots.use(index, "the last two periods compared")
    for index in slots.all("duration", "number", "pieces"):
        if slots.value(index, "duration") and slots.value(index, "duration")[0] == 2:
            slots.use(index, "the two")
    return {"compare": None, "compare_period": earlier}


def _in_one(frame: Frame, earlier: Period, now: Period) -> Period | None:
    """both months together, after November and December: from the one's first day to the other's last."""
    text = frame.text.normal.casefold()
    if frame.has("versus", "compare_two") or not re.search(
        r"\b(?:both|two|combined)\b.*\btogether\b|\bcombined\b", text
    ):
        return None
    first, second = sorted((bounds(earlier, frame.today), bounds(now, frame.today)), key=str)
    if None in (*first, *second) or first[1] is None or second[0] is None or first[0] is None or second[1] is None:
        return None
    return fixed(first[0], second[1]) if second[0] - first[1] == timedelta(days=1) else None
