"""The same again in other words: 周末（六日）, 一年（365天）, 总销量（件）, 那周……就是6月15号到21号."""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.grammar.times.timing import within
from assistant.planner.grammar.values.groups import join_lists
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import UNIT_DAYS, bounds

_OPENING, _CLOSING = "(（[【", ")）]】"
_THAT_IS = ("就是", "也就是", "即", "就是说", "也就是说", "指", "指的是", "具体是", "换句话说")
_UNITS = {
    "units": ("件", "件数", "按件", "按件数", "按件算", "按件数算"),
    "returned_units": ("件", "件数", "按件", "按件数"),
    "orders": ("单", "笔", "单数", "按单", "按单数"),
    "net_revenue": ("元", "美元", "刀", "$", "金额", "按金额", "usd"),
    "customers": ("人", "人数", "个人", "按人头"),
    "buyers": ("人", "人数", "个人", "按人头"),
}  # fmt: skip
_NORMS = ("above_average", "below_average", "above_median", "below_median")
_ROUND = {"month": 30, "quarter": 91, "year": 365}
_WEEKEND = {"Saturday", "Sunday", "weekend"}
_WEEKDAYS = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "working day"}


def reduce_restated_stretches(slots: Slots) -> None:
    """一年（365天）, 半年（180天）: the same stretch again, in other units; the days are kept."""
    for index in range(len(slots) - 3):
        if index + 3 >= len(slots) or not _bracketed(slots, index + 1, index + 3):
            continue
        if any(slots.has(index, kind) and slots.has(index + 2, kind) for kind in _NORMS):
            slots.merge(index, index + 4, *slots[index].senses)  # 平均线以上（高于平均）
            continue
        first, second = slots.value(index, "duration"), slots.value(index + 2, "duration")
        rolling = slots.value(index, "period")
        if rolling is not None and rolling.kind == "rolling" and rolling.unit and second:
            if abs(_days((rolling.count or 1, rolling.unit)) - _days(second)) <= 6:
                slots.merge(index, index + 4, Sense("period", rolling))  # 过去两周（14天）
        elif first and second and not slots.has(index, "period") and abs(_days(first) - _days(second)) <= 6:
            slots.merge(index, index + 4, Sense("duration", second))


def reduce_restated_values(slots: Slots) -> None:
    """小程序（微信）, 周末（六日）: a value that only says again, in brackets, what stands before them."""
    for index in range(1, len(slots) - 2):
        if not _bracketed(slots, index, index + 2):
            continue
        first, second = slots.value(index - 1, "group"), slots.value(index + 1, "group")
        if first is not None and second is not None and _alike(first, second):
            slots.merge(index - 1, index + 3, Sense("group", first))
            join_lists(slots)
            return


def reduce_restated_verbs(slots: Slots) -> None:
    """看了（打开）: the deed again, in the word that says it exactly."""
    for index in range(len(slots) - 3):
        same = {slots.value(index, "verb"), slots.value(index + 2, "verb")} <= {"open", "view", "click", "receive"}
        if _bracketed(slots, index + 1, index + 3) and same and slots.has(index, "verb"):
            for place in (index, index + 1, index + 3):
                slots.retag(place, Sense("filler"))


def reduce_copied_verbs(slots: Slots) -> None:
    """买面膜买了两次: the verb is said again before its number, as grammar asks, and nothing more was bought."""
    for index in range(2, len(slots)):
        first = next((i for i in range(index - 1, max(-1, index - 4), -1) if slots.has(i, "verb")), None)
        if first is None or slots.value(index, "verb") != "buy" or slots[first].text not in ("买", "下", "购买"):
            continue
        between = range(first + 1, index)
        goods = all(slots.has(i, "group", "filler", "value") and not slots.has(i, "break") for i in between)
        if len(between) and goods and slots.has(index + 1, "range", "times", "pieces", "number", "cmp"):
            slots.retag(index, Sense("filler"))


def settle_restated(slots: Slots, today: date) -> None:
    """The unit of a figure beside it, and days that are said again after 就是."""
    measures = {slots.value(i, "measure") for i in range(len(slots))}
    units = {word for measure in measures for word in _UNITS.get(str(measure), ())}
    for index in range(1, len(slots)):
        told = slots.has(index - 1, "break") and (slots.has(index + 1, "break") or index + 1 >= len(slots))
        if told and slots[index].text.casefold() in units and not slots.has(index, "value", "period", "measure"):
            slots.retag(index, Sense("filler"))
    _year_of_all(slots, today)
    said: list[tuple[date | None, date | None]] = []
    for index in slots.all("period", free=False):
        days = bounds(slots.value(index, "period"), today)
        before = slots.before(index, lambda item: item.has("break"))
        if days in said and before >= 0 and slots[before].text in _THAT_IS and slots.has(before - 1, "break"):
            slots.retag(index, Sense("filler"))
        said.append(days)


def _year_of_all(slots: Slots, today: date) -> None:
    """黑五买过、圣诞也买过的，去年: a stretch of its own that holds all the days named before."""
    found = slots.all("period")
    alone = len(found) > 2 and found[-1] == len(slots) - 1 and slots.has(found[-1] - 1, "break")
    if alone and all(within(slots.value(i, "period"), slots.value(found[-1], "period"), today) for i in found[:-1]):
        slots.retag(found[-1], Sense("filler"))


def _bracketed(slots: Slots, start: int, end: int) -> bool:
    return slots[start].text in _OPENING and slots[end].text in _CLOSING


def _days(stretch: tuple[int, str]) -> int:
    count, unit = stretch
    return count * (_ROUND.get(unit) or UNIT_DAYS[unit])


def _alike(first: Group, second: Group) -> bool:
    if first.field == second.field and set(first.values) == set(second.values):
        return True
    days = {first.field, second.field} <= {"weekday", "day_type"}
    values = {str(v) for v in (*first.values, *second.values)}
    return days and (values <= _WEEKEND or values <= _WEEKDAYS)


def settle_notes(slots: Slots) -> None:
    """new customers (first order ever), 新客（首单）: a note in brackets that says the same again."""
    for index in range(1, len(slots) - 1):
        if slots[index].text not in _OPENING:
            continue
        end = next((i for i in range(index + 1, len(slots)) if slots[i].text in _CLOSING), None)
        before = slots.before(index)
        if end is None or not slots.has(before, "agent", "measure", "field"):
            continue
        inside = [i for i in range(index + 1, end) if not slots.has(i, "break")]
        if _same_again(slots, before, inside):
            for at in inside:
                slots.use(at, "said again")


def _same_again(slots: Slots, index: int, inside: list[int]) -> bool:
    firsts = [i for i in inside if slots.value(i, "field") in ("first_order_date", "first_order_month")]
    if slots.value(index, "agent") in ("new", "first_time") or slots.value(index, "measure") == "new_buyers":
        return bool(firsts) and all(i in firsts or slots.has(i, "filler", "people") for i in inside)
    name = dimension_at(slots, index)
    return (
        name is not None
        and all(
            dimension_at(slots, i) == name or slots.has(i, "filler", "measure", "rows_of")
            for i in inside
            if i not in firsts
        )
        and any(dimension_at(slots, i) == name for i in inside)
    )
