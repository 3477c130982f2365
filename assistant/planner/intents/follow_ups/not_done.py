"""没买过的呢, 反过来，没买过床品的, 一件彩妆也没买过的: what the people spoken of have not bought, in Chinese."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.editing.merging import negative
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.follow_ups.said import says
from assistant.planner.intents.references.cues import points_at
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds
from assistant.planner.spans import Span
from tools.definitions import Attribute, Audience, Bought, Condition

_NOT = ("not", "never", "new_only")
_LIGHT = (
    "filler", "break", "same", "instead", "interjection", "people", "how_many", "reverse", "but", "and", "only_cue",
    "who", "list",
)  # fmt: skip


def parted(frame: Frame) -> Frame:
    """一样彩妆也没买过的: "没买过的" said of the goods before it, none of which was bought."""
    spans = list(frame.spans)
    for index in range(len(spans) - 1, 0, -1):
        span = spans[index]
        cut = next((i for i, sign in enumerate(span.text) if sign in "买碰试入"), 0)
        before = index - 1
        while before > 0 and says(spans[before], "even"):
            before -= 1
        goods = spans[before].has("value", "values", "products")
        if not (goods and cut and span.has("new_only") and span.end - span.start == len(span.text)):
            continue
        first = span.start + cut
        spans[index : index + 1] = [
            Span(span.start, first, span.text[:cut], (Sense("not"),)),
            Span(first, span.end, span.text[cut:], (Sense("verb", "buy"),)),
        ]
        if before and says(spans[before - 1], "not_one"):
            spans[before - 1] = replace(spans[before - 1], senses=(Sense("filler"),))
    return replace(frame, spans=spans)


def turned(slots: Slots, before: Audience) -> Audience:
    """`before` with its one purchase denied, where the message says no more than that it was not made."""
    cue = next(
        (i for i in slots.all(*_NOT, free=False) if slots.chinese(i) and not slots.has(i, "group", "contact")), None
    )
    deeds = [c for c in before.all if isinstance(c, Bought)]
    if cue is None or len(deeds) != 1 or negative(deeds[0]) or deeds[0].first_purchase:
        return before
    if any(points_at(item) for item in slots.items):
        return before  # 其中没买过的: of those who did, none did not
    said = slots.has(cue, "new_only") or any(slots.value(i, "verb") == "buy" for i in range(len(slots)))
    if not said or not all(i == cue or _known(slots, i, before, deeds[0]) for i in range(len(slots))):
        return before
    for index in range(len(slots)):
        if not slots.has(index, "filler", "break") or index == cue:
            slots.use(index, "not done")
            slots.retag(index, Sense("filler"))
    denied = deeds[0].model_copy(update={"op": "eq", "value": 0.0, "upper": None, "measure": "orders"})
    return before.model_copy(update={"all": [denied if c is deeds[0] else c for c in before.all]})


def _known(slots: Slots, index: int, before: Audience, deed: Bought) -> bool:
    """Whether a word says nothing new: the goods, the time, the place of before."""
    group = slots.value(index, "group")
    if group is not None:
        return filters_of(group) in deed.where or any(_asks(c, group.field, group.values) for c in before.all)
    if slots.has(index, "period"):
        return deed.period is not None and _same_days(slots, index, deed)
    return slots.has(index, *_LIGHT) or slots.value(index, "verb") == "buy" or says(slots[index], "even", "not_one")


def _asks(condition: Condition, field: str, values: tuple[object, ...]) -> bool:
    return isinstance(condition, Attribute) and condition.field == field and set(condition.values) == set(values)


def _same_days(slots: Slots, index: int, deed: Bought) -> bool:
    said = bounds(slots.value(index, "period"), slots.today)
    known = bounds(deed.period, slots.today) if deed.period else (None, None)
    open_ended = {slots.today, None} & {said[1], known[1]}
    return said[0] == known[0] and (said[1] == known[1] or bool(open_ended))
