"""A verb's arguments: its numbers and periods, and what may be its object."""

from __future__ import annotations

import re
from typing import Any

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.slots import Amount, Range, Slots
from tools.definitions import Period

STOP = (
    "people", "how_many", "list", "by", "which", "who", "trend", "share", "compare", "versus", "condition",
    "contact", "saved", "top", "bottom", "agent", "anaphor", "distribution", "copy_verb", "how_much", "rank_by",
)  # fmt: skip


def starts(slots: Slots, index: int) -> bool:
    return all(slots.has(i, "filler") for i in range(index))


def opens_deed(slots: Slots, index: int) -> bool:
    """opened it but in October bought nothing: a period behind a joint, with a verb right behind it, is that verb's."""
    if not slots.has(index, "period") or slots.chinese(index):
        return False
    before = index - 1
    while before > 0 and slots.has(before, "place", "filler") and not slots.has(before, "and", "but"):
        before -= 1
    behind = slots.next(index, lambda item: item.has("filler", "not", "never") and not item.has("verb"))
    return (
        before > 0
        and slots.has(before, "and", "but")
        and slots.has(behind, "verb")
        and not slots.has(behind, "measure")
    )


def preceded_by_verb(slots: Slots, index: int, floor: int) -> bool:
    """Whether a verb that may take it stands before it, behind what the clause before has taken."""
    return any(slots.has(i, "verb") and slots.used(i) for i in range(floor, index))


def take_range(slots: Slots, clause: Clause, index: int) -> bool:
    item = slots[index]
    if item.has("relative"):
        if clause.relative is not None:
            return False
        clause.relative = item.value("relative")
        slots.use(index, "comparison with the average")
        return True
    found: Range = item.value("range")
    if found.unit in ("heads", "age", "percent"):
        return False
    if found.unit == "duration":
        if clause.ago is not None:
            return False
        clause.ago = (int(found.low.value), found.low.detail, found.op)
        clause.until = int(found.upper) if found.upper is not None else None
        if slots.has(index - 1, "latest"):
            slots.use(index - 1, "period")  # in the last 60 to 120 days
    elif clause.noun and clause.verb == "buy" and index > clause.at and any(r.unit == "times" for r in clause.ranges):
        clause.ranges.append(counting(found, "money"))
    else:
        clause.ranges.append(found)
        clause.exactly = clause.exactly or (found.op == "eq" and slots[index].text.casefold().startswith(_EXACTLY))
    slots.use(index, "number")
    return True


_EXACTLY = ("exactly", "only", "just", "precisely", "a single", "single", "once")


def counting(found: Range, unit: str) -> Range:
    """The same comparison, of a plain number, with its unit known from the noun beside it."""
    if found.unit != "number":
        return found
    high = Amount(found.high.value, unit) if found.high else None
    return Range(found.op, Amount(found.low.value, unit), high)


def take_period(slots: Slots, clause: Clause, index: int) -> bool:
    """When: one period, every one of several, a distance from today, or a moment of the customer's own."""
    item = slots[index]
    if item.has("after"):
        if clause.after is not None:
            return False
        clause.after = item.value("after")
    elif item.has("periods"):
        clause.periods = item.value("periods")
    elif item.has("period"):
        if clause.period is not None:
            return False
        clause.period = item.value("period")
    elif item.has("duration") and not item.has("ago") and _SHORT.fullmatch(item.text) and clause.ago is None:
        if clause.period is not None:
            return False
        count, unit = item.value("duration")
        clause.period = Period(kind="rolling", unit=unit, count=int(count))
    elif clause.ago is not None:
        return False
    elif item.has("ago"):
        clause.ago = item.value("ago")
    else:
        count, unit = item.value("duration")
        clause.ago = (count, unit, "eq")
    slots.use(index, "period")
    return True


_SHORT = re.compile(r"\d{1,3} ?d")
"""clicked 90d: in the last 90 days."""


def is_object(slots: Slots, index: int) -> bool:
    """Whether a group is something bought, opened or viewed, or when, rather than a fact about the customer."""
    group: Any = slots.value(index, "group")
    if group.field in ("weekday", "day_type", "hour"):
        return True
    return slots.level(group.field) not in ("customer", "time", "") or (group.absent and group.field == "category")


def period_follows(slots: Slots, index: int, ceiling: int) -> bool:
    return any(slots.has(i, "period") for i in range(index + 1, min(index + 4, ceiling)))
