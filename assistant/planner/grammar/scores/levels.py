"""High churn risk, a low chance of buying: how likely, in a word before the name of a score."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots

_HIGH = ("high", "elevated", "strong", "serious", "real", "very high", "big", "good", "great")
_LOW = ("low", "slim", "weak", "very low", "small", "poor", "little")
_BETWEEN = ("a", "the", "-", "of")


def level_before(slots: Slots, index: int) -> int | None:
    """Where the word stands that says how high the score at `index` is."""
    before = index - 1
    while before >= 0 and slots[before].text.casefold() in _BETWEEN:
        before -= 1
    if before < 0 or slots.used(before) or slots[before].text.casefold() not in (*_HIGH, *_LOW):
        return None
    return before if not slots.has(before, "top", "bottom", "group", "condition") else None


def levelled(slots: Slots, start: int, concept: str, degree: str) -> tuple[str, int]:
    """(degree, start) of a score with such a word before it: above or below what is called likely."""
    at = level_before(slots, start) if degree == "noun" and concept not in ("value", "uplift") else None
    if at is None:
        return degree, start
    return ("likely" if slots[at].text.casefold() in _HIGH else "unlikely"), at
