"""When the subject of a score stands for the score itself: churn > 0.5, average churn per segment."""

from __future__ import annotations

from assistant.planner.grammar.scores.levels import level_before
from assistant.planner.grammar.slots import Range, Slots


def subject_is_score(slots: Slots, index: int) -> bool:
    """With a probability beside it, or averaged, the outcome names its score."""
    if not slots.has(index, "subject") or slots.has(index, "measure", "verb"):
        return False
    return level_before(slots, index) is not None or _bounded(slots, index) or _averaged(slots, index)


def _bounded(slots: Slots, index: int) -> bool:
    """churn > 0.5, churn above 40 %, over 0.9 on churn."""
    found = slots.value(slots.next(index), "range")
    if not isinstance(found, Range):
        led = slots.before(
            index, lambda item: item.has("filler", "place", "for", "model_word") and not item.has("range")
        )
        found = slots.value(led, "range") if led >= 0 else None
    if not isinstance(found, Range):
        return False
    return found.unit == "percent" or (found.unit == "number" and 0 < found.low.value < 1)


def _averaged(slots: Slots, index: int) -> bool:
    """average churn per segment, mean churn of Berliners."""
    if slots.value(index, "subject") != "churn" or slots.has(index, "group"):
        return False
    return any(slots.has(i, "average", "norm") for i in (index - 1, slots.before(index), index + 1))


def third_person(text: str) -> bool:
    """orders, views: a noun, not what someone is likely to do."""
    return text.isascii() and text.endswith("s") and " " not in text and not text.endswith("ss")
