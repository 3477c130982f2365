"""How customers of one month come back in the months after: retention by cohort, said by name or in other words."""

from __future__ import annotations

from assistant.planner.grammar.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

RETENTION = "cohort_retention"


def asks_retention(slots: Slots) -> bool:
    """Whether retention is asked for, by name or as "new in January: what share still buys each month after"."""
    if RETENTION not in slots.vocabulary.dictionary.measures:
        return False
    return _named(slots) or _described(slots)


def settle_retention(slots: Slots) -> None:
    """Make the words that describe retention stand for the measure."""
    if not asks_retention(slots) or _named(slots):
        return
    share = next(iter(slots.all("share", "how_many", "average")))
    slots.retag(share, Sense("measure", RETENTION))
    for index in range(len(slots)):
        if index == share:
            continue
        said = slots.has(index, "after_word", "after_cue", "still_word", "share")
        if (
            said
            or slots.value(index, "verb") in ("buy", "rebuy")
            or slots.value(index, "agent") in ("new", "first_time")
        ):
            slots.retag(index, Sense("filler"))


def _named(slots: Slots) -> bool:
    return any(slots.value(i, "measure") == RETENTION for i in range(len(slots)))


def _described(slots: Slots) -> bool:
    """今年一月的新客，之后每个月还有百分之几在买."""
    new = [i for i in range(len(slots)) if slots.value(i, "agent") in ("new", "first_time") or _cohort(slots, i)]
    buys = [i for i in range(len(slots)) if slots.value(i, "verb") in ("buy", "rebuy") and i > min(new, default=0)]
    monthly = any(dimension_at(slots, i) in ("month", "months_since_first_order") for i in range(len(slots)))
    after = slots.find("after_word", "after_cue", "still_word", free=False) is not None
    asked = slots.find("share", free=False) is not None
    return bool(new and buys and monthly and after and asked)


def _cohort(slots: Slots, index: int) -> bool:
    return slots.value(index, "field") in ("first_order_month", "first_order_date")
