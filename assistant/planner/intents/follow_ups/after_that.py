"""Purchases so many days after what the people spoken of did: and bought within 7 days of it, ordered a week after."""

from __future__ import annotations

import re

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import UNIT_DAYS
from assistant.planner.spoken_of import periods_of
from tools.definitions import After, Attribute, Audience, Bought, Condition, Engaged, Period

_AFTER = {
    "after", "after it", "after that", "afterwards", "later", "of it", "of that", "following", "thereafter",
    "from then", "of opening", "of receiving", "of clicking", "of opening it", "of getting it", "of the send",
    "of the open", "of the click", "of signing up", "after signing up", "of joining", "after joining",
    "after opening", "after opening it",
}  # fmt: skip
_DATES = {"first_order_date": "first_order", "signup_date": "signup"}
_BUYING = ("buy", "spend", "rebuy")


def settle_after(slots: Slots, before: Audience | None) -> None:
    """Make one condition of such words, where the last people did something that they can be after."""
    index = next((i for i in slots.all("duration") if slots.has(i - 1, "place", "filler", "for")), None)
    index = next((i for i in slots.all("period") if _within(slots, i)), None) if index is None else index
    verb = next((i for i in range(len(slots)) if slots.value(i, "verb") in _BUYING), None)
    if index is None or verb is None or verb > index or before is None:
        return
    end = index + 1
    while end < len(slots) and (slots.has(end, "filler", "anaphor", "after_cue", "after_word", "thing", "place")):
        end += 1
    said = " ".join(slots[i].text.casefold() for i in range(index + 1, end))
    if (said not in _AFTER and not (_within(slots, index) and not said)) or not (
        end >= len(slots) or slots.has(end, "break", "and", "but")
    ):
        return
    after = _moment(slots, index, before)
    if after is None:
        return
    negated = slots.has(verb - 1, "not", "never")
    start = verb - 1 if negated else verb
    bought = Bought(after=after, op="eq", value=0) if negated else Bought(after=after)
    slots.merge(start, end, Sense("condition", bought))


def another_window(slots: Slots, before: Audience) -> Audience:
    """within 14 days?, after who bought within 7 of the click: as long after that, and no days back from today."""
    other = any(p.kind == "rolling" for p in periods_of(before))
    index = next((i for i in slots.all("period") if _within(slots, i) or (not other and _bare(slots, i))), None)
    alone = index is not None and all(i == index or slots.has(i, *_ALONE) for i in range(len(slots)))
    if index is None or not alone:
        return before
    period = slots.value(index, "period")
    days = int((period.count or 1) * UNIT_DAYS[period.unit])
    changed = as_long_after(before, days)
    changed = _again_within(before, days) if changed == before else changed
    if changed == before:
        return before
    slots.use(index, "so long after that")
    return changed


def as_long_after(audience: Audience, days: int) -> Audience:
    """The same people, who bought within so many days of what they did instead."""
    return audience.model_copy(update={"all": [_as_long_after(one, days) for one in audience.all]})


def _again_within(audience: Audience, days: int) -> Audience:
    """within 60 days, of those who first ordered in May and came back: so long after their first order."""
    new = [c for c in audience.all if isinstance(c, Attribute) and c.field == "first_order_date" and c.op == "during"]
    again = [c for c in audience.all if isinstance(c, Attribute) and c.field == "orders" and _twice(c)]
    if len(new) != 1 or len(again) != 1:
        return audience
    soon = Bought(after=After(event="first_order", within_days=days))
    return audience.model_copy(update={"all": [soon if c is again[0] else c for c in audience.all]})


def _twice(bound: Attribute) -> bool:
    return (bound.op, bound.values) in (("ge", [2]), ("gt", [1]))


_ALONE = ("filler", "break", "same", "and", "instead", "place", "how_many")


def _as_long_after(one: Condition, days: int) -> Condition:
    if not isinstance(one, Bought) or one.after is None:
        return one
    return one.model_copy(update={"after": one.after.model_copy(update={"within_days": days})})


def _within(slots: Slots, index: int) -> bool:
    """within 90 days, of nothing that is said: of what they did; within the last 90 days says itself."""
    period, said = slots.value(index, "period"), slots[index].text.casefold()
    rolling = isinstance(period, Period) and period.kind == "rolling"
    return rolling and said.startswith("within ") and not {"last", "past", "previous"} & set(said.split())


_BARE = re.compile(
    r"(?:\d+|[a-z]+)[ -](?:days?|weeks?|months?)|\d+(?:天|日|周|个月)内?|[一二两三四五六七八九十]+(?:天|周|个月)内?"
)


def _bare(slots: Slots, index: int) -> bool:
    """30 days?, after who bought within 60: only a length is said."""
    period = slots.value(index, "period")
    rolling = isinstance(period, Period) and period.kind == "rolling"
    return rolling and bool(_BARE.fullmatch(slots[index].text.casefold()))


def _moment(slots: Slots, index: int, before: Audience) -> After | None:
    period = slots.value(index, "period")
    count, unit = slots.value(index, "duration") or (period.count or 1, period.unit)
    days = int(count * UNIT_DAYS[unit])
    for condition in reversed(before.all):
        if isinstance(condition, Engaged) and condition.op == "ge" and condition.value:
            return After(event=condition.event, within_days=days, where=condition.where)
        if isinstance(condition, Attribute) and condition.op == "during" and condition.field in _DATES:
            return After(event=_DATES[condition.field], within_days=days)
    return None
