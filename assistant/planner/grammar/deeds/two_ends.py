"""Two comparisons of one figure: at least 200 and at most 500, no less than 30 and no more than 60 per cent."""

from __future__ import annotations

from assistant.planner.grammar.slots import Amount, Range, Slots
from assistant.planner.lexicon import Sense


def from_to(slots: Slots, index: int) -> None:
    """at least 200 and at most 500: from the one to the other."""
    start = index - 2
    low, high = slots.value(start, "range") if start >= 0 else None, slots.value(index, "range")
    if not (isinstance(low, Range) and isinstance(high, Range) and slots.has(index - 1, "and", "but", "break")):
        return
    first, last = low.low, high.low
    if first.unit == "number" and last.unit == "percent" and first.value >= 1:
        first = Amount(first.value / 100, "percent")
    unit, detail = (last.unit, last.detail) if first.unit == "number" else (first.unit, first.detail)
    fit = (
        not slots.chinese(index)
        and last.unit in (unit, "number")
        and low.op == "ge"
        and high.op == "le"
        and first.value <= last.value
    )
    if fit and low.high is None and high.high is None and not slots.has(index, "period"):
        value = Range("between", Amount(first.value, unit, detail), Amount(last.value, unit, detail))
        slots.merge(start, index + 1, Sense("range", value))
