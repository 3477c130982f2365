"""A shown list in another order or of another length: sort by orders instead, just 5, top 5 only, 改成按订单数排."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.grammar.people.sorting import read_sort
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from tools.definitions import Audience

_AROUND = (
    "top",
    "bottom",
    "only_cue",
    "only",
    "list",
    "people",
    "first_order",
    "anaphor",
    "instead",
    "by",
    "row",
    "sorted_first",
)


def reshapes(frame: Frame, slots: Slots) -> bool:
    """Whether a message says nothing but how a list that is shown is to be ordered or how long it is to be."""
    if frame.state.last != "list" or frame.has("who", "how_many", "period"):
        return False
    if any(slots.has(i, "people", "agent", "group", "condition", "contact") for i in range(len(slots))):
        return False
    ordered = slots.find("rank_by", "sorted_first", "ascending", "descending", "reverse", free=False) is not None
    numbered = slots.find("number", "heads", "pieces", free=False) is not None
    light = (*_AROUND, "filler", "break", "number", "heads", "pieces", "interjection", "same")
    return (
        ordered and slots.find("measure", "field", "reverse", "ascending", "descending", free=False) is not None
    ) or (numbered and all(slots.has(i, *light) and not slots.has(i, "verb", "measure") for i in range(len(slots))))


def asks_so_many(slots: Slots) -> bool:
    """top 10 by orders, the 10 with the most orders: so many of the last people by a figure, and nothing else."""
    numbers = [i for i in slots.all("number", "heads", "pieces") if not slots.has(i, "period", "duration", "money")]
    figures = [i for i in range(len(slots)) if slots.has(i, "measure", "field") or slots.value(i, "verb") == "spend"]
    ranked = slots.find("top", "bottom") is not None
    light = (
        *_AROUND,
        "filler",
        "break",
        "rank_by",
        "with",
        "which",
        "who",
        "how_many",
        "and",
        "descending",
        "ascending",
    )
    rows = any(dimension_at(slots, i) and not slots.has(i, "measure", "verb") for i in figures)
    return (
        ranked
        and len(numbers) == 1
        and len(figures) == 1
        and not rows
        and all(i in numbers or i in figures or slots.has(i, *light) for i in range(len(slots)))
    )


def so_many(slots: Slots) -> tuple[int, tuple[str, bool]] | None:
    """(how many, (field, highest first)) of such a message; its words are used up."""
    if not asks_so_many(slots):
        return None
    at = slots.all("number", "heads", "pieces")[0]
    count = slots.value(at, "heads") or slots.value(at, "pieces") or slots.value(at, "number")
    order = read_sort(slots, counted=True)
    if order is None or not count or count != int(count):
        return None
    slots.use(at, "rows to show")
    for index in range(len(slots)):
        if slots.has(index, *_AROUND, "how_many", "with", "which", "rank_by") and not slots.has(
            index, "measure", "verb"
        ):
            slots.use(index, "rows to show")
    return int(count), order


def a_few_in_order(slots: Slots) -> bool:
    """5 of them, highest spend first: a few to look at; the top 5 by spend are people of their own."""
    ranks = slots.all("top", "bottom", free=False)
    ordered = slots.find("sorted_first", "descending", "ascending", free=False) is not None
    sorts = slots.find("rank_by", free=False) is not None and not ranks
    return (ordered or sorts) and not any(slots.has(slots.next(i), "number", "heads", "pieces") for i in ranks)


def new_order(frame: Frame, slots: Slots) -> tuple[str, bool] | None:
    """(field, highest first) of the order a list that is shown is to have instead; its words are used up."""
    ranked = slots.find("rank_by", "sorted_first") is not None
    if (frame.state.last != "list" and not (ranked and frame.state.last == "audience")) or frame.has("how_many"):
        return None
    order = read_sort(slots) or _turned(frame, slots)
    if order is not None:
        for index in slots.all("how_many", "measure"):
            if slots[index].text.casefold() in ("number of", "number", "count of"):
                slots.use(index, "order of the list")
    return order


def ranked_by(frame: Frame, audience: Audience, order: tuple[str, bool] | None) -> Audience:
    """改按订单数排, of the ten who spent most this month: the ten who ordered most in it."""
    limit, shown = audience.limit, frame.state.list_args
    ranked = limit is not None and (limit.by, limit.descending) == (shown.get("sort_by"), shown.get("descending", True))
    if order is None or limit is None or not ranked or order[0] not in ("spend", "orders", "units"):
        return audience
    return audience.model_copy(update={"limit": limit.model_copy(update={"by": order[0], "descending": order[1]})})


def more_of_them(audience: Audience, shown: int | None) -> Audience:
    """20 please, of the ten who spent most: the twenty who did."""
    limit = audience.limit
    if limit is None or shown is None or shown <= (limit.count or shown):
        return audience
    return audience.model_copy(update={"limit": limit.model_copy(update={"count": shown})})


def _turned(frame: Frame, slots: Slots) -> tuple[str, bool] | None:
    """lowest first, the other way round, bottom 5 instead: by the same figure from the other end."""
    by = frame.state.list_args.get("sort_by")
    places = slots.all("ascending", "descending", "reverse", "bottom", "top", "sorted_first")
    told = ("people", "agent", "verb", "measure", "field", "group", "period", "condition")
    if not by or not places or any(slots.has(i, *told) and not slots.has(i, "people") for i in range(len(slots))):
        return None
    if any(slots.has(i, "reverse") for i in places):
        descending = not frame.state.list_args.get("descending", True)
    else:
        descending = not any(slots.has(i, "ascending", "bottom") for i in places)
    for index in places:
        slots.use(index, "order of the list")
    return str(by), descending


def new_length(frame: Frame, slots: Slots) -> int | None:
    """How many rows a list that is shown is to have; its words are used up."""
    if frame.state.last != "list" or frame.has("how_many"):
        return None
    places = [
        i
        for i in slots.all("number", "heads", "pieces")
        if not slots.has(i, "period", "range", "group", "money", "duration", "percent", "condition", "times")
    ]
    if len(places) != 1:
        return None
    at = places[0]
    value = slots.value(at, "heads") or slots.value(at, "pieces") or slots.value(at, "number")
    shown = frame.state.list_args.get("limit") is not None
    cued = any(slots.has(i, "top", "only_cue", "only", "list") for i in range(max(0, at - 2), min(len(slots), at + 2)))
    if not value or value != int(value) or not (shown or cued) or _figure_beside(slots, at):
        return None
    slots.use(at, "rows to show")
    for index in range(len(slots)):
        if slots.has(index, *_AROUND) and not slots.has(index, "group", "field", "measure", "verb"):
            slots.use(index, "rows to show")
    return int(value)


def _figure_beside(slots: Slots, at: int) -> bool:
    """5 orders, over 500: a number that something is counted by."""
    beside = (slots.next(at), slots.before(at))
    return any(slots.has(i, "field", "measure", "verb", "cmp") and not slots.has(i, "people") for i in beside)


def whole_group(frame: Frame) -> Frame:
    """how many of the whole group: those the last ones were the first of."""
    state = frame.state
    whole = any(span.has("anaphor") and _WHOLE & set(span.text.casefold().split()) for span in frame.spans)
    if not whole or state.audience is None:
        return frame
    audience = state.audience.model_copy(update={"limit": None})
    kept = {k: v for k, v in state.list_args.items() if k not in ("limit", "sort_by", "descending")}
    return replace(frame, state=replace(state, audience=audience, list_args=kept, last="audience", figures="audience"))


_WHOLE = {"whole", "entire", "full"}
