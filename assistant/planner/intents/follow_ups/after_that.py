"""Purchases so many days after what the people spoken of did: and bought within 7 days of it, ordered a week after."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import UNIT_DAYS
from tools.definitions import After, Attribute, Audience, Bought, Engaged

_AFTER = {
    "after", "after it", "after that", "afterwards", "later", "of it", "of that", "following", "thereafter",
    "from then", "of opening", "of receiving", "of clicking", "of opening it", "of getting it", "of the send",
    "of the open", "of the click", "of signing up", "after signing up", "of joining", "after joining",
    "after opening", "after opening it",
}  # fmt: skip
_DATES = {"first_order_date": "first_order", "signup_date": "signup"}
_BUYING = ("buy", "spend")


def settle_after(slots: Slots, before: Audience | None) -> None:
    """Make one condition of such words, where the last people did something that they can be after."""
    index = next((i for i in slots.all("duration") if slots.has(i - 1, "place", "filler", "for")), None)
    verb = next((i for i in range(len(slots)) if slots.value(i, "verb") in _BUYING), None)
    if index is None or verb is None or verb > index or before is None:
        return
    end = index + 1
    while end < len(slots) and (slots.has(end, "filler", "anaphor", "after_cue", "after_word", "thing", "place")):
        end += 1
    said = " ".join(slots[i].text.casefold() for i in range(index + 1, end))
    if said not in _AFTER or not (end >= len(slots) or slots.has(end, "break", "and", "but")):
        return
    after = _moment(slots, index, before)
    if after is None:
        return
    negated = slots.has(verb - 1, "not", "never")
    start = verb - 1 if negated else verb
    bought = Bought(after=after, op="eq", value=0) if negated else Bought(after=after)
    slots.merge(start, end, Sense("condition", bought))


def _moment(slots: Slots, index: int, before: Audience) -> After | None:
    count, unit = slots.value(index, "duration")
    days = int(count * UNIT_DAYS[unit])
    for condition in reversed(before.all):
        if isinstance(condition, Engaged) and condition.op == "ge" and condition.value:
            return After(event=condition.event, within_days=days, where=condition.where)
        if isinstance(condition, Attribute) and condition.op == "during" and condition.field in _DATES:
            return After(event=_DATES[condition.field], within_days=days)
    return None
