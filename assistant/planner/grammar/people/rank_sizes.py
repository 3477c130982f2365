"""How many, or which share, a ranking word picks: top 10 %, the 100 biggest, 前十名."""

from __future__ import annotations

from assistant.planner.grammar.rows.row_counts import said_last
from assistant.planner.grammar.slots import Slots


def rank_size(slots: Slots, index: int) -> tuple[int | None, float | None, int | None]:
    """How many, or which share, and where it is said: beside the ranking word or apart from it."""
    at, share, count = _rank_size(slots, index)
    return (at, share, count) if share is not None or count is not None else _size_said_apart(slots, index)


def _rank_size(slots: Slots, index: int) -> tuple[int | None, float | None, int | None]:
    for at in (slots.next(index), index + 1, index - 1):
        if not 0 <= at < len(slots) or slots.used(at):
            continue
        if slots.has(at, "percent") and 0 < slots.value(at, "percent") <= 1:
            return at, float(slots.value(at, "percent")), None
        if heads := _heads(slots, at):
            return at, None, heads
    for at in range(len(slots) - 1):
        beside = slots.next(at, lambda item: item.has("filler", "group") and not item.has("people"))
        heads = _heads(slots, at)
        if heads and slots.has(beside, "people") and not slots.used(at) and not slots.has(at, "period"):
            return at, None, heads
    return None, None, None


def _heads(slots: Slots, at: int) -> int | None:
    """How many people a number may count: a whole one; 0.03 is none."""
    value = slots.value(at, "heads") or slots.value(at, "number")
    return int(value) if value and value >= 1 and value == int(value) else None


def _size_said_apart(slots: Slots, index: int) -> tuple[int | None, float | None, int | None]:
    """who spent the most? top 10: how many stands with a second ranking word, or with a first that orders nothing."""
    for other in slots.all("top", "bottom", "first_order"):
        after = slots.next(other)
        if other != index and slots.has(after, "number", "percent", "heads") and not slots.used(after):
            at, share, count = _rank_size(slots, other)
            if at is not None:
                slots.use(other, "rank")
                return at, share, count
    count, at = said_last(slots, index)
    return at, None, count
