"""What the people spoken of did not do, said without a verb: but not in the last 90 days, never shoes, 但没有彩妆."""

from __future__ import annotations

from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.editing.merging import negative
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.follow_ups.not_done import turned
from assistant.planner.lexicon import Sense
from tools.definitions import Audience, Bought, Engaged

_NOT = ("not", "never", "except")
_LIGHT = (
    "filler",
    "break",
    "but",
    "and",
    "place",
    "same",
    "interjection",
    "instead",
    "only_cue",
    "only",
    "any",
    "then",
)
_NOTHING = ("nothing", "no order", "no purchase")
_GOODS = ("product", "line", "order", "campaign")


def undone(slots: Slots, before: Audience) -> Audience:
    """`before` without those who did it in the time, or with the goods, that the message denies."""
    cue = next((i for i in slots.all(*_NOT) if not slots.has(i, "group", "condition", "contact")), None)
    if cue is None:
        return _done_again(slots, _done_then(slots, turned(slots, before)))
    if slots.chinese(cue):
        return turned(slots, before)
    times, goods = slots.all("period"), [i for i in slots.all("group") if _of_goods(slots, i)]
    if slots.has(cue + 1, "only", "only_cue") and not slots.has(cue, "except"):
        return before  # not just this year
    told = [i for i in range(len(slots)) if i != cue and i not in (*times, *goods) and not slots.has(i, *_LIGHT)]
    deed = next((c for c in reversed(before.all) if isinstance(c, Bought | Engaged) and not negative(c)), None)
    if told or deed is None or len(times) > 1 or len(goods) > 1 or not (times or goods):
        return before
    again = bool(goods) and filters_of(slots.value(goods[0], "group")) in deed.where
    gone: Bought | Engaged
    if (again or goods) and not times and (again or slots.has(cue, "except")):
        return before  # without skincare, of those who bought it: a condition less
    ever = slots.has(cue, "never") or any(item.text.casefold() in _EVER for item in slots.items)
    period = slots.value(times[0], "period") if times else None if ever else deed.period
    if goods and isinstance(deed, Engaged) and slots.level(slots.value(goods[0], "group").field) == "campaign":
        gone = Engaged(event=deed.event, where=[filters_of(slots.value(goods[0], "group"))], period=period)
    elif goods and not again:
        gone = Bought(where=[filters_of(slots.value(goods[0], "group"))], period=period)
    elif isinstance(deed, Bought) or slots[cue].text.casefold().startswith(_NOTHING):
        gone = Bought(where=deed.where if not slots[cue].text.casefold().startswith(_NOTHING) else [], period=period)
    else:
        gone = Engaged(event=deed.event, where=deed.where, period=period)
    for index in (cue, *times, *goods):
        slots.use(index, "not done")
        slots.retag(index, Sense("filler"))
    denied = gone.model_copy(update={"op": "eq", "value": 0.0})
    kept = [c for c in before.all if c != gone]  # and again in 2026; not in 2026: nobody did both
    return before.model_copy(update={"all": [*kept, denied]})


def _done_then(slots: Slots, before: Audience) -> Audience:
    """but some last year, but they did in 2025, of those who bought nothing this year: what they did then."""
    times, last = slots.all("period"), before.all[-1] if before.all else None
    start = slots.next(-1, lambda item: item.has("filler", "break") and not item.has("but"))
    said = any(item.text.casefold() in _SOME or item.value("verb") == "buy" for item in slots.items)
    light = all(
        i in times or slots.has(i, *_LIGHT, "anaphor") or slots.value(i, "verb") == "buy" for i in range(len(slots))
    )
    denied = isinstance(last, Bought | Engaged) and negative(last)
    if not (slots.has(start, "but") and len(times) == 1 and said and light and denied):
        return before
    assert isinstance(last, Bought | Engaged)
    done = last.model_copy(update={"op": "ge", "value": 1.0, "period": slots.value(times[0], "period")})
    for index in range(len(slots)):
        if not slots.has(index, "filler", "break"):
            slots.use(index, "done then")
            slots.retag(index, Sense("filler"))
    return before.model_copy(update={"all": [*before.all, done]})


def _done_again(slots: Slots, before: Audience) -> Audience:
    """and again in 2026, of those who bought candles in 2025: the same once more, then."""
    times = slots.all("period")
    said = any(item.text.casefold() == "again" for item in slots.items)
    light = all(
        i in times or slots.has(i, *_LIGHT, "anaphor") or slots.value(i, "verb") == "buy" for i in range(len(slots))
    )
    deeds = [c for c in before.all if isinstance(c, Bought | Engaged) and not negative(c)]
    if len(times) != 1 or not said or not light or len(deeds) != 1 or deeds[0].period is None:
        return before
    if slots.find("and", "but", "who", free=False) is None:
        return before
    once_more = deeds[0].model_copy(update={"period": slots.value(times[0], "period")})
    if once_more.period == deeds[0].period:
        return before
    for index in range(len(slots)):
        if not slots.has(index, "break"):
            slots.use(index, "done again then")
            slots.retag(index, Sense("filler"))
    return before.model_copy(update={"all": [*before.all, once_more]})


_EVER = {
    "ever",
    "at all",
    "any time",
    "at any time",
    "anytime",
    "in their life",
    "in their lives",
    "all time",
    "in all time",
}
_SOME = {"some", "did", "something", "had", "had some", "did so", "yes"}


def _of_goods(slots: Slots, index: int) -> bool:
    return slots.level(slots.value(index, "group").field) in _GOODS and not slots.value(index, "group").absent
