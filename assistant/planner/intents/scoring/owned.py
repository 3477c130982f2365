"""Only what is new to them: what has she never bought, none they already have."""

from __future__ import annotations

from typing import Any

from assistant.planner.grammar.slots import Slots


def unbought(slots: Slots) -> dict[str, Any]:
    """has never bought, 没买过: only what is new to them."""
    for index in slots.all("never", "not"):
        at = slots.next(index)
        if slots.value(at, "verb") == "buy" or slots.has(index + 1, "outcome"):
            slots.use(index, "only: new")
            return {"only": "new"}
    return unowned(slots)


def unowned(slots: Slots) -> dict[str, Any]:
    """none they already have, nothing she owns, that she doesn't have yet."""
    for index in slots.all("never", "not"):
        at = slots.next(
            index, lambda item: item.has("filler", "anaphor", "person_ref") and not item.has("with", "verb")
        )
        whose = any(slots.has(i, "anaphor", "person_ref") for i in (index - 1, *range(index + 1, at)))
        if whose and _owning(slots[at].text):
            for used in range(index, at + 1):
                slots.use(used, "only: new")
            return {"only": "new"}
    return {}


def _owning(said: str) -> bool:
    return said.casefold().rpartition(" ")[2] in _OWNING


_OWNING = ("have", "has", "own", "owns", "got", "possess")


def tells_who_left(slots: Slots, index: int) -> bool:
    """白金会员里流失掉的: whom it is for, rather than what is asked."""
    asking = ("offer_cue", "often", "product_cue", "chance", "which", "list")
    return slots.value(index, "outcome") == "churn" and not slots.has(index, *asking)
