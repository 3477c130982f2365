"""Days counted from what the question told before: clicked X but did not buy within 7 days; joined, bought within 14.

Within so many days of nothing named is within so many days of what somebody did: got it, opened it, signed up.
"""

from __future__ import annotations

import re
from datetime import date

from assistant.planner.grammar.slots import Slots
from assistant.planner.readers.calendar import UNIT_DAYS
from tools.definitions import Period

_DEEDS = {"open": "open", "click": "click", "receive": "sent"}
_BUYING = ("buy", "spend", "units", "rebuy", "discount")
_ORDERS = ("orders", "order_id", "first_order_date")
_FOLLOWING = {"following", "subsequent", "ensuing", "after", "afterwards", "thereafter", "later"}
_COUNTED_ON = re.compile(r"^(?:the |next |following |first |subsequent )*\S+ (day|week|month)s? (?:after|later)\b")
_BACK = (
    "after", "afterwards", "afterward", "after that", "thereafter", "later", "of that", "of it", "of this",
    "that followed", "which followed", "after it", "from then", "following that",
)  # fmt: skip


def days_after(slots: Slots, index: int) -> int | None:
    """7 days after [that], the following week: so many days after something told before, or None."""
    period = slots.value(index, "period")
    said = slots[index].text.casefold()
    words = set(said.split())
    ahead = "next" in words and deed_before(slots, index) is not None  # clicked but did not order in the next 7 days
    if slots.has(index, "horizon", "duration") and (_FOLLOWING & words or ahead):
        count, unit = slots.value(index, "horizon") or slots.value(index, "duration")
        return int(count) * UNIT_DAYS[unit]
    if not isinstance(period, Period) or not _COUNTED_ON.match(slots[index].text.casefold()):
        return None
    if not isinstance(period.start, date) or not isinstance(period.end, date):
        return None
    return (period.end - period.start).days + 1


def pointer_end(slots: Slots, index: int) -> int:
    """Where the words that only point back end: of that, afterwards, of the click."""
    while index < len(slots) and (
        slots[index].text.casefold() in _BACK
        or (slots.has(index, "after_cue", "after_word") and not slots.has(index, "group", "verb", "field"))
        or (slots.has(index, "anaphor") and slots.has(index - 1, "after_word", "after_cue", "place", "filler"))
        or (slots[index].text.casefold() == "of" and slots.has(index + 1, "anaphor", "after_cue"))
    ):
        index += 1
    return index


def deed_before(slots: Slots, index: int) -> tuple[int, str] | None:
    """What was done before the purchase that the days are of: (place, event); None where no purchase follows a deed."""
    bought = False
    for at in range(index - 1, -1, -1):
        verb, agent = slots.value(at, "verb"), slots.value(at, "agent")
        if verb in _BUYING or slots.value(at, "field") in _ORDERS:
            bought = True
        elif not bought and (verb is not None or slots.has(at, "who", "period", "people")):
            return None
        elif verb == "signup" or _joined(slots, at):
            until_today = any(
                slots.has(i, "not", "never") and slots[i].text.casefold().startswith(("have", "has"))
                for i in range(at, index)
            )  # registered for a year, haven't ordered in 90 days
            return None if until_today else (at, "signup")
        elif verb in _DEEDS or agent in _DEEDS:
            return None if slots.has(slots.before(at), "not", "never") else (at, _DEEDS[verb or agent])
    return None


def _joined(slots: Slots, index: int) -> bool:
    condition = slots.value(index, "condition")
    return getattr(condition, "field", "") in ("signup_date", "days_since_signup")
