"""People of one period set against those of another: how many bought in 2025 vs 2024, new customers in May and in June.

What they did is counted in each of the two, so it is a figure and picks nobody.
"""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_COUNTED = {"buy": "buyers", "signup": "signups"}
_ONCE = ("new", "first_time")
_NARROWING = ("list", "range", "contest", "more_word", "not", "never", "after", "ago", "top", "bottom", "scored")


def settle_compared_people(slots: Slots) -> None:
    """Make a figure of what people did, where two periods of it are set side by side."""
    if slots.find(*_NARROWING) is not None or not _two_periods(slots):
        return
    known = slots.vocabulary.dictionary.measures
    done = [i for i in range(len(slots)) if _does(slots, i)]
    measured = [i for i in slots.all("measure") if i not in done and not slots.has(i, "people")]
    if len(done) != 1 or measured:
        return
    index = done[0]
    name = _COUNTED.get(slots.value(index, "verb") or "") or str(slots.value(index, "measure"))
    if name not in known:
        return
    slots.retag(index, Sense("measure", name))
    for at in slots.all("people", "who", "how_many"):
        if not slots.has(at, "group", "period", "condition"):
            slots.retag(at, Sense("filler"))


def _does(slots: Slots, index: int) -> bool:
    """bought, signed up, buyers, new customers: what is done once and counted."""
    if slots.has(index, "group", "condition", "period", "filter") or slots.used(index):
        return False
    if slots.has(index, "agent"):
        return slots.has(index, "measure")
    return slots.has(index, "verb") and not slots.has(index, "filler", "measure", "field")


def _two_periods(slots: Slots) -> bool:
    said = slots.all("period")
    against = [i for i in slots.all("versus") if not slots.has(i, "period")]
    if len(said) == 1 and slots.has(said[0], "by_unit"):
        return True
    if len(said) == 1:
        return any(i > said[0] and slots.has(i, "compare") for i in range(len(slots)))
    if len(said) != 2:
        return False
    once = any(slots.value(i, "agent") in _ONCE or slots.value(i, "verb") == "signup" for i in range(len(slots)))
    joined = once and any(slots.has(i, "and") for i in range(said[0] + 1, said[1]))
    return joined or any(said[0] < i <= said[1] for i in against) or slots.has(said[1], "compare")
