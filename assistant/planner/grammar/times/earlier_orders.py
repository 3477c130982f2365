"""Purchases told by an earlier one: bought trainers within 30 days of buying jeans, then makeup, ordered again after.

The earlier purchase is an order that held such goods, or took some back; days count from the moment it was placed.
"""

from __future__ import annotations

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.objects import goods_value, object_filters
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.moments import ANY_TIME, days_of
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import days_in
from assistant.planner.words import listed
from tools.definitions import After, Attribute, Bought, Condition, Filter, Group, Period
from tools.wording.purchases import RETURNED

EARLIER = ("order", "return")
"""Moments that are orders of the customer's own."""
BUYING = ("buy", "rebuy", "agent:buy")
_BACK = ("近", "最近", "过去", "这", "上", "前")
_CAME = ("came", "come", "back", "order", "anything", "something", "回", "下单", "下过单")
"""Came back, ordered again: whatever was bought then."""


def reduce_then(slots: Slots) -> None:
    """skincare and then makeup, 先买护肤后买彩妆: "then" buys once more, or says that the next verb came later."""
    bought = False
    for index in range(len(slots)):
        item, said = slots[index], slots[index].text.casefold()
        if said == "先" and slots.value(index + 1, "verb") == "buy" and _later_word(slots, index) is not None:
            slots.retag(index, Sense("filler"))
            slots.retag(_later_word(slots, index) or 0, Sense("later"))
        elif said in listed("durations", "ahead_of") and (sense := _ahead(slots, index, bought=bought)):
            slots.retag(index, sense)
        elif bought and said in listed("durations", "then") and not item.has("verb", "group"):
            at = index + 1
            while slots.has(at, "filler", "place") and not slots.has(at, "value", "values", "break", "verb"):
                at += 1
            if slots.value(at, "verb") in ("buy", "rebuy"):
                slots.retag(index, Sense("later"))
            elif goods_value(slots, at) and not slots.chinese(index):
                slots.retag(index, Sense("verb", "buy"), Sense("then_bought"))
        bought = bought or slots.value(index, "verb") == "buy"


def _ahead(slots: Slots, index: int, *, bought: bool) -> Sense | None:
    """skincare before they bought makeup: makeup came later. What cannot be told so is asked about, never dropped."""
    if not any(slots.value(i, "verb") for i in range(index)):
        return None
    at = index + 1
    while slots.has(at, "filler", "anaphor", "who") and not slots.has(at, "verb", "value", "values"):
        at += 1
    if slots.value(at, "verb") in ("buy", "rebuy") and bought and not slots.chinese(index):
        return Sense("later")
    if slots.has(at, "but") or slots[at].text.casefold().startswith("but"):
        return None  # bought before, but not in the last 180 days
    first = slots.has(at, "nth", "row") and goods_value(slots, at + 1)
    untold = slots.value(at, "verb") is not None or (slots.has(at, *_NEGATED) and slots.has(at + 1, "verb")) or first
    return Sense("untold_order") if untold or goods_value(slots, at) else None


_NEGATED = ("not", "never")


def _later_word(slots: Slots, first: int) -> int | None:
    """Where the word for what came second stands, right before its verb."""
    for index in range(first + 2, len(slots) - 1):
        if slots[index].text in listed("durations", "second") and slots.value(index + 1, "verb") in ("buy", "rebuy"):
            return index
    return None


def came_back_for_any(said: str) -> bool:
    """came back, ordered again: for whatever it was – where 复购 and rebuy are of the same goods."""
    return any(word in said.casefold() for word in _CAME)


def goods_of(after: After) -> list[Filter]:
    """What the earlier purchase was of; not when it was."""
    return [f for f in after.where if f.field != "order_date"] if after.event == "order" else []


def follow_earlier(slots: Slots, before: Clause | None, clause: Clause) -> bool:
    """Tie a purchase to the one told before it, or to one of its own goods; False where nothing says so."""
    if clause.verb not in BUYING or clause.after is not None:
        return False
    days, place = _stretch(slots, before, clause)
    told = before if before is not None and _follows(before) else None
    once_more = clause.verb == "rebuy" or (days is not None and _again(slots, clause))  # 又买 alone: also bought
    cued = clause.later or clause.since_then or slots.has(clause.at, "then_bought") or once_more
    cued = cued or (clause.negated and before is not None and _then(slots, before, clause))
    english = days is not None and not slots.chinese(clause.at) and not _looks_back(slots, clause, place)
    if told is None:
        if slots.has(clause.at, "then_bought"):
            raise _one_step(slots, clause)
        if days is None or not clause.groups or not _again(slots, clause) or before is not None:
            return False
        event, where = "order", _of(slots, clause)
        where = [f for f in where if f.field != "order_date"]
    elif not (cued or english) or (told.period is not None and days is None):
        return False
    else:
        event = "return" if told.verb == "return_goods" else "order"
        where = _of(slots, told)
    clause.after = After(event=event, within_days=days or ANY_TIME, where=where)
    clause.later, clause.since_then, clause.settled = False, False, True
    if place is not None:
        clause.period, clause.leading_period = None, False
        clause.ranges = [r for r in clause.ranges if r.unit != "duration"]
        slots.use(place, "days after the earlier purchase")
    if told is None or _again(slots, clause):
        clause.ranges = [r for r in clause.ranges if (r.op, r.low.value) != ("eq", 1)]  # 又买了一次: again
    if clause.verb == "rebuy" and told is not None and not clause.groups and told.verb != "return_goods":
        clause.groups = [] if came_back_for_any(slots[clause.at].text) else list(told.groups)
    clause.verb = "buy"
    return True


def _looks_back(slots: Slots, clause: Clause, place: int | None) -> bool:
    """bought skincare but no order in 180 days: those up to today; "within 30 days" counts from the purchase."""
    said = slots.typed(max(0, place - 1), place + 1).casefold() if place is not None else ""
    return clause.negated and "within" not in said


def _one_step(slots: Slots, clause: Clause) -> Unclear:
    return Unclear(
        "I can tell what was bought after one other purchase, not after several or after a number of them.",
        "只能看某一次购买之后又买了什么，不能看接连几次购买的先后，也不能限定前一次的次数或金额。",
        [],
        slots.origin(clause.at),
        firm=True,
    )


def _follows(before: Clause) -> bool:
    """Whether something can be told to have come after it: one purchase of some goods, or a return."""
    if before.negated or before.ranges or before.only or before.first or before.ago or before.after:
        return False
    dated = before.period is not None and before.period.kind != "rolling"
    return before.verb == "return_goods" or (before.verb in ("buy", "agent:buy") and bool(before.groups or dated))


def _then(slots: Slots, before: Clause, clause: Clause) -> bool:
    """bought perfume and then nothing for 60 days."""
    said = range(max(before.at + 1, before.upper - 1), clause.at + 1)
    return any(slots.has(i, "later") or slots[i].text.casefold() in listed("durations", "then") for i in said)


def _again(slots: Slots, clause: Clause) -> bool:
    return clause.verb == "rebuy" or slots[clause.at].text.startswith(("又", "再"))


def _of(slots: Slots, told: Clause) -> list[Filter]:
    """The goods of the earlier purchase, and when it was."""
    options = object_filters(told.groups)
    if len(options) > 1:
        raise Unclear(
            "I can tell what came after one purchase, not after two of different goods. Which of them came first?",
            "只能看某一次购买之后又买了什么，不能看两种不同商品之后。先买的是哪一种？",
            [],
            slots.origin(told.at),
        )
    when = [Filter(field="order_date", op="during", period=told.period)] if told.period is not None else []
    return [*told.filters, *options[0], *when]


def _stretch(slots: Slots, before: Clause | None, clause: Clause) -> tuple[int | None, int | None]:
    """within 30 days, 两周内, said of the later purchase: (days, where); not the last 30 days."""
    start = before.at + 1 if before is not None else max(0, clause.lower - 3)
    for index in range(start, max(clause.upper, clause.at + 1)):
        said = slots[index].text.casefold()
        if said.startswith(_BACK) or slots.has(index, "after", "group", "condition"):
            continue
        period = slots.value(index, "period")
        nothing_for = clause.negated and said.startswith("for ") and period is not None and period.kind == "rolling"
        days = days_in(period.count, period.unit) if nothing_for else days_of(slots, index)
        own = clause.period is None or period == clause.period
        if before is not None and index < min(
            before.upper, clause.at
        ):  # bought jeans and within 30 days bought trainers
            joined = slots.has(index - 1, "and", "break", "but", "later")
            own = own and joined and period is not None and before.period == period
            before.period = None if own else before.period
        led = said.startswith(("within", "in ", "no later", "inside")) or said.endswith(("内", "以内", "之内"))
        led = led or nothing_for
        led = led or (index > 0 and slots[index - 1].text.casefold() in ("within", "inside"))
        if days is not None and own and (led or slots.value(index, "range") is not None):
            return days, index
    return None, None


def after_another(after: After, absent: Condition, *, plain: bool) -> Condition:
    """No such purchase after the earlier one, or after something was returned: that was done all the same."""
    if after.event == "order":
        return Group(all=[earlier_purchase(after), absent])
    if plain and not after.where and after.within_days >= ANY_TIME:
        return Attribute(field="orders_since_last_return", values=[0])
    back = Bought.model_validate(
        {"where": [f.model_dump() for f in (*after.where, RETURNED)], "measure": "units", "op": "lt", "value": 0}
    )
    return Group(all=[back, absent])


def earlier_purchase(after: After) -> Bought:
    """The purchase that another followed."""
    dates = [f for f in after.where if f.field == "order_date" and f.op == "during"]
    rest = [f for f in after.where if f not in dates]
    period: Period | None = dates[0].period if dates else None
    return Bought(where=rest, period=period)
