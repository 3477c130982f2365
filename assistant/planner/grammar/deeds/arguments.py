"""A verb's arguments: numbers, periods, objects and labels beside it."""

from __future__ import annotations

import re
from typing import Any

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.orders.lone_orders import of_orders_behind, tells_of_it
from assistant.planner.grammar.slots import Amount, Group, Range, Slots
from assistant.planner.grammar.times.moments import channel_filter
from tools.definitions import Period

STOP = (
    "people", "how_many", "list", "by", "which", "who", "trend", "share", "compare", "versus", "condition",
    "contact", "saved", "top", "bottom", "agent", "anaphor", "distribution", "copy_verb", "how_much", "rank_by",
)  # fmt: skip


_AFTER = ("after", "afterwards", "after that", "之后", "后来", "以后")


def starts(slots: Slots, index: int) -> bool:
    return all(slots.has(i, "filler") for i in range(index))


def preceded_by_verb(slots: Slots, index: int, floor: int) -> bool:
    """Whether a verb that may take it stands before it, behind what the clause before has taken."""
    return any(slots.has(i, "verb") and slots.used(i) for i in range(floor, index))


def take(slots: Slots, clause: Clause, index: int, joiner: str = "") -> bool:
    """One argument after the verb: number, period, label; False when it is none of its business."""
    item = slots[index]
    if of_orders_behind(slots, index):
        return False
    if item.has("range", "relative"):
        return take_range(slots, clause, index)
    if _sum_like_a_year(slots, clause, index):
        clause.ranges.append(Range("eq", Amount(float(slots[index].text), "number")))
        slots.use(index, "number")
        return True
    if item.has("period", "periods", "after", "ago", "duration"):
        clause.apart = bool(joiner)
        return take_period(slots, clause, index)
    if _tie(slots, clause, index):
        return True
    if item.has("rest"):
        after = slots.next(index)
        if slots.chinese(index) and slots.has(after, "not", "never") and not slots.has(after, "group"):
            return False  # 只买过彩妆，别的没碰过: of the verb that follows
        clause.rest = item.value("rest")
        slots.use(index, "everything else")
        return True
    if item.has("filter"):
        clause.filters.append(item.value("filter"))
        slots.use(index, "filter")
        return True
    amount = amount_of(item)
    if amount and amount.unit in ("times", "money", "pieces", "number") and not clause.ranges:
        if amount.value == 1 and slots[index - 1].text in _WHICHEVER:
            slots.use(index, "any of them")
            return True
        if _pronoun(slots, index) or slots.has(index - 1, "anaphor"):
            clause.same_goods = not clause.elided and not clause.groups
            slots.use(index, "any of them")
            return True
        clause.ranges.append(Range("eq", amount))
        slots.use(index, "number")
        return True
    if item.has("anaphor") and tells_of_it(slots, clause, index):
        clause.lone = True
        slots.use(index, "that order")
        return True
    if item.has("anaphor") and not item.has("period") and not clause.groups:
        if clause.verb == "buy" and _from_it(slots, clause, index):
            clause.since_then = True  # clicked an sms but never bought from it
        clause.same_goods = not clause.elided
        slots.use(index, "the same goods")
        return True
    if item.text.casefold() in ("any", "any of those", "any of it") and not clause.groups and _closes(slots, index):
        clause.same_goods = not clause.elided  # viewed shoes without buying any
        slots.use(index, "any of them")
        return True
    if item.has("only", "always"):
        beside = slots.value(slots.before(index), "group")
        if beside is not None and slots.level(beside.field) == "customer" and slots.has(index - 1, "group"):
            slots.use(index, "only")  # women only: nothing about what they bought
            return True
        counted = _counts(slots, index)
        clause.only, clause.exactly = clause.only or not counted, clause.exactly or counted
        slots.use(index, "only")
        return True
    if item.has("contact_noun") and clause.verb in ("open", "click", "receive", "unsubscribe"):
        clause.filters += channel_filter(slots, item.value("contact_noun"))
        slots.use(index, "channel of the campaign")
        return True
    if item.has("mail_noun") and slots.chinese(index) and clause.verb in ("open", "click", "receive", "unsubscribe"):
        slots.use(index, "message")
        return True
    if item.has("after_cue") and clause.verb in ("open", "click", "receive", "unsubscribe"):
        slots.use(index, "the campaign")
        return True
    if item.has("last_campaign") and slots.vocabulary.last_campaign:
        clause.groups.append((joiner, Group("campaign", (slots.vocabulary.last_campaign[0],))))
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


_WHICHEVER = ("任意", "任何", "随便", "任一", "哪怕", "随意", "任何的")
"""打开过任意一封邮件: one or more."""


def _sum_like_a_year(slots: Slots, clause: Clause, index: int) -> bool:
    """花过2000的, 消费过2000的: a sum, although 2000 could be a year."""
    said = slots[clause.at].text
    spent = clause.verb == "spend" or "消费" in said or said.startswith("花")
    bare = slots[index].text.isdigit() and slots[index].text.isascii()
    return spent and bare and index == clause.at + 1 and slots.chinese(clause.at) and not clause.ranges


def _tie(slots: Slots, clause: Clause, index: int) -> bool:
    """Words that tie the clause to the one before, or its purchases to each other."""
    item = slots[index]
    if item.has("since_then"):
        clause.since_then = True
        slots.use(index, "since then")
    elif item.has("first_of"):
        clause.first_of = True
        slots.use(index, "for the first time")
    elif item.has("same_order"):
        clause.same_order = True
        slots.use(index, "in one order")
    elif (item.text.casefold() in _AFTER and _closes(slots, index) and not slots.has(index, "after")) or (
        item.text.casefold() in _ANYWAY and any(slots.value(i, "verb") in _TOLD for i in range(clause.at))
    ):
        clause.since_then = True
        slots.use(index, "since then")
    elif item.has("that_order"):
        clause.that_order = True
        slots.use(index, "that order")
    elif item.has("before_that"):
        clause.before_that = (0, "day")
        if clause.ago is not None and clause.ago[2] == "eq":
            clause.before_that, clause.ago = (clause.ago[0], clause.ago[1]), None
        slots.use(index, "before that")
    elif item.text.casefold() in ("again", "once more", "再次") and clause.verb == "buy":
        twice = clause.period is not None and slots.has(slots.next(index), "period")
        clause.verb = clause.verb if twice else "rebuy"  # in May and again in June: in the one and in the other
        slots.use(index, "again")
    elif item.has("later") and index > clause.at:
        clause.later = True
        slots.use(index, "later than that")
    else:
        return False
    return True


def _from_it(slots: Slots, clause: Clause, index: int) -> bool:
    """Bought from a message: after it was opened or clicked."""
    before = slots[index - 1].text.casefold()
    led = slots[clause.at].text.casefold().endswith(" from") or before in ("from", "off", "via")
    return led and any(slots.value(i, "verb") in _TOLD for i in range(clause.at))


_ANYWAY = ("anyway", "regardless", "nonetheless", "all the same", "nevertheless", "even so")
"""Said of a purchase, they set it against what was told before: it followed that."""
_TOLD = ("open", "click", "receive")


def _closes(slots: Slots, index: int) -> bool:
    """Nothing follows that it could be the start of: … and bought nothing after."""
    return index + 1 >= len(slots) or slots.has(index + 1, "break")


def _pronoun(slots: Slots, index: int) -> bool:
    """never opened one, didn't click a single one: one of what was told of before, not the number."""
    if slots[index].text.casefold() != "one":
        return False
    after = index + 1
    while slots.has(after, "filler", "place") and not slots.has(after, "break", "and", "but", "or"):
        after += 1
    return after >= len(slots) or slots.has(after, "break", "and", "but", "or", "period", "since_then", "who")


def _counts(slots: Slots, index: int) -> bool:
    """only once, just one order: the number says it, and nothing else is excluded."""
    at = index + 1
    while slots.has(at, "filler") and not slots.has(at, "number", "times", "range"):
        at += 1
    return slots.has(at, "number", "times", "pieces", "range") and not slots.has(at, "period", "group")


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
