"""What is said of somebody's second, third, tenth order: when it was, what it held, where it was placed, its worth."""

from __future__ import annotations

from assistant.planner.grammar.deeds.joints import negated
from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.orders.ordinals import order_noun
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from tools.definitions import Bought, Filter, Period

_REACHED = ("reached", "reach", "hit", "completed", "got to", "made it to", "placed", "made", "did", "had")
_ORDERS = ("单", "次购买", "次下单", "次消费", "笔订单", "个订单")
_DOING = ("下了", "下", "下的", "下过", "完成", "完成了", "买了", "下满", "达到")
_LIGHT = ("filler", "place", "who", "with", "anaphor")
_WORTH = (
    "order value",
    "aov",
    "basket size",
    "value",
    "values",
    "amount",
    "size",
    "worth",
    "金额",
    "客单价",
    "平均金额",
    "均价",
)


def reduce_numbered(slots: Slots) -> None:
    """10th order, 第10单: a number in figures says which as well as a word does."""
    index = 0
    while index < len(slots):
        later = slots[index + 1].text.casefold() if index + 1 < len(slots) else ""
        _several_of_somebody(slots, index)
        if slots.has(index, "number") and later == "th" and order_noun(slots, index + 2):
            slots.merge(index, index + 2, Sense("nth", f"{slots.value(index, 'number'):g}"))
        elif slots[index].text.casefold() == "a third" and order_noun(slots, index + 1):
            slots.retag(index, Sense("nth", "3"))
        elif slots[index].text == "第" and (count := _counted(slots, index + 1)) is not None:
            slots.merge(index, index + count[1], Sense("nth_order", count[0]))
        index += 1


def _several_of_somebody(slots: Slots, index: int) -> None:
    """their first two orders: only one of them can be told apart; raises Unclear."""
    told = slots[index].text.casefold() in _WHICH and (slots.value(index + 1, "number") or 0) > 1
    if told and order_noun(slots, index + 2) and any(slots.has(i, "people", "who", "anaphor") for i in range(index)):
        raise Unclear(
            "I can tell one order of a customer apart, the first or the third, not several of them at once.",
            "只能看客户的某一单（例如首单、第三单），不能同时看前几单或最近几单。",
            [],
            slots.origin(index),
            firm=True,
        )


_WHICH = ("first", "the first", "last", "the last", "latest", "most recent", "the most recent", "next")


def _counted(slots: Slots, index: int) -> tuple[int, int] | None:
    """5单, 10次购买: (which, how many items with 第)."""
    if slots.has(index, "times") and slots[index].text.endswith("单"):
        return int(slots.value(index, "times")), 2
    if slots.has(index, "number", "times") and slots[index + 1].text in _ORDERS:
        number = slots.value(index, "number") or slots.value(index, "times")
        return int(number), 3
    if slots.has(index, "times") and slots[index + 1].value("verb") == "buy":
        return int(slots.value(index, "times")), 3
    return None


def reduce_nth_orders(slots: Slots) -> None:
    """Join what is said of such an order into one condition; where its worth is asked, into a filter."""
    index = 0
    while index < len(slots):
        if (found := _which(slots, index)) is not None and not negated(slots, index):
            which, end = found
            _told_of(slots, index, end, which)
        index += 1


def _which(slots: Slots, index: int) -> tuple[int, int] | None:
    """(which order, where its words end); the first has words of its own."""
    if slots.has(index, "group", "condition", "period", "after"):
        return None
    if slots.has(index, "nth_order"):
        return int(slots.value(index, "nth_order")), index + 1
    if slots.value(index, "field") == "second_order_date":
        return 2, index + 1
    nth = slots.value(index, "nth")
    if nth and str(nth).isdigit() and int(nth) > 1 and order_noun(slots, index + 1):
        return int(nth), index + 2
    return None


def _told_of(slots: Slots, start: int, end: int, which: int) -> None:
    place = Filter(field="order_place", values=[which])
    if (worth := _worth(slots, start, end)) is not None:
        alone = slots[worth].text.startswith(("平均", "均"))
        slots.retag(worth, Sense("figures", ("average_order_value",)) if alone else Sense("field", "order_value"))
        slots.merge(start, end, Sense("filter", place))
        return
    first, before = _before(slots, start)
    last, behind = _behind(slots, end)
    where, periods = [], []
    for item in (*before, *behind):
        if item.has("period"):
            periods.append(item.value("period"))
        else:
            where.append(filters_of(item.value("group")))
    if len(periods) > 1 or not (where or (periods and which > 2)):
        if slots.has(start, "nth_order"):
            slots.retag(start, Sense("orders_from", which))
        return
    period: Period | None = periods[0] if periods else None
    condition = Bought(where=[place, *where], period=period)
    slots.merge(first if before else _lead(slots, start), last if behind else end, Sense("condition", condition))


def _lead(slots: Slots, start: int) -> int:
    """reached their tenth order: the verb is part of it."""
    at = start - 1
    while slots.has(at, "filler", "anaphor") and slots[at].text.casefold() not in _REACHED:
        at -= 1
    return at if at >= 0 and slots[at].text.casefold() in (*_REACHED, *_DOING) else start


def _told(slots: Slots, index: int) -> bool:
    """A period, or the goods or channel of an order."""
    group = slots.value(index, "group")
    if group is not None:
        return slots.level(group.field) in (*PRODUCT_LEVELS, "order") and group.op == "is" and not group.absent
    period = slots.value(index, "period")
    return isinstance(period, Period) and not slots[index].text.casefold().startswith("within")


def _behind(slots: Slots, end: int) -> tuple[int, list[Span]]:
    """was in September, in the app, 在门店下的: (where it ends, what was said)."""
    said: list[Span] = []
    at, last = end, end
    while at < len(slots):
        if _told(slots, at):
            said.append(slots[at])
            last = at + 1
        elif slots.value(at, "verb") == "buy" and not slots.has(at, "measure") and slots.chinese(at):
            last = at + 1 if said else last
        elif not slots.has(at, *_LIGHT) or slots.has(at, "break", "and", "or", "but", "by"):
            break
        at += 1
    return last, said


def _before(slots: Slots, start: int) -> tuple[int, list[Span]]:
    """今年下了第5单, 在App下第二单: what stands before a Chinese verb."""
    verb = start - 1
    if not slots.chinese(start):
        return _held(slots, start)
    if verb < 1 or slots[verb].text not in _DOING:
        return start, []
    said: list[Span] = []
    at = first = verb
    while at > 0 and (_told(slots, at - 1) or (slots.has(at - 1, *_LIGHT) and not slots.has(at - 1, "break"))):
        at -= 1
        if _told(slots, at):
            said.append(slots[at])
            first = at
    return first, said


def _held(slots: Slots, start: int) -> tuple[int, list[Span]]:
    """bought shoes in their second order."""
    said: list[Span] = []
    at = start - 1
    while at > 0 and (_told(slots, at) or slots.has(at, "filler", "place", "anaphor", "with")):
        if slots.has(at, "verb", "break", "and", "or", "but"):
            break
        said += [slots[at]] if _told(slots, at) else []
        at -= 1
    bought = slots.value(at, "verb") == "buy" and any(item.has("group") for item in said)
    return (at, said) if bought else (start, [])


def _worth(slots: Slots, start: int, end: int) -> int | None:
    """average value of the third order, 第三单的平均金额: where its worth is named."""
    near = (*range(max(0, start - 4), start), *range(end, min(len(slots), end + 4)))
    found = next((i for i in near if slots[i].text.casefold() in _WORTH), None)
    summed = slots.find("average", "median", "sum", "quantile", free=False) is not None
    return found if summed or (found is not None and slots[found].text.startswith(("平均", "均"))) else None
