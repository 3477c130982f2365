"""A verb's arguments: numbers, periods, objects and labels beside it."""

from __future__ import annotations

from typing import Any

from assistant.planner.grammar.clause import Clause
from assistant.planner.grammar.ranges import amount_of
from assistant.planner.grammar.slots import Amount, Group, Range, Slots
from tools.definitions import Filter

STOP = (
    "people",
    "how_many",
    "list",
    "by",
    "which",
    "who",
    "trend",
    "share",
    "compare",
    "versus",
    "condition",
    "contact",
    "saved",
    "top",
    "bottom",
    "agent",
    "anaphor",
    "distribution",
    "copy_verb",
    "how_much",
    "rank_by",
)


def starts(slots: Slots, index: int) -> bool:
    return all(slots.has(i, "filler") for i in range(index))


def preceded_by_verb(slots: Slots, index: int) -> bool:
    return any(slots.has(i, "verb") and slots.used(i) for i in range(index))


def take(slots: Slots, clause: Clause, index: int) -> bool:
    """One argument after the verb: number, period, label; False when it is none of its business."""
    item = slots[index]
    if item.has("range", "relative"):
        return take_range(slots, clause, index)
    if item.has("period", "ago", "duration"):
        return take_period(slots, clause, index)
    if item.has("filter"):
        clause.filters.append(item.value("filter"))
        slots.use(index, "filter")
        return True
    amount = amount_of(item)
    if amount and amount.unit in ("times", "money", "pieces", "number") and not clause.ranges:
        clause.ranges.append(Range("eq", amount))
        slots.use(index, "number")
        return True
    if item.has("only"):
        clause.only = True
        slots.use(index, "only")
        return True
    if item.has("contact_noun") and clause.verb in ("open", "click", "receive", "unsubscribe"):
        clause.filters += _channel_filter(slots, item.value("contact_noun"))
        slots.use(index, "channel of the campaign")
        return True
    if item.has("since_then"):
        clause.since_then = True
        slots.use(index, "since then")
        return True
    if item.has("last_campaign") and slots.vocabulary.last_campaign:
        clause.groups.append(("", Group("campaign", (slots.vocabulary.last_campaign[0],))))
        slots.use(index, "the last campaign")
        return True
    if item.value("field") in (
        "product",
        "orders",
        "units",
        "campaign",
        "category",
        "spend",
        "brand",
        "order_value",
    ) and not slots.has(index - 1, "by", "which"):
        slots.use(index, "label")
        return True
    return item.has("first_order")


def _channel_filter(slots: Slots, channel: str) -> list[Filter]:
    """emails: campaigns sent by e-mail, where the shop tells channels apart."""
    stored = next((v for v in slots.vocabulary.values("campaign_channel") if v.casefold() == channel), None)
    return [Filter(field="campaign_channel", values=[stored])] if stored else []


def take_range(slots: Slots, clause: Clause, index: int) -> bool:
    item = slots[index]
    if item.has("relative"):
        clause.relative = item.value("relative")
        slots.use(index, "comparison with the average")
        return True
    found: Range = item.value("range")
    if found.unit in ("heads", "age", "percent"):
        return False
    if found.unit == "duration":
        clause.ago = (int(found.low.value), found.low.detail, found.op)
    elif clause.noun and clause.verb == "buy" and index > clause.at and any(r.unit == "times" for r in clause.ranges):
        clause.ranges.append(counting(found, "money"))
    else:
        clause.ranges.append(found)
    slots.use(index, "number")
    return True


def counting(found: Range, unit: str) -> Range:
    """The same comparison, of a plain number, with its unit known from the noun beside it."""
    if found.unit != "number":
        return found
    high = Amount(found.high.value, unit) if found.high else None
    return Range(found.op, Amount(found.low.value, unit), high)


def take_period(slots: Slots, clause: Clause, index: int) -> bool:
    item = slots[index]
    if item.has("period"):
        if clause.period is not None:
            return False
        clause.period = item.value("period")
    elif item.has("ago"):
        clause.ago = item.value("ago")
    else:
        count, unit = item.value("duration")
        clause.ago = (count, unit, "eq")
    slots.use(index, "period")
    return True


def is_object(slots: Slots, index: int) -> bool:
    """Whether a group is something bought, opened or viewed rather than a fact about the customer."""
    group: Any = slots.value(index, "group")
    return slots.level(group.field) not in ("customer", "time", "") or (group.absent and group.field == "category")


def period_follows(slots: Slots, index: int, ceiling: int) -> bool:
    return any(slots.has(i, "period") for i in range(index + 1, min(index + 4, ceiling)))
